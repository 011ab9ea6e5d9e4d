"""What a form for an Event holds: its widgets' values, the problems of the last try, and the press of its button.

Each form has a name, so that a half-typed new Event and a half-made correction do not get in each other's way.
"""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from tracker.errors import InvalidDraft
from tracker.event.draft import MOST_SOURCES, parse_event
from tracker.event.fields import CONTENT, DATES, NAME_LISTS, PHRASES, SOURCE_FIELDS, VOCABULARY_OF, WORDS_OF
from tracker.tables.escaping import join_names, split_names
from tracker.vocabulary import Certainty, Seen, SourceKind
from tracker.web import session_keys
from tracker.web.unsaved import forget

SOURCE_CHOICES: Mapping[str, Any] = {"kind": SourceKind, "seen": Seen}
"""The fields of a source that are chosen, and from what."""

SOURCE_TEXTS = tuple(name for name in SOURCE_FIELDS if name not in SOURCE_CHOICES)

_SHOWN = [field for field in CONTENT.values() if field.form and not field.words_of]
_PLACES = {"end": -2, "public_on": -1, "certainty": 1}

NEEDED = tuple(field.name for field in _SHOWN if field.needed)
OPTIONAL = tuple(sorted((each.name for each in _SHOWN if not each.needed), key=lambda name: _PLACES.get(name, 0)))
"""The fields that may stay empty, in the order in which the form shows them."""

