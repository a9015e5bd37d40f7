const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/users", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "scenario_users": [
      {
        "user_email": "kim@example.org",
        "role": "scenario_viewer"
      },
      {
        "user_email": "new@example.org",
        "role": "scenario_collaborator"
      }
    ]
  }),
});
console.log(JSON.stringify(await response.json(), null, 2));
