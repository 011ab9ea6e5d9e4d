"""Reads of codings with what the history says of them: when they were recorded, and whether blind."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from tracker.coders import CODED_BLIND, MACHINE_CODERS, SET_ASIDE, aside_key, coding_key
from tracker.database import in_utc
from tracker.models import Revision
from tracker.queries.terms import iter_codings, list_codings
from tracker.read_models import CodingRow, RecordedCoding, Way

if TYPE_CHECKING:
    import datetime as dt

_AT_A_TIME = 500


def list_recorded_codings(session: Session) -> tuple[RecordedCoding, ...]:
    """Return all codings of further coders, by Event and coder, with their way and the day of their latest change."""
    return tuple(iter_recorded_codings(session))


def iter_recorded_codings(session: Session) -> Iterator[RecordedCoding]:
    """Yield what ``list_recorded_codings`` returns, holding only some hundred of them at a time."""
    codings = iter_codings(session)
    while some := list(islice(codings, _AT_A_TIME)):
        latest = _latest(session, [coding_key(coding.slug, coding.coder) for coding in some])
        for coding in some:
            is_blind, at = latest[coding_key(coding.slug, coding.coder)]
            way = Way.MACHINE if coding.coder in MACHINE_CODERS else Way.BLIND if is_blind else Way.OPEN
            yield RecordedCoding(coding, in_utc(at).date(), way)


def _latest(session: Session, keys: Sequence[str]) -> dict[str, tuple[bool, "dt.datetime"]]:
    """Return of codings, by their keys in the history, whether each was given blind, and when it was last changed."""
    latest: dict[str, tuple[bool, dt.datetime]] = {}
    former: dict[str, dict[str, bool]] = defaultdict(dict)
    columns = (Revision.subject_key, Revision.action, Revision.document, Revision.recorded_at)
    theirs = (Revision.subject_type == "coding", col(Revision.subject_key).in_(keys))
    for key, action, document, at in session.exec(select(*columns).where(*theirs).order_by(col(Revision.id))):
        ways = former[key]
        # An undo brings back what was coded before, in the way it was coded then. A code that is given anew after
        # one that was open is open too, since the coder may have seen others meanwhile.
        never_open = all(ways.values())
        ways[document] = ways.get(document, never_open) if action == "undo" else action == CODED_BLIND and never_open
        latest[key] = ways[document], at
    return latest


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How far a coder has come.

    Attributes:
        codings: the coder's codings by the Event's slug, in the order in which they were first recorded.
        versions: how often the history tells of each Event's coding, one that was taken back included.
        set_aside: how often each Event was left for later.
    """

    codings: Mapping[str, CodingRow]
    versions: Mapping[str, int]
    set_aside: Mapping[str, int]


def coder_progress(session: Session, coder: str) -> CoderProgress:
    """Return what a coder has coded and set aside."""
    mine = {coding.slug: coding for coding in list_codings(session) if coding.coder == coder}
    versions: dict[str, int] = {}
    aside: dict[str, int] = {}
    statement = select(Revision.subject_type, Revision.subject_key, Revision.version, Revision.document)
    statement = statement.where(col(Revision.subject_type).in_(("coding", SET_ASIDE))).order_by(col(Revision.id))
    for subject_type, key, version, text in session.exec(statement):
        slug = key.partition("/")[0]
        if subject_type == "coding":
            if key == coding_key(slug, coder):
                versions[slug] = version
        elif key == aside_key(slug, coder):
            aside[slug] = json.loads(text)["times"]
    return CoderProgress({slug: mine[slug] for slug in versions if slug in mine}, versions, aside)
