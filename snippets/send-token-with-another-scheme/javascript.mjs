const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios", {
  headers: { Authorization: `Token ${process.env.ETM_API_TOKEN}` },
});
console.log(JSON.stringify(await response.json(), null, 2));
