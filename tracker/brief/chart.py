"""The timeline of what a filter keeps, as the dashboard draws it, to be saved as a picture that stands alone."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.charts import IndexLine, timeline_figure
from tracker.charts.axis import axis_of, is_part
from tracker.charts.picture import PictureWords, title_in_words
from tracker.exports.indexed import index_of
from tracker.filters import EventFilter, filter_parts
from tracker.queries import list_eras, list_events, list_terms, record_state
from tracker.read_models import EventRow, events_extent
from tracker.sentiment import Acts, FoundIndex, tell
from tracker.vocabulary import TermType

if TYPE_CHECKING:
    from plotly.graph_objects import Figure
    from sqlmodel import Session


def timeline_picture(
    session: "Session", chosen: EventFilter, today: dt.date, *, dark: bool = False
) -> "tuple[Figure, PictureWords] | None":
    """Return the chart of what a filter keeps, and the words around it; None where it keeps nothing.

    Args:
        session: a reading session.
        chosen: the filter, with the record's own keys.
        today: the day as of which things are told.
        dark: whether it is for a dark page.
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
    )
    return figure, _words(session, chosen, events, found, today)


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
