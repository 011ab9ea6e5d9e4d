import datetime as dt

from page_reading import address, open_page, said
from somebody_else import SLUG, change_behind_the_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import ANN
from tracker.database import reading, writing
from tracker.queries.events import events_called
from tracker.queries.past import latest_change
from tracker.store import take_step
from tracker.vocabulary import Step


def titles(app: AppTest) -> list[str]:
    """Return the titles of the news on the page."""
    return [str(each.value).strip("*").replace("\\", "") for each in app.markdown if str(each.value).startswith("**")]


def lines(app: AppTest, field: str) -> list[str]:
    """Return what is told of the corrections of a field."""
    shown = [str(each.value).replace("\\", "").replace(":small[/]", "/") for each in app.markdown]
    return [each for each in shown if each.startswith(f"*{field}:* ")]


def test_a_correction_is_told_field_by_field(app: AppTest, seeded_engine: Engine) -> None:
    """Old and new stand on one line below the day of recording, long texts on two; nobody is named."""
    change_behind_the_page(seeded_engine, title="Their title", summary="Their summary. " * 12, people=["Wu Zhaohui"])
    open_page(app, "news")
    assert titles(app)[0] == "Their title"
    assert "Corrected" in said(app)
    assert "Ann" not in said(app)
    title, summary, people = (lines(app, name) for name in ("Title", "Summary", "People"))
    assert title[0].endswith(" → Their title")
    assert "  \n→ Their summary." in summary[0]
    assert people[0].endswith("Wu Zhaohui")


def test_of_a_list_only_what_came_or_went_is_told(app: AppTest, seeded_engine: Engine) -> None:
    """One source more among several can be seen; another order is told as such."""
    with reading(seeded_engine) as session:
        sources = events_called(session, (SLUG,))[0].sources
    before = [{"url": each.url, "publisher": each.publisher} for each in sources]
    change_behind_the_page(seeded_engine, sources=before)
    change_behind_the_page(seeded_engine, sources=[*before, {"url": "https://example.org/new", "publisher": ""}])
    open_page(app, "news")
    assert lines(app, "Sources")[0] == "*Sources:* added: https://example.org/new"
    change_behind_the_page(seeded_engine, sources=before)
    open_page(app, "news")
    assert lines(app, "Sources")[0] == "*Sources:* taken away: https://example.org/new"
    change_behind_the_page(seeded_engine, sources=before[::-1])
    open_page(app, "news")
    assert lines(app, "Sources")[0].startswith("*Sources:* in another order: ")
    assert all(lines(app, "Sources")[0].count(each["url"]) == 1 for each in before)


def test_news_of_a_filter_since_a_change_are_in_the_address(app: AppTest, seeded_engine: Engine) -> None:
    """A link with a filter, a change and a sort of news shows those alone, and the address keeps it."""
    with reading(seeded_engine) as session:
        before = latest_change(session)
    change_behind_the_page(seeded_engine, title="Their title")
    open_page(app, "news", after=str(before))
    assert titles(app) == ["Their title"]
    assert address(app, "after") == [str(before)]
    app.button(key="news from all times").click().run()
    assert len(titles(app)) > 1
    assert "after" not in app.query_params
    open_page(app, "news", after=str(before), what="added")
    assert titles(app) == []
    assert "Nothing of this happened" in said(app)


def test_news_have_pages_and_days(app: AppTest, recorded_on: dt.date) -> None:
    """Older news are a button away; a day of recording leaves out what came before it."""
    open_page(app, "news")
    first = titles(app)
    app.button(key="news older").click().run()
    assert not app.exception
    assert set(first).isdisjoint(titles(app))
    app.button(key="news newest").click().run()
    assert titles(app) == first
    open_page(app, "news", recorded=recorded_on.isoformat())
    assert titles(app) == first
    open_page(app, "news", recorded=(recorded_on + dt.timedelta(days=1)).isoformat())
    assert titles(app) == []


def test_a_change_that_is_not_there_is_said(app: AppTest) -> None:
    """What makes no sense in an address is left out with a note."""
    open_page(app, "news", after="999999999999")
    assert "999999999999" in said(app)
    assert titles(app)


def test_what_was_sent_back_is_disputed(app: AppTest, seeded_engine: Engine) -> None:
    """With the reason and a sort of its own to choose; back in the record, it is restored."""
    with reading(seeded_engine) as session:
        event = events_called(session, (SLUG,))[0]
    with writing(seeded_engine) as session:
        version = take_step(
            session, SLUG, Step.SEND_BACK, version=event.version, actor=ANN, reason="Which office signed it?"
        )
    open_page(app, "news", what="disputed")
    assert titles(app) == [event.title]
    assert "Disputed" in said(app)
    assert "Which office signed it?" in said(app).replace("\\", "")
    open_page(app, "news", what="withdrawn")
    assert titles(app) == []
    with writing(seeded_engine) as session:
        take_step(session, SLUG, Step.ACCEPT, version=version, actor=ANN)
    open_page(app, "news", what="restored")
    assert titles(app) == [event.title]
