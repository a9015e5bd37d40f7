// The mock's account pages, in a dialog of the page: what a form sends goes to the worker.
let dialog = null;

export async function openAccount(call) {
  dialog ??= made(call);
  dialog.showModal();
  await dialog.visit("GET", "/identity/tokens");
}

function made(call) {
  const dialog = document.createElement("dialog");
  dialog.className = "account";
  dialog.setAttribute("aria-label", "Account pages of the mock ETM");
  dialog.innerHTML = `
    <form method="dialog"><button>Close</button></form>
    <p>This mock ETM runs on this page alone. Sign in as alex@example.org with the password
      "password", or sign up: any address will do.</p>
    <p class="account__status" role="status"></p>
    <div class="account__page"></div>`;
  document.body.append(dialog);
  const status = dialog.querySelector("[role=status]");
  const root = dialog.querySelector(".account__page").attachShadow({ mode: "open" });
  let address = "/";

  dialog.visit = async (method, to, form = []) => {
    status.textContent = root.childElementCount ? "" : "Loading Python, about 7 MB, once…";
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
    for (const script of page.querySelectorAll("script")) script.remove();
    const sheet = document.createElement("style");
    sheet.textContent = style
      .replace(/color-scheme:[^;]*;/, "a { color: var(--site-link); }") // the page's palette
      .replaceAll(/:root|body/g, ":host")
      .replaceAll(/(?<=\d)rem/g, "em"); // the theme's root is larger
    root.replaceChildren(sheet, ...page.body.children);
    for (const field of root.querySelectorAll(".secret")) withToken(field);
    const heading = root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  };

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
    const sent = [...new FormData(form, event.submitter).entries()];
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
