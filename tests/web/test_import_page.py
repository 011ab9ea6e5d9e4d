import pytest
from page_reading import open_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.exports import export_bytes
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.queries.events import EVERY_STATE
from tracker.store import withdraw_event
from tracker.vocabulary import Kind, ReviewState

THEIRS = """Headline,When,Weight,Score,Why,Link
A new thing,3 June 2026,3,1,A promise,https://example.org/new
Another thing,03/04/2026,2,-1,A warning,https://example.org/other
"""


@pytest.fixture
def app(app: AppTest) -> AppTest:
    """The import page on a database of this test's own."""
    return open_page(app, "import")


def upload(app: AppTest, name: str, data: bytes) -> None:
    """Give the page a file."""
    app.file_uploader(key="import file").set_value((name, data, "text/csv")).run()
    assert not app.exception


def counts(app: AppTest) -> dict[str, str]:
    """Return the preview's numbers."""
    return {metric.label: metric.value for metric in app.metric}


def test_an_own_export_changes_nothing(app: AppTest, seeded_engine: Engine) -> None:
    """The preview says so and the button cannot be pressed."""
    with reading(seeded_engine) as session:
        data = export_bytes(list_events(session), "csv")
    upload(app, "timeline.csv", data)
    assert counts(app) == {"New": "0", "Changed": "0", "Unchanged": "280", "Refused": "0"}
    assert app.button(key="import save").disabled


def test_other_peoples_headings_and_dates_are_asked_for(app: AppTest, seeded_engine: Engine) -> None:
    """Unknown headings, missing fields and the order of days: each is asked, then all is written as drafts."""
    upload(app, "theirs.csv", THEIRS.encode())
    assert not app.metric
    app.selectbox(key="import heading Weight").set_value("reach").run()
    app.selectbox(key="import default kind").set_value(Kind.SIGNAL).run()
    assert counts(app)["Refused"] == "1"
    app.radio(key="import order").set_value("03/04/2022").run()
    assert counts(app) == {"New": "2", "Changed": "0", "Unchanged": "0", "Refused": "0"}
    app.button(key="import save").click().run()
    assert any("2 new" in each.value for each in app.success)
    with reading(seeded_engine) as session:
        drafts = list_events(session, EventFilter(states=(ReviewState.DRAFT,)))
    assert {event.date for event in drafts} == {"2026-06-03", "2026-04-03"}


def test_refused_rows_are_shown_with_their_place_and_can_be_left_out(app: AppTest, seeded_engine: Engine) -> None:
    """The button waits until the person has decided; accepted events are in the record at once."""
    data = (
        "title,date,kind,stance,stance_reason,reach,source_urls\n"
        "Good,2026-06-03,signal,1,So,3,https://example.org/good\n"
        "Bad,2026-06-03,signal,9,So,3,https://example.org/bad\n"
    )
    upload(app, "some.csv", data.encode())
    table = app.dataframe[0].value
    assert [(row.Row, row.Column) for row in table.itertuples()] == [(3, "stance")]
    assert app.button(key="import save").disabled
    app.toggle(key="import skip").set_value(True).run()
    app.toggle(key="import accept").set_value(True).run()
    app.button(key="import save").click().run()
    assert any("1 new" in each.value for each in app.success)
    with reading(seeded_engine) as session:
        assert len(list_events(session)) == 281


def test_a_file_that_is_no_table_is_a_sentence(app: AppTest) -> None:
    """A PDF under another name is named; nothing else is drawn."""
    upload(app, "events.csv", b"%PDF-1.7 and so on")
    assert any("PDF" in each.value for each in app.error)


def test_a_record_that_changed_since_the_preview_is_looked_at_again(app: AppTest, seeded_engine: Engine) -> None:
    """What somebody saved in between is never overwritten by an older file unseen."""
    data = (
        "title,date,kind,stance,stance_reason,reach,source_urls\n"
        "Good,2026-06-03,signal,1,So,3,https://example.org/good\n"
    )
    upload(app, "some.csv", data.encode())
    with writing(seeded_engine) as session:
        withdraw_event(session, "didi-app-removal", version=1, actor=Actor("Ann"), reason="")
    app.button(key="import save").click().run()
    assert any("changed since the preview" in each.value for each in app.error)
    with reading(seeded_engine) as session:
        assert len(list_events(session, EVERY_STATE)) == 280
    app.button(key="import save").click().run()
    assert any("1 new" in each.value for each in app.success)
