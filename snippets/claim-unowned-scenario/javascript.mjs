const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000001/users", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "scenario_users": [
      {
        "user_email": "alex@example.org",
        "role": "scenario_owner"
      }
    ]
  }),
});
console.log(JSON.stringify(await response.json(), null, 2));
