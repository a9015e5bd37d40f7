const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/interpolate", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({"end_year": 2035}),
});
console.log(JSON.stringify(await response.json(), null, 2));
