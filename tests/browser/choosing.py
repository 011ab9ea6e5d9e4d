"""A page's choices as a reader meets them: open what is folded, read every box, choose, and read the address."""

import re
import time
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.support.dashboard import AT_REST, PATIENCE

READ_BOXES = """() => {
  const boxes = {};
  const words = node => [...node.querySelectorAll("[data-tag]")].map(tag => tag.getAttribute("aria-label"));
  for (const box of document.querySelectorAll("[data-testid=stMultiSelect]")) {
    const label = box.querySelector("[data-testid=stWidgetLabel]").innerText.trim();
    boxes[label] = words(box.querySelector(".react-aria-ComboBox") ?? box);
  }
  for (const box of document.querySelectorAll("[data-testid=stSelectbox]")) {
    boxes[box.querySelector("[data-testid=stWidgetLabel]").innerText.trim()] = box.querySelector("input").value;
  }
  for (const box of document.querySelectorAll("[data-testid=stTextInput], [data-testid=stNumberInput]")) {
    boxes[box.querySelector("[data-testid=stWidgetLabel]").innerText.trim()] = box.querySelector("input").value;
  }
  for (const box of document.querySelectorAll("[data-testid=stButtonGroup]")) {
    const label = box.querySelector("[data-testid=stWidgetLabel]").innerText.trim();
    const on = "[aria-pressed=true], [aria-checked=true]";
    boxes[label] = [...box.querySelectorAll(on)].map(button => button.innerText.trim());
  }
  for (const box of document.querySelectorAll("[data-testid=stDateInput]")) {
    const label = box.querySelector("[data-testid=stWidgetLabel]").innerText.trim();
    const parts = [...box.querySelectorAll("[role=spinbutton]")].map(part => part.innerText.trim());
    boxes[label] = parts.join("-");
  }
  return boxes;
}"""

Params = Mapping[str, Sequence[str]]


def open_folded(page: Page, name: str) -> None:
    """Open a popover once the page is at rest."""
    page.wait_for_selector(AT_REST)
    page.get_by_role("button", name=re.compile(rf"{name}( \(\d+\))?")).click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def fold(page: Page) -> None:
    """Close the popover."""
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def address_of(page: Page) -> dict[str, list[str]]:
    """Return the parts of the address."""
    return parse_qs(urlsplit(page.url).query)


def expect_address(page: Page, wanted: Params) -> None:
    """Wait until the address holds these parts and no others, and hold it to them when the page is at rest."""
    until = time.monotonic() + PATIENCE / 1000
    while address_of(page) != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    page.wait_for_selector(AT_REST)
    assert address_of(page) == wanted


def expect_boxes(page: Page, **wanted: object) -> None:
    """Wait until the boxes that are to be seen hold these values; a label's blanks are underscores."""
    labels = {label.replace("_", " "): value for label, value in wanted.items()}
    until = time.monotonic() + 10
    while True:
        read = page.evaluate(READ_BOXES)
        found = {label: read.get(label) for label in labels}
        if found == labels or time.monotonic() > until:
            break
        page.wait_for_timeout(50)
    assert found == labels


def press(page: Page, *words: str, after: int = 0) -> None:
    """Press buttons one after the other within the page, so many milliseconds apart."""
    page.evaluate(
        """async ([words, after]) => {
          for (const word of words) {
            [...document.querySelectorAll("button")].find(button => button.innerText.includes(word)).click();
            await new Promise(done => setTimeout(done, after));
          }
        }""",
        [list(words), after],
    )
