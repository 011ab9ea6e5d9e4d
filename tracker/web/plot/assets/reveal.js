// Bring the card of an event into sight as soon as the page has it.
const PATIENCE = 10_000;

export function reveal(title) {
  const until = performance.now() + PATIENCE;
  const start = title.replace(/…$/, "").replace(/\s+/g, "");
  const look = () => {
    const card = document.querySelector(".st-key-card");
    if (card?.textContent.replace(/\s+/g, "").includes(start)) card.scrollIntoView({ block: "nearest", behavior: "smooth" });
    else if (performance.now() < until) setTimeout(look, 100);
  };
  look();
}
