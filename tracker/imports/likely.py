"""New rows of a file that may repeat an event of the record or each other, for a person to look at."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import partial
from operator import gt
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from tracker.duplicates import NEAR_DAYS, ComparedEvent, Duplicate, MovingSearch, compared, in_turn
from tracker.likeness import Signs, latest_day, other_names
from tracker.queries import iter_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.imports.matching import NewEvent

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


@dataclass(frozen=True, slots=True)
class _Page:
    url: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a row until it is compared."""

    title: str
    title_zh: str | None
    summary: str
    date: str
    end: str | None
    kind: Kind
    stance: int
    companies: tuple[str, ...]
    agencies: tuple[str, ...]
    people: tuple[str, ...]
    sectors: tuple[str, ...]
    urls: tuple[str, ...]

    @property
    def sources(self) -> list[_Page]:
        return [_Page(url) for url in self.urls]


_CARRIED = tuple(each.name for each in fields(_Kept) if each.name != "urls")


class LikelySearch:
    """Takes in the new rows of a file, and compares them with the record as it stands now and with each other.

    Rows wait in a file without a name, and both sides are gone through by day, so that neither is ever in memory as a
    whole: what is, are the rows and events of some weeks, the words of the record with their counts, and sixteen bytes
    for a row.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._others = other_names(list_terms(session))
        self._file = TemporaryFile()  # noqa: SIM115 - it goes with the search
        self._days, self._places = array("q"), array("q")
        self._signs = Signs()

    def add(self, step: "NewEvent") -> None:
        """Take in a new row."""
        draft = step.draft
        values = {name: getattr(draft, name) for name in _CARRIED}
        kept = _Kept(**values, urls=tuple(source.url for source in draft.sources))
        act = compared("", kept, self._others).act
        self._signs.add(act)
        self._days.append(act.when.start.toordinal())
        self._places.append(self._file.tell())
        self._file.write(json.dumps([step.row, asdict(kept)]).encode() + b"\n")

    def found(self) -> tuple[LikelyDuplicate, ...]:
        """Return the rows that may repeat something, in their order; of two rows that are alike the first stays."""
        if not self._days:
            return ()
        signs = Signs()
        for event in self._stored():
            signs.add(event.act)
        record = _Beside(MovingSearch(signs.rarity(), signs.longest), self._stored())
        rows = MovingSearch(signs.rarity(self._signs), self._signs.longest)
        return tuple(sorted(self._likely(record, rows), key=lambda each: each.row))

    def _likely(self, record: "_Beside", rows: MovingSearch) -> Iterator[LikelyDuplicate]:
        for row in in_turn(rows, self._read()):
            record.move_to(row)
            for other in record.search.find(row, most=1):
                yield LikelyDuplicate(int(row.key), row.title, row.date, other, None)
                break
            else:
                for other in rows.find(row, most=1, among=partial(gt, row.key)):
                    yield LikelyDuplicate(int(row.key), row.title, row.date, other, int(other.slug))

    def _stored(self) -> Iterator[ComparedEvent]:
        """Yield the events of the record by day."""
        for event in iter_events(self._session, EVERY_STATE):
            yield compared(event.slug, event, self._others)

    def _read(self) -> Iterator[ComparedEvent]:
        """Yield the rows by day, those of a day as they stand in the file."""
        import numpy as np

        for place in np.argsort(np.frombuffer(self._days, dtype=np.int64), kind="stable"):
            self._file.seek(self._places[place])
            number, kept = json.loads(self._file.readline())
            # Keys are compared as texts, so numbers get one length.
            yield compared(f"{number:0{_DIGITS}}", _Kept(**kept | {"kind": Kind(kept["kind"])}), self._others)


class _Beside:
    """The record, moved along with the rows that are compared with it."""

    def __init__(self, search: MovingSearch, events: Iterable[ComparedEvent]) -> None:
        self.search = search
        self._events = iter(events)
        self._next = next(self._events, None)

    def move_to(self, row: ComparedEvent) -> None:
        """Take in what may be near to a row, and drop what is too early for it and all that follow."""
        reach = latest_day(row.act) + NEAR_DAYS
        while self._next is not None and self._next.act.when.start.toordinal() <= reach:
            self.search.add(self._next)
            self._next = next(self._events, None)
        self.search.drop_before(row)
