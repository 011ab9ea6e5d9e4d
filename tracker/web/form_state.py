"""What a form for an Event holds: its widgets' values, the problems of the last try, and the press of its button.

Each form has a name, so that a half-typed new Event and a half-made correction do not get in each other's way.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from tracker.vocabulary import Certainty, Kind, Reach, SourceKind, Stance

LISTS = ("sectors", "agencies", "companies", "people")
SOURCE_TEXTS = ("url", "publisher", "published_on", "language")

_TEXTS = ("title", "title_zh", "stance_reason", "summary", "date_evidence", "thread")
_CLOSED = {"kind": Kind, "stance": Stance, "reach": Reach, "certainty": Certainty}


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

    def problem_of(self, field: str) -> str | None:
        """Return what was wrong with a field at the last try to save."""
        problems: dict[str, str] = self.get("problems") or {}
        return problems.get(field)

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
        return not any(value for field, value in self.values().items() if field != "certainty")

    def values(self) -> dict[str, Any]:
        """Return what the form holds, as ``parse_event`` takes it."""
        values: dict[str, Any] = {field: self.get(field) for field in (*_TEXTS, *_CLOSED)}
        values |= {field: self.get(field) or [] for field in LISTS}
        for field in ("date", "end"):
            values |= self._date_values(field)
        rows = [self._source_values(number) for number in range(self.source_count)]
        values["sources"] = [row for row in rows if any(text.strip() for text in row.values() if text)]
        return values

    def _date_values(self, field: str) -> dict[str, str]:
        text = str(self.get(field) or "").strip()
        shown, words = self.get(f"{field} filled", ("", ""))
        meant = self.get(f"{field} meant {text}") or text
        return {field: meant, f"{field}_text": words if text == shown and words else text}

    def _source_values(self, number: int) -> dict[str, Any]:
        row = {name: self.get(f"source {number} {name}") or "" for name in SOURCE_TEXTS}
        return row | {"kind": self.get(f"source {number} kind")}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Write a whole Event into the form: a document's fields, dates as EDTF with their words beside them."""
        self.clear()
        for field in _TEXTS:
            self.set(field, values.get(field) or None)
        for field, members in _CLOSED.items():
            given = values.get(field)
            self.set(field, None if given is None else members(given))
        for field in LISTS:
            self.set(field, list(values.get(field) or ()))
        for field in ("date", "end"):
            shown = values.get(field) or ""
            self.set(field, shown)
            self.set(f"{field} filled", (shown, values.get(f"{field}_text") or ""))
        self._fill_sources(values.get("sources") or ())

    def _fill_sources(self, sources: Any) -> None:  # noqa: ANN401 - a document's list of mappings
        self.set("source count", max(1, len(sources)))
        for number, source in enumerate(sources):
            for name in SOURCE_TEXTS:
                self.set(f"source {number} {name}", source.get(name) or "")
            kind = source.get("kind")
            self.set(f"source {number} kind", SourceKind(kind) if kind else None)

    def clear(self) -> None:
        """Forget all that the form holds; the news of what was saved stays."""
        for key in [key for key in st.session_state if str(key).startswith(f"{self.name} ")]:
            if key != self.key("saved"):
                del st.session_state[key]


_ADDED = "events added"


def form_to_add() -> FormState:
    """Return the form for a new Event.

    After each save it is another one: fields that a browser has never seen are empty in it, and whatever it still sends
    for the form before, the second half of a double click for example, reaches nobody.
    """
    number = st.session_state.get(_ADDED, 0)
    return FormState(f"add {number}" if number else "add")


def begin_next_form() -> None:
    """Give up the form for a new Event once it is saved."""
    form_to_add().clear()
    st.session_state[_ADDED] = st.session_state.get(_ADDED, 0) + 1
