"""Stages of rules and cases that fall into a period, also where the Event that tells of them lies outside it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from tracker.filters import EventFilter
from tracker.measures import MeasureRow, ToldStage, stages_within
from tracker.queries.events import events_called, slugs_kept


def list_stages_within(session: Session, chosen: EventFilter, measures: Iterable[MeasureRow]) -> tuple[ToldStage, ...]:
    """Return the stages whose told day can fall into a filter's period, by day.

    Args:
        session: a session.
        chosen: the filter; it keeps the Event that tells of a stage, but for the period, which is that of the stage.
        measures: the rules and cases.
    """
    measures = tuple(measures)
    slugs = tuple(dict.fromkeys(stage.event for measure in measures for stage in measure.stages))
    kept = slugs_kept(session, replace(chosen, since=None, until=None), slugs)
    events = {event.slug: event for event in events_called(session, sorted(kept))}
    return stages_within(measures, events, chosen.since, chosen.until)
