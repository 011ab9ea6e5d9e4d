"""How long it takes to find duplicates among many events: ``python benchmarks/bench_duplicates.py 10000 100000``.

The events are made up from a seed and spread over ten years; the shares of firms, agencies and words fall off as they
do in real ones, and a hundredth of the events is told a second time in other words.
"""

import argparse
import datetime as dt
import random
import resource
import sys
import time
from collections.abc import Sequence
from itertools import accumulate

from tracker.duplicates import DuplicateSearch
from tracker.event.draft import EventDraft, parse_event
from tracker.vocabulary import Kind

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


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    for size in parser.parse_args().sizes:
        events = made_up(size)
        begin = time.process_time()
        search = DuplicateSearch(events)
        ready = time.process_time()
        found = {(pair.first, pair.second) for pair in search.pairs()}
        took = time.process_time()
        twice = {(key.removesuffix(" again"), key) for key in events if key.endswith(" again")}
        share = len(found & twice) / len(twice)
        room = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(
            f"{len(events):,} events: {ready - begin:.1f} s to prepare, {took - ready:.1f} s to compare, "
            f"{room:,.0f} MB at most; {len(found):,} pairs, {share:.3f} of those told twice among them\n"
        )


if __name__ == "__main__":
    main()
