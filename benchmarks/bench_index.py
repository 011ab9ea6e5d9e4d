"""The policy-sentiment index beside the plain double loop, its growth with the record, and the cost of its band.

Both ways have to give the same numbers. The command on a record of 100,000 events has a benchmark of its own,
`bench_large_index.py`.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TypeVar

import numpy as np
from measuring import Row, both, main

from tracker.sentiment import Evidence, policy_index, resampling_band

T = TypeVar("T")

SINCE, UNTIL = date(2016, 1, 1), date(2025, 12, 31)
PERIOD = {"since": SINCE, "until": UNTIL}
RECORD_PERIOD = {"since": date(2018, 4, 1), "until": date(2026, 3, 31)}
RECORD_EVENTS, RECORD_STORIES = 280, 60
SIZES = (1_000, 10_000, 100_000, 1_000_000)
BAND_SIZES = (1_000, 10_000, 100_000)

LIMIT_DIFFERENCE = 1e-9
LIMIT_EXPONENT = 1.15
LIMIT_RECORD_SECONDS = 0.15


def evidence_of(events: int, stories: int | None = None) -> Evidence:
    """Return chance events over the ten years, one in fifty known to the month only; each its own story if not told."""
    rng = np.random.default_rng(events)
    first = rng.integers(SINCE.toordinal(), UNTIL.toordinal() - 31, events)
    last = first + np.where(rng.random(events) < 0.02, 30, 0)
    group = np.arange(events) if stories is None else rng.integers(0, stories, events)
    return Evidence(first, last, rng.integers(-3, 4, events), rng.integers(1, 5, events), group)


def plain_index(evidence: Evidence) -> np.ndarray:
    """Return the index of every day of ``PERIOD`` by looking at every event on every day."""
    columns = (evidence.first, evidence.last, evidence.stance, evidence.reach)
    events = list(zip(*(column.tolist() for column in columns), strict=True))
    return np.array([_plain_day(events, day) for day in range(SINCE.toordinal(), UNTIL.toordinal() + 1)])


def _plain_day(events: list[tuple[int, int, int, int]], day: int) -> float:
    mass = total = 0.0
    for first, last, stance, reach in events:
        left = sum(2.0 ** ((possible - day) / 60.0) for possible in range(first, min(last, day) + 1))
        weight = reach * left / (last - first + 1)
        mass += weight
        total += weight * stance
    return total / (mass + 4.0)


def best_of(runs: int, work: Callable[[], T]) -> tuple[float, T]:
    """Return the shortest of several times, in seconds of the processor, and the last answer."""
    times = []
    for _ in range(runs):
        begin = time.process_time()
        answer = work()
        times.append(time.process_time() - begin)
    return min(times), answer


def exponent(sizes: tuple[int, ...], seconds: list[float]) -> float:
    """Return the slope of the straight line through the logarithms: 1 where time grows like size."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def index_and_band(evidence: Evidence, period: dict[str, date]) -> None:
    """Do what a page does: the index and its band of 2,000 replicates."""
    policy_index(evidence, **period)
    resampling_band(evidence, **period)


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure everything."""
    del large
    yield from _beside_plain_loop()
    evidence = evidence_of(RECORD_EVENTS, RECORD_STORIES)
    seconds, _ = best_of(5, lambda: index_and_band(evidence, RECORD_PERIOD))
    yield Row("index and band of 2,000 replicates, eight years", "280", seconds, LIMIT_RECORD_SECONDS, "", unit="s")
    yield from _growth()


def _beside_plain_loop() -> Iterator[Row]:
    evidence = evidence_of(1_000)
    plain_seconds, plain = best_of(1, lambda: plain_index(evidence))
    seconds, series = best_of(5, lambda: policy_index(evidence, **PERIOD))
    difference = float(np.abs(series.index - plain).max())
    figures = both([seconds], [plain_seconds])
    yield Row("index, ten years daily", "1,000", seconds / plain_seconds, 0.02, "the plain double loop", figures)
    yield Row(
        "index, largest difference", "1,000", difference, LIMIT_DIFFERENCE, "the plain double loop", unit="points"
    )


def _growth() -> Iterator[Row]:
    made = {size: evidence_of(size) for size in SIZES}
    index_seconds = [best_of(3, partial(policy_index, made[size], **PERIOD))[0] for size in SIZES]
    band_seconds = [best_of(1, partial(resampling_band, made[size], **PERIOD))[0] for size in BAND_SIZES]
    for name, sizes, seconds in (("index", SIZES, index_seconds), ("band", BAND_SIZES, band_seconds)):
        at, figures = f"{sizes[0]:,} to {sizes[-1]:,}", f"{seconds[0]:.4f} s to {seconds[-1]:.2f} s"
        grown = exponent(sizes, seconds)
        yield Row(f"{name}, exponent of growth", at, grown, LIMIT_EXPONENT, "1 is linear", figures, "")


if __name__ == "__main__":
    sys.exit(main(rows))
