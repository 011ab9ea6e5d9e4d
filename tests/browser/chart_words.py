"""Whether the words on a chart can be read: no two of them lie over each other."""

from playwright.sync_api import Page

OVERLAPS = """place => {
  const chart = [...document.querySelectorAll(".js-plotly-plot")].at(place);
  if (!chart) return [["no chart", "yet"]];
  const boxes = [...chart.querySelectorAll(".ytick text, .annotation-text, .legendtext, .xtick text")]
    .filter(node => node.textContent.trim() && getComputedStyle(node).visibility !== "hidden")
    .map(node => [node.textContent, node.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([text, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 1) found.push([text, other]);
  }));
  return found;
}"""


def expect_apart(page: Page, place: int = 0) -> None:
    """Wait until no words of a chart overlap; a page is drawn anew once it knows that the screen is narrow."""
    page.wait_for_function(f"place => ({OVERLAPS})(place).length === 0", arg=place)
