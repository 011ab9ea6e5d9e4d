"""What the dashboard says of a record of synthetic events, and that its import takes none."""

from pathlib import Path

import pytest
from page_reading import open_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.synthetic import fill_database, synthetic_database
from tracker.database import reading
from tracker.exports import export_bytes
from tracker.queries import record_state
from tracker.read_models import SyntheticShare
from tracker.synth import synthetic_events


def said(app: AppTest) -> list[str]:
    """Return what stands above the page's title."""
    return [each.value for each in app.markdown if "ynthetic record" in each.value or "synthetic events" in each.value]


def test_every_page_says_that_all_is_invented(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of nothing but synthetic events says so above each page."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", synthetic_database(tmp_path, 40))
    app.run()
    assert not app.exception
    assert ["all events are invented" in each for each in said(app)] == [True]


def test_a_mixed_record_says_that_some_are(app: AppTest, seeded_url: str) -> None:
    """A record of which a part is synthetic says that; the curated one says nothing."""
    assert said(app.run()) == []
    fill_database(seeded_url, synthetic_events(5, 1))
    assert ["Holds synthetic events" in each for each in said(app.run())] == [True]


def test_the_page_takes_none(app: AppTest, seeded_engine: Engine) -> None:
    """A file of synthetic events is refused on the page with one sentence."""
    open_page(app, "import")
    data = export_bytes(synthetic_events(5, 1), "csv")
    app.file_uploader(key="import file").set_value(("synthetic.csv", data, "text/csv")).run()
    assert not app.exception
    assert ["is a synthetic event" in each.value for each in app.error] == [True]
    assert not app.metric
    with reading(seeded_engine) as session:
        assert record_state(session).synthetic is SyntheticShare.NONE
