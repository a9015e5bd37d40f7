const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios", {
  headers: { Authorization: "Bearer etm_xcNxTaX8KLr5LkGs93sRWnGfhyAUDPWPqKVGe1RL73GJUnfQ" },
});
console.log(JSON.stringify(await response.json(), null, 2));
