"""Frozen values that reads return: what screens, charts, exports and commands work with. They know nothing of SQL."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.dates import from_edtf
from tracker.vocabulary import Certainty, Kind, Origin, Precision, Reach, ReviewState, SourceKind, Stance, TermType

OPEN_END = ".."
"""How the end of an Event that has begun and not ended is written (EDTF)."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One published page that supports an Event. ``published_on`` is EDTF text or None.

    ``seen`` is ``link`` where only the page's address and label were seen, on another page.
    """

    url: str
    publisher: str
    published_on: str | None
    language: str | None
    kind: str | None
    seen: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One Event as stored.

    ``date`` and ``end`` are EDTF text (``end`` may be ``..`` for "still going"); ``first_on`` and ``last_on`` are the
    first and last day that the date allows; ``end_on`` is the last day that the end allows, None without an end.
    ``sectors``, ``agencies``, ``companies`` and ``people`` hold keys in the order that was given. ``public_on`` (EDTF)
    is when the Event became known, where that is not its date.
    """

    slug: str
    title: str
    title_zh: str | None
    date: str
    date_text: str
    first_on: dt.date
    last_on: dt.date
    precision: Precision
    approximate: bool
    end: str | None
    end_text: str | None
    end_on: dt.date | None
    kind: Kind
    stance: Stance
    stance_reason: str
    reach: Reach
    certainty: Certainty
    thread: str | None
    summary: str
    date_evidence: str
    review_state: ReviewState
    origin: Origin
    version: int
    sectors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    document_number: str | None = None
    public_on: str | None = None
    sources: tuple[SourceRow, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the Event lasts and had not ended when it was recorded."""
        return self.end == OPEN_END

    @property
    def lasts(self) -> bool:
        """Whether the Event has an end, known or open."""
        return self.end is not None

    def has_source(self, *kinds: SourceKind) -> bool:
        """Whether one of its sources is of one of these kinds."""
        return any(source.kind in kinds for source in self.sources)

    @property
    def has_chinese_source(self) -> bool:
        """Whether one of its sources is in Chinese."""
        return any(source.language == "zh" for source in self.sources)

    @property
    def counted_date(self) -> str:
        """The date (EDTF) from which it is counted: when it became known, which nearly always is its own."""
        return self.public_on or self.date

    @property
    def counted_days(self) -> tuple[dt.date, dt.date]:
        """The first and last day on which it can have become known: from these the index and event studies count."""
        if self.public_on is None:
            return self.first_on, self.last_on
        known = from_edtf(self.counted_date)
        return known.start, known.end or dt.date.max


@dataclass(frozen=True, slots=True)
class EventsExtent:
    """How many Events there are and which days they take, without the Events themselves.

    Attributes:
        count: how many, at least one.
        first_on: the first day that one of their dates allows.
        last_on: the last such day.
        end_on: the last day, that of an end included.
        goes_on: whether one of them has begun and not ended.
        coming_on: the last day of those that lie ahead of today; None where none does.
    """

    count: int
    first_on: dt.date
    last_on: dt.date
    end_on: dt.date
    goes_on: bool
    coming_on: dt.date | None


def events_extent(events: Sequence[EventRow], today: dt.date) -> EventsExtent | None:
    """Return the extent of some Events as seen on a day; None without any."""
    if not events:
        return None
    return EventsExtent(
        count=len(events),
        first_on=min(event.first_on for event in events),
        last_on=max(event.last_on for event in events),
        end_on=max(max(event.last_on, event.end_on or event.last_on) for event in events),
        goes_on=any(event.is_open for event in events),
        coming_on=max((event.last_on for event in events if event.first_on > today), default=None),
    )


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where a search found a word: the word as it is compared, the text and what that is called: ``Chinese title``."""

    word: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An Event that a search found, and for each word of the search the best place that holds it."""

    event: EventRow
    places: tuple[FoundPlace, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """One entry of an open vocabulary: a sector, agency, company, person or thread.

    ``former_keys`` are those of entries that were merged into it; they lead to it.
    """

    type: TermType
    key: str
    name: str
    name_zh: str | None
    jurisdiction: str | None = None
    tickers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EraRow:
    """A named stretch of time: a judgement on the record, so it says why, and which published pages it goes by.

    ``until`` is the last day, None for an era that goes on.
    """

    key: str
    name: str
    name_zh: str | None
    since: dt.date
    until: dt.date | None
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One coder's stance and reach for an Event, kept beside the accepted coding."""

    slug: str
    coder: str
    stance: Stance
    reach: Reach
    reason: str


class Way(StrEnum):
    """How a coding came about (docs/data.md): machine-assisted, or by a person who saw no other coding, or may have."""

    MACHINE = "machine"
    BLIND = "blind"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class RecordedCoding:
    """A coding, the day (UTC) on which it was recorded as it is now, and how it came about."""

    coding: CodingRow
    recorded_on: dt.date
    way: Way


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One recorded change: who, when (UTC), why, and the whole document after it."""

    id: int
    subject_type: str
    subject_key: str
    version: int
    action: str
    actor: str
    recorded_at: dt.datetime
    reason: str
    document: Mapping[str, Any]
    digest: str


class SyntheticShare(StrEnum):
    """How many events of a record are invented."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RecordState:
    """Which state of the record something was made from: the number of its latest change, and that change's day (UTC).

    An empty record has no day. ``synthetic`` says whether its events are invented, whatever their review state.
    """

    change: int
    changed_on: dt.date | None
    synthetic: SyntheticShare = SyntheticShare.NONE
