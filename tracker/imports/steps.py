"""What an import does with one row: the words in which a plan is written."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from tracker.drafts import EventDraft
from tracker.store import PreparedEvent
from tracker.tables.contents import Refusal
from tracker.vocabulary import Origin, ReviewState


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A row that adds an event. ``slug``, ``review_state`` and ``origin`` are those of the file, where it has them."""

    row: int
    slug: str | None
    draft: EventDraft
    review_state: ReviewState | None
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an event with its old and its new value, as in documents."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """A row that changes an event; ``version`` is the one that it was compared with, where the document tells."""

    row: int
    slug: str
    draft: EventDraft
    version: int | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class UnchangedEvent:
    """A row that says what the record says already."""

    row: int
    slug: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken over, with every reason."""

    row: int
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class OpenRow:
    """A row that speaks of an event of the record; it was read, and is still to be compared with that event."""

    row: int
    slug: str
    values: dict[str, Any]
    problems: dict[str, str]


class ReadyEvent(NamedTuple):
    """A row that adds an event under its own slug, prepared for the record as far as can be without the record."""

    row: int
    prepared: PreparedEvent


Step = NewEvent | ReadyEvent | ChangedEvent | UnchangedEvent | RefusedRow
