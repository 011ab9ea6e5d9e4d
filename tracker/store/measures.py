"""Writes of measures, each a document of its own in the history, and of a whole list of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from tracker.actors import Actor
from tracker.measures import MeasureRow
from tracker.store.projection import MEASURE
from tracker.store.terms import latest_documents, write_entries


def measure_document(measure: MeasureRow) -> dict[str, Any]:
    """Write a measure as a plain document."""
    return {
        "key": measure.key,
        "kind": str(measure.kind),
        "name": measure.name,
        "name_zh": measure.name_zh,
        "number": measure.number,
        "stages": [each.document for each in measure.stages],
    }


def add_measures(session: Session, measures: Sequence[MeasureRow], *, actor: Actor, reason: str = "") -> int:
    """Write measures, new or revised; those that stand as given already are left alone.

    Returns:
        How many were written.

    Raises:
        NotAllowed: if the actor may not change the record.
        NotFound: if a stage names an Event that the record does not hold; nothing is written then.
    """
    pairs = [(measure.key, measure_document(measure)) for measure in measures]
    return write_entries(session, MEASURE, pairs, actor, reason)


HEADING = "heading"
"""The history's word for a heading and the field that it holds."""


def remember_headings(session: Session, choices: Mapping[str, str], *, actor: Actor, reason: str = "") -> int:
    """Remember which field each heading holds and return how many of the decisions are new or changed.

    Args:
        session: a writing session.
        choices: heading, reduced to the form in which files are compared, to field.
        actor: who decided.
        reason: why, for the history.

    Raises:
        NotAllowed: if the actor may not change the record.
    """
    pairs = [(heading, {"heading": heading, "field": field}) for heading, field in choices.items()]
    return write_entries(session, HEADING, pairs, actor, reason)


def remembered_headings(session: Session) -> dict[str, str]:
    """Return the field of every heading that somebody has decided about."""
    return {key: json.loads(text)["field"] for key, (_, text) in latest_documents(session, HEADING).items()}
