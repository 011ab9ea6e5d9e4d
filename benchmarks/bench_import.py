"""The import of 50,000 events from a CSV file beside `sqlite-utils insert --csv` of the same file.

Run it with `python benchmarks/bench_import.py`. The other program puts every row into one flat table and checks
nothing; the import validates each field, finds known events, links names and sources, fills the search column and
writes the history with its chain of digests. Prints times, ratio and peak memory, and fails when a limit is broken.
"""

import csv
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
EVENTS, RUNS = 50_000, 5
LIMIT_RATIO, LIMIT_MEGABYTES = 1.0, 150.0

HEADING = (
    "slug", "title", "title_zh", "date", "end", "kind", "stance", "stance_reason", "reach", "certainty", "sectors",
    "agencies", "companies", "thread", "summary", "date_evidence", "source_urls", "source_publishers", "source_dates",
    "source_languages", "source_kinds",
)  # fmt: skip
KINDS = ("rule", "draft-rule", "enforcement", "investigation", "licensing", "signal", "support")
LEVELS = ("high", "high", "high", "medium", "low")
WORDS = (
    "platform",
    "rule",
    "data",
    "market",
    "office",
    "licence",
    "review",
    "firm",
    "order",
    "notice",
    "list",
    "draft",
)
FIRST_DAY = dt.date(2010, 1, 1)


def write_events(file: Path) -> None:
    """Write the events, about 400 bytes each, as somebody's own table would hold them; the same ones on every run."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADING)
        writer.writerows(_rows(random.Random(1)))


def _rows(chance: random.Random) -> Iterator[Sequence[str]]:
    for number in range(EVENTS):
        day = FIRST_DAY + dt.timedelta(days=chance.randrange(6000))
        urls = [f"https://example.org/{number}/{place}" for place in range(1 + chance.randrange(2))]
        yield (
            f"event-{number}",
            f"Event {number}: {_words(chance, 4)}",
            f"测试事件{number}" if number % 2 else "",
            day.isoformat() if chance.random() < 0.8 else f"{day:%Y-%m}",
            (day + dt.timedelta(days=40)).isoformat() if chance.random() < 0.1 else "",
            chance.choice(KINDS),
            str(chance.randint(-3, 3)),
            f"A reason of {_words(chance, 2)}",
            str(chance.randint(1, 4)),
            chance.choice(LEVELS),
            _names(chance, "sector", 15),
            _names(chance, "Agency", 40),
            _names(chance, "Company", 400),
            f"story-{chance.randrange(300)}" if chance.random() < 0.3 else "",
            f"{_words(chance, 12)}.",
            "",
            "; ".join(urls),
            "; ".join(f"Publisher {chance.randrange(50)}" for _ in urls),
            "; ".join(day.isoformat() for _ in urls),
            "; ".join(chance.choice(("en", "zh")) for _ in urls),
            "; ".join("news" for _ in urls),
        )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _names(chance: random.Random, name: str, most: int) -> str:
    return "; ".join(dict.fromkeys(f"{name} {chance.randrange(most)}" for _ in range(chance.randrange(3))))


def _seconds(command: Sequence[str]) -> float:
    """Run a program and return how long it took."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def _peak_megabytes(command: Sequence[str]) -> float:
    """Run a program and return the most memory that it and its child had together; what they share counts once."""
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
            peak = max(peak, sum(map(_kilobytes, [str(process.pid), *children])))
            time.sleep(0.02)
    return peak / 1000


def _kilobytes(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def import_command(folder: Path, name: str, file: Path) -> list[str]:
    """Make an empty record and return the command that imports the file into it."""
    tracker, database = str(PROGRAMS / "tracker"), f"sqlite:///{folder}/{name}.db"
    subprocess.run([tracker, "init", "--empty", "--database", database], check=True, stdout=subprocess.DEVNULL)
    return [tracker, "import", str(file), "--accept", "--database", database]


def measure(folder: Path, number: int, file: Path) -> tuple[float, float]:
    """Return the seconds of an import and those of the other program, each into a new database."""
    ours = _seconds(import_command(folder, str(number), file))
    flat = [str(PROGRAMS / "sqlite-utils"), "insert", f"{folder}/{number}-flat.db", "events", str(file), "--csv"]
    return ours, _seconds(flat)


def main() -> int:
    """Measure both in alternation, then the memory of one more import, and print the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "events.csv"
        write_events(file)
        pairs = [measure(folder, number, file) for number in range(RUNS)]
        memory = _peak_megabytes(import_command(folder, "memory", file))
        size = file.stat().st_size / 1e6
    ours, theirs = (median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = ours / theirs
    print(f"{EVENTS:,} rows, {size:.1f} MB: tracker import {ours:.1f} s, sqlite-utils insert {theirs:.1f} s")
    print(f"ratio {ratio:.2f} (goal: at most {LIMIT_RATIO}): {'met' if ratio <= LIMIT_RATIO else 'missed'}")
    within = memory < LIMIT_MEGABYTES
    print(
        f"peak of both processes {memory:.0f} MB (goal: under {LIMIT_MEGABYTES:.0f}): {'met' if within else 'missed'}"
    )
    return int(ratio > LIMIT_RATIO or not within)


if __name__ == "__main__":
    sys.exit(main())
