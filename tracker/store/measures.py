"""Writes of measures: each a document of its own in the history."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from tracker.actors import Actor
from tracker.measures import MeasureRow
from tracker.store import history
from tracker.store.measure_tables import MEASURE, project_measures
from tracker.store.vocabulary import latest_documents
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
