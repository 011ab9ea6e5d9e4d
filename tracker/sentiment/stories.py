"""The stories in memory by sums of their powers: what their number and a range without draws are worked out from.

A story has a mass W, what is left of the weights of its events, and a total T, the same times their stances. Between
two days on which something of a story comes in, both fade as all do, and so does any product of their powers. A sum of
such products over all stories is therefore kept like an index: it fades from day to day, and changes by what comes in.
The work grows with the days on which something comes in for a story, and never with days times stories.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tracker.sentiment.decay import Grid, binned, faded_sum
from tracker.sentiment.record import Evidence, Mask, Real, Whole

Powers = tuple[int, int]
"""The powers of W and of T in a product."""


class Changes(NamedTuple):
    """How sums of stories change, by story and then day.

    Attributes:
        story: the story's place in the order of codes.
        day: the day's place in the grid.
        before, after: the sums as rows, faded to that day and with what comes in on it.
    """

    story: Whole
    day: Whole
    before: Real
    after: Real


def story_powers(evidence: Evidence, grid: Grid, weight: Real, powers: Sequence[Powers]) -> Real:
    """Return, for each pair of powers a row: the sum over all stories of W ** a times T ** b at the end of each day.

    Args:
        evidence: the events.
        grid: the days, without gaps; what lies after the last is left out.
        weight: the weight of each event on its day.
        powers: the pairs.
    """
    shared = in_threads(evidence.group)
    added = _of_lone_events(evidence.subset(~shared), grid, weight[~shared], powers)
    for some in _blocks(evidence, np.flatnonzero(shared)):
        weights = weight[some], weight[some] * evidence.stance[some]
        changes = story_changes(evidence.at(some), grid, weights)
        for row, (of_mass, of_total) in enumerate(powers):
            before, after = (_product(each, of_mass, of_total) for each in (changes.before, changes.after))
            added[row] += binned(changes.day, after - before, len(grid.days))
    kept = [grid.carry ** (of_mass + of_total) for of_mass, of_total in powers]
    return np.stack([faded_sum(row, left) for row, left in zip(added, kept, strict=True)])


TABLE_CELLS = 500_000
"""So many days of events are looked at in one go, which then take some sixty megabytes."""


def _blocks(evidence: Evidence, shared: Whole) -> Iterator[Whole]:
    """Yield the places of some events in blocks of whole stories whose days are not too many at once."""
    codes = dense_codes(evidence.group[shared])
    days = np.bincount(codes, evidence.last[shared] - evidence.first[shared] + 1)
    block = (np.cumsum(days) // TABLE_CELLS)[codes]
    for number in np.unique(block):
        yield shared[block == number]


def _product(sums: Real, of_mass: int, of_total: int) -> Real:
    """Return W ** a times T ** b of rows W and T; powers as such take many times as long."""
    return np.asarray(math.prod([*[sums[0]] * of_mass, *[sums[1]] * of_total]))


def story_count(group: Whole) -> int:
    """Return how many stories there are."""
    return int(dense_codes(group).max(initial=-1)) + 1


def in_threads(group: Whole) -> Mask:
    """Return for each event whether another one has the same story code."""
    codes = dense_codes(group)
    return np.asarray(np.bincount(codes)[codes] > 1)


def dense_codes(group: Whole) -> Whole:
    """Return the story codes as 0, 1, 2 and so on, in the same order."""
    if len(group) and group.max() > 4 * len(group) + 1_000:
        # Codes of a whole record, of which few are left, are not worth a table as long as the highest.
        return np.asarray(np.unique(group, return_inverse=True)[1])
    return np.asarray((np.cumsum(np.bincount(group) > 0) - 1)[group])


def _of_lone_events(lone: Evidence, grid: Grid, weight: Real, powers: Sequence[Powers]) -> Real:
    """Return what comes in on each day for each pair of powers, of events that are each a story; spans share the work.

    An event alone has the mass w times a share that its days decide, so that events of the same days go together.
    """
    spans, length = lone.spans, len(grid.days)
    event, days = _days_within(spans.first, spans.last, grid)
    first, last = spans.first[event], spans.last[event]
    share = grid.run(np.minimum(days, last) - first + 1) * grid.fade(np.maximum(days - last, 0)) / (last - first + 1)
    before = np.where(days > grid.days[0], grid.ratio * grid.run(days - first) / (last - first + 1), 0.0)
    rows = []
    for of_mass, of_total in powers:
        sums = np.bincount(spans.code, weight ** (of_mass + of_total) * lone.stance**of_total, len(spans))
        both = of_mass + of_total
        rows.append(binned(days - grid.days[0], sums[event] * (share**both - before**both), length))
    return np.stack(rows)


def story_changes(evidence: Evidence, grid: Grid, weights: Sequence[Real]) -> Changes:
    """Return the changes of each story's sums of some weights, one for each event."""
    event, days = _days_within(evidence.first, evidence.last, grid)
    first, last = evidence.first[event], evidence.last[event]
    # On the first day of the series all comes in that came before it; on any other the share of one day.
    known = grid.run(np.minimum(days, last) - first + 1) * grid.fade(np.maximum(days - last, 0))
    share = np.where(days == grid.days[0], known, 1.0) / (last - first + 1)
    key = dense_codes(evidence.group)[event] * len(grid.days) + days - grid.days[0]
    key, place = np.unique(key, return_inverse=True)
    after = np.stack([binned(place, share * each[event], len(key)) for each in weights])
    return _added_up(key // len(grid.days), key % len(grid.days), after, grid)


def _added_up(story: Whole, day: Whole, after: Real, grid: Grid) -> Changes:
    """Add what was left of each story before to what comes in; all first changes first, then all second ones."""
    place = np.arange(len(story))
    is_first = np.diff(story, prepend=-1) != 0
    turn = place - np.maximum.accumulate(np.where(is_first, place, 0))
    by_turn = np.argsort(turn, kind="stable")
    bounds = np.searchsorted(turn[by_turn], np.arange(turn.max(initial=0) + 2))
    before = np.zeros_like(after)
    for start, end in zip(bounds[1:-1].tolist(), bounds[2:].tolist(), strict=True):
        now = by_turn[start:end]
        before[:, now] = after[:, now - 1] * grid.fade(day[now] - day[now - 1])
        after[:, now] += before[:, now]
    return Changes(story, day, before, after)


def sums_of_stories(evidence: Evidence, grid: Grid, weights: Sequence[Real]) -> Real:
    """Return each story's sum of some weights on each day: a table for each weight, a row for each story by its code.

    The tables grow with stories times days, so that it is for few stories.
    """
    changes, days = story_changes(evidence, grid, weights), np.arange(len(grid.days))
    sums = np.zeros((len(weights), story_count(evidence.group), len(days)))
    sums[:, changes.story, changes.day] = changes.after
    latest = np.zeros(sums.shape[1:], dtype=np.int64)
    latest[changes.story, changes.day] = changes.day
    np.maximum.accumulate(latest, axis=1, out=latest)
    return np.take_along_axis(sums, latest[None], axis=2) * grid.fade(days - latest)


def leading_stories(evidence: Evidence, grid: Grid, pull: Real, sign: Real) -> tuple[Real, Whole]:
    """Return for each day the strongest pull of a story in one direction, and the code of that story.

    Args:
        evidence: the events.
        grid: the days, without gaps.
        pull: of each event, on its day.
        sign: for each day the direction, 1 or -1; with 0 the pull is 0.
    """
    changes = story_changes(evidence, grid, [pull])
    until = np.append(changes.day[1:], len(grid.days))
    until[np.diff(changes.story, append=-1) != 0] = len(grid.days)
    codes = np.append(np.unique(evidence.group), -1)
    strongest, leader = np.zeros(len(grid.days)), np.full(len(grid.days), -1)
    for side in (1.0, -1.0):
        values = side * changes.after[0]
        for_it = np.flatnonzero(values > 0)
        highest = _highest_of(np.log2(values[for_it]), changes.day[for_it], until[for_it], grid)
        days = np.flatnonzero((sign == side) & (highest >= 0))
        which = for_it[highest[days]]
        strongest[days] = values[which] * grid.fade(days - changes.day[which])
        leader[days] = codes[changes.story[which]]
    return strongest, leader


def _highest_of(heights: Real, start: Whole, until: Whole, grid: Grid) -> Whole:
    """Return for each day the place of the highest of some values that hold from a day until another one; -1 for none.

    All fade alike meanwhile, so that they are compared by what they would be worth on one day. Those that hold to the
    end are the most, and are looked through in one go; of the others few are as high as these.
    """
    worth = heights - start * np.log2(grid.ratio)
    best, holder = np.full(len(grid.days), -np.inf), np.full(len(grid.days), -1)
    lasting = until == len(grid.days)
    # Of values that are alike the first is taken, so it has to come last here.
    order = np.flatnonzero(lasting)[::-1]
    order = order[np.lexsort((worth[order], start[order]))]
    best[start[order]], holder[start[order]] = worth[order], order
    best = np.maximum.accumulate(best)
    since = np.where((best > np.append(-np.inf, best[:-1])), np.arange(len(best)), 0)
    holder = holder[np.maximum.accumulate(since)]
    others = np.flatnonzero(~lasting)
    others = others[worth[others] >= best[start[others]]][::-1]
    for place in others[np.argsort(worth[others], kind="stable")].tolist():
        held = slice(start[place], until[place])
        higher = best[held] <= worth[place]
        best[held][higher], holder[held][higher] = worth[place], place
    return holder


def _days_within(first: Whole, last: Whole, grid: Grid) -> tuple[Whole, Whole]:
    """Return each day of the grid on which an event may come in, as its place and the ordinal of the day.

    All days up to the first of the grid are told as that one.
    """
    begin, end = grid.days[0], grid.days[-1]
    known = np.flatnonzero(first <= end)
    start, stop = np.maximum(first[known], begin), np.clip(last[known], begin, end)
    lengths = stop - start + 1
    ends = np.cumsum(lengths)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return np.repeat(known, lengths), np.repeat(start, lengths) + within
