// Small things that the theme leaves out for people who use a keyboard or a screen reader.
(() => {
  document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");
  document.querySelector("nav.md-path")?.setAttribute("aria-label", "Breadcrumbs");
  // A section of the page may have the name of a group of the menu.
  for (const part of document.querySelectorAll(".md-nav--secondary nav[aria-label]")) {
    part.setAttribute("aria-label", `On this page: ${part.getAttribute("aria-label")}`);
  }

  // A box that scrolls must be reachable by keyboard. Its size changes with the window, and with tabs.
  // The theme's script puts a box around each table, when it comes to that.
  const reach = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      for (const box of [target, target.closest(".md-typeset__scrollwrap")].filter(Boolean)) {
        const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
        if (scrolls) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
      }
    }
  });
  for (const box of document.querySelectorAll("article :is(pre > code, table, .tabbed-labels)")) {
    reach.observe(box);
  }

  // The theme explains a word when it is pointed at or focused, and a finger does neither.
  for (const word of document.querySelectorAll("article abbr[title]")) word.tabIndex = -1;

  // Ctrl+K, or Command+K, opens the search as S does; its box says so.
  const query = document.querySelector(".md-search__input");
  const isMac = /Mac|iP/.test(navigator.platform);
  query?.form.setAttribute("data-key", isMac ? "⌘ K" : "Ctrl K");
  query?.setAttribute("aria-keyshortcuts", isMac ? "Meta+K" : "Control+K");
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
    if (!(isMac ? event.metaKey : event.ctrlKey)) return;
    event.preventDefault();
    query?.focus();
  });

  // A long answer is shown in part, until the reader wants all of it.
  for (const button of document.querySelectorAll("article .show-all")) {
    const { textContent } = button;
    button.addEventListener("click", () => {
      const open = button.parentElement.classList.toggle("open");
      button.textContent = open ? "Show less" : textContent;
      button.setAttribute("aria-expanded", String(open));
    });
  }
})();
