"""Reads of measures."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.measures import MeasureRow, StageRow
from tracker.models import Event, Measure, MeasureStage
from tracker.stages import MeasureKind, Stage


def list_measures(session: Session) -> tuple[MeasureRow, ...]:
    """Return all measures in the order of their keys, with their stages in the order in which they were given."""
    stages: defaultdict[int, list[StageRow]] = defaultdict(list)
    statement = (
        select(col(MeasureStage.measure_id), col(MeasureStage.stage), col(Event.slug), col(MeasureStage.date))
        .join(Event, col(Event.id) == col(MeasureStage.event_id))
        .order_by(col(MeasureStage.measure_id), col(MeasureStage.position))
    )
    for measure_id, stage, slug, date in session.execute(statement):
        stages[measure_id].append(StageRow(Stage(stage), slug, date))
    columns = (col(Measure.id), col(Measure.key), col(Measure.kind), col(Measure.name), col(Measure.name_zh))
    rows = session.execute(select(*columns, col(Measure.number)).order_by(col(Measure.key)))
    found = [
        MeasureRow(key, MeasureKind(kind), name, name_zh, number, tuple(stages[measure_id]))
        for measure_id, key, kind, name, name_zh, number in rows
    ]
    # Databases sort letters by rules of their own.
    return tuple(sorted(found, key=lambda measure: measure.key))
