"""The timeline page as a reader meets it: the chart's marks, the table's length, the card."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect

from tests.support.dashboard import AT_REST

ANYTHING = re.compile(".")

DRAWN_SLUGS = """() => {
  const chart = document.querySelector(".js-plotly-plot");
  return (chart?.data ?? []).filter(trace => trace.meta === "marks").flatMap(trace => Array.from(trace.customdata));
}"""

DRAWN_SHAPES = """() => [...document.querySelectorAll(".js-plotly-plot .trace.scatter")]
  .filter(node => node.__data__?.[0]?.trace.meta === "marks")
  .flatMap(node => [...node.querySelectorAll(".points path")]).length"""

PLACE = """slug => {
  const chart = document.querySelector(".js-plotly-plot");
  if (!chart?.calcdata) return null;
  const layout = chart._fullLayout;
  for (const group of chart.calcdata) {
    if (!["marks", "points"].includes(group[0].trace.meta)) continue;
    const point = group[Array.from(group[0].trace.customdata).indexOf(slug)];
    if (!point) continue;
    const box = chart.getBoundingClientRect();
    return [
      box.x + layout.xaxis._offset + layout.xaxis.c2p(point.x),
      box.y + layout.yaxis._offset + layout.yaxis.c2p(point.y),
    ];
  }
}"""


def drawn_slugs(page: Page) -> list[str]:
    """Return the slugs of the marks, from Plotly's own data."""
    return list(page.evaluate(DRAWN_SLUGS))


def expect_marks(page: Page, count: int) -> None:
    """Wait until the chart holds so many marks, and each is drawn as a shape."""
    page.wait_for_function(f"count => ({DRAWN_SLUGS})().length === count && ({DRAWN_SHAPES})() === count", arg=count)


def expect_phone_chart(page: Page) -> None:
    """Wait until the chart is the one for a phone, whose levels have no words."""
    levels = "document.querySelector('.js-plotly-plot')?.layout?.yaxis.ticktext ?? ['']"
    page.wait_for_function(f"() => ({levels}).every(text => text.trim().length === 1 || text.trim().length === 2)")


def expect_rows(page: Page, count: int) -> None:
    """Wait until the table has so many rows, its head not counted."""
    expect(page.locator("[data-testid=stDataFrame] [role=grid]")).to_have_attribute("aria-rowcount", str(count + 1))


def reading_list(page: Page) -> Locator:
    """Return the list of the Events below the chart."""
    return page.locator(".st-key-events-list ol")


def expect_listed(page: Page, count: int) -> None:
    """Wait until the list below the chart is one of so many Events, of which it shows the first at once."""
    expect(reading_list(page)).to_have_attribute("data-count", str(count))


def point_at(page: Page, slug: str) -> str:
    """Move the pointer onto the mark of an Event, wait for its label and return its words."""
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    page.mouse.move(*page.evaluate(PLACE, slug))
    label = page.locator(".hoverlayer .hovertext")
    expect(label).to_be_visible()
    return str(label.text_content())


def click_mark(page: Page, slug: str) -> str:
    """Click the mark of an Event; return its label, which the click may take away."""
    label = point_at(page, slug)
    page.mouse.click(*page.evaluate(PLACE, slug))
    return label


def choose(page: Page, label: str, words: str) -> None:
    """Choose in a select box by the keyboard alone, once the page is at rest: go to it, type, press Enter."""
    page.wait_for_selector(AT_REST)
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    page.keyboard.type(words)
    option = page.get_by_role("option", name=words).first
    # A list that is drawn anew while somebody types, as on a busy machine, forgets what was typed.
    with suppress(AssertionError):
        expect(option).to_be_visible(timeout=5000)
    if not option.is_visible():
        box.fill(words)
    # Enter takes the option that the list points at. On a busy machine it can point at none, or be closed again.
    with suppress(AssertionError):
        expect(box).to_have_attribute("aria-activedescendant", ANYTHING, timeout=5000)
    if not box.get_attribute("aria-activedescendant"):
        # A popover that has just opened can take the focus once more, and what was typed till then is gone.
        if box.input_value() != words:
            box.fill(words)
        # The page may have taken the focus meanwhile: the key goes to the box itself.
        box.press("ArrowDown")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-activedescendant", ANYTHING)
    page.keyboard.press("Enter")


def choose_among(page: Page, label: str, words: str) -> None:
    """Choose one of several in a box whose list stays open, and close the list."""
    choose(page, label, words)
    page.keyboard.press("Escape")


def event_box(page: Page) -> Locator:
    """Return the box that names the chosen Event, once the one that stood there without a card is gone."""
    box = page.get_by_role("combobox", name="Event", exact=True)
    expect(box).to_have_count(1)
    return box


def card(page: Page) -> Locator:
    """Return the card of the chosen Event."""
    return page.locator(".st-key-card")
