"""What moved the index: its make-up on a day by event, and its change between two as fading and the news of each event.

News and fading are summed over the days in between (``IndexSeries``). The news of a day belongs to what entered on it:
an event of weight w and stance s moves the index from I to I + w (s - I) / (M + k), where I is what the index would be
without the day's events and M the mass with them. So a mild restriction lifts a line that stands lower.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.dates import describe
from tracker.sentiment.decay import weights_on
from tracker.sentiment.index import IndexSeries, policy_index, shrunk_mean
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real, Whole, check_choices


def contributions(evidence: Evidence, day: date, *, half_life: float = HALF_LIFE, shrinkage: float = SHRINKAGE) -> Real:
    """Return the part of each event in the index of ``day``, in stance units; the parts add up to the index.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    weights = evidence.reach * weights_on(evidence, day.toordinal(), half_life)
    return shrunk_mean(weights * evidence.stance, np.full(len(evidence), weights.sum()), shrinkage)


def news_of_events(evidence: Evidence, series: IndexSeries, after: date, *, shrinkage: float = SHRINKAGE) -> Real:
    """Return by how much each event moved the index on the days on which it entered, later than ``after``.

    In stance units. The parts add up to the news of those days of the series; an event that entered on none has 0.

    Args:
        evidence: the events.
        series: their index, made with the same ``shrinkage``.
        after: the day after which news count.
        shrinkage: mass of neutral evidence that is always in the sum.
    """
    below = series.mass + shrinkage
    pull = np.divide(1.0, below, out=np.zeros_like(below), where=below > 0)
    pulled = pull * (series.index - series.news)
    begin = np.maximum(evidence.first - series.first_day, max(after.toordinal() + 1 - series.first_day, 0))
    end = np.minimum(evidence.last - series.first_day + 1, len(below))
    share = evidence.reach / (evidence.last - evidence.first + 1)
    news = np.zeros(len(evidence))
    single = np.flatnonzero(begin + 1 == end)
    on = begin[single]
    news[single] = share[single] * (evidence.stance[single] * pull[on] - pulled[on])
    for place in np.flatnonzero(begin + 1 < end).tolist():
        days = slice(begin[place], end[place])
        news[place] = share[place] * (evidence.stance[place] * pull[days].sum() - pulled[days].sum())
    return news


def sum_by(values: Real, labels: Sequence[Sequence[str]], *, unlabelled: str = "") -> dict[str, float]:
    """Return the sum of ``values`` for each label, in the order in which the labels first appear.

    An event with several labels (two sectors) gives each an equal part, so that the sums add up to the whole; an
    event without any label goes to ``unlabelled``.

    Raises:
        ValueError: when there is not one tuple of labels for each value.
    """
    sums: dict[str, float] = {}
    for value, names in zip(values.tolist(), labels, strict=True):
        for name in names or (unlabelled,):
            sums[name] = sums.get(name, 0.0) + value / max(len(names), 1)
    return sums


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one label.

    Attributes:
        label: key of the Event, thread, sector or agency.
        events: how many Events have a share in it.
        change: what it adds: its news between two days, or its part of the index on one.
    """

    label: str
    events: int
    change: float


@dataclass(frozen=True, slots=True)
class Moves:
    """The change of the index between two days, or its make-up on one, in parts.

    Attributes:
        start: the index on the first day; 0 where only one day is asked for.
        end: the index on the second day; ``start``, ``fading`` and all parts add up to it.
        parts: the news of what entered after the first day, or the make-up of one day; the largest change first.
        fading: what the line moved towards 0 on the days in between because all that was in memory faded; 0 where only
            one day is asked for.
        directions: the parts' sums by the direction of the Events (``news_by_direction``).
    """

    start: float
    end: float
    parts: tuple[Part, ...]
    fading: float
    directions: Mapping[str, float]

    @property
    def change(self) -> float:
        """By how much the index moved."""
        return self.end - self.start

    @property
    def news(self) -> float:
        """What the parts add in all."""
        return sum(part.change for part in self.parts)

    def largest(self, most: int, least: float = 0.0) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Return the parts to show one by one, at most so many and none below ``least``, and the rest.

        A rest of one part is shown as well.
        """
        large = sum(abs(part.change) >= least for part in self.parts)
        cut = min(large, most)
        cut = cut + 1 if len(self.parts) == cut + 1 else cut
        return self.parts[:cut], self.parts[cut:]


