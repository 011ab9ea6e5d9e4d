"""What a brief tells: the move of the index in a period, what moved it, the Events of the period, and what comes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tracker.columns import EventColumns
from tracker.dates import from_edtf
from tracker.exports import Asked
from tracker.exports.indexed import index_of
from tracker.filters import ACCEPTED_ONLY, filter_parts, period_words
from tracker.measures import coming_into_force, told_day
from tracker.queries import list_measures
from tracker.queries.columns import current_columns, positions_kept, rows_at, slugs_at
from tracker.queries.events import events_called
from tracker.queries.hits import count_found
from tracker.queries.stages import list_stages_within
from tracker.read_models import EventRow, RecordState
from tracker.sentiment import Acts, Announced, Moves, Reading, announced, last_event, moves_between, reading_of
from tracker.sentiment.periods import Period
from tracker.vocabulary import ReviewState, Stage

MOST_EVENTS = 100
"""The chronology is whole up to so many Events; of more, it holds the latest."""

MOST_MOVERS = 5
"""So many Events are named that moved the index."""

MOST_AHEAD = 20
"""So many days that lie ahead are named, the next first."""

MOST_DUE = 50
"""So many days that fell into the period are named, the latest; a long period of a large record has thousands."""

STILL_NEW = 7
"""A period that ended at most so many days ago is told with what is recorded of later days. Of an older one, nobody
knows which of that was known at its end."""

LEAST_MOVED = 0.005
"""A smaller move would be written as 0.00 and is told with the others."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The move of the index over a period.

    Attributes:
        moves: the move by Event, as the page "What moved the line" takes it apart.
        before: the day before the period, from which the move is counted.
        after: its last day.
        reading: the index of the last day.
        known: the last Event that counts, up to that day; None where none had come in.
        at_known: the index of the day of that Event.
        movers: the Events that moved it most, each with by how much, in stance units.
        others: the sum of the other Events.
        other_count: how many these are.
        announced: what came in on the days of the period, not remembered.
    """

    moves: Moves
    before: dt.date
    after: dt.date
    reading: Reading
    known: EventRow | None
    at_known: Reading
    movers: tuple[tuple[EventRow, float], ...]
    others: float
    other_count: int
    announced: Announced


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that an Event tells of a later day: what, the day in EDTF, and the Event."""

    what: str
    date: str
    event: EventRow


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief tells.

    Attributes:
        asked: what was asked for; its filter keeps accepted Events only.
        kept: what the filter keeps but the period, part by part.
        period: the period in words; empty where it has none.
        end: the day as of which things are told: the period's last, or the day on which the brief is made.
        events: the Events that can lie in the period, the latest of them where they are too many, by date; what lies
            after its end is among what comes.
        count: how many there are.
        moved: the move of the index; None where there is none to read.
        why_none: why there is none, as a sentence.
        before: the latest Event before a period that holds none.
        due: the latest of the days in the period that Events of other days set, as when a rule takes effect.
        more_due: how many earlier ones there are.
        ahead: the days that lie ahead.
        more_ahead: how many more there are.
        left_out: how many Events the filter would keep that are not accepted, by review state.
        state: the state of the record.
    """

    asked: Asked
    kept: tuple[str, ...]
    period: str
    end: dt.date
    events: tuple[EventRow, ...]
    count: int
    moved: Moved | None
    why_none: str
    before: EventRow | None
    due: tuple[Ahead, ...]
    more_due: int
    ahead: tuple[Ahead, ...]
    more_ahead: int
    left_out: tuple[tuple[ReviewState, int], ...]
    state: RecordState

    @property
    def lies_ahead(self) -> bool:
        """Whether all of the period is still to come."""
        return self.asked.chosen.since is not None and self.asked.chosen.since > self.end

    @property
    def is_past(self) -> bool:
        """Whether the period ended so long ago that what is recorded of later days is left out of what comes."""
        return _is_past(self.asked, self.end)

    def surely_holds(self, event: EventRow) -> bool:
        """Tell whether an Event lies in the period whichever of the days that its date allows it was."""
        chosen = self.asked.chosen
        return (chosen.since or dt.date.min) <= event.first_on and event.last_on <= (chosen.until or dt.date.max)


def brief_of(asked: Asked) -> Brief:
    """Return what a brief of some Events and their period tells."""
    asked = replace(asked, chosen=replace(asked.chosen, states=ACCEPTED_ONLY))
    chosen = asked.chosen
    end = min(chosen.until or asked.on, asked.on)
    columns = current_columns(asked.session)
    places = positions_kept(asked.session, columns, replace(chosen, until=end))[: asked.limit]
    moved = _moved(asked, columns, end)
    earlier = positions_kept(asked.session, columns, replace(chosen, since=None, until=end))
    due = list(_due(asked, end))
    ahead = sorted(_ahead(asked, columns, end), key=lambda each: (from_edtf(each.date).start, each.what))
    return Brief(
        asked=asked,
        kept=filter_parts(chosen, asked.names),
        period=period_words(chosen.since, chosen.until),
        end=end,
        events=rows_at(asked.session, columns, places[-MOST_EVENTS:]),
        count=len(places),
        moved=moved if isinstance(moved, Moved) else None,
        why_none="" if isinstance(moved, Moved) else moved,
        before=None if len(places) or not len(earlier) else rows_at(asked.session, columns, earlier[-1:])[0],
        due=tuple(due[-MOST_DUE:]),
        more_due=max(len(due) - MOST_DUE, 0),
        ahead=tuple(ahead[:MOST_AHEAD]),
        more_ahead=max(len(ahead) - MOST_AHEAD, 0),
        left_out=tuple(_left_out(asked)),
        state=asked.state,
    )


def _is_past(asked: Asked, end: dt.date) -> bool:
    return (asked.on - end).days > STILL_NEW


def _left_out(asked: Asked) -> Iterator[tuple[ReviewState, int]]:
    for state in ReviewState:
        others = replace(asked.chosen, states=(state,))
        if state is not ReviewState.ACCEPTED and (count := count_found(asked.session, others)):
            yield state, count


def _moved(asked: Asked, columns: EventColumns, end: dt.date) -> Moved | str:
    """Return the move of the index up to the end of the period, or why there is none to read."""
    since = asked.chosen.since
    if asked.chosen.is_one_sided:
        return "The filter keeps only some stances, of which no index can tell a direction."
    if since and since > end:
        return "The period lies ahead, so that there is no index of it yet."
    found = index_of(asked.session, asked.chosen, asked.on)
    if found is None:
        return "No event that counts is recorded of what the filter keeps, so that there is no index."
    acts, (series, band) = found
    first = dt.date.fromordinal(series.first_day)
    if end < first:
        return "The record begins later than this period, so that there is no index of it."
    # The first day of a record has news too: before it the index is 0.
    before = max(since or first, first) - dt.timedelta(days=1)
    slugs = _slugs(asked, columns)
    moves = moves_between(acts.evidence, [(slug,) for slug in slugs], before, end)
    shown, rest = moves.largest(MOST_MOVERS, LEAST_MOVED)
    rows = {event.slug: event for event in events_called(asked.session, tuple(part.label for part in shown))}
    known = last_event(acts, end)
    period = Period("", before + dt.timedelta(days=1), end)
    return Moved(
        moves,
        before,
        end,
        reading_of(series, band, end),
        known,
        reading_of(series, band, _last_known(acts, end)),
        tuple((rows[part.label], part.change) for part in shown),
        sum(part.change for part in rest),
        len(rest),
        announced(acts.evidence, [period], since=period.since, until=end)[0],
    )


def _slugs(asked: Asked, columns: EventColumns) -> Sequence[str]:
    """Return the slugs of the Events that the index is made of, in its order."""
    kept = positions_kept(asked.session, columns, asked.chosen.of_index)
    return slugs_at(asked.session, columns, kept[columns.counted()[kept]])


def _last_known(acts: Acts, end: dt.date) -> dt.date:
    """Return the last day up to the end on which an Event that counts can have become known; the end without one."""
    begun = acts.evidence.first <= end.toordinal()
    if not begun.any():
        return end
    return dt.date.fromordinal(min(int(np.max(acts.evidence.last[begun])), end.toordinal()))


def _ahead(asked: Asked, columns: EventColumns, end: dt.date) -> Iterator[Ahead]:
    """Yield what the Events known by the end of the period tell of later days."""
    recorded = _recorded_ahead(asked, columns, end)
    yield from (Ahead(event.kind.label, event.date, event) for event in recorded)
    told = {event.slug for event in recorded}
    for name, what, date, event, own in _stages(asked, columns, end):
        when = from_edtf(date)
        # A month is still to come until its last day is over.
        if told.isdisjoint({event.slug, own}) and event.first_on <= end < (when.end or when.start):
            yield Ahead(f"{what}: {name}", date, event)


def _due(asked: Asked, end: dt.date) -> Iterator[Ahead]:
    """Yield the days in the period that were set before, mostly by an Event of another time."""
    if asked.chosen.since is None:
        return
    measures = list_measures(asked.session, states=ACCEPTED_ONLY)
    for told in list_stages_within(asked.session, replace(asked.chosen, until=end), measures):
        yield Ahead(f"{told.what}: {told.measure.name}", told.date, told.event)


def _recorded_ahead(asked: Asked, columns: EventColumns, end: dt.date) -> list[EventRow]:
    if _is_past(asked, end):
        return []
    later = replace(asked.chosen, since=end + dt.timedelta(days=1), until=None)
    coming = positions_kept(asked.session, columns, later)
    return [event for event in rows_at(asked.session, columns, coming) if event.first_on > end]


def _stages(asked: Asked, columns: EventColumns, end: dt.date) -> Iterator[tuple[str, str, str, EventRow, str]]:
    """Yield the measures of which an Event that the filter keeps set another day, what, when, the Event, and the slug.

    The slug is that of the Event of that day; where it has none of its own, that of the one that set it.
    """
    timeless = asked.chosen.of_index
    # Words are looked for by the database, since they may stand in names as well.
    found = frozenset(_slugs_found(asked, columns)) if timeless.words else None
    measures = list_measures(asked.session, states=ACCEPTED_ONLY)
    slugs = tuple({stage.event for each in measures for stage in each.stages})
    events = {event.slug: event for event in events_called(asked.session, slugs)}
    kept = {slug for slug, event in events.items() if timeless.keeps(event) and (found is None or slug in found)}
    for measure in measures:
        for stage in measure.stages:
            event = events[stage.event]
            if event.slug in kept and (told := told_day(stage, event.end)):
                yield (measure.name, *told, event, event.slug)
        for event, own in coming_into_force(measure, events, end):
            if event.slug in kept:
                yield measure.name, Stage.IN_FORCE.label, own.date, event, own.slug


def _slugs_found(asked: Asked, columns: EventColumns) -> Sequence[str]:
    return slugs_at(asked.session, columns, positions_kept(asked.session, columns, asked.chosen.of_index))
