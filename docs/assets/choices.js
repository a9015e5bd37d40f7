// What the reader chose: a language in the tabs, and an environment. Both are remembered, and
// both may stand in the address (?lang=python&env=staging), so that a link opens the same view.
(() => {
  const LANGUAGES = ["curl", "HTTP", "Python", "R"];
  const STAGING = "beta.";
  const HOST = /(?<![\w.-])(?=(?:engine|my)\.energytransitionmodel\.com)/g;

  const address = () => new URL(location.href);
  const remembered = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // a browser may refuse storage
    }
  };
  const remember = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // then the choice lasts for this page
    }
  };
  const note = (name, value) => {
    const url = address();
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    history.replaceState(history.state, "", url);
  };

  // Tabs: the one that was chosen last comes first, in every set that has it.
  const chosen = JSON.parse(remembered("tabs") ?? "[]");
  const labelOf = (input) => document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
  const nameOf = (input) => labelOf(input).textContent.trim();
  const sets = [...document.querySelectorAll(".tabbed-set")].map((set) => [
    ...set.querySelectorAll(":scope > input"),
  ]);
  const apply = () => {
    for (const inputs of sets) {
      const best = chosen.flatMap((name) => inputs.filter((input) => nameOf(input) === name))[0];
      if (best && !best.checked) {
        best.checked = true;
        best.dispatchEvent(new Event("change"));
      }
    }
  };
  const choose = (name) => {
    const at = chosen.indexOf(name);
    if (at >= 0) chosen.splice(at, 1);
    chosen.unshift(name);
    remember("tabs", JSON.stringify(chosen.slice(0, 8)));
    apply();
  };
  const asked = address().searchParams.get("lang")?.toLowerCase();
  const language = LANGUAGES.find((name) => name.toLowerCase() === asked);
  if (language) choose(language);
  else apply();
  for (const input of sets.flat()) {
    input.addEventListener("change", (event) => {
      if (!event.isTrusted) return;
      const before = labelOf(input).getBoundingClientRect().top;
      choose(nameOf(input));
      // Other sets grew or shrank: keep the tab that was pressed where it was.
      scrollBy({ top: labelOf(input).getBoundingClientRect().top - before, behavior: "instant" });
      if (LANGUAGES.includes(nameOf(input))) note("lang", nameOf(input).toLowerCase());
    });
  }

  // Environment: staging has the same hosts, with "beta." before them.
  const form = document.querySelector("[data-environments]");
  if (!form) return;
  const select = form.querySelector("select");
  const texts = [];
  for (const code of document.querySelectorAll("article pre > code")) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const production = walker.currentNode.data;
      const staging = production.replace(HOST, STAGING);
      if (staging !== production) texts.push([walker.currentNode, { production, staging }]);
    }
  }
  const show = (environment) => {
    select.value = environment;
    for (const [node, versions] of texts) node.data = versions[environment];
    form.querySelector("[role=status]").textContent =
      environment === "staging"
        ? "Use a token of staging: it begins with etm_beta_. The answers are production's."
        : "";
  };
  const wanted = address().searchParams.get("env") ?? remembered("environment");
  if (wanted === "staging") show("staging");
  select.addEventListener("change", () => {
    show(select.value);
    remember("environment", select.value);
    note("env", select.value === "staging" ? "staging" : null);
  });
})();
