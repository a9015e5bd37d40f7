// "Which answer will I get?": shows the answer to what is chosen, and the request that gets it.
(() => {
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const data = JSON.parse(form.querySelector("script").textContent);
  const { action, scenario, token } = form.elements;
  const [status, body, why] = ["status", "body", "why"].map((name) =>
    form.querySelector(`.answers__${name}`),
  );
  const block = form.querySelector("[data-run]");
  const code = block.querySelector("pre > code");
  const kinds = Object.keys(data.scenarios);
  const RESET = ["POST", "/_mock/reset", {}];

  const show = () => {
    const about = data.about.includes(action.value);
    scenario.disabled = !about;
    const numbers = data.grid[action.value][token.value];
    const answer = data.answers[numbers[kinds.indexOf(scenario.value)]];
    status.textContent = answer.status;
    status.dataset.status = answer.status[0];
    body.textContent = answer.body;
    why.textContent = answer.why;

    const { id, made } = data.scenarios[scenario.value];
    const name = data.tokens[token.value];
    code.textContent = data.curl[action.value][name ? 1 : 0].replaceAll("{id}", id);
    const setup = about && made ? [RESET, ["POST", "/_mock/scenarios", made]] : [RESET];
    block.dataset.start = JSON.stringify({ token: name ?? "alex", setup });
    // What an earlier choice gave would be taken for the answer to this one.
    if (block.nextElementSibling?.matches(".run")) block.nextElementSibling.hidden = true;
  };
  block.querySelector(".run-button").addEventListener("click", () => {
    if (block.nextElementSibling?.matches(".run")) block.nextElementSibling.hidden = false;
  });

  // A link opens the same choice: ?answer=action,scenario,token.
  const asked = new URL(location.href).searchParams.get("answer")?.split(",") ?? [];
  [action, scenario, token].forEach((select, number) => {
    if ([...select.options].some((option) => option.value === asked[number])) {
      select.value = asked[number];
    }
  });
  show();
  form.addEventListener("change", () => {
    show();
    const url = new URL(location.href);
    url.searchParams.set("answer", [action, scenario, token].map(({ value }) => value).join(","));
    history.replaceState(history.state, "", url);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
})();
