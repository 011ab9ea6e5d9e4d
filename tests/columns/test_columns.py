"""Events as columns: what they hold, filter and give to the index is what the rows of the same record give."""

import datetime as dt
import random
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import ANN, add_one, make_draft
from tracker.columns import OPEN, EventColumns
from tracker.database import reading, writing
from tracker.filters import EventFilter
from tracker.queries import list_events, list_terms
from tracker.queries.columns import (
    found_by_search,
    patch_columns,
    positions_kept,
    read_columns,
    rows_at,
    slugs_at,
    term_numbers,
)
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow
from tracker.sentiment import Evidence, counted_events, evidence_of
from tracker.store import merge_names, revise_event, take_step
from tracker.store.events import current
from tracker.vocabulary import Kind, ReviewState, Step, TermType

FILTERS = 1_000
WORDS = ("game", "DiDi", "data SECURITY", "审查", "滴滴", "网信办", "the draft", "%", "fine 罚", "nowhere")


def random_filter(rng: random.Random, names: dict[TermType, list[str]]) -> EventFilter:
    """Return a filter with about three conditions, names that nothing has among them."""
    some = {
        "since": lambda: dt.date(rng.randint(2017, 2026), rng.randint(1, 12), rng.randint(1, 28)),
        "until": lambda: dt.date(rng.randint(2017, 2026), rng.randint(1, 12), rng.randint(1, 28)),
        "sectors": lambda: _some(rng, names[TermType.SECTOR]),
        "agencies": lambda: _some(rng, names[TermType.AGENCY]),
        "companies": lambda: _some(rng, names[TermType.COMPANY]),
        "people": lambda: _some(rng, names[TermType.PERSON]),
        "threads": lambda: _some(rng, names[TermType.THREAD]),
        "kinds": lambda: _some(rng, list(Kind)),
        "states": lambda: _some(rng, list(ReviewState)),
        "stance_min": lambda: rng.randint(-3, 3),
        "stance_max": lambda: rng.randint(-3, 3),
        "search": lambda: rng.choice(WORDS),
    }
    picked = rng.sample(sorted(some), rng.choice([0, 1, 1, 2, 2, 3, 4]))
    return EventFilter(**{name: some[name]() for name in picked})


def _some(rng: random.Random, values: list[str]) -> tuple[str, ...]:
    return tuple(rng.sample([*values, "no such name"] if isinstance(values[0], str) else values, min(2, len(values))))


def names_of(session: Session) -> dict[TermType, list[str]]:
    """Return the keys of each vocabulary."""
    names: dict[TermType, list[str]] = {term_type: [] for term_type in TermType}
    for term in list_terms(session):
        names[term.type].append(term.key)
    return names


