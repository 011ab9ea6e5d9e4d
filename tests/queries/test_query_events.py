import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from tests.support.makers import ANN, SEED_EVENTS, accepted_record
from tracker.database import reading, writing
from tracker.errors import NotFound
from tracker.event.fields import EVENT_FIELDS
from tracker.filters import EventFilter
from tracker.queries import find_slug, get_event, list_events
from tracker.queries.events import EVERY_STATE
from tracker.read_models import SourceRow
from tracker.store import merge_events, take_step
from tracker.vocabulary import Kind, Origin, Precision, Reach, ReviewState, Stance, Step

AddEvent = Callable[..., str]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Collect the statements that run in a block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def test_every_field_comes_back_as_its_own_type(engine: Engine, add: AddEvent) -> None:
    """Rows hold members of the vocabularies and days, not what a database makes of them."""
    add(
        "full",
        title_zh="规定",
        date="about May 2022",
        end="June 2022",
        end_text="in June",
        sectors=["b", "a"],
        agencies=["Z", "A"],
        companies=["C"],
        people=["P"],
        thread="story",
        summary="One\nTwo",
        sources=[
            {
                "url": "https://example.org/z",
                "publisher": "Z",
                "published_on": "2022-05",
                "language": "zh",
                "kind": "news",
            },
            {"url": "https://example.org/a"},
        ],
    )
    with reading(engine) as session:
        row = get_event(session, "full")
        assert list_events(session) == (row,)
    assert (row.date, row.date_text, row.first_on) == ("2022-05~", "about May 2022", dt.date(2022, 5, 1))
    assert (row.last_on, row.end_on, row.end_text) == (dt.date(2022, 5, 31), dt.date(2022, 6, 30), "in June")
    assert (row.precision, row.approximate) == (Precision.MONTH, True)
    assert (row.kind, row.stance, row.reach, row.origin) == (Kind.RULE, Stance.RESTRICTION, Reach.SECTOR, Origin.FORM)
    assert all(isinstance(value, Kind | Stance | Reach) for value in (row.kind, row.stance, row.reach))
    assert (row.sectors, row.agencies, row.companies, row.people) == (("b", "a"), ("Z", "A"), ("C",), ("P",))
    assert (row.thread, row.summary, row.lasts, row.is_open) == ("story", "One\nTwo", True, False)
    assert row.sources == (
        SourceRow("https://example.org/z", "Z", "2022-05", "zh", "news"),
        SourceRow("https://example.org/a", "", None, None, None),
    )


def test_events_come_by_first_day_then_last_day_then_slug(engine: Engine, add: AddEvent) -> None:
    """A day stands before the month that begins with it, and slugs decide the rest."""
    for slug, date in [("c", "2022-05-02"), ("b", "2022-05"), ("z", "2022-05-01"), ("a", "2022-05"), ("d", "2021")]:
        add(slug, date=date)
    with reading(engine) as session:
        assert [row.slug for row in list_events(session)] == ["d", "z", "a", "b", "c"]


def test_review_states_are_told_apart(engine: Engine, add: AddEvent) -> None:
    """Only accepted events are the record; others are read by those who ask for them."""
    add("accepted")
    add("draft", ReviewState.DRAFT)
    add("withdrawn")
    with writing(engine) as session:
        take_step(session, "withdrawn", Step.WITHDRAW, version=1, actor=ANN, reason="not about technology")
    with reading(engine) as session:
        assert [row.slug for row in list_events(session)] == ["accepted"]
        drafts = EventFilter(states=(ReviewState.DRAFT,))
        assert [row.slug for row in list_events(session, drafts)] == ["draft"]
        for every in (EVERY_STATE, EventFilter(states=())):
            assert {row.slug for row in list_events(session, every)} == {"accepted", "draft", "withdrawn"}
        assert get_event(session, "draft").review_state is ReviewState.DRAFT
        assert get_event(session, "withdrawn").review_state is ReviewState.WITHDRAWN


def test_the_slug_of_a_merged_event_leads_on(engine: Engine, add: AddEvent) -> None:
    """A link to an event that was merged, even twice, opens the one that is left; a restored one opens itself."""
    for slug in ("first", "second", "third"):
        add(slug)
    with writing(engine) as session:
        merge_events(session, "second", "first", kept_version=1, gone_version=1, actor=ANN)
        assert get_event(session, "first").slug == "second"
        merge_events(session, "third", "second", kept_version=1, gone_version=2, actor=ANN)
    with reading(engine) as session:
        assert [get_event(session, slug).slug for slug in ("first", "second", "third")] == ["third"] * 3
    with writing(engine) as session:
        take_step(session, "first", Step.RESTORE, version=2, actor=ANN, reason="two after all")
        assert [find_slug(session, slug) for slug in ("first", "second")] == ["first", "third"]


def test_a_slug_that_leads_nowhere_names_near_ones(engine: Engine, add: AddEvent) -> None:
    """A typing mistake is answered with what could be meant; nonsense with a plain sentence."""
    add("didi-app-removal")
    add("didi-ipo")
    with reading(engine) as session:
        with pytest.raises(
            NotFound, match=r"“didi-app-removel” in the record\. Near ones are: “.*slugs: didi-app-removal"
        ):
            get_event(session, "didi-app-removel")
        with pytest.raises(NotFound, match=r"no event “zzzz” in the record\.$"):
            get_event(session, "zzzz")


@pytest.mark.parametrize("slug", ["", "DiDi-IPO", "didi ipo", "a\x00b", "\ud800", "x" * 100_000, "%", "' OR 1=1 --"])
def test_any_text_can_be_asked_for(engine: Engine, add: AddEvent, slug: str) -> None:
    """What an address holds never breaks a database, and the answer stays a line."""
    add("other")
    with reading(engine) as session:
        assert find_slug(session, slug) is None
        with pytest.raises(NotFound) as refusal:
            get_event(session, slug)
    assert len(str(refusal.value)) < 300


def test_one_event_is_read_by_itself(record: Session) -> None:
    """Opening an event costs a few statements about it alone, and not the whole record."""
    with counted(record) as statements:
        row = get_event(record, "didi-app-removal")
    assert row.slug == "didi-app-removal"
    assert len(statements) == 5
    assert all("slug" in statement or "event_id IN" in statement for statement in statements)


def test_the_whole_record_takes_three_statements(record: Session) -> None:
    """However many events there are, their names and sources come with one statement each."""
    with counted(record) as statements:
        assert len(list_events(record)) == SEED_EVENTS
    assert len(statements) == 3


def test_the_record_reads_back_as_its_files_say(record: Session) -> None:
    """Every event of the curated files stands in the tables with every field, name and source as written."""
    shipped = accepted_record()
    rows = {row.slug: row for row in list_events(record, EVERY_STATE)}
    assert rows.keys() == {slug for slug, _ in shipped.events}
    for slug, draft in shipped.events:
        row = rows[slug]
        for name in EVENT_FIELDS:
            if name != "sources":
                assert getattr(row, name) == getattr(draft, name), (slug, name)
        assert [source.url for source in row.sources] == [source.url for source in draft.sources]
        assert row == get_event(record, slug)
