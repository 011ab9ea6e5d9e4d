"""Writes of measures, each a document of its own in the history, and of a whole list of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from tracker.actors import Actor
from tracker.measures import MeasureRow
from tracker.store import history
from tracker.store.projection import MEASURE, project_measures
from tracker.store.terms import latest_documents
from tracker.vocabulary import Role


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
    actor.check(Role.EDITOR)
    latest = latest_documents(session, MEASURE, [measure.key for measure in measures])
    changes = []
    for measure in measures:
        version, before = latest.get(measure.key, (0, ""))
        document = measure_document(measure)
        if history.canonical_json(document) != before:
            action = "revise" if version else "add"
            changes.append(history.Change(MEASURE, measure.key, version + 1, action, actor.name, reason, document))
    if changes:
        project_measures(session, [change.document for change in changes])
        history.append(session, changes)
    return len(changes)


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
    actor.check(Role.EDITOR)
    latest = latest_documents(session, HEADING)
    changes = []
    for heading, field in choices.items():
        version, before = latest.get(heading, (0, ""))
        document = {"heading": heading, "field": field}
        if history.canonical_json(document) != before:
            action = "revise" if version else "add"
            changes.append(history.Change(HEADING, heading, version + 1, action, actor.name, reason, document))
    if changes:
        history.append(session, changes)
    return len(changes)


def remembered_headings(session: Session) -> dict[str, str]:
    """Return the field of every heading that somebody has decided about."""
    return {key: json.loads(text)["field"] for key, (_, text) in latest_documents(session, HEADING).items()}
