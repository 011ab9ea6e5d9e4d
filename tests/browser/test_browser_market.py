import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from chart_words import expect_apart
from playwright.sync_api import Page, expect
from timeline_page import choose

from tests.support.dashboard import Visitor
from tests.support.price_files import price_files

pytestmark = pytest.mark.browser

OPENED, FINED = dt.date(2020, 12, 24), dt.date(2021, 4, 12)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A share that falls when the Alibaba probe opens and rises with its fine, and its market."""
    share, market = price_files({OPENED: -0.09, FINED: 0.11})
    paths = [tmp_path / "BABA.csv", tmp_path / "M.csv"]
    for path, text in zip(paths, (share, market), strict=True):
        path.write_text(text)
    return paths


def give(visitor: Visitor, files: list[Path]) -> Page:
    """Put files into the page's box and wait for what is drawn from them."""
    page = visitor.page
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_text(files[0].name)).to_be_visible()
    visitor.settle()
    return page


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_study_is_drawn_and_can_be_taken_along(
    dashboard: str, visit: Callable[..., Visitor], files: list[Path], width: int, height: int
) -> None:
    """From two uploaded files to the finding, both charts, the CSV and a picture; no text overlaps another."""
    visitor = visit(width=width, height=height)
    visitor.goto(f"{dashboard}/market?market=M&companies=Alibaba")
    page = give(visitor, files)
    expect(page.get_by_role("heading", name=re.compile(r"Beside M, BABA .* around tightening .*p = "))).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    expect(page.get_by_role("heading", name="Does stance go with how shares moved?")).to_be_visible()
    page.get_by_text("measured returns").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot')[1]?.querySelectorAll('.errorbar').length > 10")
    # The page is drawn anew once it knows that the screen is narrow.
    expect_apart(page, 1)
    page.wait_for_timeout(500)
    visitor.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Results as CSV").click()
    assert download.value.suggested_filename == "event-study.csv"
    text = Path(download.value.path()).read_text()
    assert "alibaba-probe-opened,Antitrust investigation into Alibaba opened,BABA,2020-12-24,2020-12-24,-1,1,-" in text
    with page.expect_download() as picture:
        page.get_by_role("button", name="Save as a picture, SVG").last.click()
    assert picture.value.suggested_filename == "market-events.svg"
    assert "Antitrust investigation" in Path(picture.value.path()).read_text()
    assert visitor.outside == []


def test_the_market_is_chosen_in_the_page(dashboard: str, visit: Callable[..., Visitor], files: list[Path]) -> None:
    """Without a market nothing is measured; once it is chosen it stands in the address."""
    visitor = visit()
    visitor.goto(f"{dashboard}/market?study=alibaba-fine")
    page = give(visitor, files)
    expect(page.get_by_text("Choose which series stands for the market")).to_be_visible()
    choose(page, "Market", "M")
    expect(page.get_by_role("heading", name="around tightening (1 event day;")).to_be_visible()
    expect(page).to_have_url(re.compile("market=M.*study=alibaba-fine|study=alibaba-fine.*market=M"))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_series_is_laid_over_the_index(
    dashboard: str, visit: Callable[..., Visitor], files: list[Path], width: int, height: int
) -> None:
    """The series is drawn on its own axis, the correlation at 25 lags below it, and no text overlaps another."""
    visitor = visit(width=width, height=height)
    visitor.goto(f"{dashboard}/overlay?view=index")
    page = give(visitor, files[:1])
    expect(page.get_by_role("heading", name="in the same month")).to_be_visible()
    expect(page.get_by_text("Correlation of smooth series misleads")).to_be_visible()
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].map(chart => chart.data?.find(trace => "
        "['own', 'lags'].includes(trace.meta))?.y.length).join() === '1000,25'"
    )
    for place in (0, 1):
        expect_apart(page, place)
    page.get_by_text("First value as 100").click()
    page.wait_for_function("location.search.includes('rebased=on')")
    assert visitor.outside == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_mark_on_a_price_line_opens_its_card(
    dashboard: str, visit: Callable[..., Visitor], files: list[Path], width: int, height: int
) -> None:
    """The line and the events on it, no text over another; a click on a mark opens the card, and so do keys."""
    visitor = visit(width=width, height=height)
    visitor.goto(f"{dashboard}/overlay?threads=alibaba-antitrust")
    page = give(visitor, files)
    page.wait_for_function(
        "document.querySelector('.js-plotly-plot')?.data?.filter(trace => trace.meta === 'marks').length > 1"
    )
    page.wait_for_timeout(500)
    visitor.settle()
    expect_apart(page, 0)
    page.locator(".js-plotly-plot .trace.scatter .point").last.click(force=True)
    page.wait_for_function("location.search.includes('event=')")
    expect(page.get_by_text("Why this stance")).to_be_visible()
    visitor.settle()
    page.get_by_role("application").focus()
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('event=')")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".plot-voice")).to_contain_text("1 of ")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('event=')")
    assert visitor.outside == []
