"""What all benchmarks share: a row of the table, pairs measured in turn, programs with their time and memory, records.

A benchmark is a module with a function ``rows(large)`` that yields its rows as it measures them. Run by itself it
prints them, and ends with 1 where a goal is missed; ``make bench`` runs all of them and keeps the table.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

KEPT = Path(__file__).resolve().parent / "out"
"""Databases and peers that the next run finds again; git ignores them."""

PROGRAMS = Path(sys.executable).parent
TRACKER = str(PROGRAMS / "tracker")
SQLITE_UTILS = str(PROGRAMS / "sqlite-utils")
README = Path(__file__).with_name("README.md")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was measured.
        at: at how many events, or what else it depends on.
        measured: the figure that is compared with the goal: times the floor, or in ``unit``.
        goal: the most that it may be, or the least where ``is_least`` says so; None where it is only told.
        floor: what it is compared with.
        figures: the two sides in seconds or bytes.
        unit: what the figure is in; ``x`` is times the floor.
        is_least: whether more is better.
    """

    what: str
    at: str
    measured: float
    goal: float | None
    floor: str
    figures: str = ""
    unit: str = "x"
    is_least: bool = False

    def keeps(self, goal: float | None) -> bool:
        """Tell whether the figure keeps a goal."""
        if goal is None:
            return True
        return self.measured >= goal if self.is_least else self.measured <= goal


class Used(NamedTuple):
    """What a program used: processor seconds of it and its children, seconds that passed, most memory in megabytes."""

    processor: float
    seconds: float
    megabytes: float


def run_program(*command: str | Path, may_fail: bool = False, into: Path | None = None) -> Used:
    """Start a program anew, wait for its end and return what it used; its output goes to a file, or nowhere."""
    with (into or Path(os.devnull)).open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=output, stderr=subprocess.PIPE)
        assert process.stderr is not None  # noqa: S101 - it was asked for
        told = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
    if status and not may_fail:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {status}:\n{told.decode(errors='replace')[-2000:]}")
    return Used(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def python(code: str, *arguments: str | Path) -> tuple[str | Path, ...]:
    """Return the command that runs a piece of Python with arguments."""
    return (sys.executable, "-c", code, *arguments)


def in_turn(rounds: int, *sides: Callable[[], T], warm_up: int = 0) -> list[list[T]]:
    """Measure several sides in turn, each round in the other order, and return the results of each."""
    found: list[list[T]] = [[] for _ in sides]
    for number in range(warm_up + rounds):
        for place in range(len(sides))[:: 1 if number % 2 else -1]:
            result = sides[place]()
            if number >= warm_up:
                found[place].append(result)
    return found


def ratio_of(own: Sequence[float], floor: Sequence[float]) -> float:
    """Return the median of the pairs' ratios, so that a busy moment meets both of a pair."""
    return median(mine / other for mine, other in zip(own, floor, strict=True))


def both(own: Sequence[float], floor: Sequence[float], unit: str = "s") -> str:
    """Write the medians of two sides."""
    mine, other = median(own), median(floor)
    digits = 3 if max(mine, other) < 1 else 2 if max(mine, other) < 10 else 1
    return f"{mine:.{digits}f} {unit} to {other:.{digits}f} {unit}"


def compared(  # noqa: PLR0917 - in the order of a row's fields
    what: str, at: str, goal: float | None, floor: str, own: Sequence[float], other: Sequence[float], unit: str = "s"
) -> Row:
    """Return the row of two sides that were measured in turn."""
    return Row(what, at, ratio_of(own, other), goal, floor, both(own, other, unit))


def number(count: int) -> str:
    """Write a number of events."""
    return f"{count:,}"


def record_of(events: int) -> Path:
    """Return a SQLite database of so many synthetic events, kept for the next run; it is never written to."""
    from tests.support.synthetic import synthetic_database
    from tracker.migrations import HEAD

    file = KEPT / f"synthetic-{HEAD}-{events}.db"
    if not file.exists():
        KEPT.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            synthetic_database(f"sqlite:///{folder}/new.db", events, 1)
            Path(folder, "new.db").replace(file)
    return file


def copy_of(events: int, folder: Path) -> Path:
    """Return a copy of the record of so many events, to be written to."""
    file = folder / f"copy-{events}-{time.monotonic_ns()}.db"
    # The file system shares the blocks where it can; shutil would read and write them all.
    subprocess.run(["cp", "--reflink=auto", str(record_of(events)), str(file)], check=True)
    return file


def database(file: Path) -> tuple[str, str]:
    """Return the option that names a database."""
    return "--database", f"sqlite:///{file}"


def restated() -> dict[tuple[str, str], float]:
    """Return the goals that the README restates, by what and at."""
    goals = {}
    listed = README.read_text(encoding="utf-8").partition("<!-- restated -->")[2].partition("<!-- end -->")[0]
    for line in listed.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) >= 3 and cells[2].replace(".", "", 1).isdecimal():
            goals[cells[0], cells[1]] = float(cells[2])
    return goals


def verdict(row: Row, goals: dict[tuple[str, str], float]) -> str:
    """Return how a row stands to its goal: met, missed, or within the goal that the README restates."""
    if row.goal is None:
        return "told"
    if row.keeps(row.goal):
        return "met"
    again = goals.get((row.what, row.at))
    return f"missed; restated {again:g}" if again is not None and row.keeps(again) else "MISSED"


def told(row: Row, goals: dict[tuple[str, str], float]) -> str:
    """Write a row as a line of a Markdown table."""
    sign = "≥" if row.is_least else "≤"
    goal = "" if row.goal is None else f"{sign} {row.goal:g} {row.unit}"
    cells = (row.what, row.at, row.floor, goal, f"{_figure(row.measured)} {row.unit}", row.figures)
    return f"| {' | '.join(cell.strip() for cell in cells)} | {verdict(row, goals)} |"


def _figure(value: float) -> str:
    """Write a figure with as many digits as tell something."""
    if value and abs(value) < 0.01:
        return f"{value:.1e}"
    return f"{value:,.{0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2}f}"


def main(rows: Callable[[bool], Iterable[Row]]) -> int:
    """Measure a benchmark's rows, print each as it comes, and return 1 where a goal is missed.

    ``--large`` takes the large sizes, ``--json`` prints for ``run_all.py``.
    """
    goals, missed = restated(), 0
    for row in rows("--large" in sys.argv):
        missed += verdict(row, goals) == "MISSED"
        print(json.dumps(asdict(row), ensure_ascii=False) if "--json" in sys.argv else told(row, goals), flush=True)
    return int(missed > 0)


def rows_of(lines: Iterable[str]) -> Iterator[Row]:
    """Read rows back that a benchmark printed with ``--json``."""
    for line in lines:
        yield Row(**json.loads(line))
