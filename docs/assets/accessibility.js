// Small things that the theme leaves out for people who use a keyboard or a screen reader.
(() => {
  document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");
  document.querySelector("nav.md-path")?.setAttribute("aria-label", "Breadcrumbs");

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

  // An answer's status, for its colour.
  for (const title of document.querySelectorAll(".highlight > .filename")) {
    const status = /^(\d)\d\d /.exec(title.textContent);
    if (status) title.parentElement.dataset.status = status[1];
  }
})();
