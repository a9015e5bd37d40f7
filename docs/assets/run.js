// Run buttons. What running needs is loaded when one of them is pressed for the first time.
(() => {
  const folder = document.documentElement.dataset.runtime; // only published builds have one
  if (!folder || !self.WebAssembly || !self.Worker) return;
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  let console = null;
  const load = async () => {
    console = await import(new URL(`${base}/${folder}/console.js`, location));
  };

  const add = (before, label, name, press) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "run-button";
    button.textContent = label;
    button.setAttribute("aria-label", name);
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
      press(button);
    });
    before.before(button);
  };

  const blocks = document.querySelectorAll("article .highlight[data-run]");
  for (const block of blocks) {
    const title = block.querySelector(".filename")?.textContent;
    const name = title ? `Run: ${title}` : "Run this example";
    add(block.querySelector("pre"), "Run", name, (button) => console.press(block, button));
  }
  const tools = document.querySelector(".tools__markdown");
  if (blocks.length && tools) {
    add(tools, "Account pages", "Account pages of the mock ETM on this page", () =>
      console.openAccount(),
    );
  }
})();
