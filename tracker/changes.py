"""What a change did: the fields that differ between two documents, old and new, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_NOT_SHOWN = frozenset({"slug", "origin"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's former and new value in words; empty text where there was or is nothing."""

    field: str
    before: str
    after: str


def field_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Return the fields that differ between two documents, in the order of the documents.

    Args:
        before: the document before the change; None where it was the first.
        after: the document after it.
    """
    earlier = before or {}
    fields = dict.fromkeys([*after, *earlier])
    pairs = [(field, in_words(earlier.get(field)), in_words(after.get(field))) for field in fields]
    return tuple(FieldChange(*pair) for pair in pairs if pair[0] not in _NOT_SHOWN and pair[1] != pair[2])


def in_words(value: Any) -> str:  # noqa: ANN401 - any value of a document
    """Return a document's value as a person reads it; lists are joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return " | ".join(in_words(part) for part in value.values() if part)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(in_words(part) for part in value)
    return str(value)
