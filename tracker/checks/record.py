"""The checks as they are run: on one draft, on Events with their vocabularies, and on the rows of a database."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.checks.events import CheckedEvent, rules_of_all_events, rules_of_one_event, terms_of
from tracker.checks.problems import Problem, in_reading_order, run_rules
from tracker.checks.terms import StrayCoding, check_terms
from tracker.drafts import EVENT_FIELDS, SOURCE_FIELDS, EventDraft, parse_event
from tracker.errors import InvalidDraft
from tracker.invisible import invisible_notes
from tracker.rows import CodingRow, EventRow, TermRow
from tracker.slugs import is_slug


def check_draft(draft: EventDraft, *, today: dt.date, place: str = "") -> tuple[Problem, ...]:
    """Return what a person should look at before one draft is saved. New names are not a problem here."""
    return tuple(run_rules(rules_of_one_event(today), (CheckedEvent(place, place, draft),)))


def check_events(
    events: Iterable[CheckedEvent],
    terms: Iterable[TermRow],
    codings: Iterable[CodingRow] = (),
    *,
    today: dt.date,
    asking: bool = False,
) -> Iterator[Problem]:
    """Yield the problems of valid Events, their vocabularies and their codings.

    Args:
        events: valid Events.
        terms: the entries of all vocabularies.
        codings: the codings of further coders.
        today: the day that counts as the present.
        asking: what is doubtful about one Event by itself is a warning and no error.
    """
    events, terms = tuple(events), tuple(terms)
    yield from run_rules(rules_of_all_events(terms, today, asking=asking), events)
    yield from check_terms(terms, {(kind, key) for event in events for _, kind, key in terms_of(event.draft)})
    yield from run_rules((StrayCoding(event.slug for event in events),), codings)


def check_rows(
    rows: Iterable[EventRow], terms: Iterable[TermRow], codings: Iterable[CodingRow] = (), *, today: dt.date
) -> tuple[Problem, ...]:
    """Return the problems of a stored record. What the program took in is doubtful at most, so that is a warning.

    Args:
        rows: Events in every review state.
        terms: the entries of all vocabularies.
        codings: the codings of further coders.
        today: the day that counts as the present.
    """
    problems: list[Problem] = []
    events = [event for row in rows if (event := _read_row(row, problems))]
    problems += check_events(events, terms, codings, today=today, asking=True)
    return in_reading_order(problems)


def _read_row(row: EventRow, problems: list[Problem]) -> CheckedEvent | None:
    """Validate a stored Event as if it came from outside; what fails is noted and looked at no further."""
    if not is_slug(row.slug):
        problems.append(Problem(row.slug, "slug", "A slug is lower-case letters and digits, joined by single hyphens."))
    try:
        draft = parse_event(_plain_row(row))
    except InvalidDraft as found:
        problems += [Problem(row.slug, field, message) for field, message in found.problems.items()]
        return None
    problems += _derived_problems(row, draft)
    problems += _invisible_problems(row.slug, _plain_row(row))
    return CheckedEvent(row.slug, row.slug, draft)


def _invisible_problems(place: str, values: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what nobody sees in texts of the record that were stored before it was taken out on entry."""
    for note in invisible_notes(values):
        yield Problem(
            place, "", f"{note.replace('were taken out of', 'stand in')} Edit and save it; that takes them out."
        )


def _plain_row(row: EventRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in EVENT_FIELDS}
    values["sources"] = [{name: getattr(source, name) for name in SOURCE_FIELDS} for source in row.sources]
    return values


def _derived_problems(row: EventRow, draft: EventDraft) -> Iterator[Problem]:
    """Compare the columns that are derived from the date and the end with what these say."""
    derived = {
        "first_on": draft.when.start,
        "last_on": draft.last_on,
        "precision": draft.when.precision,
        "approximate": draft.when.approximate,
        "end_on": draft.end_on,
    }
    for field, value in derived.items():
        if getattr(row, field) != value:
            message = f"The stored value is {getattr(row, field)}, but the date says {value}; rebuild the tables."
            yield Problem(row.slug, field, message)
