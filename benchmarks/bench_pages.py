"""The pages that explain the index beside the barest Streamlit page with a chart of 100 points, in a real browser.

Each page gets the same filter, for the second time; the time runs from the key until the last change on the page.
They are those of the curated record, which is created when the dashboard starts.
"""

import datetime as dt
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measuring import Row, compared, in_turn, main
from playwright.sync_api import Page
from servers import AT_REST, bare_page, browsing

from tests.support.dashboard import running_dashboard

ROUNDS = 2
WARM_UP = 1
GOAL = 2.0

QUIET = 500
"""A page on which nothing has changed for so many milliseconds is at rest."""

WATCH = """() => {
  window.chosenAt = window.changedAt = Infinity;
  const note = () => { window.changedAt = performance.now() };
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(note).observe(document.querySelector("[data-testid=stMain]"), everything);
  document.addEventListener("keydown", event => {
    if (event.key === "Enter") window.chosenAt = performance.now();
  }, { capture: true });
}"""
"""Notes when a choice is made and when the page last changed."""

AT_LAST = """quiet => {
  const isQuiet = performance.now() - window.changedAt > quiet;
  return window.changedAt > window.chosenAt && isQuiet && window.changedAt - window.chosenAt;
}"""


@dataclass(frozen=True)
class Screen:
    """A page to measure: where it is, what filters it, and what has to be on it."""

    name: str
    url: str
    box: str
    option: str
    shows: str
    files: tuple[Path, ...] = ()


def redrawn(page: Page, screen: Screen) -> float:
    """Visit a page, filter it twice in the same way and return the seconds until it is drawn anew the second time."""
    page.goto(screen.url)
    if screen.files:
        page.wait_for_selector(AT_REST)
        page.locator("input[type=file]").set_input_files([str(file) for file in screen.files])
    page.wait_for_selector(screen.shows)
    page.evaluate(WATCH)
    _choose(page, screen)
    page.keyboard.press("Backspace")
    page.wait_for_timeout(3 * QUIET)
    return _choose(page, screen)


def _choose(page: Page, screen: Screen) -> float:
    """Choose an option by the keyboard; return the seconds from the choice to the last change on the page."""
    page.wait_for_timeout(QUIET)
    page.wait_for_selector(AT_REST)
    page.get_by_role("combobox", name=screen.box, exact=True).focus()
    page.keyboard.type(screen.option)
    page.get_by_role("option", name=screen.option).first.wait_for()
    page.evaluate("window.chosenAt = Infinity")
    page.keyboard.press("Enter")
    return float(page.wait_for_function(AT_LAST, arg=QUIET).json_value()) / 1000


def own_screens(url: str, prices: Path) -> list[Screen]:
    """Return the dashboard's pages; those that need a series get a made-up one."""
    chart, table = ".js-plotly-plot .trace", "[data-testid=stDataFrame]"
    pages = {
        "What moved it": ("moves", chart),
        "Sectors": ("sectors", ".js-plotly-plot .heatmaplayer"),
        "Threads": ("threads", chart),
        "Measures": ("measures", table),
        "How sure": ("certainty", chart),
    }
    screens = [Screen(name, f"{url}/{path}", "Sector", "Games", shows) for name, (path, shows) in pages.items()]
    overlay = Screen("Overlay", f"{url}/overlay", "Sector", "Games", chart, (prices,))
    market = Screen("Market reaction", f"{url}/market?market=INDEX&on=every", "Sector", "Games", chart, (prices,))
    return [*screens, overlay, market]


def made_up_prices(folder: Path) -> Path:
    """Write ten years of daily prices of two series that follow each other by chance."""
    chance = random.Random(8)
    index, share, rows = 100.0, 50.0, ["Date,INDEX,SHARE"]
    for number in range(3650):
        day = dt.date(2016, 1, 4) + dt.timedelta(days=number)
        if day.weekday() < 5:
            move = chance.gauss(0, 0.01)
            index, share = index * (1 + move), share * (1 + move + chance.gauss(0, 0.01))
            rows.append(f"{day},{index:.4f},{share:.4f}")
    file = folder / "prices.csv"
    file.write_text("\n".join(rows) + "\n")
    return file


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure all pages of the curated record in turn."""
    del large
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(running_dashboard(f"sqlite:///{folder / 'tracker.db'}", folder / "log"))
        bare = Screen("bare page", stack.enter_context(bare_page()), "Part", "first half", ".js-plotly-plot .trace")
        page = stack.enter_context(browsing())
        screens = own_screens(url, made_up_prices(folder))
        floor, *own = in_turn(ROUNDS, *(partial(redrawn, page, each) for each in (bare, *screens)), warm_up=WARM_UP)
    for screen, seconds in zip(screens, own, strict=True):
        what = f"a filter on the page {screen.name}"
        yield compared(what, "the curated record", GOAL, "bare Streamlit page", seconds, floor)


if __name__ == "__main__":
    sys.exit(main(rows))
