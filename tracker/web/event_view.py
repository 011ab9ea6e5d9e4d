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
from tracker.vocabulary import TermType

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
        return self.record.rows(self.positions[start:stop])

    def row(self, place: int) -> EventRow:
        """Return the Event at a place of this view."""
        return self.record.rows(self.positions[[place]])[0]

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
        first, last, stances, reaches = (
            array[positions].astype(np.int64) for array in (columns.first, columns.last, columns.stance, columns.reach)
        )
        return Crowd((first + last) // 2, stances, np.abs(stances) * reaches)

    @property
    def counted(self) -> "EventView":
        """Those of a kind that counts in the index."""
        return replace(self, positions=self.positions[self.columns.counted()[self.positions]])

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
            self.columns.counted()[self.positions],
            self.row,
            self._sectors,
        )

    def _sectors(self) -> "Labels":
        numbers = self.record.term_numbers()
        keys = [term.key for term in self.record.terms(TermType.SECTOR)]
        found = {key: self.columns.naming([numbers[TermType.SECTOR, key]])[self.positions] for key in keys}
        return {key: own for key, own in found.items() if own.any()}

    def those(self, ids: Iterable[int]) -> "EventView":
        """Return those that have one of some numbers in the database."""
        own = self.columns.ids[self.positions]
        return self.at(np.flatnonzero(np.isin(own, np.fromiter(ids, dtype=np.int64))))
