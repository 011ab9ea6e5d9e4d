"""Measures as a projection of their documents: one row for each, and one for each of its stages."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from tracker.errors import NotFound
from tracker.models import Event, Measure, MeasureStage

MEASURE = "measure"
"""The history's word for a measure."""

_FIELDS = ("key", "kind", "name", "name_zh", "number")


def project_measures(session: Session, documents: Sequence[Mapping[str, Any]]) -> None:
    """Write measures into their tables, new or changed.

    Raises:
        NotFound: if a stage names an Event that is not there.
    """
    named = {each["event"] for document in documents for each in document["stages"]}
    statement = select(col(Event.slug), col(Event.id)).where(col(Event.slug).in_(named))
    events = {slug: int(number or 0) for slug, number in session.execute(statement)}
    for document in documents:
        for each in document["stages"]:
            if each["event"] not in events:
                raise NotFound(f"The measure {document['key']} names an event that is not there: {each['event']}.")
    known = {key: int(number or 0) for key, number in session.execute(select(col(Measure.key), col(Measure.id)))}
    number = max(known.values(), default=0)
    ids = {}
    for document in documents:
        if document["key"] not in known:
            number += 1
        ids[document["key"]] = known.get(document["key"]) or number
    # Nothing but a measure's own stages refers to it, so a changed one is written anew under its number.
    session.execute(delete(MeasureStage).where(col(MeasureStage.measure_id).in_(list(ids.values()))))
    session.execute(delete(Measure).where(col(Measure.id).in_(list(ids.values()))))
    rows = [{name: document[name] for name in _FIELDS} | {"id": ids[document["key"]]} for document in documents]
    stages = [
        {
            "measure_id": ids[document["key"]],
            "position": position,
            "stage": each["stage"],
            "event_id": events[each["event"]],
            "date": each.get("date"),
        }
        for document in documents
        for position, each in enumerate(document["stages"])
    ]
    session.execute(insert(Measure), rows)
    if stages:
        session.execute(insert(MeasureStage), stages)
