"""The timeline of what a filter keeps, as the dashboard draws it, to be saved as a picture that stands alone."""

import datetime as dt
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from tracker.charts import IndexLine, timeline_figure
from tracker.charts.axis import axis_of, is_part
from tracker.charts.picture import PictureWords, title_in_words
from tracker.charts.words import turning_points
from tracker.exports.indexed import index_of
from tracker.filters import EventFilter, filter_parts
from tracker.queries import list_eras, list_events, list_terms, record_state
from tracker.read_models import EventRow, events_extent
from tracker.sentiment import Acts, FoundIndex, tell
from tracker.vocabulary import TermType

if TYPE_CHECKING:
    from plotly.graph_objects import Figure
    from sqlmodel import Session


_MOST_NAMED = 12
"""So many names are tried of each part; few of them find a place."""


def timeline_picture(
    session: "Session",
    chosen: EventFilter,
    today: dt.date,
    *,
    dark: bool = False,
    period: EventFilter | None = None,
) -> "tuple[Figure, PictureWords] | None":
    """Return the chart of what a filter keeps, and the words around it; None where it keeps nothing.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys.
        today: the day as of which things are told.
        dark: whether it is for a dark page.
        period: for a picture in a column of text, which is narrow: the part of the filter whose Events are named first.
    """
    events = list_events(session, chosen)
    if not events:
        return None
    found = index_of(session, chosen, today)
    extent = events_extent(events, today)
    since, until = axis_of(chosen, extent, today)
    figure = timeline_figure(
        events,
        _line(found, today),
        ghost=_line(index_of(session, EventFilter(), today), today) if is_part(chosen) else None,
        eras=list_eras(session),
        today=today,
        since=since,
        until=until,
        dark=dark,
        named=_named(events, period) if period else None,
        narrow=period is not None,
    )
    return figure, _words(session, chosen, events, found, today)


def _named(events: Sequence[EventRow], period: EventFilter) -> list[str]:
    """Return the slugs to name: those in the period, the strongest first, and then the others."""
    held = [event for event in events if period.reaches(event.first_on, event.last_on)]
    others = [event for event in events if not period.reaches(event.first_on, event.last_on)]
    parts = (each for each in (held, others) if each)
    named = (turning_points(each, (each[-1].last_on - each[0].first_on).days, _MOST_NAMED) for each in parts)
    return [event.slug for event in chain.from_iterable(named)]


def _words(
    session: "Session",
    chosen: EventFilter,
    events: Sequence[EventRow],
    found: tuple[Acts, FoundIndex] | None,
    today: dt.date,
) -> PictureWords:
    names = {kind: {term.key: term.name for term in list_terms(session, kind)} for kind in TermType}
    told = tell(
        Acts.of(events),
        found[0] if found else Acts.of(()),
        None if found is None or chosen.is_one_sided else found[1],
        names[TermType.SECTOR],
        since=chosen.since,
        until=chosen.until,
        today=today,
    )
    return PictureWords(
        title_in_words(chosen, names, events_extent(events, today)),
        record_state(session),
        told.sentence,
        filter_parts(chosen, names),
        chosen.since,
        chosen.until,
    )


def _line(found: tuple[Acts, FoundIndex] | None, today: dt.date) -> IndexLine | None:
    if found is None:
        return None
    acts, index = found
    return IndexLine.of(*index, today, events=acts)
