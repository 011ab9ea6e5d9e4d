"""What a file is made of: the Events that a filter keeps as they come, and what belongs to them."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.citation import about_words
from tracker.event.plain import PlainEvent
from tracker.filters import EventFilter, filter_parts
from tracker.measures import MeasureRow, ToldStage
from tracker.queries import list_measures, list_terms, record_state
from tracker.queries.codings import list_recorded_codings
from tracker.queries.hits import count_found
from tracker.queries.news import News, list_news
from tracker.queries.past import latest_changes
from tracker.queries.stages import list_stages_within
from tracker.queries.streaming import stream_columns, stream_events
from tracker.read_models import RecordedCoding, RecordState
from tracker.vocabulary import TermType

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.sentiment import IndexRow

Changed = tuple[int, dt.datetime]
"""A change: which one of its Event or measure it is, and its instant (UTC)."""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _nowhere(_slug: str) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants in a file.

    Attributes:
        session: a reading session.
        chosen: the filter, with the record's own keys.
        limit: the most Events, the earliest first; None for all.
        index: gives the rows of the index of what the filter keeps, in its period; only some formats hold them.
        link: gives the address of an Event's page by its slug, empty where it has none; the page of all for no slug.
        address: where the file itself is found; empty where that is not known.
        on: the day on which the file is made.
        after: of news, only those of changes with a greater number.
        before: of news, only those of changes with a smaller number; None for all.
        entries: what entries of calendars look like, for several calendars of one record; None keeps none.
    """

    session: "Session"
    chosen: EventFilter
    limit: int | None = None
    index: "Callable[[], Iterable[IndexRow]]" = tuple
    link: Callable[[str], str] = _nowhere
    address: str = ""
    on: dt.date = field(default_factory=_today)
    after: int = 0
    before: int | None = None
    entries: dict[Hashable, bytes] | None = None

    def events(self) -> Iterator[PlainEvent]:
        """Yield the Events as they come from the database."""
        return stream_events(self.session, self.chosen, limit=self.limit)

    def count(self) -> int:
        """Return how many Events there are, as far as the limit lets them through."""
        found = count_found(self.session, self.chosen)
        return found if self.limit is None else min(found, self.limit)

    def dates(self) -> Iterator[str]:
        """Yield the dates of the Events in EDTF."""
        return (date for (date,) in stream_columns(self.session, ("date",), self.chosen, limit=self.limit))

    def news(self, most: int) -> Sequence[News]:
        """Return so many of the newest changes."""
        return list_news(self.session, self.chosen, limit=most, after=self.after, before=self.before)

    def measures(self) -> Sequence[MeasureRow]:
        """Return the rules and cases."""
        return list_measures(self.session)

    def stages_within(self) -> Sequence[ToldStage]:
        """Return the stages of rules and cases that fall into the period, whenever the Event was that tells of them."""
        return list_stages_within(self.session, self.chosen, self.measures())

    def codings(self) -> "Iterable[RecordedCoding]":
        """Return the codings of further coders."""
        return list_recorded_codings(self.session)

    def changes(self, keys: Sequence[str], subject_type: str = "event") -> Mapping[str, Changed]:
        """Return by slug or key which change was the latest."""
        return latest_changes(self.session, keys, subject_type=subject_type)

    @cached_property
    def names(self) -> dict[TermType, dict[str, str]]:
        """The names of all vocabularies by type and key."""
        names: dict[TermType, dict[str, str]] = {}
        for term in list_terms(self.session):
            names.setdefault(term.type, {})[term.key] = term.name
        return names

    @cached_property
    def state(self) -> RecordState:
        """The state of the record."""
        return record_state(self.session)

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """What the filter keeps, part by part, its period last."""
        return filter_parts(self.chosen, self.names, period=True)

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What the file is about: source, licence and filter, each in words."""
        return about_words(self.kept, self.state)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many of what, and a sentence on what a reader of the file has to know."""

    count: int
    noun: str = "event"
    remark: str = ""
