"""New rows of a file that repeat each other, or that may repeat an event of the record, for a person to look at."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from operator import gt
from typing import TYPE_CHECKING

from tracker.duplicates import Duplicate, DuplicateSearch
from tracker.imports.headers import HeaderMapping
from tracker.imports.matching import NewEvent, fold_title
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.tables.table import Table

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.event.draft import EventDraft

_SMALL = 2


class Repeats:
    """What stands in a table more than once.

    Attributes:
        slugs: slug to the numbers of its rows.
    """

    def __init__(self, table: Table, mapping: HeaderMapping) -> None:
        self._table, self._mapping = table, mapping
        hashes = {"slug": array("q"), "title": array("q")}
        for _, field, text in self._texts(tuple(hashes)):
            hashes[field].append(hash(text if field == "slug" else fold_title(text)))
        slugs, self._titles = (_repeated(hashes[field]) for field in ("slug", "title"))
        self.slugs: dict[str, list[int]] = {}
        for number, _, slug in self._texts(("slug",)) if slugs else ():
            if hash(slug) in slugs:
                self.slugs.setdefault(slug, []).append(number)

    def may_be_title(self, title: object) -> bool:
        """Tell whether another row can have the same title; what this denies needs no remembering."""
        return isinstance(title, str) and hash(fold_title(title)) in self._titles

    def _texts(self, fields: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
        """Yield row, field and text of each filled cell of some fields."""
        places = [(self._mapping.fields.index(field), field) for field in fields if field in self._mapping.fields]
        for number, cells in self._table.rows() if places else ():
            for place, field in places:
                if place < len(cells) and isinstance(cells[place], str) and cells[place]:
                    yield number, field, cells[place]


def _repeated(hashes: "array[int]") -> frozenset[int]:
    """Return the numbers that stand twice."""
    import numpy as np

    if len(hashes) < _SMALL:
        return frozenset()
    ordered = np.sort(np.frombuffer(hashes, dtype=np.int64))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


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
