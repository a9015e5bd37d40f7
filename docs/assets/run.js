// Run, Edit and the mock account. What they need is loaded when one is pressed for the first time.
(() => {
  const folder = document.querySelector("meta[name=runtime]")?.content;
  if (!folder || !self.WebAssembly || !self.Worker) return; // the buttons stay hidden
  let console = null;
  const load = async () => {
    console = await import(new URL(`${folder}/console.js`, location));
  };
  document.documentElement.classList.add("runs");

  const announcer = document.querySelector(".announcer");
  const start = (button, press) => {
    let loading = false; // not `disabled`, which would take the focus away
    button.addEventListener("click", async () => {
      if (loading) return;
      if (!console) {
        loading = true;
        try {
          await load();
        } catch {
          button.textContent = "Retry";
          if (announcer) announcer.textContent = "Not loaded. Press again to retry";
          return;
        } finally {
          loading = false;
        }
      }
      press();
    });
  };

  for (const block of document.querySelectorAll("article .highlight[data-run]")) {
    const [run, edit] = [".run-button", ".edit"].map((name) => block.querySelector(name));
    start(run, () => console.press(block));
    start(edit, () => console.edit(block));
  }
  const account = document.querySelector("[data-account]");
  if (account) start(account, () => console.openAccount());
})();
