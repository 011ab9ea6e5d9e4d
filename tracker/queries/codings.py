"""Reads of codings with what the history says of them: when they were recorded, and whether blind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.coders import MACHINE_CODERS
from tracker.database import in_utc
from tracker.models import Revision
from tracker.queries.terms import list_codings
from tracker.read_models import CodingRow, RecordedCoding, Way

CODED_BLIND = "coded blind"
"""Why a coding was recorded that was made with no other one in sight: the history's words."""

SET_ASIDE = "aside"
"""The history's word for an Event that a coder leaves for later."""


def list_recorded_codings(session: Session) -> tuple[RecordedCoding, ...]:
    """Return all codings of further coders, by Event and coder, with their way and the day of their latest change."""
    latest = {}
    is_blind: dict[str, bool] = {}
    statement = select(Revision.subject_key, Revision.action, Revision.reason, Revision.recorded_at)
    for key, action, reason, at in session.exec(
        statement.where(Revision.subject_type == "coding").order_by(col(Revision.id))
    ):
        latest[key] = at
        # An undo brings back what was coded before, and adds nothing that was seen.
        is_blind[key] = is_blind.get(key, True) and (reason == CODED_BLIND or action == "undo")
    found = []
    for coding in list_codings(session):
        key = f"{coding.slug}/{coding.coder}"
        way = Way.MACHINE if coding.coder in MACHINE_CODERS else Way.BLIND if is_blind[key] else Way.OPEN
        found.append(RecordedCoding(coding, in_utc(latest[key]).date(), way))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OwnCoding:
    """A coder's coding of an Event, and how often it was changed; ``version`` is 1 at first."""

    coding: CodingRow
    version: int


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How far a coder has come.

    Attributes:
        codings: the coder's codings by the Event's slug, in the order in which they were first recorded.
        set_aside: how often each Event was left for later.
    """

    codings: Mapping[str, OwnCoding]
    set_aside: Mapping[str, int]


def coder_progress(session: Session, coder: str) -> CoderProgress:
    """Return what a coder has coded and set aside."""
    mine = {coding.slug: coding for coding in list_codings(session) if coding.coder == coder}
    keys = {f"{slug}/{coder}": slug for slug in mine}
    versions: dict[str, int] = {}
    aside: dict[str, int] = {}
    statement = select(Revision.subject_type, Revision.subject_key, Revision.version, Revision.document)
    statement = statement.where(col(Revision.subject_type).in_(("coding", SET_ASIDE))).order_by(col(Revision.id))
    for subject_type, key, version, text in session.exec(statement):
        if subject_type == "coding":
            if key in keys:
                versions[keys[key]] = version
            continue
        document = json.loads(text)
        if document["coder"] == coder:
            aside[document["slug"]] = document["times"]
    return CoderProgress({slug: OwnCoding(mine[slug], version) for slug, version in versions.items()}, aside)
