// The life of a scenario with what openapi-typescript makes of the description, and openapi-fetch.
import createClient from "openapi-fetch";
import type { paths } from "./schema.d.ts";

const client = createClient<paths>({
  baseUrl: "https://engine.energytransitionmodel.com",
  headers: { Authorization: `Bearer ${process.env.ETM_API_TOKEN}` },
});

function known<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const made = known(
  await client.POST("/api/v3/scenarios", {
    body: { scenario: { area_code: "nl", end_year: 2040, private: true } },
  }),
);
const params = { path: { id: made.id } };
const shown = known(await client.GET("/api/v3/scenarios/{id}", { params }));
const changed = known(
  await client.PUT("/api/v3/scenarios/{id}", {
    params,
    body: { scenario: { private: false, metadata: { by: "a client" } } },
  }),
);
known(
  await client.POST("/api/v3/scenarios/{id}/users", {
    params,
    body: { scenario_users: [{ user_email: "robin@example.org", role: "scenario_viewer" }] },
  }),
);
const users = known(await client.GET("/api/v3/scenarios/{id}/users", { params }));
const deleted = await client.DELETE("/api/v3/scenarios/{id}", { params });
const after = await client.GET("/api/v3/scenarios/{id}", { params });
const life = {
  created: [shown.area_code, shown.end_year, shown.private],
  changed: [changed.scenario.private, changed.scenario.metadata],
  users: users.map((each) => each.role),
  statuses: [deleted.response.status, after.response.status],
};
console.log(JSON.stringify(life));
