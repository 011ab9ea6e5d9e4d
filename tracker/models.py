"""All tables. They hold what ``event`` has validated; the CHECK constraints are the wall behind it.

The history (``revision``) is the truth: every other table is a projection of the documents in it, so that replaying
the history rebuilds them. Vocabularies share one table, since a sector, an agency, a company, a person and a thread
differ only in which of the few columns they use.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.event.fields import TITLE_LENGTH
from tracker.feed_items import ItemState
from tracker.vocabulary import (
    Certainty,
    Kind,
    MeasureKind,
    Origin,
    Precision,
    Reach,
    ReviewState,
    Stage,
    Stance,
    TermType,
)

# Constraints get predictable names, so that a migration can drop one on either database. The convention has to be
# set before the first table is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    """Hold a text column to a closed vocabulary. An Enum column would store names and let stray strings through."""
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def _between(column: str, low: int, high: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {int(low)} AND {int(high)}", name=column)


class Term(SQLModel, table=True):
    """One entry of an open vocabulary. ``tickers`` and ``aliases`` are JSON lists.

    ``merged_into`` is the key of the entry that one that was merged leads to. Its row stays, so that numbers stay.
    """

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("type", "key"), _one_of("type", TermType))

    id: int | None = Field(default=None, primary_key=True)
    type: str
    key: str
    name: str
    name_zh: str | None = None
    jurisdiction: str | None = None
    tickers: str = "[]"
    aliases: str = "[]"
    search_text: str = Field(default="", sa_type=Text)
    merged_into: str | None = None


class Event(SQLModel, table=True):
    """One dated act or signal. ``date``, ``end`` and ``public_on`` are EDTF text; ``also_called`` is a JSON list.

    The other ``*_on`` columns are the days that date and end allow.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("slug"),
        _one_of("kind", Kind),
        _one_of("precision", Precision),
        _one_of("certainty", Certainty),
        _one_of("review_state", ReviewState),
        _one_of("origin", Origin),
        _between("stance", min(Stance), max(Stance)),
        _between("reach", min(Reach), max(Reach)),
        CheckConstraint("first_on <= last_on", name="date_order"),
        CheckConstraint("end_on IS NULL OR end_on >= first_on", name="end_order"),
        CheckConstraint(f"length(title) BETWEEN 1 AND {TITLE_LENGTH}", name="title"),
        CheckConstraint("length(stance_reason) >= 1", name="stance_reason"),
        CheckConstraint("version >= 1", name="version"),
        # The order of every list, so that a page of it is read and nothing is sorted.
        Index(None, "review_state", "first_on", "last_on", "slug"),
        # A date known to the year reaches far: by precision, each search for what is near has a narrow range.
        Index(None, "precision", "first_on"),
        Index(None, "thread_id"),
        Index(None, "origin"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str
    title: str
    title_zh: str | None = None
    also_called: str = Field(default="[]", sa_type=Text)
    document_number: str | None = None
    date: str
    date_text: str
    first_on: dt.date
    last_on: dt.date
    precision: str
    approximate: bool = False
    end: str | None = None
    end_text: str | None = None
    end_on: dt.date | None = None
    public_on: str | None = None
    kind: str
    stance: int
    stance_reason: str = Field(sa_type=Text)
    reach: int
    certainty: str
    thread_id: int | None = Field(default=None, foreign_key="term.id")
    summary: str = Field(default="", sa_type=Text)
    date_evidence: str = Field(default="", sa_type=Text)
    review_state: str
    origin: str
    version: int
    search_text: str = Field(default="", sa_type=Text)


class EventTerm(SQLModel, table=True):
    """Which sectors, agencies, companies and people an Event names, in the order given."""

    __tablename__ = "event_term"
    __table_args__ = (Index(None, "term_id"),)

    event_id: int = Field(foreign_key="event.id", primary_key=True, ondelete="CASCADE")
    term_id: int = Field(foreign_key="term.id", primary_key=True)
    position: int


class Source(SQLModel, table=True):
    """One published page that supports an Event. ``address`` is the url reduced to what names the page.

    Its number is 100 times the Event's and its place, so that a replay of the history gives the same one.
    """

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("event_id", "position"),
        CheckConstraint("lower(url) LIKE 'http://%' OR lower(url) LIKE 'https://%'", name="url"),
        Index(None, "address"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    position: int
    url: str
    address: str
    publisher: str = ""
    published_on: str | None = None
    language: str | None = None
    kind: str | None = None
    seen: str | None = None
    note: str = Field(default="", sa_type=Text)


class Coding(SQLModel, table=True):
    """Another coder's stance and reach for an Event; the accepted coding stands in ``event``."""

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("event_id", "coder"),
        _between("stance", min(Stance), max(Stance)),
        _between("reach", min(Reach), max(Reach)),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    coder: str
    stance: int
    reach: int
    reason: str = Field(default="", sa_type=Text)


class Measure(SQLModel, table=True):
    """One rule or case, whose stages are Events. ``number`` is the document's."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("key"), _one_of("kind", MeasureKind))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    name: str
    name_zh: str | None = None
    number: str | None = None


class MeasureStage(SQLModel, table=True):
    """One stage of a measure: which Event it is. One Event may be several stages, of one measure or of several.

    ``date`` (EDTF) is the stage's own, where the Event's text tells it and the Event itself is of another day.
    """

    __tablename__ = "measure_stage"
    __table_args__ = (_one_of("stage", Stage), Index(None, "event_id"))

    measure_id: int = Field(foreign_key="measure.id", primary_key=True, ondelete="CASCADE")
    position: int = Field(primary_key=True)
    stage: str
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    date: str | None = None


class Era(SQLModel, table=True):
    """A named stretch of time, a judgement on the record. ``sources`` is a JSON list of addresses."""

    __tablename__ = "era"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("until IS NULL OR until >= since", name="date_order"),
        CheckConstraint("length(why) >= 1", name="why"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    name: str
    name_zh: str | None = None
    since: dt.date
    until: dt.date | None = None
    why: str = Field(sa_type=Text)
    sources: str = Field(default="[]", sa_type=Text)


class Redirect(SQLModel, table=True):
    """An old slug that leads to the Event into which its own was merged."""

    __tablename__ = "redirect"

    slug: str = Field(primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")


class Revision(SQLModel, table=True):
    """One recorded change: who, when, why and the whole document after it, as canonical JSON.

    Rows are only ever added; triggers of the first migration refuse anything else. ``digest`` is the SHA-256 of the
    row's own fields and the digest of the row before, so that an altered row is found. ``token`` names one press of
    a submit button: its UNIQUE constraint is what makes a double click save once.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_key", "version"),
        UniqueConstraint("token"),
        Index(None, "recorded_at"),
    )

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    subject_type: str
    subject_key: str
    version: int
    action: str
    actor: str
    recorded_at: dt.datetime = Field(sa_type=DateTime(timezone=True))
    reason: str = Field(default="", sa_type=Text)
    document: str = Field(sa_type=Text)
    token: str | None = None
    previous_digest: str
    digest: str


class FeedItem(SQLModel, table=True):
    """One item that a feed gave, kept once. ``confirmed`` and ``drafted`` are JSON lists of slugs.

    It is no part of the record: no history leads to it, and a replay leaves it alone.
    """

    __tablename__ = "feed_item"
    __table_args__ = (
        UniqueConstraint("address"),
        _one_of("state", ItemState),
        CheckConstraint("lower(url) LIKE 'http://%' OR lower(url) LIKE 'https://%'", name="url"),
        CheckConstraint("length(title) >= 1", name="title"),
        CheckConstraint("version >= 1", name="version"),
        Index(None, "state", "score"),
        Index(None, "feed", "own_id"),
        Index(None, "content_hash"),
    )

    id: int | None = Field(default=None, primary_key=True)
    feed: str
    publisher: str
    source_kind: str | None = None
    own_id: str = Field(default="", sa_type=Text)
    url: str
    address: str
    content_hash: str | None = None
    title: str
    published_on: dt.date | None = None
    language: str | None = None
    summary: str = Field(default="", sa_type=Text)
    text: str = Field(default="", sa_type=Text)
    score: float = 0.0
    page_asked_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    state: str
    confirmed: str = Field(default="[]", sa_type=Text)
    drafted: str = Field(default="[]", sa_type=Text)
    decided_by: str = ""
    decided_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    first_seen_at: dt.datetime = Field(sa_type=DateTime(timezone=True))
    updated_at: dt.datetime = Field(sa_type=DateTime(timezone=True))
    version: int = 1


class FeedState(SQLModel, table=True):
    """How the last fetch of a feed went. No part of the record either."""

    __tablename__ = "feed_state"

    feed: str = Field(primary_key=True)
    address: str
    selector: str = ""
    etag: str = ""
    modified: str = ""
    checked_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    succeeded_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    failures: int = 0
    wait_until: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    asked_until: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    problem: str = Field(default="", sa_type=Text)


BESIDE_RECORD: tuple[Any, ...] = (FeedItem, FeedState)
"""Tables that no history leads to: a replay and a check of the record leave them alone, backups keep them."""
