const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({"scenario": {"scenario_id": 9000001, "private": true}}),
});
console.log(JSON.stringify(await response.json(), null, 2));
