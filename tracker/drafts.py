"""Validated input that is not yet stored. Forms, commands, files, seeds and articles all go through these drafts.

``parse_event`` reports every problem at its field in one go; a draft that exists may be stored as it is.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from tracker.addresses import ADDRESS_LENGTH, address_problem
from tracker.cleaning import NAME_LENGTH, clean_language, clean_level, clean_member, clean_names, clean_text
from tracker.date_words import check_words
from tracker.dates import PartialDate, from_edtf, is_still_going, parse_one
from tracker.errors import DateProblem, InvalidDraft
from tracker.read_models import OPEN_END
from tracker.remembering import KEPT, kept, remembered
from tracker.vocabulary import Certainty, Kind, Reach, SourceKind, Stance

TITLE_LENGTH = 300
REASON_LENGTH = 1000
TEXT_LENGTH = 5000
MOST_SOURCES = 100


class _Draft(BaseModel):
    """Values that were validated before; they go to another process as they are."""

    model_config = ConfigDict(frozen=True)

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), vars(self))


class SourceDraft(_Draft):
    """A published page that supports an Event. ``published_on`` is EDTF text."""

    url: str
    publisher: str = ""
    published_on: str | None = None
    language: str | None = None
    kind: SourceKind | None = None


class EventDraft(_Draft):
    """An Event that has passed validation. ``date`` and ``end`` are EDTF text; ``end`` may be ``..``."""

    title: str
    title_zh: str | None = None
    date: str
    date_text: str
    end: str | None = None
    end_text: str | None = None
    kind: Kind
    stance: Stance
    stance_reason: str
    reach: Reach
    certainty: Certainty = Certainty.HIGH
    sectors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    thread: str | None = None
    summary: str = ""
    date_evidence: str = ""
    sources: tuple[SourceDraft, ...]

    @property
    def when(self) -> PartialDate:
        """The date with the days that it allows."""
        return from_edtf(self.date)

    @property
    def last_on(self) -> dt.date:
        """The last day that the date allows; a draft's date is never open."""
        return self.when.end or dt.date.max

    @property
    def end_on(self) -> dt.date | None:
        """The last day that the end allows, None without an end or with an open one."""
        return None if self.end in {None, OPEN_END} else from_edtf(str(self.end)).end


EVENT_FIELDS: tuple[str, ...] = tuple(EventDraft.model_fields)
"""The names of a draft's fields, in the order in which documents and files hold them."""

SOURCE_FIELDS: tuple[str, ...] = tuple(SourceDraft.model_fields)
_SOURCE_NAMES = frozenset(SOURCE_FIELDS)

_Reader = Callable[[object], Any]
_KNOWN_FIELDS = frozenset(EVENT_FIELDS)


def _text(most: int, *, needed: bool = False, lines: bool = False, blank: str | None = "") -> _Reader:
    def read(value: object) -> str | None:
        text = clean_text(value, most=most, lines=lines)
        if needed and not text:
            raise ValueError("This is needed.")
        return text or blank

    return read


_kept_names = lru_cache(maxsize=KEPT)(clean_names)


def _names(value: object) -> tuple[str, ...]:
    try:
        return _kept_names(tuple(value)) if isinstance(value, list | tuple) else clean_names(value)
    except TypeError:
        # Something in it cannot be kept, so it is no text; the plain reader says so.
        return clean_names(value)


def _published(value: object) -> str | None:
    text = clean_text(value, most=NAME_LENGTH)
    return parse_one(text).edtf if text else None


_address = _text(ADDRESS_LENGTH, needed=True)


def _url(value: object) -> str:
    text = _address(value)
    if problem := address_problem(text):
        raise ValueError(problem)
    return str(text)


_READERS: dict[str, _Reader] = {
    "title": _text(TITLE_LENGTH, needed=True),
    "title_zh": _text(TITLE_LENGTH, blank=None),
    "kind": kept(lambda value: clean_member(value, Kind)),
    "stance": kept(lambda value: Stance(clean_level(value, low=-3, high=3))),
    "stance_reason": _text(REASON_LENGTH, needed=True),
    "reach": kept(lambda value: Reach(clean_level(value, low=1, high=4))),
    "certainty": kept(lambda value: clean_member(value or Certainty.HIGH, Certainty)),
    "sectors": _names,
    "agencies": _names,
    "companies": _names,
    "people": _names,
    "thread": _text(NAME_LENGTH, blank=None),
    "summary": _text(TEXT_LENGTH, lines=True),
    "date_evidence": _text(TEXT_LENGTH, lines=True),
}

_SOURCE_READERS: dict[str, _Reader] = {
    "url": _url,
    "publisher": _text(NAME_LENGTH),
    "published_on": kept(_published),
    "language": kept(clean_language),
    "kind": kept(lambda value: clean_member(value, SourceKind) if value else None),
}


def parse_event(values: Mapping[str, Any], *, base: dt.date | None = None) -> EventDraft:
    """Validate one Event.

    Args:
        values: field name to what came from outside. ``date`` and ``end`` are free text or EDTF; ``date_text`` and
            ``end_text`` may carry the words that were typed at first. ``sources`` is a list of mappings.
        base: the day that relative words ("last month") are read against; without it they are refused.

    Raises:
        InvalidDraft: with one sentence for every field that has a problem.
    """
    problems: dict[str, str] = {}
    read = _read_fields(values, _READERS, "", problems)
    read |= _read_dates(values, base, problems)
    read["sources"] = _read_sources(values.get("sources"), problems)
    for name in values.keys() - _KNOWN_FIELDS:
        problems[str(name)] = "There is no such field."
    if problems:
        raise InvalidDraft({name: problems[name] for name in _in_order(problems)})
    return _made(EventDraft, {name: read[name] for name in EVENT_FIELDS})


