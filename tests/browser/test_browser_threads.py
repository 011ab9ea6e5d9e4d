import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from chart_words import expect_apart
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from timeline_page import PLACE, choose, expect_rows

from tests.support.dashboard import Visitor
from tests.support.makers import accepted_record
from tracker.resources import seeds_folder
from tracker.seeds import read_coverage
from tracker.vocabulary import MeasureKind

pytestmark = pytest.mark.browser


def expect_lanes(page: Page, count: int) -> None:
    """Wait until so many marks are drawn."""
    page.wait_for_function(
        "count => document.querySelector('.js-plotly-plot')?.data?.filter(trace => trace.meta === 'marks')"
        ".reduce((sum, trace) => sum + trace.customdata.length, 0) === count",
        arg=count,
    )


@pytest.mark.parametrize(("width", "height", "dark"), [(1440, 900, False), (900, 900, False), (390, 844, True)])
def test_all_stories_are_lanes_whose_words_can_be_read(
    dashboard: str, visit: Callable[..., Visitor], width: int, height: int, *, dark: bool
) -> None:
    """Every event in a thread is a mark, and with the full record no words overlap at any width."""
    visitor = visit(width=width, height=height, dark=dark)
    visitor.goto(f"{dashboard}/threads")
    expect_lanes(visitor.page, sum(bool(event.thread) for _, event in accepted_record().events))
    expect_apart(visitor.page)
    assert visitor.outside == []


def test_a_click_on_a_mark_opens_its_story(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The chronology opens, and the address names the thread and the event."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/threads?companies=DiDi")
    page.wait_for_function(f"({PLACE})('didi-data-fine')")
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    page.mouse.click(*page.evaluate(PLACE, "didi-data-fine"))
    expect(page.get_by_role("heading", name="The DiDi case")).to_be_visible()
    expect(page).to_have_url(re.compile("thread=didi-case"))
    expect(page.get_by_text("DiDi's ride-hailing app reappears in Chinese app stores")).to_be_visible()


def printed(page: Page) -> tuple[int, str]:
    """Print a page on A4; return the number of sheets and all words on them."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return len(sheets), " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def test_a_story_prints_whole(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """On paper the first and the last event are there, not only what fitted on the screen."""
    visitor = visit()
    visitor.goto(f"{dashboard}/threads?thread=didi-case")
    expect_lanes(visitor.page, 13)
    sheets, text = printed(visitor.page)
    assert sheets > 2
    assert "DiDi lists in New York" in text
    assert "reappears in Chinese app stores" in text


def test_a_story_is_taken_away_as_a_page_to_print(
    dashboard: str, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    """The file opens without a server, holds every event and shows addresses, on few sheets."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/threads?thread=didi-case")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="This story to print, with all addresses").click()
    assert waiting.value.suggested_filename == "didi-case.html"
    waiting.value.save_as(tmp_path / "story.html")
    page.goto((tmp_path / "story.html").as_uri())
    expect(page.get_by_role("article")).to_have_count(13)
    sheets, text = printed(page)
    assert sheets <= 6
    for words in ("Closed as of", "384 days under investigation", "140 days later", "https://"):
        assert words in text


@pytest.mark.parametrize("width", [1440, 390])
def test_a_measure_is_chosen_and_read(dashboard: str, visit: Callable[..., Visitor], width: int) -> None:
    """From the table to the chain of one rule with its missing stage; the address leads there again."""
    visitor = visit(width=width)
    page = visitor.page
    visitor.goto(f"{dashboard}/measures")
    expect_rows(page, sum(measure.kind is MeasureKind.RULE for measure in accepted_record().measures))
    choose(page, "Measure", "Data Security Law")
    expect(page.get_by_role("heading", name="Data Security Law")).to_be_visible()
    expect(
        page.get_by_text("Consultation: not recorded → Adopted 10 June 2021 → In force 1 September 2021")
    ).to_be_visible()
    expect(page).to_have_url(re.compile("measure=data-security-law"))
    assert visitor.outside == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_record_stands_beside_counts_by_others(dashboard: str, visit: Callable[..., Visitor], width: int) -> None:
    """The page has a row for each count, wraps what is long, and fetches nothing from elsewhere."""
    visitor = visit(width=width)
    visitor.goto(f"{dashboard}/coverage")
    expect(visitor.page.get_by_role("heading", name="Other trackers")).to_be_visible()
    expect(visitor.page.locator("[data-testid=stTable] tbody tr")).to_have_count(len(read_coverage(seeds_folder())))
    last = visitor.page.get_by_role("columnheader", name="Events here").first.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= width
    assert visitor.outside == []


def test_a_row_of_a_list_by_others_opens_its_event(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """What is recorded leads to its event on the timeline; a row of what is missing leads nowhere."""
    visitor = visit()
    visitor.goto(f"{dashboard}/coverage")
    page = visitor.page
    box = page.get_by_test_id("stExpander").filter(has_text="PingWest")
    box.locator("summary").click()
    rows = box.locator("[data-testid=stDataFrame] .dvn-scroller")
    # The grid is a picture: its rows are 35 pixels high, the heads stand in the first, and the boxes at the left.
    rows.click(position={"x": 16, "y": 52})
    visitor.settle()
    expect(page).to_have_url(re.compile("/coverage$"))
    rows.click(position={"x": 16, "y": 87})
    expect(page).to_have_url(re.compile("event=necessary-data-39-apps"))
    expect(page.get_by_text("Data that 39 types of app may demand is capped").first).to_be_visible()
    assert visitor.outside == []
