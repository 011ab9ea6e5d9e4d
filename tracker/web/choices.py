"""A page's own choices, each declared once: its name in the address, what is usual, how it is read and written.

A page declares a frozen dataclass whose fields are made by the functions below, and ``Choices`` does the rest. What
makes no sense in an address becomes a note and never an error.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tracker.errors import DateProblem
from tracker.filters import beside, dropped, read_bound
from tracker.vocabulary import TermType
from tracker.web import address, held
from tracker.web.address import Params
from tracker.web.reads import Record

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Value = TypeVar("_Value")
Word = TypeVar("Word", bound=StrEnum)
Chosen = TypeVar("Chosen", bound="DataclassInstance")
Find = Callable[[Record, str], _Value | None]
"""Gives what a text of an address means; None where it means nothing."""
Note = Callable[[str, str], str]
"""Says, by the name and the text in an address, that the text was left out."""


@dataclass
class Asked:
    """The parts of an address, read one by one; ``notes`` holds a sentence for each that was left out."""

    params: Params
    record: Record
    notes: list[str] = field(default_factory=list)

    def one(self, name: str, find: Find[_Value], note: Note = dropped) -> _Value | None:
        """Return what the first text under a name means; None where there is none, or where it means nothing."""
        texts = self.params.get(name, ())
        self.notes += [beside(name, text) for text in texts[1:]]
        return next(iter(self._found(name, texts[:1], find, note)), None)

    def some(self, name: str, find: Find[_Value], note: Note = dropped) -> tuple[_Value, ...]:
        """Return what the texts under a name mean, each once."""
        return tuple(dict.fromkeys(self._found(name, self.params.get(name, ()), find, note)))

    def _found(self, name: str, texts: Sequence[str], find: Find[_Value], note: Note) -> list[_Value]:
        found = [(text, find(self.record, text)) for text in texts]
        self.notes += [note(name, text) for text, value in found if value is None]
        return [value for _, value in found if value is not None]


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    return [f"{each:g}" if isinstance(each, float) else str(each) for each in values]


@dataclass(frozen=True, slots=True)
class _Part:
    """One choice of a page.

    What is usual is not written. ``name`` is the field's own where it is empty, and ``ends`` tell several boxes apart.
    """

    usual: Callable[[Record], Any]
    read: Callable[[Asked, str], Any]
    name: str = ""
    ends: tuple[str, ...] = ("",)
    write: Callable[[Any], list[str]] = _texts
    fill: Callable[[Any], Sequence[object]] = lambda value: (value,)
    take: Callable[..., Any] = lambda value: value
    term_type: TermType | None = None


def _declare(usual: _Value, part: _Part) -> _Value:
    made: _Value = field(default=usual, metadata={"part": part})
    return made


def one(find: Find[_Value], usual: _Value, *, note: Note = dropped, term_type: TermType | None = None) -> _Value:
    """Declare a choice of one value, found by its text in the address."""
    return _declare(usual, _Part(lambda _: usual, lambda asked, name: asked.one(name, find, note), term_type=term_type))


def one_of(usual: Word) -> Word:
    """Declare a choice of one member of a list."""
    return one(among(type(usual)), usual)


def one_term(term_type: TermType, *, note: Note = dropped) -> str | None:
    """Declare a choice of one name's key, which an address may give by any of its names and former ones."""
    return one(lambda record, text: record.key_of(term_type, text), None, note=note, term_type=term_type)


def among(values: Iterable[_Value]) -> Find[_Value]:
    """Return the way to find one of some values by its text."""
    by_text = {_texts(value)[0]: value for value in values}
    return lambda _, text: by_text.get(text)


def switch(word: str, *, name: str = "") -> bool:
    """Declare a switch that is off as a rule; a word in the address means that it is on."""
    read = among((word,))
    part = _Part(lambda _: False, lambda asked, name: asked.one(name, read) and True, name, write=lambda _: [word])
    return _declare(False, part)


def one_text() -> str | None:
    """Declare a text that is taken as it is given."""
    return one(lambda _, text: text or None, None)


def search_words(most: int) -> str | None:
    """Declare a search, which has single blanks and up to ``most`` characters."""

    def clean(given: str | None) -> str | None:
        return " ".join((given or "").split())[:most].rstrip() or None

    part = _Part(lambda _: None, lambda asked, name: clean(asked.one(name, lambda _, text: text)), take=clean)
    return _declare(None, replace(part, fill=lambda value: (value or "",)))


def some(
    find: Find[_Value],
    usual: tuple[_Value, ...] = (),
    *,
    order: Sequence[_Value] = (),
    note: Note = dropped,
) -> tuple[_Value, ...]:
    """Declare a choice of several values, in the order of all that can be chosen; none are the usual ones."""

    def take(values: Iterable[_Value] | None) -> tuple[_Value, ...]:
        return tuple(sorted(values or (), key=order.index) if order else values or ()) or usual

    return _declare(
        usual,
        _Part(
            lambda _: usual,
            lambda asked, name: take(asked.some(name, find, note)),
            fill=lambda values: (list(values),),
            take=take,
        ),
    )


