"""How far the line depends on choices and on single stories: the same evidence under many readings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np

from tracker.sentiment.decay import Grid, mass_and_total
from tracker.sentiment.index import policy_index, shrunk_mean
from tracker.sentiment.reading import Point, trough, turn_above_zero, zero_crossings
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real, Weighting, check_choices, check_span
from tracker.sentiment.stories import sums_of_stories
from tracker.sentiment.turning import searched_days

VARIANT_HALF_LIVES = (30.0, 60.0, 90.0, 180.0, 365.0)
VARIANT_SHRINKAGES = (0.0, 2.0, 4.0, 8.0, 16.0)

MOST_STORIES = 500
"""So many stories are left out in turn at most, the heaviest ones; the others move the line less."""

REST = 1e-12
"""A smaller part of the mass is what rounding left after its only story was taken away."""


@dataclass(frozen=True, eq=False)
class Variant:
    """The index under one reading.

    Attributes:
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        weighting: how much reach counts.
        left_out: code of the story that is left out; -1 where all count.
        first_day: ordinal of the first day.
        index: the index of each day.
        coder: whose codes count, where they are not those of the base.
    """

    half_life: float
    shrinkage: float
    weighting: Weighting
    left_out: int
    first_day: int
    index: Real
    coder: str | None = None


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """A family of readings.

    Attributes:
        base: the reading that was asked for.
        choices: every combination of half-life, shrinkage and weighting.
        left_out: the base without each story in turn.
        searched: the days on which the lowest points are looked for: those of the base that are not marked
            "few events", or all where every day is.
        coders: the base with the codes of each other coder.
    """

    base: Variant
    choices: tuple[Variant, ...]
    left_out: tuple[Variant, ...]
    searched: Mask
    coders: tuple[Variant, ...] = ()

    @property
    def variants(self) -> tuple[Variant, ...]:
        """All readings, the base first."""
        return (self.base, *self.coders, *self.choices, *self.left_out)

    def troughs(self) -> list[Point]:
        """Return the lowest point of each reading, in the order of ``variants``."""
        return [trough(variant, within=self.searched) for variant in self.variants]

    def trough_days(self) -> tuple[date, date]:
        """Return the earliest and the latest day of a lowest point."""
        days = [point.day for point in self.troughs()]
        return min(days), max(days)

    def trough_values(self) -> tuple[float, float]:
        """Return the lowest and the highest value of a lowest point."""
        values = [point.value for point in self.troughs()]
        return min(values), max(values)

    def turns(self) -> list[date | None]:
        """Return, for each reading, the first day above zero after its lowest point; None where it never rises so."""
        points = self.troughs()
        return [turn_above_zero(variant, point.day) for variant, point in zip(self.variants, points, strict=True)]

    def crossing_counts(self) -> tuple[int, int]:
        """Return the smallest and the largest number of times that a reading crosses zero."""
        counts = [len(zero_crossings(variant)) for variant in self.variants]
        return min(counts), max(counts)


def sensitivity(
    evidence: Evidence,
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    half_lives: tuple[float, ...] = VARIANT_HALF_LIVES,
    shrinkages: tuple[float, ...] = VARIANT_SHRINKAGES,
    weightings: tuple[Weighting, ...] = tuple(Weighting),
    codings: Mapping[str, Evidence] | None = None,
) -> Sensitivity:
    """Return the index from ``since`` to ``until`` under every reading.

    Args:
        evidence: as for ``policy_index``.
        since: first day.
        until: last day.
        half_life: half-life of the base.
        shrinkage: shrinkage of the base.
        half_lives: half-lives to try.
        shrinkages: shrinkages to try.
        weightings: weightings to try.
        codings: the evidence as each other coder has coded it, by the coder's name.

    Raises:
        TrackerError: when a choice gives no index.
    """
    for days, neutral in product((half_life, *half_lives), (shrinkage, *shrinkages)):
        check_choices(days, neutral)
    series = policy_index(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    base = Variant(half_life, shrinkage, Weighting.LINEAR, -1, series.first_day, series.index)
    return Sensitivity(
        base=base,
        choices=tuple(_choices(evidence, check_span(since, until), half_lives, shrinkages, weightings)),
        left_out=tuple(_left_out(evidence, base)),
        searched=searched_days(series),
        coders=tuple(_coded(codings or {}, since, until, base)),
    )


def _coded(codings: Mapping[str, Evidence], since: date, until: date, base: Variant) -> Iterator[Variant]:
    for coder, evidence in codings.items():
        h, k = base.half_life, base.shrinkage
        series = policy_index(evidence, since=since, until=until, half_life=h, shrinkage=k)
        yield replace(base, index=series.index, coder=coder)


def _choices(
    evidence: Evidence,
    span: tuple[int, int],
    half_lives: tuple[float, ...],
    shrinkages: tuple[float, ...],
    weightings: tuple[Weighting, ...],
) -> Iterator[Variant]:
    for half_life in half_lives:
        grid = Grid.daily(*span, half_life)
        for weighting in weightings:
            mass, total = mass_and_total(evidence, grid, weighting.weights(evidence.reach))
            for shrinkage in shrinkages:
                yield Variant(half_life, shrinkage, weighting, -1, span[0], shrunk_mean(total, mass, shrinkage))


def _left_out(evidence: Evidence, base: Variant) -> Iterator[Variant]:
    grid = Grid.daily(base.first_day, base.first_day + len(base.index) - 1, base.half_life)
    mass, total = mass_and_total(evidence, grid, evidence.reach.astype(np.float64))
    heavy = _heaviest(evidence, int(grid.days[-1]))
    weight = heavy.reach.astype(np.float64)
    masses, totals = sums_of_stories(heavy, grid, (weight, weight * heavy.stance))
    for place, code in enumerate(np.unique(heavy.group).tolist()):
        # What is left of a sum after all of it was taken away is rounding, and without shrinkage it would show.
        rest = np.where(mass - masses[place] > REST * mass, mass - masses[place], 0.0)
        index = shrunk_mean(np.where(rest > 0, total - totals[place], 0.0), rest, base.shrinkage)
        yield Variant(base.half_life, base.shrinkage, base.weighting, code, base.first_day, index)


def _heaviest(evidence: Evidence, until: int) -> Evidence:
    known = evidence.subset(evidence.first <= until)
    codes, story = np.unique(known.group, return_inverse=True)
    order = np.argsort(-np.bincount(story, known.reach), kind="stable")
    return known.subset(np.isin(known.group, codes[order[:MOST_STORIES]]))