_CLOSED = {field.name: field.members for field in _SHOWN if field.members}
_TEXTS = tuple(field.name for field in _SHOWN if not field.members and field.form not in {"date", "names"})
_TYPED = (*(name for name in (*_TEXTS, *PHRASES, *DATES) if name not in VOCABULARY_OF), "why")
_UNTOUCHED = {"certainty": Certainty.HIGH.value}
_DATE = re.compile(rf"^({'|'.join(DATES)}|source [0-9]+ published_on)$")
_SOURCE = re.compile(r"source ([0-9]{1,3}) (\w+)")
_SOURCE_PROBLEM = re.compile(r"sources\.([0-9]+)(?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class FormState:
    """One form of a reader's session; all that it keeps stands under keys that begin with its name."""

    name: str

    def key(self, field: str) -> str:
        """Return the key of a field's widget."""
        return f"{self.name} {field}"

    def get(self, field: str, default: Any = None) -> Any:  # noqa: ANN401 - whatever the widget holds
        """Return what stands under a field."""
        return st.session_state.get(self.key(field), default)

    def set(self, field: str, value: Any) -> None:  # noqa: ANN401 - see get
        """Write what stands under a field."""
        st.session_state[self.key(field)] = value

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Keep what was wrong at a try to save, each problem with the value that was refused.

        Args:
            problems: a draft's field to one sentence; a source is counted among those that are not empty.
        """
        refused: dict[str, tuple[str, object]] = {}
        for path, sentence in problems.items():
            field = self._field_of(path)
            refused.setdefault(field, (sentence, self._refused(field)))
        self.set("problems", refused)
        self.set("press", uuid.uuid4().hex)

    def _field_of(self, path: str) -> str:
        if match := _SOURCE_PROBLEM.fullmatch(path):
            return f"source {self._source_rows()[int(match[1])]} {match[2] or 'url'}"
        return path.removesuffix("_text")

    def _refused(self, field: str) -> object:
        """Return the value that a problem is about; what is wrong with an end can be put right by the date as well."""
        values = self.values()
        if field == "end":
            return values["date"], values["end"]
        return values[field] if field in {"date", "sources"} else self.plain(field)

    def problem_of(self, field: str) -> str | None:
        """Return what was wrong with a field at the last try to save, as long as it holds what was refused then."""
        sentence, refused = (self.get("problems") or {}).get(field, (None, None))
        return sentence if sentence and refused == self._refused(field) else None

    def date_problems(self) -> dict[str, str]:
        """Return what is wrong with the dates that are typed, in the words that a try to save would give."""
        try:
            parse_event(self.values())
        except InvalidDraft as problem:
            found = {self._field_of(path): sentence for path, sentence in reversed(problem.problems.items())}
            return {field: found[field] for field in found if _DATE.search(field) and self.plain(field)}
        return {}

    @property
    def open_problems(self) -> list[str]:
        """The fields that still hold what was refused, in the order of the form."""
        rows = [f"source {number} {name}" for number in range(self.source_count) for name in SOURCE_FIELDS]
        order = [*NEEDED, "sources", *rows, *OPTIONAL]
        fields = [field for field in self.get("problems") or {} if self.problem_of(field)]
        return sorted(fields, key=lambda field: order.index(field) if field in order else len(order))

    @property
    def source_count(self) -> int:
        """How many rows for sources the form shows."""
        return int(self.get("source count", 1))

    def add_source(self) -> None:
        """Show one more row for a source."""
        self.set("source count", self.source_count + 1)

    @property
    def token(self) -> str:
        """The name of this press of the button: saved twice under it, a change is stored once."""
        if not self.get("token"):
            self.set("token", uuid.uuid4().hex)
        return str(self.get("token"))

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed or chosen."""
        return not self.changes()

    def plain(self, field: str) -> Any:  # noqa: ANN401 - text, a number, a list of texts or None
        """Return what stands under a field in the form of JSON; what is empty is None."""
        value = self.get(field)
        plain = list(value) if isinstance(value, list | tuple) else getattr(value, "value", value)
        return None if plain in ("", []) else plain

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields with a widget, those of the rows for sources included."""
        rows = [f"source {number} {name}" for number in range(self.source_count) for name in SOURCE_FIELDS]
        return (*NEEDED, *OPTIONAL, "why", *rows)

    @property
    def texts(self) -> tuple[str, ...]:
        """The fields into which a person types."""
        rows = [f"source {number} {name}" for number in range(self.source_count) for name in SOURCE_TEXTS]
        return (*_TYPED, *rows)

    def changes(self) -> dict[str, Any]:
        """Return the fields that differ from what the form was filled with, in the form of JSON."""
        base = self.get("base", _UNTOUCHED)
        values = {field: self.plain(field) for field in self.fields}
        # A form that was never drawn does not hold the certainty that it begins with.
        values["certainty"] = values["certainty"] or base.get("certainty")
        return {field: value for field, value in values.items() if value != base.get(field)}

    def begin_from_here(self) -> None:
        """Take what the form holds now for what it was filled with."""
        self.set("base", {field: self.plain(field) for field in self.fields})

    def put_back(self, changes: Mapping[str, Any], *, but: Collection[str] = ()) -> bool:
        """Write into the form what it held before a reload, except where something was typed since.

        Args:
            changes: as ``changes`` gave them; they come from outside, so what fits no field is left out.
            but: fields in which something was typed that has not been sent yet.

        Returns:
            Whether anything was written.
        """
        rows = [int(match[1]) + 1 for field in changes if (match := _SOURCE.fullmatch(field))]
        self.set("source count", max(self.source_count, min(max(rows, default=1), MOST_SOURCES)))
        typed, known = self.changes(), set(self.fields)
        fields = [field for field in changes if field in known and field not in typed and field not in but]
        for field in fields:
            self.set(field, _from_plain(field, changes[field]))
        if any(field in OPTIONAL for field in fields):
            self.set("more open", True)
        return bool(fields)

    def values(self) -> dict[str, Any]:
        """Return what the form holds, as ``parse_event`` takes it."""
        values: dict[str, Any] = {field: self.get(field) for field in (*_TEXTS, *_CLOSED)}
        values |= {field: self.get(field) or [] for field in NAME_LISTS}
        values |= {field: split_names(self.get(field) or "") for field in PHRASES}
        for field in DATES:
            values |= self._date_values(field)
        values["sources"] = [self._source_values(number) for number in self._source_rows()]
        return values

    def _source_rows(self) -> list[int]:
        """Return the numbers of the rows for sources that are not empty."""
        rows = range(self.source_count)
        return [row for row in rows if any(text.strip() for text in self._source_values(row).values() if text)]

    def _date_values(self, field: str) -> dict[str, str]:
        text = str(self.get(field) or "").strip()
        shown, words = self.get(f"{field} filled", ("", ""))
        meant = self.get(f"{field} meant {text}") or text
        typed = {f"{field}_text": words if text == shown and words else text} if field in WORDS_OF else {}
        return {field: meant, **typed}

    def _source_values(self, number: int) -> dict[str, Any]:
        row = {name: self.get(f"source {number} {name}") or "" for name in SOURCE_TEXTS}
        return row | {name: self.get(f"source {number} {name}") for name in SOURCE_CHOICES}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Write a whole Event into the form: a document's fields, dates as EDTF with their words beside them."""
        self.clear()
        for field in _TEXTS:
            self.set(field, values.get(field) or None)
        for field, members in _CLOSED.items():
            given = values.get(field)
            self.set(field, None if given is None else members(given))
        for field in NAME_LISTS:
            self.set(field, list(values.get(field) or ()))
        for field in PHRASES:
            # One phrase to a line; a sign in it that would part it in two is marked as in an exported cell.
            self.set(field, "\n".join(join_names([phrase]) for phrase in values.get(field) or ()))
        for field in DATES:
            shown = values.get(field) or ""
            self.set(field, shown)
            self.set(f"{field} filled", (shown, values.get(f"{field}_text") or ""))
        self._fill_sources(values.get("sources") or ())

    def _fill_sources(self, sources: Any) -> None:  # noqa: ANN401 - a document's list of mappings
        self.set("source count", max(1, len(sources)))
        for number, source in enumerate(sources):
            for name in SOURCE_TEXTS:
                self.set(f"source {number} {name}", source.get(name) or "")
            for name, members in SOURCE_CHOICES.items():
                self.set(f"source {number} {name}", members(source[name]) if source.get(name) else None)

    def clear(self) -> None:
        """Forget all that the form holds, in the browser as well; the news of what was saved stays."""
        if self.get("token"):
            forget(self.token)
        for key in [key for key in st.session_state if str(key).startswith(f"{self.name} ")]:
            if key != self.key("saved"):
                del st.session_state[key]


def _from_plain(field: str, value: Any) -> Any:  # noqa: ANN401 - see plain
    """Return a widget's value from its form in JSON; None where it is none."""
    if field in NAME_LISTS:
        return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    of_source = _SOURCE.fullmatch(field)
    members: Iterable[Any] | None = SOURCE_CHOICES.get(of_source[2]) if of_source else _CLOSED.get(field)
    if members is None:
        return value if isinstance(value, str) else None
    return next((member for member in members if member.value == value), None)


def form_to_add() -> FormState:
    """Return the form for a new Event.

    After each save it is another one: fields that a browser has never seen are empty in it, and whatever it still sends
    for the form before, the second half of a double click for example, reaches nobody.
    """
    number = st.session_state.get(session_keys.ADDED, 0)
    return FormState(f"add {number}" if number else "add")


def begin_next_form() -> None:
    """Give up the form for a new Event once it is saved."""
    form_to_add().clear()
    st.session_state[session_keys.ADDED] = st.session_state.get(session_keys.ADDED, 0) + 1
