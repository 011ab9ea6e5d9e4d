"""The dashboard on synthetic records and the bare page, each on a server of its own, and one browser to visit them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from measuring import record_of
from playwright.sync_api import Page, sync_playwright

from tests.support.dashboard import ARGUMENTS, AT_REST, running_dashboard, running_script
from tests.support.programs import find_browser

BARE = Path(__file__).with_name("bare_streamlit.py")
SECTOR = "Synthetic games"
"""A sector of the synthetic records, by which they are filtered."""

LOOK = """() => {
  const chart = document.querySelector(".js-plotly-plot");
  if (!chart) return "";
  const marks = [...chart.querySelectorAll(".points path")];
  const places = marks.slice(0, 40).map(mark => mark.getAttribute("transform")).join();
  const shades = [...chart.querySelectorAll(".heatmaplayer image, .shapelayer path, .barlayer path")];
  const of = shades.slice(0, 400).map(each => (each.getAttribute("href") || each.getAttribute("d") || "").slice(-300));
  return marks.length || shades.length ? marks.length + places + shades.length + of.join() : "";
}"""
"""What a chart shows, as a text that is another one where it is drawn anew; empty where nothing is drawn yet."""

DRAWN = f"""before => {{
  const look = ({LOOK})();
  return look && look !== before && performance.now() - (window.chosenAt ?? 0);
}}"""
"""Milliseconds since the visit began or the choice was made, once the chart shows something else than before."""

NOTE_CHOICE = """() => document.addEventListener(
  "keydown", event => { if (event.key === "Enter") window.chosenAt = performance.now() }, { capture: true },
)"""


@dataclass(frozen=True)
class Screen:
    """A page to measure: its address, and the box and the option that filter it."""

    url: str
    box: str = "Sector"
    option: str = SECTOR


class Visit(NamedTuple):
    """The seconds from the start of a visit to the chart, and to where the script rests."""

    chart: float
    rest: float


@contextmanager
def browsing() -> Iterator[Page]:
    """Start a browser and give one page; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(120_000)
        yield page
        browser.close()


@contextmanager
def dashboard_of(events: int) -> Iterator[str]:
    """Run the dashboard on a copy of a synthetic record and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(record_of(events), folder))
        with running_dashboard(f"sqlite:///{file}", Path(folder) / "log") as url:
            yield url


@contextmanager
def bare_page() -> Iterator[str]:
    """Run the bare page and give its address; it sends Streamlit's makers no statistics, as the dashboard does not."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with running_script(BARE, log, STREAMLIT_BROWSER_GATHER_USAGE_STATS="false") as url:
            yield url


@contextmanager
def side_by_side(*sizes: int) -> Iterator[tuple[Page, list[Screen]]]:
    """Run the bare page and a dashboard for each size; give a browser page and the screens in this order."""
    with ExitStack() as stack:
        screens = [Screen(stack.enter_context(bare_page()), "Part", "first half")]
        screens += [Screen(stack.enter_context(dashboard_of(size))) for size in sizes]
        yield stack.enter_context(browsing()), screens


def visited(page: Page, screen: Screen) -> Visit:
    """Visit a page and return when its chart is drawn and when its script rests."""
    page.goto(screen.url, wait_until="commit")
    chart = _seconds(page, "")
    rest = page.wait_for_function(f"() => document.querySelector({AT_REST!r}) && performance.now()").json_value()
    return Visit(chart, float(rest) / 1000)


def filtered(page: Page, screen: Screen) -> float:
    """Choose the screen's option by the keyboard; return the seconds from the choice until the chart is drawn anew."""
    page.wait_for_selector(AT_REST)
    page.evaluate(NOTE_CHOICE)
    before = page.evaluate(LOOK)
    page.get_by_role("combobox", name=screen.box, exact=True).focus()
    page.keyboard.type(screen.option)
    page.get_by_role("option", name=screen.option).first.wait_for()
    page.keyboard.press("Enter")
    return _seconds(page, before)


def _seconds(page: Page, before: str) -> float:
    return float(page.wait_for_function(DRAWN, arg=before).json_value()) / 1000


def megabytes_of(port: int) -> float:
    """Return the memory that the server on a port of this machine holds (its resident set)."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
            if str(port) in words:
                lines = (folder / "status").read_text(encoding="ascii").splitlines()
                return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
        except (FileNotFoundError, ProcessLookupError):
            continue
    raise SystemExit(f"No process listens on {port}.")
