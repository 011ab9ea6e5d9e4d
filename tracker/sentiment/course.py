"""The course that the index took, as findings: when it turned, where it was lowest and highest, how it stands."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tracker.dates import describe
from tracker.sentiment.acts import Acts, last_day, last_event
from tracker.sentiment.band import Band
from tracker.sentiment.groups import eased_parts
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.reading import (
    NEAR_ZERO,
    RECENT_DAYS,
    Point,
    Reading,
    few_events,
    reading_of,
    turn_above_zero,
)
from tracker.sentiment.record import Mask
from tracker.sentiment.turning import Bottom, bottom_of, shares_first

TOLD_APART = 0.8
"""In so large a share of the draws of its stories has a sector risen first where words name it: that of the range."""

LEAST_SHARE = 0.5
"""So many days, from a period's first Event to its last, hold enough for the index to tell; else the Events do."""

LEAST_EASING = 2
"""A month in which acts eased has so many of them at least: one alone is no turn."""


DAY_ZERO = date(1970, 1, 1).toordinal()
"""The ordinal of the day from which numpy counts."""


@dataclass(frozen=True, slots=True)
class Course:
    """What an index did up to the last Event that counts; a day is None where nothing of the sort is clear.

    Attributes:
        bottom: the lowest point at which the line pointed clearly to tightening, and the days that are as low.
        tightened_from: the first day of that stretch of clear tightening; None where the period begins within it.
        rises_from: the last day near the lowest point before the line rose above zero.
        above_zero: the first day above zero after the lowest point.
        eased_in: first day of the first month after the lowest point in which more acts eased than tightened.
        eased_first: keys of the sectors that rose above zero first in most draws of the stories; none where they
            cannot be told apart, no sector rose, or all is about one sector.
        highest: the highest point at which the line pointed clearly to easing: after the turn, where there was one,
            else before the lowest point.
        since: the first day of the clear stretch in which the line still stood at the end.
        last: the reading of the day of the last Event that counts.
    """

    last: Reading
    bottom: Bottom | None = None
    tightened_from: date | None = None
    rises_from: date | None = None
    above_zero: date | None = None
    eased_in: date | None = None
    eased_first: tuple[str, ...] = ()
    highest: Point | None = None
    since: date | None = None

    @property
    def lowest(self) -> Point | None:
        """The lowest point alone."""
        return self.bottom.lowest if self.bottom else None


def silence_in_words(acts: Acts, until: date) -> str:
    """Return since when nothing that counts has come in, as a sentence; empty where that is ``RECENT_DAYS`` at most.

    Args:
        acts: the Events that count.
        until: the day on which it is told.
    """
    last, day = last_event(acts, until), last_day(acts, until)
    if last is None or day is None or (until - day).days <= RECENT_DAYS:
        return ""
    since = describe(last.counted_date)
    return f"No event that counts since {since}: after it the index only fades towards 0; the mean stays."


def course_of(acts: Acts, series: IndexSeries, band: Band, *, since: date | None = None, until: date) -> Course | None:
    """Return the course of an index within a period; None where on most of its days too little is in memory.

    After the last Event the line only goes back to zero, so that nothing is read from it there.

    Args:
        acts: the Events that count, those before ``since`` too, of which series and band are made.
        series: the index.
        band: its range.
        since: first day of the period; None for all of the line.
        until: last day of the period, or today.
    """
    end = last_day(acts, until)
    if end is None:
        return None
    begin = max(since or date.min, acts.begins)
    if end < begin:
        return None
    window = (series.days >= begin.toordinal()) & (series.days <= end.toordinal())
    shown = window & ~few_events(series)
    if shown.sum() < LEAST_SHARE * window.sum():
        return None
    # A stretch goes on through days with few events; its lowest or highest point has to lie on others.
    below = window & (band.upper < 0) & (series.index <= -NEAR_ZERO)
    above = window & (band.lower > 0) & (series.index >= NEAR_ZERO)
    last = reading_of(series, band, end)
    course = Course(last, since=_start(below if last.index < 0 else above, series, end))
    if not (below & shown).any():
        return replace(course, highest=_highest(series, above & shown))
    bottom = bottom_of(series, within=below & shown)
    lowest = bottom.lowest
    start = _start(below, series, lowest.day)
    course = replace(course, bottom=bottom, tightened_from=None if start == since else start)
    turn = turn_above_zero(series, lowest.day)
    if turn is None or turn > end:
        return replace(course, highest=_highest(series, above & shown & (series.days < lowest.day.toordinal())))
    return replace(
        course,
        rises_from=_leaves(series, lowest, turn),
        above_zero=turn,
        eased_in=month_of_easing(acts, lowest.day, end),
        eased_first=_eased_first(acts, lowest.day, end),
        highest=_highest(series, above & shown & (series.days >= turn.toordinal())),
    )


def _start(clear: Mask, series: IndexSeries, day: date) -> date | None:
    """Return the first day of the unbroken stretch of clear days that holds a day; None where that day is not clear."""
    place = day.toordinal() - series.first_day
    if not clear[place]:
        return None
    broken = np.flatnonzero(~clear[:place])
    return date.fromordinal(series.first_day + (int(broken[-1]) + 1 if len(broken) else 0))


def _highest(series: IndexSeries, within: Mask) -> Point | None:
    if not within.any():
        return None
    place = int(np.argmax(np.where(within, series.index, -np.inf)))
    return Point(date.fromordinal(series.first_day + place), float(series.index[place]))


def _leaves(series: IndexSeries, lowest: Point, turn: date) -> date:
    """Return the last day before the turn on which the line was still near its lowest point."""
    first, end = lowest.day.toordinal() - series.first_day, turn.toordinal() - series.first_day
    near = np.flatnonzero(series.index[first:end] <= lowest.value + NEAR_ZERO)
    return date.fromordinal(lowest.day.toordinal() + int(near[-1]))


def month_of_easing(acts: Acts, after: date, until: date) -> date | None:
    """Return the first day of the first month, later than that of ``after``, in which more acts eased than tightened.

    An act counts in the month in which it can first have been known. A month with one easing act alone is passed over.
    """
    months = np.array(acts.evidence.first - DAY_ZERO, dtype="datetime64[D]").astype("datetime64[M]")
    later = (months > np.datetime64(after, "M")) & (months <= np.datetime64(until, "M"))
    sides = np.sign(acts.evidence.stance[later])
    found, places = np.unique(months[later], return_inverse=True)
    eased = np.bincount(places, weights=sides > 0, minlength=len(found))
    tightened = np.bincount(places, weights=sides < 0, minlength=len(found))
    turned = np.flatnonzero((eased >= LEAST_EASING) & (eased > tightened))
    return found[turned[0]].astype("datetime64[D]").item() if len(turned) else None


def _eased_first(acts: Acts, lowest: date, until: date) -> tuple[str, ...]:
    """Return the sectors whose own line rose above zero first, where enough draws of the stories agree on that."""
    labels = acts.labels()
    if any(own.all() for own in labels.values()):
        # Where all is about one sector, nobody was first.
        return ()
    found = eased_parts(acts.evidence, labels, acts.begins, until)
    if not any(part.day and part.day > lowest for part in found):
        return ()
    shares = shares_first([part.turns for part in found], after=lowest)
    return tuple(part.label for part, share in zip(found, shares, strict=True) if share >= TOLD_APART)
