"""The policy-sentiment index beside the plain double loop, its growth with the record, and the cost of its band.

Run it with `python benchmarks/bench_index.py`. It checks that both ways give the same numbers, prints times, ratios,
fitted growth exponents (1 is linear) and peak memory, and fails when a limit is broken.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tracker.sentiment import Evidence, fragility, policy_index, resampling_band, sensitivity

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
LIMIT_LARGE_SECONDS = 4.0
LIMIT_LARGE_MEGABYTES = 700


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
    """Return the shortest of several times in seconds, and the last answer."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - begin)
    return min(times), answer


def exponent(sizes: tuple[int, ...], seconds: list[float]) -> float:
    """Return the slope of the straight line through the logarithms: 1 where time grows like size."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def index_and_band(evidence: Evidence, period: dict[str, date]) -> None:
    """Do what a page does: the index and its band of 2,000 replicates."""
    policy_index(evidence, **period)
    resampling_band(evidence, **period)


def compare_with_plain_loop() -> bool:
    """Print the ratio of the plain loop to the recursion at 1,000 events; return whether the numbers agree."""
    evidence = evidence_of(1_000)
    plain_seconds, plain = best_of(1, lambda: plain_index(evidence))
    seconds, series = best_of(5, lambda: policy_index(evidence, **PERIOD))
    difference = float(np.abs(series.index - plain).max())
    print(f"index, 1,000 events, ten years daily:      {seconds:8.4f} s")
    print(f"plain double loop:                         {plain_seconds:8.4f} s")
    print(f"ratio loop / index:                        {plain_seconds / seconds:8.0f}")
    print(f"largest difference:                        {difference:8.1e}")
    return difference < LIMIT_DIFFERENCE


def measure_growth() -> bool:
    """Print how index and band grow with the number of events; return whether both are linear at most."""
    made = {size: evidence_of(size) for size in SIZES}
    index_seconds = [best_of(3, partial(policy_index, made[size], **PERIOD))[0] for size in SIZES]
    band_seconds = [best_of(1, partial(resampling_band, made[size], **PERIOD))[0] for size in BAND_SIZES]
    for name, sizes, seconds in (("index", SIZES, index_seconds), ("band", BAND_SIZES, band_seconds)):
        listed = ", ".join(f"{size:,}: {second:.3f} s" for size, second in zip(sizes, seconds, strict=True))
        print(f"{name:5} by number of events, each a story:   {listed}")
        print(f"{name:5} growth exponent:                      {exponent(sizes, seconds):8.2f}")
    last_step = exponent(BAND_SIZES[1:], band_seconds[1:])
    print(f"band growth exponent of the last step:     {last_step:8.2f}")
    return max(exponent(SIZES, index_seconds), exponent(BAND_SIZES, band_seconds), last_step) < LIMIT_EXPONENT


def measure_record() -> bool:
    """Print the cost over a record of 280 events and eight years; return whether it is within its limit."""
    evidence = evidence_of(RECORD_EVENTS, RECORD_STORIES)
    index_seconds, _ = best_of(5, lambda: policy_index(evidence, **RECORD_PERIOD))
    both_seconds, _ = best_of(5, lambda: index_and_band(evidence, RECORD_PERIOD))
    marks_seconds, _ = best_of(3, lambda: fragility(evidence, **RECORD_PERIOD))
    fan_seconds, _ = best_of(3, lambda: sensitivity(evidence, **RECORD_PERIOD))
    print(f"280 events, eight years daily, index:      {index_seconds:8.4f} s")
    print(f"  with band of 2,000 replicates:           {both_seconds:8.4f} s")
    print(f"  ratio with band / without:               {both_seconds / index_seconds:8.1f}")
    print(f"  fragile days:                            {marks_seconds:8.4f} s")
    print(f"  fan of readings, each story left out:    {fan_seconds:8.4f} s")
    return both_seconds < LIMIT_RECORD_SECONDS


def measure_large() -> bool:
    """Print time and peak memory of a process of its own with 100,000 events; return whether both are within limits."""
    run = [sys.executable, __file__, "--large"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    seconds, megabytes, bare = (float(word) for word in done.stdout.split())
    print(f"100,000 events and stories, with band:     {seconds:8.2f} s")
    print(f"  peak memory of the process:              {megabytes:8.0f} MB")
    print(f"  of which before the first event:         {bare:8.0f} MB")
    return seconds < LIMIT_LARGE_SECONDS and megabytes < LIMIT_LARGE_MEGABYTES


def large() -> None:
    """Print seconds, peak memory and memory before, for 100,000 events in this process."""
    bare = _peak_megabytes()
    evidence = evidence_of(100_000)
    seconds, _ = best_of(1, lambda: index_and_band(evidence, PERIOD))
    print(seconds, _peak_megabytes(), bare)


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def main() -> int:
    """Measure everything, print, and return 1 when a limit is broken."""
    if "--large" in sys.argv:
        large()
        return 0
    # The large case comes first: a process inherits the peak memory of the one that starts it.
    kept = [measure_large(), compare_with_plain_loop(), measure_record(), measure_growth()]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