def one_day(
    limits: Callable[[Record], tuple[dt.date, dt.date] | None],
    usual: Callable[[Record], dt.date | None] = lambda _: None,
    *,
    last: bool = True,
    name: str = "",
) -> Any:  # noqa: ANN401 - a day, or None where the usual is none
    """Declare a choice of a day, moved to the nearest end of what can be asked for.

    Args:
        limits: give the first and the last day that can be asked for; None where none can.
        usual: gives the day where none is asked for.
        last: whether a month or a year stands for its last day, else for its first.
        name: in the address; the field's own where it is empty.
    """

    def find(_: Record, text: str) -> dt.date | None:
        try:
            return read_bound(text, last=last)
        except DateProblem:
            return None

    def read(asked: Asked, name: str) -> dt.date | None:
        ends = limits(asked.record)
        wanted = asked.one(name, find) if ends else None
        if ends is None or wanted is None:
            return None
        moved = min(max(wanted, ends[0]), ends[1])
        if moved != wanted:
            shown = asked.params[name][0][:60]
            asked.notes.append(f"“{shown}” reaches outside {ends[0]} to {ends[1]}; {moved} was taken.")
        return moved

    return field(metadata={"part": _Part(usual, read, name)}, kw_only=True)


_WINDOW = re.compile(r"([+-]?\d{1,4}),([+-]?\d{1,4})")


def one_window(usual: tuple[int, int], *, most: int) -> tuple[int, int]:
    """Declare a choice of a first and a last trading day, up to ``most`` from day 0, in two boxes."""

    def find(_: Record, text: str) -> tuple[int, int] | None:
        match = _WINDOW.fullmatch(text)
        days = (int(match[1]), int(match[2])) if match else None
        return days if days and max(map(abs, days)) <= most else None

    def note(_: str, text: str) -> str:
        return f"“{text[:60]}” is not a window of trading days and was left out."

    return _declare(
        usual,
        _Part(
            lambda _: usual,
            lambda asked, name: asked.one(name, find, note),
            ends=(" first", " last"),
            write=lambda days: [f"{days[0]},{days[1]}"],
            fill=lambda days: days,
            take=lambda first, last: (first, last),
        ),
    )


class Choices(Generic[Chosen]):
    """A page's choices: what an address and the boxes say, as one frozen value."""

    def __init__(self, page: str, kind: type[Chosen]) -> None:
        """Take what the keys of a page's boxes begin with, and the dataclass that declares its choices."""
        self._kind = kind
        parts: list[tuple[str, _Part]] = [(each.name, each.metadata["part"]) for each in fields(kind)]
        self._parts = {each: (part.name or each, part) for each, part in parts}
        self._keys = {each: [f"{page} {name}{end}" for end in part.ends] for each, (name, part) in self._parts.items()}

    def keys(self, field: str) -> Sequence[str]:
        """Return the keys of a field's boxes."""
        return self._keys[field]

    def key(self, field: str) -> str:
        """Return the key of a field's one box."""
        (key,) = self._keys[field]
        return key

    def row(
        self,
        label: str,
        field: str,
        options: Iterable[_Value],
        say: Callable[[_Value], str],
        **rest: Any,  # noqa: ANN401 - as Streamlit's own
    ) -> None:
        """Draw a field's box as a row of options, of which one is always chosen."""
        held.segmented_control(label, list(options), key=self.key(field), format_func=say, required=True, **rest)

    def open(self, record: Record) -> bool:
        """Set the filter's boxes and the page's own from a new address, and tell whether it was one."""
        terms = {self.key(each): part.term_type for each, (_, part) in self._parts.items() if part.term_type}
        params = address.read_address(record, terms)
        if params is not None:
            address.add_notes(self.read(params, record))
        return params is not None

    def read(self, params: Params, record: Record) -> list[str]:
        """Set the boxes from an address, and return a note for each part that was left out."""
        choice, notes = self.parse(params, record)
        self.put(choice)
        return notes

    def parse(self, params: Params, record: Record) -> tuple[Chosen, list[str]]:
        """Return the choice that an address asks for, and a note for each part that was left out."""
        asked = Asked(params, record)
        choice = self._made(record, {each: part.read(asked, name) for each, (name, part) in self._parts.items()})
        return choice, asked.notes

    def value(self, record: Record) -> Chosen:
        """Return what the boxes hold."""
        taken = {each: part.take(*map(held.value, self._keys[each])) for each, (_, part) in self._parts.items()}
        return self._made(record, taken)

    def put(self, choice: Chosen) -> None:
        """Set the boxes."""
        for each, (_, part) in self._parts.items():
            for key, value in zip(self._keys[each], part.fill(getattr(choice, each)), strict=True):
                held.put(key, value)

    def usual(self, record: Record) -> Chosen:
        """Return what holds where nothing is chosen."""
        return self._made(record, {})

    def params(self, choice: Chosen, record: Record) -> dict[str, list[str]]:
        """Write what is not usual as parts of an address; ``parse`` reads them back."""
        written = {}
        for each, (name, part) in self._parts.items():
            value = getattr(choice, each)
            if value is not None and value != part.usual(record):
                written[name] = part.write(value)
        return written

    def _made(self, record: Record, found: dict[str, Any]) -> Chosen:
        usual = {each: part.usual(record) for each, (_, part) in self._parts.items() if found.get(each) is None}
        return self._kind(**(found | usual))
