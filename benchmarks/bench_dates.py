"""Reading typed dates beside the bare library dateparser: what a reading costs, and what the first refusal costs.

The texts have to be read as what they say. Times are processor time, which leaves out what other programs take.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from measuring import REPOSITORY, Row, main

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


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure ISO days, the forms that people type, and first refusals."""
    del large
    for text, edtf in TYPED.items():
        check(text, edtf)
    new, library = microseconds(ISO_DAYS, read_anew), microseconds(ISO_DAYS[:200], bare_dateparser, runs=3)
    iso = ("an ISO day, never read before", "")
    yield Row(*iso, new, GOAL_ISO_MICROSECONDS, "", unit="µs")
    yield Row(*iso, new / library, None, "bare dateparser", f"{new:.1f} µs to {library:.0f} µs")
    forms = list(TYPED)
    ours, library = microseconds(forms * 50, read_anew), microseconds(forms * 10, bare_dateparser, runs=3)
    yield Row("eight typed forms", "", ours / library, None, "bare dateparser", f"{ours:.0f} µs to {library:.0f} µs")
    slowest = max(first_refusal("the reader", text) for text in REFUSED)
    library = first_refusal("bare dateparser", REFUSED[0])
    refusal = ("first refusal of a fresh process", "the slowest of five")
    yield Row(*refusal, slowest, GOAL_REFUSAL_MILLISECONDS, "", unit="ms")
    yield Row(*refusal, slowest / library, None, "bare dateparser", f"{slowest:.0f} ms to {library:.0f} ms")


def first_refusal(reader: str, text: str) -> float:
    """Return the processor time in milliseconds, the median of some fresh processes."""
    program = TIMED.format(program=FIRST_REFUSAL[reader].format(text=text))
    times = []
    for _ in range(FRESH_RUNS):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY
        )
        seconds, refused = done.stdout.split()
        if refused != "True":
            raise SystemExit(f"{reader} did not refuse {text}")
        times.append(float(seconds) * 1e3)
    return median(times)


if __name__ == "__main__":
    sys.exit(main(rows))
