"""Going through a page by the keyboard alone."""

from playwright.sync_api import Page

MOST_STOPS = 40
FOCUS = """() => {
  const here = document.activeElement;
  return here.matches("a, button, input, [role]:not(main)") ? here.ariaLabel || here.innerText : "";
}"""


def press_until(page: Page, key: str, words: str) -> None:
    """Press a key until the button, link or field that has the focus says these words."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stops.append(page.evaluate(FOCUS))
        if words in stops[-1]:
            return
    raise AssertionError(f"{key} does not lead to {words!r} but to {stops}")
