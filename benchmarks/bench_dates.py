"""Reading typed dates beside the bare library dateparser: what a reading costs, and what the first refusal costs.

Run it with `python benchmarks/bench_dates.py`. It checks that the texts are read as what they say, prints times in
processor time, ratios and goals, and fails when a goal is missed. Processor time leaves out what other programs take.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tracker.dates import parse_date, parse_one
from tracker.dates.partial import from_edtf

ISO_DAYS = [f"{year}-{month:02d}-17" for year in range(1950, 2100) for month in range(1, 13)]
TYPED = {
    "17 May 2022": "2022-05-17",
    "May 17, 2022": "2022-05-17",
    "May 2022": "2022-05",
    "Q3 2021": "2021-35",
    "17-20 May 2022": "2022-05-17/2022-05-20",
    "2022年5月17日": "2022-05-17",
    "二〇二二年五月十七日": "2022-05-17",
    "2022年3月28日至6月1日": "2022-03-28/2022-06-01",
}
REFUSED = ("17 Mayy 2022", "2022年2月30日", "someday soon", "near 17 May 2022", "31 April 2022 (Tuesday)")
RUNS = 7
FRESH_RUNS = 5

GOAL_ISO_MICROSECONDS = 20
GOAL_REFUSAL_MILLISECONDS = 50

FIRST_REFUSAL = {
    "the reader": (
        "from tracker.dates import parse_date\n"
        "from tracker.errors import DateProblem\n"
        "try:\n"
        "    parse_date({text!r})\n"
        "except DateProblem:\n"
        "    refused = True\n"
    ),
    "bare dateparser": "import dateparser\nrefused = dateparser.parse({text!r}) is None\n",
}
TIMED = "import time\nbegin = time.process_time()\n{program}print(time.process_time() - begin, refused)\n"


def microseconds(texts: list[str], read: Callable[[str], object], runs: int = RUNS) -> float:
    """Return the processor time of one reading in microseconds: the least of several rounds over all texts."""
    rounds = []
    for _ in range(runs):
        begin = time.process_time()
        for text in texts:
            read(text)
        rounds.append(time.process_time() - begin)
    return min(rounds) / len(texts) * 1e6


def read_anew(text: str) -> object:
    """Read a text without what an earlier reading of it left in memory."""
    from_edtf.cache_clear()
    return parse_date(text)


def bare_dateparser(text: str) -> object:
    """Read a text with the library alone, in the same languages."""
    import dateparser

    return dateparser.parse(text, languages=["en", "zh"])


def check(text: str, edtf: str) -> None:
    """Stop where a text is not read as it should be: a quick wrong answer is worth nothing."""
    if parse_one(text).edtf != edtf:
        raise SystemExit(f"{text} is not read as {edtf}")


def compare_iso_days() -> bool:
    """Print the cost of an ISO day, new and seen before, and that of the library; return whether the goal is met."""
    for text in ISO_DAYS:
        check(text, text)
    new = microseconds(ISO_DAYS, read_anew)
    again = microseconds(ISO_DAYS, parse_date)
    library = microseconds(ISO_DAYS[:200], bare_dateparser, runs=3)
    print(f"ISO day, never seen before:                {new:8.1f} us")
    print(f"ISO day, seen before:                      {again:8.1f} us")
    print(f"ISO day, bare dateparser:                  {library:8.1f} us")
    print(f"ratio dateparser / reader:                 {library / new:8.0f}")
    return goal("an ISO day", new, GOAL_ISO_MICROSECONDS, "us")


def compare_typed_forms() -> None:
    """Print the cost of other forms beside the library's, whose answer to most of them is another date."""
    for text, edtf in TYPED.items():
        check(text, edtf)
        ours, library = microseconds([text] * 200, read_anew), microseconds([text] * 50, bare_dateparser, runs=3)
        print(f"  {text}: {ours:.0f} us, dateparser {library:.0f} us, ratio {library / ours:.0f}")


def compare_first_refusals() -> bool:
    """Print the first refusal of a fresh process, loading included, for both; return whether the goal is met."""
    kept = []
    for text in REFUSED:
        ours = first_refusal("the reader", text)
        print(f"first refusal, “{text}”: {ours:.0f} ms")
        kept.append(ours)
    library = first_refusal("bare dateparser", REFUSED[0])
    print(f"first refusal of bare dateparser, “{REFUSED[0]}”: {library:.0f} ms, ratio {library / max(kept):.0f}")
    return goal("the slowest first refusal", max(kept), GOAL_REFUSAL_MILLISECONDS, "ms")


def first_refusal(reader: str, text: str) -> float:
    """Return the processor time in milliseconds, the median of some fresh processes."""
    program = TIMED.format(program=FIRST_REFUSAL[reader].format(text=text))
    root = Path(__file__).resolve().parent.parent
    times = []
    for _ in range(FRESH_RUNS):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
        seconds, refused = done.stdout.split()
        if refused != "True":
            raise SystemExit(f"{reader} did not refuse {text}")
        times.append(float(seconds) * 1e3)
    return median(times)


def goal(what: str, measured: float, limit: float, unit: str) -> bool:
    """Print whether a measured value is under its limit, and return it."""
    met = measured < limit
    print(f"goal {'met' if met else 'MISSED'}: {what} under {limit:.0f} {unit} ({measured:.1f} {unit})")
    return met


def main() -> int:
    """Measure everything, print, and return 1 when a goal is missed."""
    kept = [compare_iso_days(), compare_first_refusals()]
    compare_typed_forms()
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
