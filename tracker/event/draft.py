"""Validated input that is not yet stored. Forms, commands, files, seeds and articles all go through these drafts.

However a draft is made, every problem is reported at its field in one go; a draft that exists may be stored as it is.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import lru_cache, partial
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from tracker.addresses import ADDRESS_LENGTH, address_problem
from tracker.cleaning import MOST_NAMES, NAME_LENGTH, clean_language, clean_level, clean_member, clean_names, clean_text
from tracker.dates import PartialDate, from_edtf, parse_one
from tracker.errors import DateProblem, InvalidDraft
from tracker.event.fields import (
    CONTENT,
    EVENT_FIELDS,
    MOST_PHRASES,
    NOTE_LENGTH,
    PHRASES,
    SOURCE_LABELS,
    WORDS_OF,
    Field,
)
from tracker.event.typed_dates import KEPT, read_date_and_end
from tracker.read_models import OPEN_END
from tracker.vocabulary import Certainty, Kind, Reach, Seen, SourceKind, Stance

MOST_SOURCES = 100


class _Draft(BaseModel):
    """Values that are validated whichever way they are put together, with one sentence at each field in one go."""

    model_config = ConfigDict(frozen=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return the draft with other values for some of its fields.

        Raises:
            InvalidDraft: if it is none with them.
        """
        del deep  # Nothing in a draft can change.
        return self.model_validate(vars(self) | dict(update or {}))


class SourceDraft(_Draft):
    """A published page that supports an Event. ``published_on`` is EDTF text; ``seen`` is None for the page itself."""

    url: str
    publisher: str = ""
    published_on: str | None = None
    language: str | None = None
    kind: SourceKind | None = None
    seen: Seen | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, values: Any) -> Any:  # noqa: ANN401 - what came from outside, and what pydantic takes
        return values if isinstance(values, cls) else _read_source(values)


