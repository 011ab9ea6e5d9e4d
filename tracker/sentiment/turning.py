"""Turning points with their doubt: flat bottoms, and how far the lowest point and the rise move over resampled stories.

Where no event comes in, every draw only fades towards zero: a lowest point below zero and a rise above zero can only
lie on a day on which something comes in, or where the days that are searched begin. So the draws are computed on such
days alone, and the days that are found are exact.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from tracker.sentiment.band import DAYS_AT_ONCE, LEVEL, MANY_STORIES, REPLICATES, SEED, replicate_tables
from tracker.sentiment.codings import Codings
from tracker.sentiment.decay import Grid, ratio_of, steps_into
from tracker.sentiment.index import IndexSeries, shrunk_mean
from tracker.sentiment.reading import Line, Point, few_events, trough
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real, Whole, check_choices, check_span
from tracker.sentiment.stories import story_count
from tracker.wording import between

FLAT = 0.02
"""A day so near to the lowest point is as low: about a tenth of the distance from a deep index to either bound."""

FLAT_DAYS = 7
"""A bottom is flat where days further apart than a week are as low; within a week one day may stand for all."""

HIGHER = 0.25
"""A rise by a quarter of a step leaves a bottom; smaller ones are within the range of a deep index, about 0.2."""

NEVER = date.max.toordinal() + 1
"""Stands for the day of a rise that does not come; later than any day."""

HALF_LIVES_APART = 60
"""After so many half-lives what is left of an event is below the rounding of a sum."""

_DECIMALS = 9
"""Values are rounded, so that the order in which a processor adds numbers decides neither a sign nor a lowest day."""


class Bottom(NamedTuple):
    """The lowest point of a line and the days that are as low.

    Attributes:
        lowest: the lowest point.
        first: the first day within ``FLAT`` of it.
        last: the last such day.
        days: how many such days there are; between them the line may lie a little higher.
    """

    lowest: Point
    first: date
    last: date
    days: int

    @property
    def is_flat(self) -> bool:
        """Whether no single day can be called the lowest."""
        return (self.last - self.first).days > FLAT_DAYS


def bottom_of(line: Line, *, within: Mask | None = None) -> Bottom:
    """Return the lowest point and the days as low as it, only on the days of ``within`` if given.

    Days on the other side of a rise of more than ``HIGHER`` belong to another low and are left out.
    """
    lowest = trough(line, within=within)
    place = lowest.day.toordinal() - line.first_day
    higher = np.flatnonzero(line.index > lowest.value + HIGHER)
    cut = int(np.searchsorted(higher, place))
    start = int(higher[cut - 1]) + 1 if cut else 0
    end = int(higher[cut]) if cut < len(higher) else len(line.index)
    low = line.index <= lowest.value + FLAT
    near = start + np.flatnonzero((low if within is None else low & within)[start:end])
    first, last = (date.fromordinal(line.first_day + int(near[at])) for at in (0, -1))
    return Bottom(lowest, first, last, len(near))


def flat_words(bottom: Bottom) -> str:
    """Return the sentence that says which days are as low as the lowest; empty where the bottom is not flat."""
    if not bottom.is_flat:
        return ""
    days = between(bottom.first, bottom.last)
    return f"The bottom is flat: {bottom.days} days {days} lie within {FLAT:g} of the lowest value."


def searched_days(series: IndexSeries) -> Mask:
    """Return the days on which a lowest point is looked for: those not marked "few events", or all if all are."""
    enough = ~few_events(series)
    return enough if enough.any() else ~enough


REPLICATES_OF_MANY = 200
"""At least so often stories are drawn, however many: a share of 80 in 100 draws is then known to 3."""


class Searched(NamedTuple):
    """A line in the draws: its events, and the days of the span on which its turning points are looked for.

    Attributes:
        events: which events of the evidence make the line; one at least is known by the end of the span.
        low_on: for each day of the span, whether the lowest point may lie there.
        above_on: for each day of the span, whether a rise above zero is seen there.
    """

    events: Mask
    low_on: Mask
    above_on: Mask

    @classmethod
    def whole(cls, evidence: Evidence, series: IndexSeries) -> "Searched":
        """Return the line of all events, as its lowest point and its rise are told everywhere."""
        return cls(np.ones(len(evidence), bool), searched_days(series), np.ones(len(series.index), bool))


@dataclass(frozen=True, eq=False)
class Turns:
    """The turning points of a line in each draw.

    Attributes:
        low_day: ordinal of the day of the lowest point.
        low: its value in stance units.
        above: ordinal of the first day above zero after it; ``NEVER`` where there is none, or it is not below zero.
    """

    low_day: Whole
    low: Real
    above: Whole


def turns_of(
    evidence: Evidence,
    lines: Sequence[Searched],
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    replicates: int = REPLICATES,
    seed: int = SEED,
    codings: Codings | None = None,
) -> list[Turns]:
    """Return the turning points of lines in each draw of the stories; all lines get the same draws.

    All stories known by ``until`` are drawn, whether a line holds them or not, so that lines can be compared draw by
    draw. The draws of the whole line are those of its range, with ``codings`` too.

    Args:
        evidence: as for ``policy_index``.
        lines: the lines.
        since: first day.
        until: last day.
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        replicates: how often the stories are drawn; more than ``MANY_STORIES`` less often by as much as they are more,
            so that no record takes longer for one story more, but at least ``REPLICATES_OF_MANY`` times.
        seed: start of the random numbers.
        codings: the codes of each event, of which every draw takes one at random, for a single line; none leaves the
            codes alone.

    Raises:
        TrackerError: when a choice gives no index.
        ValueError: when there are codings for several lines, of which each would draw its own.
    """
    if codings is not None and len(lines) > 1:
        raise ValueError("With codings there can be only one line.")
    check_choices(half_life, shrinkage)
    first, end = check_span(since, until)
    known = evidence.first <= end
    drawn, coded = evidence.subset(known), codings.subset(known) if codings else None
    own = [line._replace(events=line.events[known]) for line in lines]
    shape = {"half_life": half_life, "shrinkage": shrinkage}
    fewer = REPLICATES * MANY_STORIES // max(MANY_STORIES, story_count(drawn.group))
    replicates = min(replicates, max(REPLICATES_OF_MANY, fewer))
    return _looked_for(drawn, own, (first, end), **shape, replicates=replicates, seed=seed, coded=coded)


def _looked_for(
    drawn: Evidence,
    own: Sequence[Searched],
    span: tuple[int, int],
    *,
    half_life: float,
    shrinkage: float,
    replicates: int,
    seed: int,
    coded: Codings | None,
) -> list[Turns]:
    """Return the turning points of lines of known events, group by group and piece by piece."""
    first, end = span
    found = [Turns(np.full(replicates, first), np.full(replicates, np.inf), np.full(replicates, NEVER)) for _ in own]
    apart = _distance(drawn, first, end, half_life)
    for some in _fitting(len(own), apart):
        events, beside, axis, owner = _side_by_side(drawn, own[some], (first, end), apart)
        codes = coded.of_events(events) if coded else None
        # Each piece draws anew, so that there are as few as memory allows.
        at_once = DAYS_AT_ONCE * max(1, REPLICATES // replicates)
        for start in range(0, len(axis), at_once):
            piece = slice(start, start + at_once)
            mass, total = replicate_tables(beside, Grid(axis[piece], ratio_of(half_life)), replicates, seed, codes)
            index = np.round(shrunk_mean(total, mass, shrinkage), _DECIMALS)
            for place in np.unique(owner[piece]).tolist():
                mine = owner[piece] == place
                _look(found[some][place], own[some][place], axis[piece][mine] - place * apart, first, index[:, mine])
    return found


def _distance(drawn: Evidence, first: int, end: int, half_life: float) -> int:
    """Return how many days lines have to be apart on one axis, so that nothing of one is left in the next.

    Beside each other all lines get their draws in one go.
    """
    length = int(drawn.last.max(initial=end) - drawn.first.min(initial=first))
    return length + math.ceil(HALF_LIVES_APART * half_life)


def _fitting(lines: int, apart: int) -> list[slice]:
    """Return the lines in groups that fit beside each other before the last day that a date can be."""
    # The record lies in the first half of the calendar, so that the second is free.
    at_once = max(1, date.max.toordinal() // 2 // apart)
    return [slice(start, start + at_once) for start in range(0, lines, at_once)]


def _side_by_side(
    drawn: Evidence, lines: Sequence[Searched], span: tuple[int, int], apart: int
) -> tuple[Whole, Evidence, Whole, Whole]:
    """Return the events of lines one after another, their places first, the days to compute, and the line of each day.

    Events of no line come last, where nothing is computed: their stories are drawn, and do not show.
    """
    columns = [_columns(drawn.subset(line.events), line, *span) for line in lines]
    axis = np.concatenate([days + place * apart for place, days in enumerate(columns)])
    owner = np.repeat(np.arange(len(columns)), [len(days) for days in columns])
    shifts = [(np.flatnonzero(line.events), place * apart) for place, line in enumerate(lines)]
    rest = np.flatnonzero(~np.any([line.events for line in lines], axis=0))
    events = np.concatenate([*(places for places, _ in shifts), rest])
    shift = np.repeat([by for _, by in shifts], [len(places) for places, _ in shifts])
    beyond = np.full(len(rest), axis[-1] + 1)
    first, last = (np.concatenate([days[events[: len(shift)]] + shift, beyond]) for days in (drawn.first, drawn.last))
    beside = Evidence(first, last, drawn.stance[events], drawn.reach[events], drawn.group[events])
    return events, beside, axis, owner


def _columns(own: Evidence, line: Searched, first: int, last: int) -> Whole:
    """Return the days on which something of the line comes in, those before them, and the edges of what is searched."""
    changed = np.unique(steps_into(own, Grid(np.arange(first, last + 1), 1.0 / 2)).latest)
    edges = [np.flatnonzero(np.diff(each)) for each in (line.low_on, line.above_on)]
    places = np.unique(np.concatenate([[0, last - first], changed, changed - 1, *edges, *(edge + 1 for edge in edges)]))
    return first + places[places >= 0]


def _look(found: Turns, line: Searched, days: Whole, first: int, index: Real) -> None:
    """Take further days of a line into what was found; ``index`` has a row for each draw, a column for each day."""
    low = np.where(line.low_on[days - first], index, np.inf)
    at = low.argmin(axis=1)
    lower = low[np.arange(len(low)), at] < found.low
    found.low[lower] = low[lower, at[lower]]
    found.low_day[lower] = days[at[lower]]
    found.above[lower] = NEVER
    waiting = (found.low < 0) & (found.above == NEVER)
    rises = (index > 0) & line.above_on[days - first] & (days > found.low_day[:, None]) & waiting[:, None]
    risen = rises.any(axis=1)
    found.above[risen] = days[rises.argmax(axis=1)[risen]]


@dataclass(frozen=True, slots=True)
class TurnRange:
    """Where the turning points lie in 80 of 100 draws; beyond each end lies one draw in ten.

    Attributes:
        lowest: first and last day of the lowest point.
        depth: its lowest and its highest value in stance units.
        above: first and last day of the rise above zero, over the draws in which it comes; None where it comes in none.
        never: share of the draws in which it does not come.
        draws: how often the stories were drawn.
    """

    lowest: tuple[date, date]
    depth: tuple[float, float]
    above: tuple[date, date] | None
    never: float
    draws: int


def turn_range(turns: Turns, level: float = LEVEL) -> TurnRange:
    """Return the range of the turning points, with a share of ``level`` of the draws in it.

    The draws are taken as they are: what widens the range of the index about its value has no counterpart for days.
    """
    rises = turns.above[turns.above != NEVER]
    low, high = _middle(turns.low, level)
    return TurnRange(
        lowest=_days(_middle(turns.low_day, level)),
        depth=(float(low), float(high)),
        above=_days(_middle(rises, level)) if len(rises) else None,
        never=1 - len(rises) / len(turns.above),
        draws=len(turns.above),
    )


def _middle(values: Real | Whole, level: float) -> tuple[float, float]:
    """Return the draws at both ends of the middle share; days stay days, for nothing is interpolated."""
    ordered = np.sort(values)
    outside = int(round((1 - level) / 2 * (len(ordered) - 1), _DECIMALS))
    return ordered[outside], ordered[len(ordered) - 1 - outside]


def _days(ordinals: tuple[float, float]) -> tuple[date, date]:
    early, late = (date.fromordinal(int(each)) for each in ordinals)
    return early, late


def shares_first(turns: Sequence[Turns], after: date | None = None) -> list[float]:
    """Return, for each of several lines with the same draws, the share of draws in which none rose before it.

    Lines that rise on one day are first together; a line that does not rise is not first.

    Args:
        turns: the lines.
        after: rises up to this day are not looked at.
    """
    rises = np.stack([each.above for each in turns])
    if after is not None:
        rises = np.where(rises > after.toordinal(), rises, NEVER)
    first = (rises == rises.min(axis=0)) & (rises != NEVER)
    return [float(share) for share in first.mean(axis=1)]
