import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tracker.checks import CheckedEvent, Level, check_rows
from tracker.event.draft import EventDraft
from tracker.read_models import CodingRow, EventRow, SourceRow, TermRow
from tracker.vocabulary import Origin, Precision, Reach, ReviewState, Stance, TermType

EventMaker = Callable[..., CheckedEvent]

TODAY = dt.date(2026, 11, 25)
GAMING = TermRow(TermType.SECTOR, "gaming", "Games", "网络游戏")


def row_of(slug: str, draft: EventDraft) -> EventRow:
    """Return a draft as the database would give it back."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in EventDraft.model_fields if name != "sources"}
    sources = tuple(SourceRow(s.url, s.publisher, s.published_on, s.language, s.kind) for s in draft.sources)
    return EventRow(
        slug=slug,
        first_on=draft.when.start,
        last_on=draft.when.end,
        precision=Precision(draft.when.precision),
        approximate=draft.when.approximate,
        end_on=draft.end_on,
        review_state=ReviewState.ACCEPTED,
        origin=Origin.SEED,
        version=1,
        sources=sources,
        **values,
    )


@pytest.fixture
def row(make_event: EventMaker) -> EventRow:
    """Return a stored event without problems."""
    return row_of("a-rule", make_event(sectors=["gaming"], end="2022-06").draft)


def test_a_sound_record_has_no_problems(row: EventRow) -> None:
    """Rows that are valid, known and consistent give nothing."""
    coding = CodingRow("a-rule", "second", Stance.RESTRICTION, Reach.SECTOR, "")
    assert check_rows([row], [GAMING], [coding], today=TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"stance": 7}, "stance"),
        ({"end": "2021-01-01"}, "end"),
        ({"date": "not a date at all"}, "date"),
        ({"date_text": "17 May 2023"}, "date_text"),
        ({"date_text": "2021年5月"}, "date_text"),
        ({"end": "2022-08-01", "end_on": dt.date(2022, 8, 1), "end_text": "present"}, "end_text"),
        ({"sources": ()}, "sources"),
        ({"sources": (SourceRow("javascript:alert(1)", "", None, None, None),)}, "sources.0.url"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"first_on": dt.date(2022, 5, 16)}, "first_on"),
        ({"last_on": dt.date(2022, 5, 18)}, "last_on"),
        ({"precision": Precision.MONTH}, "precision"),
        ({"approximate": True}, "approximate"),
        ({"end_on": None}, "end_on"),
    ],
)
def test_a_damaged_row_is_an_error_at_its_field(row: EventRow, changes: dict[str, Any], field: str) -> None:
    """What could not have come in through a draft, and columns that no longer fit the date, are found."""
    damaged = replace(row, **changes)
    errors = [problem for problem in check_rows([damaged], [GAMING], today=TODAY) if problem.level == Level.ERROR]
    assert [(problem.place, problem.field) for problem in errors] == [(damaged.slug, field)]


def test_rows_are_checked_against_vocabularies_and_codings(row: EventRow) -> None:
    """An unknown sector, an unused one and a coding of nothing are found in one run, ordered by place."""
    other = TermRow(TermType.SECTOR, "cloud", "Cloud computing", None)
    coding = CodingRow("no-rule", "second", Stance.NEUTRAL, Reach.FIRM, "")
    problems = check_rows([row], [other], [coding], today=TODAY)
    assert [problem.place for problem in problems] == ["a-rule", "coding of no-rule", "sector cloud"]