def same(one: EventColumns, other: EventColumns) -> bool:
    """Tell whether two sets of columns hold the same, their states included."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)


def same_evidence(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sets of evidence hold the same numbers."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)


def test_a_mask_keeps_what_the_statements_keep(record: Session) -> None:
    """Over 1,000 random filters of the curated record, the slugs and their order are those of the list."""
    rng, columns, names = random.Random(13), read_columns(record), names_of(record)
    kept = 0
    for _ in range(FILTERS):
        chosen = random_filter(rng, names)
        found = slugs_at(record, columns, positions_kept(record, columns, chosen))
        assert found == tuple(event.slug for event in list_events(record, chosen)), chosen
        kept += bool(found)
    assert FILTERS / 3 < kept < FILTERS


def test_a_search_without_its_answer_is_refused(record: Session) -> None:
    """Columns hold no text: a mask of a search that nobody looked up would keep too much."""
    columns = read_columns(record)
    with pytest.raises(ValueError, match="give the numbers of what it found"):
        columns.mask(EventFilter(search="DiDi"), {})
    assert found_by_search(record, EventFilter()) is None


def test_each_value_is_that_of_the_row(record: Session) -> None:
    """Days, ends, levels, places in vocabularies, names in their order and numbers of pages, for every Event."""
    columns, rows = read_columns(record), list_events(record, EVERY_STATE)
    assert columns.first.tolist() == [row.first_on.toordinal() for row in rows]
    assert columns.last.tolist() == [row.last_on.toordinal() for row in rows]
    known = [tuple(day.toordinal() for day in row.counted_days) for row in rows]
    assert list(zip(columns.known_first.tolist(), columns.known_last.tolist(), strict=True)) == known
    assert columns.end.tolist() == ends_of(rows)
    assert columns.stance.tolist() == [int(row.stance) for row in rows]
    assert columns.reach.tolist() == [int(row.reach) for row in rows]
    for name, value in (("kind", "kind"), ("certainty", "certainty"), ("precision", "precision"), ("origin", "origin")):
        members = list(type(getattr(rows[0], value)))
        assert [members[place] for place in getattr(columns, name)] == [getattr(row, value) for row in rows]
    assert [list(ReviewState)[place] for place in columns.state] == [row.review_state for row in rows]
    assert columns.approximate.tolist() == [row.approximate for row in rows]
    assert columns.sources.tolist() == [len(row.sources) for row in rows]
    assert _names(record, columns) == [(*row.sectors, *row.agencies, *row.companies, *row.people) for row in rows]


def ends_of(rows: Iterable[EventRow]) -> list[int]:
    """Return the ends as columns write them."""
    return [OPEN if row.is_open else row.end_on.toordinal() if row.end_on else 0 for row in rows]


def _names(session: Session, columns: EventColumns) -> list[tuple[str, ...]]:
    keys = {}
    for term_type, names in names_of(session).items():
        field = {"sector": "sectors", "agency": "agencies", "company": "companies", "person": "people"}.get(term_type)
        if field:
            numbers = term_numbers(session, EventFilter(**{field: tuple(names)}))
            keys |= {number: key for (_, key), number in numbers.items()}
    starts, terms = columns.term_starts.tolist(), columns.term_ids.tolist()
    return [tuple(keys[each] for each in terms[a:b]) for a, b in pairwise(starts)]


def test_evidence_is_that_of_the_rows(record: Session) -> None:
    """Story codes too, for the whole and for 200 filters, so that no value of an index changes by a bit."""
    rng, columns, names = random.Random(5), read_columns(record), names_of(record)
    for chosen in (EventFilter(), *(random_filter(rng, names) for _ in range(200))):
        positions = positions_kept(record, columns, chosen)
        counted = positions[columns.counted()[positions]]
        rows = counted_events(list_events(record, chosen))
        assert same_evidence(columns.evidence(counted), evidence_of(rows))


def test_rows_come_in_the_order_asked_for(record: Session) -> None:
    """Whatever the places, none twice or many, each row is the one that stands there."""
    columns, rows = read_columns(record), list_events(record, EVERY_STATE)
    places = random.Random(1).sample(range(len(columns)), len(columns))
    assert rows_at(record, columns, places) == tuple(rows[place] for place in places)
    assert rows_at(record, columns, []) == ()
    assert rows_at(record, columns, [3, 3]) == (rows[3], rows[3])


def test_an_empty_record_has_columns(engine: Engine) -> None:
    """Of no length, on both databases, with an evidence of nothing."""
    with reading(engine) as session:
        columns = read_columns(session)
        assert len(columns) == 0
        assert not positions_kept(session, columns, EventFilter()).size
        assert len(columns.evidence(np.arange(0))) == 0
        assert same(patch_columns(session, columns, 0), columns)


def change_something(engine: Engine, rng: random.Random, slugs: list[str]) -> None:
    """Add an Event, change one, let one leave or come back, or merge two names; on few days, so that many tie."""
    slug = rng.choice(slugs) if slugs else None
    way = rng.choice(["add", "revise", "revise", "withdraw"]) if slug else "add"
    fields = {
        "date": rng.choice(["2021", "2021-07", "2021-07-04", "2021-07-05", "2022-05~"]),
        "date_text": "",
        "end": rng.choice([None, "..", "2023-01-02"]),
        "title": rng.choice(["B", "a", "乙", "Z"]) + str(rng.random()),
        "stance": rng.randint(-3, 3),
        "thread": rng.choice([None, "games", "didi", "ant", "b", "B2"]),
        "companies": rng.sample(["XD", "腾讯", "DiDi"], 2),
        "sectors": rng.sample(["gaming", "data"], 1),
        "sources": [{"url": f"https://example.org/{n}"} for n in range(rng.randint(1, 3))],
    }
    if way == "add":
        slugs.append(add_one(engine, f"{rng.choice('abz')}-{len(slugs)}", **fields))
        return
    with writing(engine) as session:
        version, document = current(session, slug)
        if way == "revise":
            revise_event(session, slug, make_draft(**fields), version=version, actor=ANN)
        else:
            step = Step.RESTORE if document["review_state"] == "withdrawn" else Step.WITHDRAW
            take_step(session, slug, step, version=version, actor=ANN)


def test_patched_columns_are_those_read_anew(engine: Engine) -> None:
    """After each of many random changes, on both databases, one by one and several at once."""
    rng = random.Random(7)
    slugs: list[str] = []
    with reading(engine) as session:
        columns = read_columns(session)
    for number in range(60):
        for _ in range(rng.choice([1, 1, 3])):
            change_something(engine, rng, slugs)
        if number == 40:
            with writing(engine) as session:
                merge_names(session, TermType.COMPANY, "DiDi", "XD", kept_version=1, gone_version=1, actor=ANN)
        with reading(engine) as session:
            columns = patch_columns(session, columns, columns.change)
            assert same(columns, read_columns(session))
            rows = list_events(session, EVERY_STATE)
            assert slugs_at(session, columns, np.arange(len(columns))) == tuple(row.slug for row in rows)
            assert columns.end.tolist() == ends_of(rows)
    assert {0, OPEN} < set(columns.end.tolist())


def test_columns_of_several_statements_are_one(record: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few Events a statement covers, the columns are the same."""
    whole = read_columns(record)
    monkeypatch.setattr("tracker.queries.columns._AT_ONCE", 7)
    assert same(read_columns(record), whole)


def test_many_changes_are_read_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where patching would cost more than reading, the columns are read, and are the same."""
    slugs: list[str] = []
    with reading(engine) as session:
        before = read_columns(session)
    for _ in range(5):
        change_something(engine, random.Random(len(slugs)), slugs)
    monkeypatch.setattr("tracker.queries.columns.MOST_PATCHED", 3)
    with reading(engine) as session:
        assert same(patch_columns(session, before, before.change), read_columns(session))


def test_events_of(record_events: tuple[EventRow, ...], record: Session) -> None:
    """Kinds that count, and by kind, are those of the rows."""
    columns = read_columns(record)
    positions = positions_kept(record, columns, EventFilter())
    assert columns.counted()[positions].tolist() == [event.kind.counts for event in record_events]
    for kind, own in columns.by_kind(positions).items():
        assert own.tolist() == [event.kind == kind for event in record_events]
