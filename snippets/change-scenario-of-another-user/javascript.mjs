const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000004", {
  method: "PUT",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({"scenario": {"user_values": {"buildings_insulation_level": 60}}}),
});
console.log(JSON.stringify(await response.json(), null, 2));
