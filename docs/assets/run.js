// Run buttons. What running needs is loaded when one of them is pressed for the first time.
(() => {
  const folder = document.querySelector("meta[name=runtime]")?.content;
  const account = document.querySelector("[data-account]");
  if (!folder || !self.WebAssembly || !self.Worker) {
    account?.remove();
    return;
  }
  let console = null;
  const load = async () => {
    console = await import(new URL(`${folder}/console.js`, location));
  };

  const start = (button, press) => {
    const label = button.textContent;
    let loading = false; // not `disabled`, which would take the focus away
    button.addEventListener("click", async () => {
      if (loading) return;
      if (!console) {
        loading = true;
        try {
          await load();
          button.textContent = label;
        } catch {
          button.textContent = "Not loaded: try again";
          return;
        } finally {
          loading = false;
        }
      }
      press();
    });
  };

  for (const block of document.querySelectorAll("article .highlight[data-run]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "run-button";
    button.textContent = "Run";
    const title = block.querySelector(".filename")?.textContent;
    button.setAttribute("aria-label", title ? `Run: ${title}` : "Run this example");
    block.querySelector("pre").before(button);
    start(button, () => console.press(block, button));
  }
  if (account) start(account, () => console.openAccount());
})();
