const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users", {
  method: "DELETE",
  headers: {
    Authorization: `Bearer ${process.env.ETM_API_TOKEN}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({"scenario_users": [{"user_email": "alex@example.org"}]}),
});
console.log(JSON.stringify(await response.json(), null, 2));
