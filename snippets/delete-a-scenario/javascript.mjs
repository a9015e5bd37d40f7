const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios/9000003", {
  method: "DELETE",
  headers: { Authorization: `Bearer ${process.env.ETM_API_TOKEN}` },
});
console.log(response.status);
