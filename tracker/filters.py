"""What part of the record a reader looks at. One value for screens, commands, exports and links."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

from tracker.cleaning import xml_text
from tracker.errors import DateProblem
from tracker.event.fields import FILTERED_NAMES, NAME_LISTS
from tracker.read_models import EventRow
from tracker.searching import fold_search
from tracker.vocabulary import Kind, ReviewState, Stance, TermType
from tracker.wording import listed

ACCEPTED_ONLY = (ReviewState.ACCEPTED,)
SHOWN_STATES = (ReviewState.ACCEPTED, ReviewState.DRAFT, ReviewState.DISPUTED)
"""What a reader can ask for; what was withdrawn or rejected has left the record."""

SEARCH_LENGTH = 200
"""So many characters of a search are looked for; longer ones are pasted by mistake."""


SHOWING = frozenset({"event", "embed", "embed_options", "years", "show", "order"})
"""What the timeline's address holds beside the filter: how it is shown, which filters nothing."""


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
    def of_index(self) -> "EventFilter":
        """The filter of what the index is made of: the accepted record of all times, whatever period is looked at.

        The period is a window on the line, not a choice of evidence: what lies before it is still in memory.
        """
        return replace(self, since=None, until=None, states=ACCEPTED_ONLY)

    @property
    def is_one_sided(self) -> bool:
        """Whether only some stances are kept, of which no index can tell a direction."""
        return self.stance_min is not None or self.stance_max is not None

    @property
    def has_period(self) -> bool:
        """Whether a first or a last day is set."""
        return self.since is not None or self.until is not None

    def keeps(self, event: EventRow) -> bool:
        """Tell whether an Event holds all conditions but the search, which looks into names as well."""
        return (
            (not self.states or event.review_state in self.states)
            and self.reaches(event.first_on, event.last_on)
            and (not self.kinds or event.kind in self.kinds)
            and (self.stance_min is None or event.stance >= self.stance_min)
            and (self.stance_max is None or event.stance <= self.stance_max)
            and (not self.threads or event.thread in self.threads)
            and all(
                not wanted or not wanted.isdisjoint(getattr(event, field))
                for field, wanted in ((field, frozenset(getattr(self, field))) for field in NAME_LISTS)
            )
        )

    def reaches(self, first_on: dt.date, last_on: dt.date) -> bool:
        """Tell whether a date that can be any of these days can lie in the period."""
        return (self.since is None or last_on >= self.since) and (self.until is None or first_on <= self.until)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are searched, as texts are compared; signs that cannot be shown separate words like blanks."""
        shown = (sign if sign.isprintable() else " " for sign in fold_search(self.search[:SEARCH_LENGTH]))
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


def read_bound(text: str, *, last: bool) -> dt.date | None:
    """Read a limit of a period: a month or a year stands for its first day, or for its last; None is no limit.

    Raises:
        DateProblem: if the text cannot be read as a date.
    """
    from tracker.dates import parse_one

    read = parse_one(text)
    return read.end if last else read.start


def from_params(params: Mapping[str, Sequence[str]]) -> FilterReading:
    """Read a filter from URL parameters; what cannot be read is dropped with a note, never an error.

    Whether a sector, agency, company, person or thread exists is for the record to say (``queries.known_filter``).
    """
    notes: list[str] = []
    values: dict[str, Any] = {
        name: tuple(text for text in params.get(name, ()) if text.strip()) for name in FILTERED_NAMES
    }
    for name, last in (("since", False), ("until", True)):
        _read_one(params, name, partial(read_bound, last=last), values, notes)
    for name in ("stance_min", "stance_max"):
        _read_one(params, name, _stance, values, notes)
    for name, members in (("kinds", list(Kind)), ("states", SHOWN_STATES)):
        by_text = {str(member): member for member in members}
        texts = params.get(name, ())
        notes += [dropped(name, text) for text in texts if text not in by_text]
        # In the order in which they were chosen, as the boxes showed them when the address was made.
        if known := tuple(dict.fromkeys(by_text[text] for text in texts if text in by_text)):
            values[name] = known
    search = " ".join(" ".join(params.get("search", ())).split())
    if len(search) > SEARCH_LENGTH:
        notes.append(f"The search was cut after {SEARCH_LENGTH} characters.")
    values["search"] = search[:SEARCH_LENGTH].rstrip()
    return FilterReading(EventFilter(**values), tuple(notes))


def _read_one(
    params: Mapping[str, Sequence[str]],
    name: str,
    read: Callable[[str], object],
    values: dict[str, Any],
    notes: list[str],
) -> None:
    texts = params.get(name, ())
    for text in texts[:1]:
        try:
            values[name] = read(text)
        except (ValueError, DateProblem):
            notes.append(dropped(name, text))
    notes += [beside(name, text) for text in texts[1:]]


def _stance(text: str) -> int:
    value = int(text)
    if not -3 <= value <= 3:  # noqa: PLR2004 - the stance scale
        raise ValueError(text)
    return value


def beside(name: str, text: str) -> str:
    """Say that a value of an address was left out because it stands beside another where one is taken."""
    return f"“{text[:60]}” stands beside another value for {name.replace('_', ' ')} and was left out."


def dropped(name: str, text: str) -> str:
    """Say that a value of an address was left out because it makes no sense there."""
    return f"“{text[:60]}” is not a known value for {name.replace('_', ' ')} and was left out."


def filter_words(chosen: EventFilter, names: Mapping[TermType, Mapping[str, str]], *, period: bool = True) -> str:
    """Say a filter in words, as headings, pictures and file names do: ``DiDi, Enforcement, 2021``.

    Args:
        chosen: the filter.
        names: the names of each vocabulary by key; a key without a name stands for itself.
        period: whether the period is told as well.

    Returns:
        The words; nothing where there is nothing to tell.
    """
    parts = [
        listed([names.get(term_type, {}).get(key, key) for key in getattr(chosen, field)], "or")
        for field, term_type in FILTERED_NAMES.items()
    ]
    parts.append(listed([kind.label for kind in chosen.kinds], "or"))
    parts.append(_stances_in_words(chosen))
    parts.append(f"“{search}”" if (search := xml_text(chosen.search)) else "")
    if chosen.states != ACCEPTED_ONLY:
        parts.append(f"{listed(list(chosen.states), 'or')} in review")
    if period:
        parts.append(period_words(chosen.since, chosen.until))
    return ", ".join(filter(None, parts))


def _stances_in_words(chosen: EventFilter) -> str:
    if chosen.stance_min is None and chosen.stance_max is None:
        return ""
    low, high = (
        Stance.SEVERE if chosen.stance_min is None else Stance(chosen.stance_min),
        Stance.OPENING if chosen.stance_max is None else Stance(chosen.stance_max),
    )
    return f"stance {low.signed}" if low == high else f"stance {low.signed} to {high.signed}"


def period_words(since: dt.date | None, until: dt.date | None) -> str:
    """Say a period in words, whole months and years by their names: ``November 2020 to March 2022``, ``2021``."""
    beyond = until + dt.timedelta(days=1) if until else None
    form = "%Y-%m" if all(day is None or day.day == 1 for day in (since, beyond)) else "%Y-%m-%d"
    if since and beyond and since.replace(month=1, day=1) == since and beyond.replace(month=1, day=1) == beyond:
        form = "%Y"
    first, last = _day_in_words(since, form), _day_in_words(until, form)
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"to the end of {last}" if last and form == "%Y-%m" else last and f"to {last}"


def _day_in_words(day: dt.date | None, form: str) -> str:
    from tracker.dates import describe

    return describe(day.strftime(form)) if day else ""


def filter_parts(
    chosen: EventFilter, names: Mapping[TermType, Mapping[str, str]], *, period: bool = False
) -> tuple[str, ...]:
    """Say what a filter keeps, part by part, such as ``Company: DiDi``.

    Args:
        chosen: the filter.
        names: the names of each vocabulary by key; a key without a name stands for itself.
        period: whether the period is told as well, last.
    """
    parts = [
        *(
            (term_type.label, [names.get(term_type, {}).get(key, key) for key in getattr(chosen, field)])
            for field, term_type in FILTERED_NAMES.items()
        ),
        ("Kind", [kind.label for kind in chosen.kinds]),
        ("Stance", [_stances_in_words(chosen).removeprefix("stance ")]),
        ("Review", [] if chosen.states == ACCEPTED_ONLY else [state.value for state in chosen.states]),
        ("Search", [xml_text(chosen.search)]),
        ("Period", [period_words(chosen.since, chosen.until)] if period else []),
    ]
    return tuple(f"{label}: {', '.join(values)}" for label, values in parts if any(values))
