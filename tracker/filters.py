"""What part of the record a reader looks at. One value for screens, commands, exports and links."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from tracker.cleaning import fold_text
from tracker.vocabulary import Kind, ReviewState

ACCEPTED_ONLY = (ReviewState.ACCEPTED,)

SEARCH_LENGTH = 200
"""So many characters of a search are looked for; longer ones are pasted by mistake."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that all have to hold; several values of one condition are alternatives.

    ``since`` and ``until`` (inclusive) keep Events whose date can lie in the period. ``search`` keeps Events that
    hold every word of it in a title, summary, name or Chinese text. ``states`` are review states.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    sectors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    threads: tuple[str, ...] = ()
    stance_min: int | None = None
    stance_max: int | None = None
    search: str = ""
    states: tuple[ReviewState, ...] = ACCEPTED_ONLY

    @property
    def is_empty(self) -> bool:
        """Whether the filter keeps the whole accepted record."""
        return self == EventFilter()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are searched, as texts are compared; signs that cannot be shown separate words like blanks."""
        shown = (sign if sign.isprintable() else " " for sign in fold_text(self.search[:SEARCH_LENGTH]))
        return tuple("".join(shown).split())

    def to_params(self) -> dict[str, list[str]]:
        """Write the conditions that are set as URL parameters; ``from_params`` reads them back."""
        params: dict[str, list[str]] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value == each.default:
                continue
            params[each.name] = [str(part) for part in value] if isinstance(value, tuple) else [str(value)]
        return params


@dataclass(frozen=True, slots=True)
class FilterReading:
    """A filter read from outside, with a note for each part that was dropped because it made no sense."""

    filter: EventFilter
    notes: tuple[str, ...] = field(default=())


_LISTS = ("sectors", "agencies", "companies", "people", "threads")


def from_params(params: Mapping[str, Sequence[str]]) -> FilterReading:
    """Read a filter from URL parameters; what cannot be read is dropped with a note, never an error.

    Whether a sector, agency, company, person or thread exists is for the record to say (``queries.known_filter``).
    """
    notes: list[str] = []
    values: dict[str, Any] = {name: tuple(text for text in params.get(name, ()) if text.strip()) for name in _LISTS}
    for name, read in (("since", dt.date.fromisoformat), ("until", dt.date.fromisoformat)):
        _read_one(params, name, read, values, notes)
    for name in ("stance_min", "stance_max"):
        _read_one(params, name, _stance, values, notes)
    for name, member in (("kinds", Kind), ("states", ReviewState)):
        known = [text for text in params.get(name, ()) if text in list(member)]
        notes += [_dropped(name, text) for text in params.get(name, ()) if text not in known]
        if known:
            values[name] = tuple(member(text) for text in known)
    search = " ".join(" ".join(params.get("search", ())).split())
    values["search"] = search[:SEARCH_LENGTH].rstrip()
    return FilterReading(EventFilter(**values), tuple(notes))


def _read_one(
    params: Mapping[str, Sequence[str]],
    name: str,
    read: Callable[[str], object],
    values: dict[str, Any],
    notes: list[str],
) -> None:
    for text in params.get(name, ())[:1]:
        try:
            values[name] = read(text)
        except ValueError:
            notes.append(_dropped(name, text))


def _stance(text: str) -> int:
    value = int(text)
    if not -3 <= value <= 3:  # noqa: PLR2004 - the stance scale
        raise ValueError(text)
    return value


def _dropped(name: str, text: str) -> str:
    return f"“{text[:60]}” is not a known value for {name.replace('_', ' ')} and was left out."
