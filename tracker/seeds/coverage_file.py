"""The file of counts by others that the record is compared with: read, written in its canonical form, and checked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.checks import CheckedEvent, Problem
from tracker.cleaning import clean_text
from tracker.event.fields import REASON_LENGTH
from tracker.filters import EventFilter, from_params
from tracker.seeds.parsing import parse_entries, read_date, read_name, read_slug, read_url

COVERAGE_FILE = "coverage.toml"

_MOST = 10_000_000
_FILTER_FIELDS = ("since", "until", "sectors", "agencies", "companies", "kinds", "threads", "stance_min", "stance_max")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A count by somebody else, where it can be read, and what of the record stands beside it.

    Attributes:
        key: names the row for good.
        what: what was counted.
        unit: one of what is counted, in the plural.
        count: how many.
        by: who counted.
        url: the page that says so.
        publisher: of the page.
        published_on: EDTF; None where the page does not say.
        read_on: the day on which the page was read.
        note: what to keep in mind when both are compared.
        events: slugs of the Events that stand beside it; empty where a filter says which.
        chosen: the filter that keeps them.
    """

    key: str
    what: str
    unit: str
    count: int
    by: str
    url: str
    publisher: str
    published_on: str | None
    read_on: str
    note: str
    events: tuple[str, ...] = ()
    chosen: EventFilter | None = None


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise ValueError(f"This has to be a whole number from 0 to {_MOST:,}.")
    return value


def _optional_date(value: object) -> str | None:
    return None if value is None else read_date(value)


def _events(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError("This has to be a list of slugs.")  # noqa: TRY004 - the reader collects ValueError
    return tuple(read_slug(each) for each in value)


def _filter(value: object) -> EventFilter | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not value or set(value) - set(_FILTER_FIELDS):
        raise ValueError(f"This has to be a table with some of: {', '.join(_FILTER_FIELDS)}.")
    params = {
        name: [str(each) for each in (part if isinstance(part, list) else [part])] for name, part in value.items()
    }
    found = from_params(params)
    if found.notes:
        raise ValueError(" ".join(found.notes))
    return found.filter


_READERS = {
    "key": read_slug,
    "what": read_name,
    "unit": read_name,
    "count": _count,
    "by": read_name,
    "url": read_url,
    "publisher": read_name,
    "published_on": _optional_date,
    "read_on": read_date,
    "note": lambda value: clean_text(value, most=REASON_LENGTH),
    "events": _events,
    "filter": _filter,
}


def parse_coverage_text(text: str) -> tuple[CoverageRow, ...]:
    """Read the text of the file."""
    rows = []
    for values in parse_entries(text, "coverage", _READERS):
        chosen = values.pop("filter")
        rows.append(CoverageRow(**values, chosen=chosen))
    return tuple(rows)


def render_coverage(rows: Iterable[CoverageRow]) -> str:
    """Write the rows as the text of their file, ordered by key."""
    import tomlkit

    return tomlkit.dumps({"coverage": [_plain(row) for row in sorted(rows, key=lambda row: row.key)]})


def _plain(row: CoverageRow) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _READERS if name not in {"events", "filter"}}
    plain |= {"events": list(row.events)} if row.events else {}
    plain |= {"filter": _plain_filter(row.chosen)} if row.chosen else {}
    return {name: value for name, value in plain.items() if value not in (None, "")}


def _plain_filter(chosen: EventFilter) -> dict[str, Any]:
    params = chosen.to_params()
    plain: dict[str, Any] = {}
    for name in _FILTER_FIELDS:
        if name in params:
            value = getattr(chosen, name)
            plain[name] = (
                params[name] if isinstance(value, tuple) else value if isinstance(value, int) else params[name][0]
            )
    return plain


def wrong_coverage(rows: Sequence[CoverageRow], events: Sequence[CheckedEvent]) -> Iterator[Problem]:
    """Report keys that stand twice, names and Events that are not there, and rows without one thing beside them."""
    known, seen = {event.slug for event in events}, set()
    used = _names_in_use(events)
    for number, row in enumerate(rows, start=1):
        place = f"entry {number}."
        if row.key in seen:
            yield Problem(COVERAGE_FILE, place + "key", f"The key {row.key} stands here twice.")
        seen.add(row.key)
        if bool(row.events) == (row.chosen is not None):
            yield Problem(COVERAGE_FILE, place + "events", "Name events or give a filter; one of the two.")
        for slug in row.events:
            if slug not in known:
                yield Problem(COVERAGE_FILE, place + "events", f"There is no event with the slug {slug}.")
        for name, keys in used.items():
            for key in getattr(row.chosen, name, ()):
                if key not in keys:
                    yield Problem(COVERAGE_FILE, place + "filter", f"No event has {key} among its {name}.")


def _names_in_use(events: Sequence[CheckedEvent]) -> dict[str, set[str]]:
    names = {
        name: {key for event in events for key in getattr(event.draft, name)}
        for name in ("sectors", "agencies", "companies")
    }
    return names | {"threads": {event.draft.thread for event in events if event.draft.thread}}
