from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.support.dashboard import Visitor, running_dashboard
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.vocabulary import ReviewState

pytestmark = pytest.mark.browser


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
        page.get_by_role("combobox", name="Weight").fill("reach")
        page.get_by_role("option", name="reach", exact=True).click()
        button = page.get_by_role("button", name="Import 1 events")
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
