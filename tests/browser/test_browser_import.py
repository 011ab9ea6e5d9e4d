from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine
from timeline_page import choose

from tests.support.dashboard import AT_REST, Visitor, running_dashboard
from tests.support.tables import write_events
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.vocabulary import ReviewState

pytestmark = pytest.mark.browser

LARGE = 20_000
"""Rows of a file that takes a second or two to go through, 1.6 MB."""

NOTE_SPINNERS = """() => {
  window.spun = [];
  new MutationObserver(() => {
    for (const spinner of document.querySelectorAll("[data-testid=stSpinner]")) {
      const words = spinner.innerText.split("(")[0].trim();
      if (words && !window.spun.includes(words)) window.spun.push(words);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
"""Remember what the page says that it is working on, however short the time for which it says so."""


def test_a_table_from_somebody_else_goes_into_review(
    seeded_url: str, seeded_engine: Engine, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """Upload, say what a heading holds, import: the event waits for review, hostile text and all."""
    file = tmp_path / "theirs.csv"
    file.write_text(
        "Event,Date,Type,Score,Reason,Weight,Link\n"
        "<img src=x onerror=alert(1)> *Approvals*,11 April 2026,licensing,2,So,3,https://example.org/a\n",
        encoding="utf-8",
    )
    with running_dashboard(seeded_url, tmp_path / "log") as url:
        visitor = visit()
        visitor.goto(f"{url}/import")
        page = visitor.page
        page.locator("input[type=file]").set_input_files(file)
        choose(page, "Weight", "Reach")
        button = page.get_by_role("button", name="Import 1 event")
        expect(button).to_be_enabled()
        button.click()
        expect(page.get_by_text("1 new, 0 changed, 0 left out")).to_be_visible()
        visitor.goto(f"{url}/review")
        expect(page.get_by_role("heading", name="<img src=x onerror=alert(1)> *Approvals*")).to_be_visible()
        assert visitor.errors == []
        assert visitor.outside == []
    with reading(seeded_engine) as session:
        (draft,) = list_events(session, EventFilter(states=(ReviewState.DRAFT,)))
    assert (draft.date, int(draft.stance)) == ("2026-04-11", 2)


@pytest.mark.parametrize("width", [1440, 390])
def test_boxes_show_what_is_in_force(
    seeded_url: str, tmp_path: Path, visit: Callable[..., Visitor], width: int
) -> None:
    """A word gets its meaning in the browser, and a second file begins anew: what a box shows is what counts."""
    heading = "Event,Date,Type,Score,Reason,Reach,Link"
    files = [tmp_path / "first.csv", tmp_path / "second.csv"]
    for number, file in enumerate(files):
        row = f"Rule {number},1{number} April 2026,licensing,positive,So,3,https://example.org/{number}"
        file.write_text(f"{heading}\n{row}\n", encoding="utf-8")
    with running_dashboard(seeded_url, tmp_path / "log") as url:
        visitor = visit(width=width)
        visitor.goto(f"{url}/import")
        page = visitor.page
        page.locator("input[type=file]").set_input_files(files[0])
        expect(page.get_by_text("How each heading is read")).to_be_visible()
        expect(page.get_by_role("combobox", name="Reason")).to_have_value("Why this stance")
        choose(page, "Reason", "Summary")
        choose(page, "positive means", "+1 easing signal")
        expect(page.get_by_text("No column holds these")).to_be_visible()
        # A file that is put in while the page is drawn anew gets lost.
        expect(page.get_by_role("combobox", name="positive means")).to_have_value("+1 easing signal")
        visitor.settle()
        page.locator("input[type=file]").set_input_files(files[1])
        expect(page.get_by_text("second.csv")).to_be_visible()
        # Until the page is drawn to its end, the first file's boxes stand below the second's.
        expect(page.get_by_text("No column holds these")).to_have_count(0)
        page.locator(AT_REST).wait_for()
        expect(page.get_by_role("combobox", name="Reason")).to_have_value("Why this stance")
        expect(page.get_by_role("combobox", name="positive means")).to_have_value("")
        choose(page, "positive means", "+1 easing signal")
        expect(page.get_by_role("button", name="Import 1 event")).to_be_enabled()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert visitor.errors == []


def test_a_large_file_shows_that_it_is_worked_on_and_a_double_click_is_told_once(
    seeded_url: str, seeded_engine: Engine, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """The page says what it does while it does it; the second half of a double click neither writes nor complains."""
    file = tmp_path / "large.csv"
    write_events(file, LARGE)
    with running_dashboard(seeded_url, tmp_path / "log") as url:
        visitor = visit()
        visitor.goto(f"{url}/import")
        page = visitor.page
        page.evaluate(NOTE_SPINNERS)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name=f"Import {LARGE:,} events").dblclick()
        expect(page.get_by_text(f"{LARGE:,} new, 0 changed, 0 left out")).to_be_visible()
        expect(page.get_by_role("button", name="Import 0 events")).to_be_disabled()
        expect(page.get_by_text("The record was changed")).to_have_count(0)
        told = page.evaluate("() => window.spun.sort()")
        assert told == ["Going through the rows", f"Importing {LARGE:,} events"]
        assert visitor.errors == []
    with reading(seeded_engine) as session:
        assert len(list_events(session, EventFilter(states=(ReviewState.DRAFT,)))) == LARGE
