// What the reader chose: a language in the tabs, and values of their own in the examples. Both are
// remembered; language and environment may stand in the address (?lang=python&env=staging), so that
// a link opens the same view.
(() => {
  const LANGUAGES = ["curl", "HTTP", "Python", "PowerShell", "JavaScript", "R"];

  const address = () => new URL(location.href);
  // The theme's store, whose keys begin with this site's path. Another site of the same host may
  // have written there all the same, and a browser may refuse storage.
  const remembered = (name, isRight) => {
    try {
      const value = __md_get(`etm.${name}`);
      return isRight(value) ? value : null;
    } catch {
      return null;
    }
  };
  const remember = (name, value) => {
    try {
      __md_set(`etm.${name}`, value);
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
  const areNames = (value) => Array.isArray(value) && value.every((name) => typeof name === "string");
  const chosen = remembered("tabs", areNames) ?? [];
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
    remember("tabs", chosen.slice(0, 8));
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

  // Your values: an environment, and the id of a scenario. Never a token.
  const form = document.querySelector("[data-values]");
  if (!form) return;
  const { environment, tag, scenario } = form.elements;
  const shown = document.querySelector("[data-values-shown]");
  const printedShown = shown.textContent.trim();
  const own = printedShown.startsWith("example") ? printedShown : "";
  const pageIsFixed = form.dataset.values === "fixed";
  const HOST = /(?<![\w.-])(engine|my)(?=\.energytransitionmodel\.com)/g;
  const ids = form.dataset.own.split(" ").join("|") || "none";
  const OWN = new RegExp(`(?<!\\d)(?:${ids})(?!\\d)`, "g");
  const TAG = /^20\d\d-\d\d$/;

  const hostIn = (values) => (whole, name) => {
    if (values.environment === "staging") return `beta.${name}`;
    return values.environment === "stable" && name === "engine" ? `${values.tag}.engine` : name;
  };
  const isFixed = (element) => pageIsFixed || !!element.closest('[data-environment="fixed"]');
  // Found when they are first needed: a page has thousands, and most readers have no values.
  const find = () => {
    const texts = [];
    for (const code of document.querySelectorAll("article .highlight:not(.answer) > pre > code")) {
      const fixed = isFixed(code);
      const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const printed = node.data;
        // What a run printed stays: `#>` begins it in Python.
        if (printed.startsWith("#>") || !(printed.match(HOST) || printed.match(OWN))) continue;
        texts.push({ node, printed, fixed });
      }
    }
    return texts;
  };
  let texts;
  const settings = [...document.querySelectorAll('a[href^="https://my.energytransitionmodel.com/"]')];
  const links = settings.filter((link) => !isFixed(link) && !(pageIsFixed && link.closest("article")));
  const printedLinks = links.map((link) => link.href);

  const show = (values) => {
    texts ??= find();
    for (const { node, printed, fixed } of texts) {
      const placed = fixed ? printed : printed.replace(HOST, hostIn(values));
      node.data = values.scenario ? placed.replace(OWN, values.scenario) : placed;
    }
    links.forEach((link, number) => {
      const staging = values.environment === "staging";
      link.href = staging ? printedLinks[number].replace("//my.", "//beta.my.") : printedLinks[number];
    });
    for (const panel of document.querySelectorAll("article .panel")) {
      const changed = texts.filter(({ node, printed }) => node.data !== printed && panel.contains(node));
      for (const bar of panel.querySelectorAll(".answer > .bar")) {
        bar.querySelector(".bar__note")?.remove();
        if (!changed.length) continue;
        const mark = document.createElement("span");
        mark.className = "bar__note";
        mark.textContent = "to the printed example";
        mark.title = "This answer came back when the example was sent as it is printed.";
        bar.querySelector(".filename").after(mark);
      }
    }
    const names = { production: "production", staging: "staging", stable: values.tag };
    const parts = [pageIsFixed ? "" : names[values.environment]];
    if (own) parts.push(values.scenario ? `scenario ${values.scenario}` : own);
    shown.textContent = isPrinted(values) ? printedShown : parts.filter(Boolean).join(" · ");
    document.documentElement.classList.toggle("has-values", !isPrinted(values));
    const hint = form.querySelector("[role=status]");
    hint.textContent =
      values.environment === "staging" && !pageIsFixed
        ? "Use a staging token: it begins with etm_beta_."
        : "";
  };
  const isPrinted = (values) => values.environment === "production" && !values.scenario;
  const right = ({ environment, tag, scenario } = {}) => ({
    environment:
      environment === "staging" || (environment === "stable" && TAG.test(tag)) ? environment : "production",
    tag: TAG.test(tag) ? tag : "",
    scenario: /^\d{1,12}$/.test(scenario) ? scenario : "",
  });
  const isObject = (value) => typeof value === "object" && value !== null;

  const wanted = address().searchParams.get("env");
  let values = right(remembered("values", isObject) ?? {});
  if (wanted) {
    values = right({
      ...values,
      environment: TAG.test(wanted) ? "stable" : wanted,
      tag: TAG.test(wanted) ? wanted : values.tag,
    });
  }
  const fill = () => {
    environment.value = values.environment;
    tag.value = values.tag;
    scenario.value = values.scenario;
    tag.closest("label").hidden = values.environment !== "stable";
  };
  fill();
  if (!isPrinted(values)) show(values);
  const change = () => {
    tag.closest("label").hidden = environment.value !== "stable";
    tag.required = environment.value === "stable";
    if (!form.reportValidity()) return;
    values = right({ environment: environment.value, tag: tag.value, scenario: scenario.value });
    show(values);
    remember("values", values);
    note("env", { staging: "staging", stable: values.tag }[values.environment]);
  };
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.checkValidity()) form.hidePopover();
  });
  form.addEventListener("reset", () => {
    setTimeout(() => {
      values = right();
      fill();
      change();
    });
  });
  form.addEventListener("keydown", (event) => event.stopPropagation()); // the theme's keys are letters

  // What runs on the page, and what is edited, is the example as it is printed.
  document.addEventListener("etm:printed", ({ target }) => {
    texts ??= find();
    for (const text of texts) if (target.contains(text.node)) text.node.data = text.printed;
  });
  document.addEventListener("etm:values", () => show(values));
})();