class EventDraft(_Draft):
    """An Event that has passed validation. Its dates are EDTF text; ``end`` may be ``..``."""

    title: str
    title_zh: str | None = None
    also_called: tuple[str, ...] = ()
    document_number: str | None = None
    date: str
    date_text: str
    end: str | None = None
    end_text: str | None = None
    public_on: str | None = None
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

    @model_validator(mode="before")
    @classmethod
    def _read(cls, values: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - see SourceDraft
        return values if isinstance(values, cls) else _read_event(values, (info.context or {}).get("base"))

    @property
    def when(self) -> PartialDate:
        """The date with the days that it allows."""
        return from_edtf(self.date)

    @property
    def last_on(self) -> dt.date:
        """The last day that the date allows; a draft's date is never open."""
        return self.when.end or dt.date.max

    @property
    def counted_days(self) -> tuple[dt.date, dt.date]:
        """The first and last day on which it can have become known: from these the index and event studies count."""
        known = from_edtf(self.public_on or self.date)
        return known.start, known.end or dt.date.max

    @property
    def end_on(self) -> dt.date | None:
        """The last day that the end allows, None without an end or with an open one."""
        return None if self.end in {None, OPEN_END} else from_edtf(str(self.end)).end


_Reader = Callable[[object], Any]


def _kept(read: Callable[[object], Any]) -> Callable[[object], Any]:
    """Let a reader of one value keep what it made of texts; anything else is read each time."""
    remembering = lru_cache(maxsize=KEPT)(read)
    return lambda value: remembering(value) if type(value) is str else read(value)


def _text(most: int, *, needed: bool = False, lines: bool = False, blank: str | None = "") -> _Reader:
    def read(value: object) -> str | None:
        text = clean_text(value, most=most, lines=lines)
        if needed and not text:
            raise ValueError("This is needed.")
        return text or blank

    return read


_kept_names = lru_cache(maxsize=KEPT)(clean_names)


def _names(most: int) -> _Reader:
    read_new = partial(clean_names, most=most)

    def read(value: object) -> tuple[str, ...]:
        try:
            return _kept_names(tuple(value), most=most) if isinstance(value, list | tuple) else read_new(value)
        except TypeError:
            # Something in it cannot be kept, so it is no text; the plain reader says so.
            return read_new(value)

    return read


def _published(value: object) -> str | None:
    text = clean_text(value, most=NAME_LENGTH)
    return parse_one(text).edtf if text else None


def _one_date(value: object) -> str | None:
    text = clean_text(value, most=NAME_LENGTH)
    date = parse_one(text) if text else None
    if date and date.is_interval:
        raise ValueError("This has to be one date, not a range.")
    return date.edtf if date else None


def _seen(value: object) -> Seen | None:
    # That the page itself was seen is the rule, so it is what an empty field says, whichever way it was written.
    seen = clean_member(value, Seen) if value else Seen.PAGE
    return None if seen is Seen.PAGE else seen


_address = _text(ADDRESS_LENGTH, needed=True)


def _url(value: object) -> str:
    text = _address(value)
    if problem := address_problem(text):
        raise ValueError(problem)
    return str(text)


def _reader(field: Field) -> _Reader:
    members, default = field.members, None if field.needed else field.blank
    if members is None:
        text = _text(field.most, needed=field.needed, lines=field.lines, blank=field.blank)
        if field.form == "date":
            return _kept(_one_date)
        return _names(MOST_PHRASES if field.name in PHRASES else MOST_NAMES) if field.form == "names" else text
    if issubclass(members, IntEnum):
        return _kept(lambda value: members(clean_level(value, low=min(members), high=max(members))))
    return _kept(lambda value: clean_member(value or default, members))


# Dates and their words are read together, and sources one by one.
_READERS = {
    name: _reader(field)
    for name, field in CONTENT.items()
    if field.form and name not in {*WORDS_OF, *WORDS_OF.values()}
}

_SOURCE_READERS: dict[str, _Reader] = {
    "url": _url,
    "publisher": _text(NAME_LENGTH),
    "published_on": _kept(_published),
    "language": _kept(clean_language),
    "kind": _kept(lambda value: clean_member(value, SourceKind) if value else None),
    "seen": _kept(_seen),
    "note": _text(NOTE_LENGTH),
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
    return EventDraft.model_validate(values, context={"base": base})


def _read_event(values: Mapping[str, Any], base: dt.date | None) -> dict[str, Any]:
    problems: dict[str, str] = {}
    read = _read_fields(values, _READERS, problems)
    read |= read_date_and_end(values, base, problems)
    read["sources"] = _read_sources(values.get("sources"), problems)
    for name in values.keys() - CONTENT.keys():
        problems[str(name)] = "There is no such field."
    if problems:
        raise InvalidDraft({name: problems[name] for name in _in_order(problems)})
    return read


def _in_order(problems: Mapping[str, str]) -> list[str]:
    places = {name: place for place, name in enumerate(EVENT_FIELDS)}
    return sorted(problems, key=lambda name: places.get(name.split(".")[0], len(places)))


def _read_fields(values: Mapping[str, Any], readers: Mapping[str, _Reader], problems: dict[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, reader in readers.items():
        try:
            read[name] = reader(values.get(name))
        except (ValueError, DateProblem) as problem:
            problems[name] = str(problem)
    return read


def _read_sources(value: object, problems: dict[str, str]) -> tuple[SourceDraft, ...]:
    if value is None or isinstance(value, str | Mapping) or not hasattr(value, "__iter__"):
        value = ()
    entries, sources = list(value), list[SourceDraft]()
    for number, entry in enumerate(entries):
        if not isinstance(entry, Mapping | SourceDraft):
            problems[f"sources.{number}"] = "A source has a url, a publisher and a date."
            continue
        try:
            sources.append(SourceDraft.model_validate(entry))
        except InvalidDraft as found:
            problems |= {f"sources.{number}.{name}": problem for name, problem in found.problems.items()}
    if not entries:
        problems["sources"] = "At least one source with an http or https address is needed."
    if len(entries) > MOST_SOURCES:
        problems["sources"] = f"At most {MOST_SOURCES} sources fit one event."
    return tuple(sources)


def _read_source(values: Mapping[str, Any]) -> dict[str, Any]:
    problems = {str(name): "There is no such field." for name in values.keys() - SOURCE_LABELS.keys()}
    read = _read_fields(values, _SOURCE_READERS, problems)
    if problems:
        raise InvalidDraft(problems)
    return read
