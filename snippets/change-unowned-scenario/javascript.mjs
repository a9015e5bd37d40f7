const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000006", {
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({"scenario": {"user_values": {"buildings_insulation_level": 60}}}),
});
console.log(JSON.stringify(await response.json(), null, 2));
