const response = await fetch("https://engine.energytransitionmodel.com/api/v3/scenarios", {
  headers: { Authorization: `Bearer ${process.env.ETM_API_TOKEN}` },
});
const answer = await response.json();
if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
for (const scenario of answer.data) {
  console.log(scenario.id, scenario.area_code, scenario.end_year);
}
