// Copy buttons. What is copied is the block's text, to the last character: it is what ran.
(() => {
  const copyPage = document.querySelector("[data-copy-page]"); // beside it, a link leads to the file
  if (!navigator.clipboard) {
    copyPage?.remove(); // no secure connection: then no button is better than a dead one
    return;
  }

  const announcer = document.createElement("div");
  announcer.className = "announcer";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);

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

  for (const code of document.querySelectorAll("article .highlight pre > code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    const title = code.closest(".highlight").querySelector(".filename")?.textContent;
    button.setAttribute("aria-label", title ? `Copy: ${title}` : "Copy this code");
    button.addEventListener("click", async () => {
      restore();
      await navigator.clipboard.writeText(code.textContent);
      say(button, "Copied", "Copied to the clipboard");
    });
    code.parentElement.after(button);
  }

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
