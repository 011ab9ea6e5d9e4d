"""Rules about the vocabularies and about the codings of further coders."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.checks.eras import check_eras
from tracker.checks.events import CheckedEvent, rules_of_all_events, terms_of
from tracker.checks.prices import PriceAsEvent, PriceInReason
from tracker.checks.problems import Level, Problem, Rule, in_reading_order, run_rules
from tracker.cleaning import fold_text, invisible_in
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.event.labels import invisible_notes
from tracker.naming import SLUG_TYPES, forms_of, names_of
from tracker.read_models import CodingRow, EraRow, EventRow, TermRow
from tracker.slugs import is_slug
from tracker.vocabulary import TermType


def place_of_term(term: TermRow) -> str:
    """Name an entry in a problem's place."""
    return f"{term.type} {term.key}"


class DuplicateTerm(Rule[TermRow]):
    """A key stands once in its vocabulary, whatever the letters' case."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[tuple[TermType, str]] = set()

    def feed(self, term: TermRow, /) -> None:
        """Report a key that was seen before."""
        found = (term.type, fold_text(term.key))
        if found in self._seen:
            self.report(place_of_term(term), "key", "This key stands twice in its vocabulary; keep one entry.")
        self._seen.add(found)


class ClashingName(Rule[TermRow]):
    """No two entries of one vocabulary share a name, so that every name leads to one of them."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[tuple[TermType, str], str] = {}

    def feed(self, term: TermRow, /) -> None:
        """Report each name, Chinese name, alias or ticker that another entry has already."""
        for field, name in names_of(term):
            # A key is compared as it is written; it may be made of another name's letters.
            forms = forms_of(name)[:1] if field == "key" else forms_of(name)
            owners = [self._owners.setdefault((term.type, form), term.key) for form in forms]
            if other := next((owner for owner in owners if fold_text(owner) != fold_text(term.key)), None):
                self.report(place_of_term(term), field, f"“{name}” is a name of {other} as well; keep it with one.")


class PlainKey(Rule[TermRow]):
    """Sectors and threads stand in links, so their keys are slugs."""

    def feed(self, term: TermRow, /) -> None:
        """Report a key with anything but lower-case letters, digits and single hyphens."""
        if term.type in SLUG_TYPES and not is_slug(term.key):
            message = (
                "A key of a sector or thread is lower-case letters and digits, joined by single hyphens. In a database "
                "call it otherwise in one event, which makes a new entry, and merge this one into that: tracker "
                "merge-names."
            )
            self.report(place_of_term(term), "key", message)


class InvisibleName(Rule[TermRow]):
    """A name holds only what is seen; two that look the same would be two entries."""

    def feed(self, term: TermRow, /) -> None:
        """Report what was stored before it was taken out on entry."""
        for field, name in names_of(term):
            if signs := invisible_in(name):
                self.report(place_of_term(term), field, f"This holds invisible characters: {', '.join(signs)}.")


class UnusedTerm(Rule[TermRow]):
    """Every entry is used by an Event; one that is not may be a slip of the pen."""

    level = Level.WARNING

    def __init__(self, used: Iterable[tuple[TermType, str]]) -> None:
        super().__init__()
        self._used = frozenset(used)

    def feed(self, term: TermRow, /) -> None:
        """Report an entry that no Event names."""
        if (term.type, term.key) not in self._used:
            self.report(place_of_term(term), "key", "No event uses this entry; use it or remove it.")


class StrayCoding(Rule[CodingRow]):
    """A coding belongs to an Event of the record, and a coder codes an Event once."""

    def __init__(self, slugs: Iterable[str]) -> None:
        super().__init__()
        self._slugs = frozenset(slugs)
        self._seen: set[tuple[str, str]] = set()

    def feed(self, coding: CodingRow, /) -> None:
        """Report a coding of an unknown Event, and a second one by the same coder."""
        place = f"coding of {coding.slug}"
        if coding.slug not in self._slugs:
            self.report(place, "slug", "The record holds no event with this slug.")
        if (coding.slug, coding.coder) in self._seen:
            self.report(place, "coder", f"The coder {coding.coder} has coded this event already; keep one line.")
        self._seen.add((coding.slug, coding.coder))


def check_terms(terms: Iterable[TermRow], used: Iterable[tuple[TermType, str]]) -> Iterator[Problem]:
    """Yield the problems of the vocabularies, given which keys Events use."""
    yield from run_rules((DuplicateTerm(), ClashingName(), PlainKey(), InvisibleName(), UnusedTerm(used)), terms)


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
    terms = tuple(terms)
    slugs: set[str] = set()
    used: set[tuple[TermType, str]] = set()

    def noted() -> Iterator[CheckedEvent]:
        """Pass the Events on one by one, and keep of them what the other rules ask for."""
        for event in events:
            slugs.add(event.slug)
            used.update((kind, key) for _, kind, key in terms_of(event.draft))
            yield event

    rules = (*rules_of_all_events(terms, today, asking=asking), PriceAsEvent(), PriceInReason())
    yield from run_rules(rules, noted())
    yield from check_terms(terms, used)
    yield from run_rules((StrayCoding(slugs),), codings)


def check_rows(
    rows: Iterable[EventRow],
    terms: Iterable[TermRow],
    codings: Iterable[CodingRow] = (),
    eras: Iterable[EraRow] = (),
    *,
    today: dt.date,
) -> tuple[Problem, ...]:
    """Return the problems of a stored record. What the program took in is doubtful at most, so that is a warning.

    Args:
        rows: Events in every review state.
        terms: the entries of all vocabularies.
        codings: the codings of further coders.
        eras: named stretches of time.
        today: the day that counts as the present.
    """
    unread: list[Problem] = []
    events = (event for row in rows if (event := _read_row(row, unread)))
    problems = [*check_events(events, terms, codings, today=today, asking=True), *check_eras(eras)]
    return in_reading_order([*unread, *problems])


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
