const response = await fetch("https://engine.energytransitionmodel.com/api/v3/user", {
  method: "PUT",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({"user": {"private_scenarios": true}}),
});
console.log(JSON.stringify(await response.json(), null, 2));