Draft = TypeVar("Draft", bound=BaseModel)


def _made(model: type[Draft], fields: dict[str, Any]) -> Draft:
    """Make a draft of all its fields, in order. ``model_construct`` costs as much as half of the reading."""
    draft = model.__new__(model)
    object.__setattr__(draft, "__dict__", fields)
    object.__setattr__(draft, "__pydantic_fields_set__", set(fields))
    object.__setattr__(draft, "__pydantic_extra__", None)
    object.__setattr__(draft, "__pydantic_private__", None)
    return draft


def _in_order(problems: Mapping[str, str]) -> list[str]:
    places = {name: place for place, name in enumerate(EVENT_FIELDS)}
    return sorted(problems, key=lambda name: places.get(name.split(".")[0], len(places)))


def _read_fields(
    values: Mapping[str, Any], readers: Mapping[str, _Reader], prefix: str, problems: dict[str, str]
) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, reader in readers.items():
        try:
            read[name] = reader(values.get(name))
        except (ValueError, DateProblem) as problem:
            problems[prefix + name] = str(problem)
    return read


def _read_sources(value: object, problems: dict[str, str]) -> tuple[SourceDraft, ...]:
    if value is None or isinstance(value, str | Mapping) or not hasattr(value, "__iter__"):
        value = ()
    sources: list[SourceDraft] = []
    for number, entry in enumerate(value):
        if not isinstance(entry, Mapping):
            problems[f"sources.{number}"] = "A source has a url, a publisher and a date."
            continue
        for name in entry.keys() - _SOURCE_NAMES:
            problems[f"sources.{number}.{name}"] = "There is no such field."
        read = _read_fields(entry, _SOURCE_READERS, f"sources.{number}.", problems)
        sources.append(_made(SourceDraft, read))
    if not sources and "sources.0" not in problems:
        problems["sources"] = "At least one source with an http or https address is needed."
    if len(sources) > MOST_SOURCES:
        problems["sources"] = f"At most {MOST_SOURCES} sources fit one event."
    return tuple(sources)


_DATE_FIELDS = ("date", "date_text", "end", "end_text")


def _read_dates(values: Mapping[str, Any], base: dt.date | None, problems: dict[str, str]) -> dict[str, Any]:
    """Read date and end together: a range typed into the date fills the end as well."""
    read, found = remembered(_read_typed_dates, (base, *map(values.get, _DATE_FIELDS)))
    problems.update(found)
    return dict(read)


@lru_cache(maxsize=KEPT)
def _read_typed_dates(base: dt.date | None, *typed: object) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = dict(zip(_DATE_FIELDS, typed, strict=True)), dict[str, str]()
    return _dates(values, base, problems), problems


def _dates(values: Mapping[str, Any], base: dt.date | None, problems: dict[str, str]) -> dict[str, Any]:
    date = _read_date(values, "date", base, problems)
    end = _read_date(values, "end", base, problems)
    if date is None and "date" not in problems:
        problems["date"] = "This is needed; for example 17 May 2022, May 2022 or 2022年5月17日."
    typed, typed_end = (_read_words(values, name, problems) for name in ("date", "end"))
    if not isinstance(date, PartialDate):
        return {}
    if date.is_interval:
        if end is not None:
            problems["end"] = "The date is a range already, so the end has to stay empty."
            return {}
        date, end, typed_end = date.first, date.last or OPEN_END, typed
    problem = _order_problem(date, end)
    if problem:
        problems["end"] = problem
    end_edtf = end.edtf if isinstance(end, PartialDate) else end
    check_words(date.edtf, values.get("date_text"), "date", problems)
    check_words(end_edtf, values.get("end_text"), "end", problems)
    return {"date": date.edtf, "date_text": typed, "end": end_edtf, "end_text": typed_end or None}


def _read_date(
    values: Mapping[str, Any], name: str, base: dt.date | None, problems: dict[str, str]
) -> PartialDate | str | None:
    try:
        text = clean_text(values.get(name), most=NAME_LENGTH)
        if name == "end" and is_still_going(text):
            return OPEN_END
        return parse_one(text, base=base) if text else None
    except (ValueError, DateProblem) as problem:
        problems[name] = str(problem)
        return None


def _read_words(values: Mapping[str, Any], name: str, problems: dict[str, str]) -> str:
    """Read the words that were typed for a date; without any, they are what the date was read from."""
    for field in (f"{name}_text", name):
        try:
            if words := clean_text(values.get(field), most=NAME_LENGTH):
                return words
        except ValueError as problem:
            problems.setdefault(field, str(problem))
    return ""


def _order_problem(date: PartialDate, end: PartialDate | str | None) -> str | None:
    if not isinstance(end, PartialDate):
        return None
    if end.is_interval:
        return "The end has to be one date, not a range."
    if end.end is not None and end.end < date.start:
        return f"The end ({end.edtf}) lies before the date ({date.edtf})."
    return None
