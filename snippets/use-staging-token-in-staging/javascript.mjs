const response = await fetch("https://beta.engine.energytransitionmodel.com/api/v3/scenarios/9000003", {
  headers: { Authorization: `Bearer ${process.env.ETM_API_TOKEN}` },
});
console.log(JSON.stringify(await response.json(), null, 2));
