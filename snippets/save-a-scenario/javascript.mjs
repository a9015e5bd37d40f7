const response = await fetch("https://engine.energytransitionmodel.com/api/v3/saved_scenarios", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({"saved_scenario": {"title": "Heat study", "scenario_id": 9000003, "private": true}}),
});
console.log(JSON.stringify(await response.json(), null, 2));
