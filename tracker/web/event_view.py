"""What a filter keeps of the record, as places in the record's columns; only Events that are shown are read as rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracker.charts.density import Crowd
from tracker.columns import OPEN, EventColumns
from tracker.columns.arrays import Array
from tracker.read_models import EventRow, EventsExtent
from tracker.sentiment import Acts, Evidence
from tracker.vocabulary import COUNTED_KINDS, Kind, TermType

if TYPE_CHECKING:
    from tracker.sentiment.acts import Labels
    from tracker.web.reads import Record


@dataclass(frozen=True, eq=False)
class EventView:
    """Some Events of the record, by date.

    Attributes:
        record: the state of the record.
        columns: all Events of that state.
        positions: where these stand among them, increasing.
    """

    record: "Record"
    columns: EventColumns
    positions: Array

    def __len__(self) -> int:
        """Return the number of Events."""
        return len(self.positions)

    def at(self, places: Array | Sequence[int]) -> "EventView":
        """Return the Events at some places of this view."""
        return replace(self, positions=self.positions[np.asarray(places, dtype=np.int64)])

    def rows(self, start: int | None = None, stop: int | None = None) -> tuple[EventRow, ...]:
        """Return Events as rows, all or a slice of them."""
        return self.record.rows(self.columns, self.positions[start:stop])

    def row(self, place: int) -> EventRow:
        """Return the Event at a place of this view."""
        return self.record.rows(self.columns, self.positions[[place]])[0]

    @cached_property
    def sources(self) -> int:
        """How many pages support these Events."""
        return int(self.columns.sources[self.positions].sum())

    @cached_property
    def extent(self) -> EventsExtent | None:
        """Which days they take, as seen today; None where there are none."""
        if not len(self):
            return None
        first, last, end = (
            array[self.positions] for array in (self.columns.first, self.columns.last, self.columns.end)
        )
        goes_on = end == OPEN
        coming = last[first > self.record.today.toordinal()]
        return EventsExtent(
            count=len(self),
            first_on=dt.date.fromordinal(int(first[0])),
            last_on=dt.date.fromordinal(int(last.max())),
            end_on=dt.date.fromordinal(int(np.maximum(last, np.where(goes_on, 0, end)).max())),
            goes_on=bool(goes_on.any()),
            coming_on=dt.date.fromordinal(int(coming.max())) if len(coming) else None,
        )

    @property
    def crowd(self) -> Crowd:
        """What a chart needs to count them in shades, or to choose those that are marks."""
        columns, positions = self.columns, self.positions
        stances, reaches = (array[positions].astype(np.int64) for array in (columns.stance, columns.reach))
        return Crowd(columns.middle(positions), stances, np.abs(stances) * reaches)

    @property
    def counted(self) -> "EventView":
        """Those of a kind that counts in the index."""
        return self.of_kinds(COUNTED_KINDS)

    def of_kinds(self, kinds: frozenset[Kind]) -> "EventView":
        """Return those of some kinds."""
        return replace(self, positions=self.positions[self.columns.counted(kinds)[self.positions]])

    def keys(self, term_type: TermType) -> list[tuple[str, ...]]:
        """Return for each Event the keys of what it names of a vocabulary, in the order given."""
        return self.columns.keys(self.positions, self._keys_by_number(term_type))

    def threads(self) -> list[str | None]:
        """Return for each Event the key of its thread, if it has one."""
        keys = self._keys_by_number(TermType.THREAD)
        return [keys.get(number) for number in self.columns.thread[self.positions].tolist()]

    def _keys_by_number(self, term_type: TermType) -> dict[int, str]:
        return {number: key for (sort, key), number in self.record.term_numbers().items() if sort is term_type}

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the Events."""
        return self.record.slugs(self.columns, self.positions)

    @property
    def evidence(self) -> Evidence:
        """What an index of all of them is made of."""
        return self.columns.evidence(self.positions)

    @property
    def acts(self) -> Acts:
        """What is told of them in words."""
        return Acts(
            self.evidence,
            self.columns.first[self.positions].astype(np.int64),
            self.columns.middle(self.positions),
            self.columns.counted()[self.positions],
            self.row,
            self._sectors,
        )

    def _sectors(self) -> "Labels":
        return self.labels(TermType.SECTOR)

    def labels(self, term_type: TermType) -> "Labels":
        """Return which of the Events name each entry of a vocabulary that one of them names; for short vocabularies."""
        numbers = self.record.term_numbers()
        keys = [term.key for term in self.record.terms(term_type)]
        # Names and numbers may be read on either side of a save; what has come in between names none of these.
        known = [(key, numbers[term_type, key]) for key in keys if (term_type, key) in numbers]
        found = {key: self.columns.naming([number])[self.positions] for key, number in known}
        return {key: own for key, own in found.items() if own.any()}

    def naming(self, term_type: TermType, key: str) -> "EventView":
        """Return those that name an entry of a vocabulary."""
        number = self.record.term_numbers().get((term_type, key), 0)
        return self.at(np.flatnonzero(self.columns.naming([number])[self.positions]))

    def with_stories_of(self, others: "EventView") -> "EventView":
        """Return those that are among others or of a thread of theirs."""
        threads = np.unique(self.columns.thread[others.positions])
        told = np.isin(self.columns.thread[self.positions], threads[threads != 0])
        return self.at(np.flatnonzero(told | np.isin(self.positions, others.positions)))

    def those(self, ids: Iterable[int]) -> "EventView":
        """Return those that have one of some numbers in the database."""
        own = self.columns.ids[self.positions]
        return self.at(np.flatnonzero(np.isin(own, np.fromiter(ids, dtype=np.int64))))