def moves_between(
    evidence: Evidence,
    labels: Sequence[Sequence[str]],
    before: date | None,
    after: date,
    *,
    unlabelled: str = "",
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
) -> Moves:
    """Return what moved the index after one day up to another, or what it is made of on ``after`` without a first day.

    Args:
        evidence: the Events that count.
        labels: the labels of each Event; one with several gives each an equal share.
        before: the first day, or None.
        after: the second day.
        unlabelled: the label of Events that have none.
        half_life: days after which an Event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.

    Raises:
        TrackerError: when a choice gives no index.
        ValueError: when there is not one sequence of labels for each Event.
    """
    if before is None:
        values, start, fading = contributions(evidence, after, half_life=half_life, shrinkage=shrinkage), 0.0, 0.0
        end, known = float(values.sum()), values != 0
    else:
        series = policy_index(evidence, since=before, until=after, half_life=half_life, shrinkage=shrinkage)
        values, fading = news_of_events(evidence, series, before, shrinkage=shrinkage), float(series.fading[1:].sum())
        start, end = float(series.index[0]), float(series.index[-1])
        known = (evidence.last > before.toordinal()) & (evidence.first <= after.toordinal())
    sums, counts = sum_by(values, labels, unlabelled=unlabelled), _counts(labels, known, unlabelled)
    parts = [Part(label, number, sums[label]) for label, number in counts.items()]
    parts.sort(key=lambda part: (-abs(part.change), part.label))
    return Moves(start, end, tuple(parts), fading, news_by_direction(values, evidence.stance))


_LEAST_TOLD = 0.005
"""A smaller move would be written as 0.00."""


def news_by_direction(news: Real, stance: Whole) -> dict[str, float]:
    """Return the sums of the news of events that ease, are neutral and tighten; one without such events is left out.

    A sum need not have the sign of its direction: a mild restriction lifts a line that stands lower.

    Args:
        news: by how much each event moved the index, in stance units.
        stance: the stance of each event, -3 to 3.
    """
    sides = {"easing": stance > 0, "neutral": stance == 0, "tightening": stance < 0}
    return {name: float(news[side].sum()) for name, side in sides.items() if news[side].any()}


def news_in_words(news: float, fading: float, directions: Mapping[str, float] | None = None) -> str:
    """Return in one sentence how much of a change is news and how much fading, in stance units.

    Args:
        news: what the events moved.
        fading: what fading moved.
        directions: the news by direction, told in brackets behind it where there is more than one.
    """
    told_news, told_fading = _signed(news), _signed(fading)
    split = ", ".join(f"{name} {_signed(value)}" for name, value in (directions or {}).items())
    split = f" ({split})" if directions and len(directions) > 1 else ""
    if abs(news) < _LEAST_TOLD and abs(fading) < _LEAST_TOLD:
        return "Neither news nor fading moved the line."
    if news * fading < 0 or abs(news + fading) < _LEAST_TOLD:
        return f"News moved the line by {told_news}{split} and fading by {told_fading}."
    way = "rise" if news + fading > 0 else "fall"
    return f"Of the {way} of {abs(news + fading):.2f}, {abs(news):.2f} is news{split} and {abs(fading):.2f} fading."


def change_in_words(found: Moves, before: date, after: date) -> str:
    """Return how far the index moved between two days, and from where to where, without a full stop."""
    moved = "did not move"
    if abs(found.change) >= _LEAST_TOLD:
        moved = f"{'rose' if found.change > 0 else 'fell'} by {abs(found.change):.2f}"
    days = f"From {describe(before.isoformat())} to {describe(after.isoformat())}"
    return f"{days} the line {moved}: from {_signed(found.start)} to {_signed(found.end)}"


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def _counts(labels: Sequence[Sequence[str]], known: Mask, unlabelled: str) -> dict[str, int]:
    """Return how many Events with a share in the index stand under each label."""
    counts: dict[str, int] = {}
    for names, counts_here in zip(labels, known.tolist(), strict=True):
        for name in (names or (unlabelled,)) if counts_here else ():
            counts[name] = counts.get(name, 0) + 1
    return counts
