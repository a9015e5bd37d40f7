const response = await fetch("https://my.energytransitionmodel.com/oauth/token/info", {
  headers: { Authorization: `Bearer ${process.env.ETM_API_TOKEN}` },
});
console.log(JSON.stringify(await response.json(), null, 2));
