const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({"scenario": {"private": true}}),
});
console.log(JSON.stringify(await response.json(), null, 2));
