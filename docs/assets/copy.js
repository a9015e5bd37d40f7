// Copy buttons. What is copied is the block's text, to the last character.
(() => {
  const announcer = document.createElement("div");
  announcer.className = "announcer";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);

  if (!navigator.clipboard) return; // no secure connection: then the buttons stay hidden
  document.documentElement.classList.add("copies");

  let restore = () => {};
  const say = (button, text, announcement) => {
    const before = button.textContent;
    button.textContent = text;
    announcer.textContent = announcement;
    const timer = setTimeout(() => restore(), 2000);
    restore = () => {
      clearTimeout(timer);
      button.textContent = before;
      announcer.textContent = "";
      restore = () => {};
    };
  };

  for (const button of document.querySelectorAll("article .bar > .copy")) {
    const code = button.closest(".highlight").querySelector("pre > code");
    button.addEventListener("click", async () => {
      restore();
      await navigator.clipboard.writeText(code.isContentEditable ? code.innerText : code.textContent);
      say(button, "Copied", "Copied to the clipboard");
    });
  }

  const copyPage = document.querySelector("[data-copy-page]"); // beside it, a link leads to the file
  copyPage?.addEventListener("click", async () => {
    restore();
    const answer = await fetch(copyPage.dataset.copyPage);
    if (!answer.ok) {
      say(copyPage, "No Markdown in this preview", "This preview has no Markdown copies");
      return;
    }
    await navigator.clipboard.writeText(await answer.text());
    say(copyPage, "Copied", "Copied the page to the clipboard");
  });
})();
