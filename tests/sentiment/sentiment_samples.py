"""Evidence made by hand or by chance, and the formula of the index as a plain double loop."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from tracker.sentiment import Evidence, EvidenceRow

TODAY = date(2021, 9, 30)

unhurried = settings(deadline=None)
"""For laws on a machine that is busy with other things."""


def aged(*events: tuple[int, int, int], threads: Sequence[str | None] = ()) -> Evidence:
    """Return events given as (age in days on ``TODAY``, stance, reach), each its own story unless threads are given."""
    names = threads or [None] * len(events)
    days = [TODAY - timedelta(days=age) for age, _, _ in events]
    return Evidence.of(
        (day, day, stance, reach, name) for day, (_, stance, reach), name in zip(days, events, names, strict=True)
    )


def dated(*rows: tuple[str, str, int, int, str | None]) -> Evidence:
    """Return events given as (first day, last day, stance, reach, thread), with ISO dates."""
    return Evidence.of(
        (date.fromisoformat(first), date.fromisoformat(last), stance, reach, thread)
        for first, last, stance, reach, thread in rows
    )


def random_rows(rng: random.Random, events: int, days: int, threads: int) -> list[EvidenceRow]:
    """Return events around ``TODAY``: most known to the day, some to the month, few to the year, some in threads."""
    rows = []
    for _ in range(events):
        first = TODAY + timedelta(days=rng.randint(-days, days))
        length = rng.choices([1, 28, 31, 92, 366, rng.randint(1, 60)], [12, 2, 2, 1, 1, 2])[0]
        thread = rng.choice([None, *(f"story-{number}" for number in range(threads))])
        last = first + timedelta(days=length - 1)
        rows.append((first, last, rng.randint(-3, 3), rng.randint(1, 4), thread))
    return rows


@dataclass
class PlainDay:
    """The index of one day, as the formula is written."""

    index: float
    mass: float
    stories: float


def plain_day(rows: Sequence[EvidenceRow], day: date, half_life: float, shrinkage: float) -> PlainDay:
    """Return the index of one day by looking at every event and every day that it may have happened on."""
    mass = total = 0.0
    of_story: dict[str | int, float] = {}
    for place, (first, last, stance, reach, thread) in enumerate(rows):
        weight = reach * plain_kernel(first, last, day, half_life)
        mass += weight
        total += weight * stance
        story = place if thread is None else thread
        of_story[story] = of_story.get(story, 0.0) + weight
    squares = sum(weight**2 for weight in of_story.values())
    below = mass + shrinkage
    return PlainDay(total / below if below else 0.0, mass, mass**2 / squares if mass > 1e-9 else 0.0)


def plain_kernel(first: date, last: date, day: date, half_life: float) -> float:
    """Return the mean over the days from first to last of the weight that is left on ``day``."""
    length = (last - first).days + 1
    ages = ((day - first).days - offset for offset in range(length))
    return sum(2.0 ** (-age / half_life) for age in ages if age >= 0) / length


def rows_around_today(most: int = 12) -> st.SearchStrategy[list[EvidenceRow]]:
    """Return a strategy of up to ``most`` events within a year and a half of ``TODAY``."""
    first = st.integers(-500, 60).map(lambda offset: TODAY + timedelta(days=offset))
    length = st.sampled_from([1, 1, 1, 1, 28, 31, 92, 366])
    thread = st.sampled_from([None, None, "a", "b", "c"])
    row = st.builds(_row, first, length, st.integers(-3, 3), st.integers(1, 4), thread)
    return st.lists(row, max_size=most)


def _row(first: date, length: int, stance: int, reach: int, thread: str | None) -> EvidenceRow:
    return first, first + timedelta(days=length - 1), stance, reach, thread
