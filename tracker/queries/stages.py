"""Rules and cases that a filter keeps, and their stages that fall into its period, whenever an Event tells of them."""

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from tracker.filters import EventFilter
from tracker.measures import MeasureRow, ToldStage, measures_of, stages_within
from tracker.queries.events import events_called, slugs_kept


def list_stages_within(session: Session, chosen: EventFilter, measures: Iterable[MeasureRow]) -> tuple[ToldStage, ...]:
    """Return the stages whose told day can fall into a filter's period, by day.

    Args:
        session: a session.
        chosen: the filter; it keeps the Event that tells of a stage, but for the period, which is that of the stage.
        measures: the rules and cases.
    """
    measures = tuple(measures)
    kept = slugs_kept(session, replace(chosen, since=None, until=None), _events_of(measures))
    events = {event.slug: event for event in events_called(session, sorted(kept))}
    return stages_within(measures, events, chosen.since, chosen.until)


def measures_kept(session: Session, chosen: EventFilter, measures: Iterable[MeasureRow]) -> tuple[MeasureRow, ...]:
    """Return the measures of which an Event that a filter keeps is a stage, or a stage falls into the filter's period.

    Args:
        session: a session.
        chosen: the filter.
        measures: the rules and cases, with the stages that are told.
    """
    measures = tuple(measures)
    if chosen.is_empty:
        return measures
    slugs = slugs_kept(session, chosen, _events_of(measures))
    if chosen.has_period:
        slugs |= {told.event.slug for told in list_stages_within(session, chosen, measures)}
    return measures_of(measures, slugs)


def _events_of(measures: Iterable[MeasureRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stage.event for measure in measures for stage in measure.stages))
