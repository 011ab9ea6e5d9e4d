"""A filter as commands, programs and requests give it: each value is read, or refused with what would be right."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from operator import index
from typing import Any

from tracker.cleaning import clean_level, clean_member
from tracker.errors import DateProblem, UnknownValue
from tracker.event.fields import FILTERED_NAMES
from tracker.filters import SEARCH_LENGTH, EventFilter, read_bound
from tracker.vocabulary import Kind, ReviewState, Stance, TermType

_COMMAS = frozenset(",;，、；")


@dataclass(frozen=True, slots=True)
class WayOfAsking:
    """How somebody gives a filter, for refusals that say what would be right.

    Attributes:
        several: how several values of one condition are given.
        listing: what lists the names that there are; a brace pair stands for the vocabulary.
        called: what conditions are called, where that is not by their own names.
    """

    several: str
    listing: str
    called: Mapping[str, str] = field(default_factory=dict)

    def hint_on(self, text: str) -> str:
        """Return a further sentence where a text may hold several values; else nothing."""
        return f" Several values are no list with commas: {self.several}." if _COMMAS & set(text) else ""

    def listed(self, term_type: TermType) -> str:
        """Say where the names of a vocabulary are listed."""
        return self.listing.format(term_type.value)


_OPTIONS = {"sectors": "sector", "agencies": "agency", "companies": "company", "kinds": "kind", "threads": "thread"}

OF_COMMANDS = WayOfAsking(
    "repeat the option",
    "tracker names lists what there is",
    {each.name: f"--{_OPTIONS.get(each.name, each.name).replace('_', '-')}" for each in fields(EventFilter)},
)
OF_PROGRAMS = WayOfAsking("give each as a text of its own", OF_COMMANDS.listing)
OF_REQUESTS = WayOfAsking("repeat the parameter", "/v1/names?type={} lists what there is")


def read_filter(given: Mapping[str, object], manner: WayOfAsking = OF_PROGRAMS) -> EventFilter:
    """Read the conditions of a filter; None, an empty text and an empty list are no condition.

    Whether the record holds a name is for ``queries.strict_filter`` to say.

    Raises:
        UnknownValue: for the first condition or value that is not known, or is of the wrong type.
        DateProblem: if a text is no date.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in _KNOWN:
            raise UnknownValue(f"“{name[:60]}” is no condition of a filter; one of: {', '.join(_KNOWN)}.")
        is_word = name in _WORDS
        read = partial(_members, members=_WORDS[name], manner=manner) if is_word else _READ[name]
        found = read_value(manner.called.get(name, name), value, read)
        if found not in (None, (), ""):
            values[name] = found
    return EventFilter(**values)


def read_value(called: str, value: object, read: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - one of several sorts
    """Read one value; None and an empty text give None.

    Args:
        called: what the value is called.
        value: what was given.
        read: reads it, and raises a ValueError or DateProblem where it cannot.

    Raises:
        UnknownValue, DateProblem: if it cannot be read; the message begins with what it is called.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return read(value)
    except DateProblem as problem:
        raise DateProblem(f"{called}: {problem}") from None
    except ValueError as problem:
        raise UnknownValue(f"{called}: {problem}") from None


def read_day(value: object, *, last: bool = False) -> dt.date | None:
    """Read a day: one itself, a text as people write it, or the number of a year.

    Args:
        value: what was given.
        last: whether a month or a year stands for its last day, else for its first.

    Raises:
        ValueError: if it is of another type.
        DateProblem: if the text cannot be read as a date.
    """
    year = _whole(value)
    if year is not None and 1000 <= year <= 9999:  # noqa: PLR2004 - so are years written
        value = str(year)
    if isinstance(value, str):
        return read_bound(value, last=last)
    if isinstance(value, dt.datetime) and value == value:  # noqa: PLR0124 - pandas' "no time" equals nothing
        return value.date()
    if type(value) is dt.date:
        return value
    raise ValueError(f"This has to be a day, or a text such as “2021-07”, or a year; it is {_shown(value)}.")


def read_number(value: object, *, whole: bool = False) -> Any:  # noqa: ANN401 - a whole number, or any
    """Read a number that a program gave; texts and booleans are none.

    Raises:
        ValueError: if it is none.
    """
    number = _whole(value)
    if number is not None:
        return number
    if whole or isinstance(value, bool) or not hasattr(value, "__float__"):
        raise ValueError(f"This has to be a {'whole ' * whole}number; it is {_shown(value)}.")
    return float(value)


def read_text(value: object) -> str:
    """Take a text.

    Raises:
        ValueError: if it is none.
    """
    if not isinstance(value, str):
        raise ValueError(f"This has to be a text; it is {_shown(value)}.")  # noqa: TRY004 - told with its name
    return value


def _whole(value: object) -> int | None:
    """Return a whole number that a program gave, one of NumPy's too; None for all else, and for booleans."""
    try:
        return None if isinstance(value, bool) else index(value)  # type: ignore[arg-type]
    except TypeError:
        return None


def _shown(value: object) -> str:
    return f"{str(value)[:60]} ({type(value).__name__})" if value is not None else "None"


def _level(value: object) -> int:
    number = _whole(value)
    return clean_level(value if number is None else number, low=min(Stance), high=max(Stance))


def _search(value: object) -> str:
    text = " ".join(read_text(value).split())
    if len(text) > SEARCH_LENGTH:
        raise ValueError(f"This may have at most {SEARCH_LENGTH} characters; it has {len(text):,}.")
    return text


def _texts(value: object) -> tuple[str, ...]:
    several = value if isinstance(value, Iterable) and not isinstance(value, str | bytes) else (value,)
    return tuple(dict.fromkeys(text for each in several if (text := read_text(each)).strip()))


def _members(value: object, members: type[Kind | ReviewState], manner: WayOfAsking) -> tuple[Kind | ReviewState, ...]:
    found = []
    for text in _texts(value):
        try:
            found.append(clean_member(text, members))
        except ValueError as problem:
            raise ValueError(f"{problem}{manner.hint_on(text)}") from None
    return tuple(dict.fromkeys(found))


_WORDS: Mapping[str, type[Kind | ReviewState]] = {"kinds": Kind, "states": ReviewState}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "since": read_day,
    "until": partial(read_day, last=True),
    **dict.fromkeys(FILTERED_NAMES, _texts),
    "stance_min": _level,
    "stance_max": _level,
    "search": _search,
}
_KNOWN = tuple(each.name for each in fields(EventFilter))
