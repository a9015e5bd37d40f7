const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios");
console.log(JSON.stringify(await response.json(), null, 2));
