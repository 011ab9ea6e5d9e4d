"""New rows of a file that may repeat an event of the record or an earlier row, for a person to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from operator import gt
from typing import TYPE_CHECKING

from tracker.duplicates import Duplicate, DuplicateSearch
from tracker.imports.steps import NewEvent
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.drafts import EventDraft

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """A new row that may repeat something: an event of the record, or the row ``other_row`` of the same file."""

    row: int
    title: str
    date: str
    other: Duplicate
    other_row: int | None

    @property
    def what(self) -> str:
        """What it may repeat, in words: ``didi-app-removal`` or ``row 5``."""
        return self.other.slug if self.other_row is None else f"row {self.other_row}"


class LikelySearch:
    """Takes in the new rows of a file, and compares them with the record as it stands now and with each other."""

    def __init__(self, session: "Session") -> None:
        self._terms = list_terms(session)
        self._record = {event.slug: event for event in list_events(session, EVERY_STATE)}
        self._rows: dict[str, EventDraft] = {}

    def add(self, step: NewEvent) -> None:
        """Take in a new row."""
        # Keys are compared as texts, so numbers get one length.
        self._rows[f"{step.row:0{_DIGITS}}"] = step.draft

    def found(self) -> tuple[LikelyDuplicate, ...]:
        """Return the rows that may repeat something, in their order; of two rows that are alike the first stays."""
        if not self._rows:
            return ()
        record = DuplicateSearch(self._record, self._terms)
        rows = DuplicateSearch(self._rows, self._terms, rarity_of=record.acts.values())
        return tuple(self._likely(record, rows))

    def _likely(self, record: DuplicateSearch, rows: DuplicateSearch) -> Iterator[LikelyDuplicate]:
        for key, draft in self._rows.items():
            for other in record.find(draft, most=1):
                yield LikelyDuplicate(int(key), draft.title, draft.date, other, None)
                break
            else:
                for other in rows.find(draft, most=1, among=partial(gt, key)):
                    yield LikelyDuplicate(int(key), draft.title, draft.date, other, int(other.slug))
