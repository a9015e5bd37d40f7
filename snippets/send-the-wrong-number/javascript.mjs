const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/12001", {
  headers: { Authorization: `Bearer ${process.env.ETM_API_TOKEN}` },
});
console.log(JSON.stringify(await response.json(), null, 2));
