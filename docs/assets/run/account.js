// The mock's account pages, in a dialog of the page: what a form sends goes to the worker.
let dialog = null;

export async function openAccount(call, beginning) {
  dialog ??= made(call, beginning);
  dialog.showModal();
  await dialog.visit("GET", "/identity/tokens");
}

function made(call, beginning) {
  const dialog = document.createElement("dialog");
  dialog.className = "account";
  dialog.setAttribute("aria-label", "Mock account");
  dialog.innerHTML = `
    <form method="dialog" class="account__head"><h2>Mock account</h2><button>Close</button></form>
    <p>These are the account pages of the mock ETM, which runs on this page alone. Sign in as
      alex@example.org with the password "password", or sign up: any address will do.</p>
    <p class="account__status" role="status"></p>
    <div class="account__page"></div>`;
  document.body.append(dialog);
  const status = dialog.querySelector("[role=status]");
  const root = dialog.querySelector(".account__page").attachShadow({ mode: "open" });
  let address = "/";
  let fields = 0;

  dialog.visit = async (method, to, form = []) => {
    status.textContent = root.childElementCount ? "" : await beginning();
    const { pathname } = new URL(to, new URL(address, "https://my.energytransitionmodel.com"));
    let answer;
    try {
      answer = await call("account", [method, pathname, JSON.stringify(form)]);
    } catch (reason) {
      status.textContent = reason.message;
      return;
    }
    const { url, html, style } = answer;
    address = new URL(url).pathname;
    status.textContent = "";
    const page = new DOMParser().parseFromString(html, "text/html");
    // What could run, or ask another site past the page's policy.
    for (const each of page.querySelectorAll("script, link, meta, iframe")) each.remove();
    // The page around the dialog has landmarks of its own.
    for (const each of page.querySelectorAll("header, main")) {
      const part = document.createElement("div");
      part.className = each.localName;
      part.append(...each.childNodes);
      each.replaceWith(part);
    }
    const sheet = document.createElement("style");
    sheet.textContent = style
      .replace(/color-scheme:[^;]*;/, "a:not(.button) { color: var(--site-link); }") // the page's palette
      .replaceAll(/:root|body/g, ":host")
      .replace(/^header/m, ".header")
      .replaceAll(/(?<=\d)rem/g, "em"); // the theme's root is larger
    root.replaceChildren(sheet, ...page.body.children);
    for (const field of root.querySelectorAll("input[name]")) withoutManager(field);
    for (const field of root.querySelectorAll(".secret")) withToken(field);
    const heading = root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  };

  // A password manager would offer to keep what is no password, or fill in one that is.
  function withoutManager(field) {
    if (field.type === "hidden") return;
    field.autocomplete = "off";
    for (const name of ["1pIgnore", "lpignore", "bwignore"]) field.dataset[name] = "true";
    if (field.type === "password" || field.type === "email") field.type = "text";
    if (field.type === "text") {
      field.dataset.name = field.name;
      field.name = `mock-field-${++fields}`;
    }
  }

  function withToken(field) {
    const copy = field.parentElement.querySelector(".copy");
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      copy.textContent = "Copied";
    });
    const use = document.createElement("button");
    use.type = "button";
    use.textContent = "Use in the examples";
    use.addEventListener("click", async () => {
      await call("use_token", [field.value]);
      status.textContent = "The examples on this page send this token now.";
    });
    copy.after(use);
  }

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const named = (name) => form.querySelector(`[name="${name}"]`)?.dataset.name ?? name;
    const sent = [...new FormData(form, event.submitter)].map(([name, value]) => [named(name), value]);
    dialog.visit(form.method.toUpperCase(), form.getAttribute("action") ?? address, sent);
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    dialog.visit("GET", link.getAttribute("href"));
  });
  return dialog;
}
