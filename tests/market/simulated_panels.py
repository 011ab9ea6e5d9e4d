"""Simulated panels for the tests of size and power: shares that move together, on event days that come in clusters."""

import math
from dataclasses import dataclass

import numpy as np
from market_samples import simulated_market
from scipy.signal import lfilter

from tracker.market import GroupResult
from tracker.market.event_days import ReturnPanel, group_of_days
from tracker.market.market_model import AlignedReturns, Integers, estimate, every_reaction, join_estimates
from tracker.market.results import Window
from tracker.market.words import LIMIT

ESTIMATION = (-250, -11)
SHARES, CORRELATION = 15, 0.54


@dataclass(frozen=True)
class World:
    """What is simulated.

    Attributes:
        days: trading days.
        centres: clusters of event days, spread at random over the days that can be measured.
        cluster: events of each, on its first day and up to two days later; several may fall on one day.
        every_share: whether each event is measured on every share, or on some at random.
        heavy: whether what the market leaves has heavy tails (Student's t with 4 degrees of freedom).
        effect: what each event does to every share on its day, as a log return.
        ordering: what each level of stance does to every share on the day, as a log return; None for events without
            codes. Stance comes in long runs of one sign, as in the record.
        window: first and last trading day over which returns are added up.
    """

    days: int = 900
    centres: int = 20
    cluster: int = 3
    every_share: bool = False
    heavy: bool = False
    effect: float = 0.0
    ordering: float | None = None
    window: Window = (-1, 1)


def simulate(world: World, seed: int, draws: int) -> list[GroupResult]:
    """Return the group of all events of some worlds."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        panel, codes = _panel(world, rng)
        found.append(group_of_days(panel, codes=None if world.ordering is None else codes))
    return found


def _codes(world: World, rng: np.random.Generator) -> np.ndarray:
    """Return stance and reach for each trading day; the mood that stance follows halves in about 70 days."""
    mood = lfilter([math.sqrt(1 - 0.99**2)], [1, -0.99], rng.normal(0, 1, world.days + 500))[500:]
    stance = np.clip(np.round(2 * mood + rng.normal(0, 0.7, world.days)), -3, 3)
    return np.column_stack([stance, rng.integers(1, 5, world.days)])


def _panel(world: World, rng: np.random.Generator) -> tuple[ReturnPanel, np.ndarray]:
    market = simulated_market(rng, world.days)
    size = (SHARES + 1, world.days)
    noise = rng.standard_t(4, size) / math.sqrt(2) if world.heavy else rng.normal(0, 1, size)
    left = math.sqrt(CORRELATION) * noise[0] + math.sqrt(1 - CORRELATION) * noise[1:]
    shares = rng.uniform(0.6, 1.4, (SHARES, 1)) * market + rng.uniform(0.015, 0.03, (SHARES, 1)) * left
    centres = rng.choice(np.arange(-ESTIMATION[0] + 2, world.days - 3 - world.window[1]), world.centres, replace=False)
    places = (centres[:, None] + np.sort(rng.integers(0, 3, (world.centres, world.cluster)), axis=1)).ravel()
    shares[:, places] += world.effect
    # From a generator of its own, so that worlds without codes stay as they are.
    codes = _codes(world, rng.spawn(1)[0])
    shares[:, np.unique(places)] += (world.ordering or 0) * codes[np.unique(places), 0]
    at: list[Integers] = []
    for _ in range(SHARES):
        chosen = places if world.every_share else places[rng.random(len(places)) < rng.uniform(0.2, 1)]
        at.append(np.unique(chosen if len(chosen) else places[:1]))
    aligned = [AlignedReturns(np.arange(world.days), share, market, np.arange(world.days)) for share in shares]
    panel = ReturnPanel(
        estimates=join_estimates(
            [estimate(one, own, world.window, ESTIMATION) for one, own in zip(aligned, at, strict=True)]
        ),
        places=np.concatenate(at),
        shares=np.repeat(np.arange(SHARES), [len(own) for own in at]),
        reactions=np.array([every_reaction(one, world.window, ESTIMATION) for one in aligned]),
        window=world.window,
        estimation=ESTIMATION,
    )
    return panel, codes[panel.places]


def rejected(groups: list[GroupResult], test: str) -> float:
    """Return the share of groups in which a test rejects at five per cent; `placebo` is one of them."""
    if test == "placebo":
        found = [group.placebo for group in groups if group.placebo]
        return float(np.mean([one.p < LIMIT for one in found]))
    ps = [each.p for group in groups for each in group.tests if each.name == test]
    return float(np.mean([p < 0.05 for p in ps if p is not None]))
