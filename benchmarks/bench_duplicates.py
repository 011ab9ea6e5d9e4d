"""How the time grows that it takes to find duplicates among many events.

The events are made up from a seed and spread over ten years; the shares of firms, agencies and words fall off as they
do in real ones, and a hundredth of the events is told a second time in other words.
"""

import datetime as dt
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate

from measuring import TRACKER, Row, database, main, record_of, run_program

from tracker.duplicates import DuplicateSearch
from tracker.event.draft import EventDraft, parse_event
from tracker.vocabulary import Kind

SIZES = (10_000, 100_000)
_KINDS = tuple(Kind)
_WORDS = 5000
_FIRMS, _AGENCIES = 400, 60
_DAYS = 3650


def _shares(count: int) -> list[float]:
    """Return running sums of shares, of which the second is half of the first, the third a third, and so on."""
    return list(accumulate(1 / place for place in range(1, count + 1)))


def made_up(count: int, seed: int = 1) -> dict[str, EventDraft]:
    """Make up some events; every hundredth is told twice."""
    chance = random.Random(seed)
    words, firms, agencies = ([f"{kind}{number}" for number in range(most)] for kind, most in _POOLS)

    def some(pool: Sequence[str], shares: list[float], least: int, most: int) -> list[str]:
        return list(dict.fromkeys(chance.choices(pool, cum_weights=shares, k=chance.randint(least, most))))

    events: dict[str, EventDraft] = {}
    by_pool = {len(pool): _shares(len(pool)) for pool in (words, firms, agencies)}
    for number in range(count):
        title = some(words, by_pool[_WORDS], 6, 12)
        day = dt.date(2016, 1, 1) + dt.timedelta(days=chance.randrange(_DAYS))
        code = {"kind": chance.choice(_KINDS), "stance": 0, "stance_reason": "made up", "reach": 1}
        names = {
            "companies": some(firms, by_pool[_FIRMS], 0, 3),
            "agencies": some(agencies, by_pool[_AGENCIES], 0, 3),
        }
        values = code | names | {"date": str(day), "sources": [{"url": f"https://example.org/{number}"}]}
        events[f"e{number}"] = parse_event(values | {"title": " ".join(title), "summary": " ".join(title[::-1])})
        if number % 100 == 0:
            other = " ".join(chance.sample(title, len(title) - 2))
            values["sources"] = [{"url": f"https://example.com/{number}"}]
            events[f"e{number} again"] = parse_event(values | {"title": other})
    return events


_POOLS = (("word", _WORDS), ("Firm ", _FIRMS), ("Agency ", _AGENCIES))


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure the search by itself on made-up words; with the large ones, the command on synthetic records."""
    if large:
        # It reads and compares 100,000 whole events, which alone takes a tenth of the time of all other benchmarks.
        yield _of_command()
        return
    took = [_searched(size) for size in SIZES]
    yield _growth("search for duplicates", [seconds for seconds, _ in took])
    share = min(share for _, share in took)
    yield Row(
        "duplicates, share of those told twice", f"{SIZES[-1]:,}", share, 0.99, "all of them", unit="", is_least=True
    )


def _of_command() -> Row:
    command = [run_program(TRACKER, "duplicates", *database(record_of(size))) for size in SIZES]
    start = run_program(TRACKER, "duplicates", *database(record_of(280))).processor
    return _growth("`duplicates`, started anew", [each.processor - start for each in command])


def _growth(what: str, seconds: list[float]) -> Row:
    exponent = math.log(seconds[1] / seconds[0]) / math.log(SIZES[1] / SIZES[0])
    figures = f"{seconds[0]:.1f} s to {seconds[1]:.1f} s"
    return Row(
        f"{what}, exponent of growth", f"{SIZES[0]:,} to {SIZES[1]:,}", exponent, 1.2, "1 is linear", figures, ""
    )


def _searched(size: int) -> tuple[float, float]:
    """Return the processor seconds of a search among so many events, and the share of those told twice it finds."""
    events = made_up(size)
    began = time.process_time()
    found = {(pair.first, pair.second) for pair in DuplicateSearch(events).pairs()}
    took = time.process_time() - began
    twice = {(key.removesuffix(" again"), key) for key in events if key.endswith(" again")}
    return took, len(found & twice) / len(twice)


if __name__ == "__main__":
    sys.exit(main(rows))
