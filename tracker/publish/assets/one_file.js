// The table of the one file: what is chosen on the chart opens in it, and paper shows every card.
"use strict";
(() => {
  const open = slug => {
    const row = document.getElementById(slug);
    if (!row) return;
    row.hidden = false;
    row.querySelector("details").open = true;
    row.scrollIntoView({ block: "center" });
    row.querySelector("summary").focus({ preventScroll: true });
  };
  addEventListener("event-chosen", event => open(event.detail));
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    open(decodeURIComponent(link.getAttribute("href").slice(1)));
  });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(each => { each.open = true; }));
  if (location.hash) open(decodeURIComponent(location.hash.slice(1)));
})();
