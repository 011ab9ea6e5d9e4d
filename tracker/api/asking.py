"""What a request asks for: the filter of the page's address, how many, and from where on."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.errors import UnknownValue
from tracker.event.fields import FILTERED_NAMES
from tracker.filters import ACCEPTED_ONLY, SEARCH_LENGTH, SHOWING, EventFilter
from tracker.typed_filter import OF_REQUESTS, read_filter
from tracker.vocabulary import Kind, TermType

USUAL_LIMIT = 100
LONGEST_PAGE = 500
"""So many entries an answer holds at most."""

LAST_NUMBER = 2**31 - 1
"""The greatest number of a change that a database takes."""

_LONGEST_CURSOR = 1000

ParameterWords = Mapping[str, Any]


def _several(what: str) -> ParameterWords:
    said = f"{what}; may stand several times, of which one has to fit."
    return {"description": said, "schema": {"type": "array", "items": {"type": "string"}}}


def _one(what: str, **schema: object) -> ParameterWords:
    return {"description": what, "schema": {"type": "string", **schema}}


_STANCE = {"type": "integer", "minimum": -3, "maximum": 3}

FILTER_PARAMETERS: Mapping[str, ParameterWords] = {
    "since": _one("Only events whose date can lie on or after this day; a month or a year is its first day."),
    "until": _one("Only events whose date can lie on or before this day; a month or a year is its last day."),
    **{name: _several(f"Only events with one of these {name}, by key or by any name") for name in FILTERED_NAMES},
    "kinds": {
        "description": "Only events of one of these kinds.",
        "schema": {"type": "array", "items": {"enum": [kind.value for kind in Kind]}},
    },
    "stance_min": _one("Only events of at least this stance.", **_STANCE),
    "stance_max": _one("Only events of at most this stance.", **_STANCE),
    "search": _one(
        "Only events that hold every one of these words, in any language, also inside of longer words: AI is found in "
        "Shanghai.",
        maxLength=SEARCH_LENGTH,
    ),
    "states": {
        "description": "As in the page's address; what is not accepted is never given out.",
        "schema": {"type": "array", "items": {"enum": [state.value for state in ACCEPTED_ONLY]}},
    },
}
"""The parameters of the filter, called as in the address of a page."""

PAGE_PARAMETERS: Mapping[str, ParameterWords] = {
    "limit": _one("How many at most.", type="integer", minimum=1, maximum=LONGEST_PAGE, default=USUAL_LIMIT),
    "cursor": _one("Where to read on: the `next` of the answer before."),
}
"""The parameters of every list."""

NAMES_PARAMETERS: Mapping[str, ParameterWords] = {
    "type": _one("Only this vocabulary.", enum=[each.value for each in TermType])
}
CHANGES_PARAMETERS: Mapping[str, ParameterWords] = {
    "after": _one("Only changes with a greater number.", type="integer", minimum=0, maximum=LAST_NUMBER)
}
_SINGLE = {"since", "until", "stance_min", "stance_max", *PAGE_PARAMETERS, *NAMES_PARAMETERS, *CHANGES_PARAMETERS}


@dataclass(frozen=True, slots=True)
class FoundState:
    """The state of the record in which an answer finds it.

    Attributes:
        record: names the state of its content, with the number of its latest change before a hyphen.
        tables: the mark on its tables, another one after they were written anew.
    """

    record: str = "0"
    tables: int = 0

    @property
    def change(self) -> int:
        """The number of the latest change; 0 for an empty record."""
        return int(self.record.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for.

    Attributes:
        chosen: the filter as it was written; the record's own keys come later.
        limit: how many entries at most.
        cursor: the place after which the list goes on; None for its beginning.
        vocabulary: the one vocabulary of names; None for all.
        after: the change after which changes are told.
        slug: the event that is asked for by name.
        state: that of the record, which comes later as well.
    """

    chosen: EventFilter = field(default_factory=EventFilter)
    limit: int = USUAL_LIMIT
    cursor: tuple[Any, ...] | None = None
    vocabulary: TermType | None = None
    after: int = 0
    slug: str = ""
    state: FoundState = FoundState()


def read_wanted(
    params: Mapping[str, Sequence[str]], known: Sequence[str], cursor: Sequence[type], slug: str = ""
) -> Wanted:
    """Read the parameters of a request.

    Args:
        params: its parameters.
        known: the names that it may have.
        cursor: what a cursor of this list is made of.
        slug: the event that its path names.

    Raises:
        UnknownValue: with one sentence, for the first of them that makes no sense.
    """
    # What stands in the address of the timeline beside its filter may be taken along.
    params = {name: values for name, values in params.items() if name in known or name not in SHOWING}
    for name, values in params.items():
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UnknownValue(f"This address has no parameter “{name[:60]}”; leave it out: {takes}.")
        if name in _SINGLE and len(values) > 1:
            raise UnknownValue(f"There is more than one value for {name}.")
    single = {name: values[0] for name, values in params.items()}
    return Wanted(
        _filter(params),
        _number("limit", single, USUAL_LIMIT, 1, LONGEST_PAGE),
        _read_cursor(single["cursor"], cursor) if "cursor" in single else None,
        _vocabulary(single.get("type")),
        _number("after", single, 0, 0, LAST_NUMBER),
        slug,
    )


def _filter(params: Mapping[str, Sequence[str]]) -> EventFilter:
    given: dict[str, object] = {name: values for name, values in params.items() if name in FILTER_PARAMETERS}
    given |= {name: params[name][0] for name in _SINGLE & given.keys()}
    if "search" in given:
        given["search"] = " ".join(params["search"])
    chosen = read_filter(given, OF_REQUESTS)
    if chosen.states != ACCEPTED_ONLY:
        raise UnknownValue("Only accepted events are given out; leave “states” away.")
    return chosen


def _number(name: str, single: Mapping[str, str], usual: int, least: int, most: int) -> int:
    text = single.get(name)
    if text is None:
        return usual
    # Longer texts are no such number, and take long to read.
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_NUMBER)) and least <= int(text) <= most):
        raise UnknownValue(f"{name} has to be a whole number from {least} to {most:,}.")
    return int(text)


def _vocabulary(text: str | None) -> TermType | None:
    if text is None:
        return None
    if text not in list(TermType):
        raise UnknownValue(f"“{text[:60]}” is no vocabulary; one of: {', '.join(TermType)}.")
    return TermType(text)


def written_cursor(*place: str | int) -> str:
    """Write the place of a list's entry as what a request hands back to read on."""
    text = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _read_cursor(text: str, parts: Sequence[type]) -> tuple[Any, ...]:
    """Read such a place.

    Raises:
        UnknownValue: if this list gave none such.
    """
    refusal = UnknownValue("This cursor is none that this list gave; begin without one.")
    if not text.isascii() or len(text) > _LONGEST_CURSOR:
        raise refusal
    try:
        place = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise refusal from None
    is_list = isinstance(place, list) and [type(part) for part in place] == list(parts)
    if not is_list or any(not _fits(part) for part in place):
        raise refusal
    return tuple(place)


def _fits(part: str | int) -> bool:
    """Tell whether a database takes a part of a cursor."""
    return 0 <= part <= LAST_NUMBER if isinstance(part, int) else part.isprintable()
