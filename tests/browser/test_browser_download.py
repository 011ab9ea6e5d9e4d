import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from timeline_page import drawn_slugs, expect_marks

from tests.support.dashboard import Visitor
from tracker.event.fields import COLUMN_NAMES
from tracker.formats import FORMATS
from tracker.sentiment import INDEX_COLUMNS

pytestmark = pytest.mark.browser

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    """Press a download button; return the name and the content of the file that the browser keeps."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_downloads_hold_what_the_filter_shows(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Each file has its name and its heading, and one row for each mark on the chart, no more."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?sectors=gaming")
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')?.data.some(trace => trace.meta === 'marks')"
    )
    shown = sorted(drawn_slugs(page))
    assert 0 < len(shown) < 60
    expect_marks(page, len(shown))

    name, content = downloaded(page, "Timeline as CSV")
    assert re.fullmatch(r"china-tech-timeline_games_record-\d{4}-\d\d-\d\d\.csv", name)
    assert content.startswith(BYTE_ORDER_MARK)
    first_line, *_ = content.decode("utf-8-sig").splitlines()
    assert first_line == ",".join(COLUMN_NAMES)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert sorted(row["slug"] for row in rows) == shown

    name, content = downloaded(page, "Timeline as JSON")
    assert re.fullmatch(r"china-tech-timeline_games_record-\d{4}-\d\d-\d\d\.json", name)
    assert sorted(event["slug"] for event in json.loads(content)) == shown

    name, content = downloaded(page, "Timeline for Excel")
    assert re.fullmatch(r"china-tech-timeline_games_record-\d{4}-\d\d-\d\d\.xlsx", name)
    heading, *cells = load_workbook(io.BytesIO(content), read_only=True)["Events"].iter_rows(values_only=True)
    assert heading == COLUMN_NAMES
    assert sorted(row[0] for row in cells) == shown

    name, content = downloaded(page, "Index as CSV")
    assert re.fullmatch(r"china-tech-index_games_record-\d{4}-\d\d-\d\d\.csv", name)
    first_line, *days = content.decode().splitlines()
    assert first_line.split(",") == list(INDEX_COLUMNS)
    assert len(days) > 2000
    assert visitor.errors == []
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_other_files_are_at_hand(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The box below the buttons has each other format of the one list, and each gives a file that is called by it."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?sectors=gaming")
    page.get_by_text("Other files", exact=True).click()
    others = [each for each in FORMATS.values() if each.takes_filter and each.suffix not in {"csv", "json", "xlsx"}]
    assert len(others) > 8
    for each in others:
        name, content = downloaded(page, each.label)
        assert re.fullmatch(rf"china-tech-timeline_games_record-\d{{4}}-\d\d-\d\d\.{re.escape(each.suffix)}", name)
        assert len(content) > 1000
        if each.suffix in {"ics", "atom", "feed.json"}:
            assert f"{dashboard}/?event=game-freeze-2018".encode() in content.replace(b"\r\n ", b"")
    assert page.get_by_role("button", name=FORMATS["db"].label).count() == 0
    assert visitor.errors == []


def test_who_asks_for_drafts_is_told_where_they_are_not(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Beside the formats that hold accepted events alone, and only where another state was chosen."""
    page = visit().page
    for address, times in (("/?sectors=gaming&states=accepted&states=draft", 1), ("/?sectors=gaming", 0)):
        page.goto(dashboard + address)
        page.get_by_text("Other files", exact=True).click()
        expect(page.get_by_role("button", name="Calendar (iCalendar)", exact=True)).to_be_visible()
        expect(page.get_by_text("hold accepted events alone")).to_have_count(times)
