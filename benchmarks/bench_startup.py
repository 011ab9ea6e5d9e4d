"""How long the command line takes to start, beside the bare import of the library that the record is stored with.

Run it with `python benchmarks/bench_startup.py`. Every program is started anew, all in turn, so that a busy moment of
the machine meets all of them; the medians are compared. It prints goals met or missed, and fails when one is missed.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tracker.database import open_engine, writing
from tracker.migrations import upgrade
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds

ROUNDS = 15
PROGRAM = "from tracker.cli import main; main()"
FLOOR = "import sqlmodel"


@dataclass(frozen=True)
class Case:
    """One program to start: its name, its Python code with arguments, and the most times the floor that it may take."""

    name: str
    code: str
    arguments: tuple[str, ...] = ()
    goal: float | None = None


def cases(folder: Path) -> tuple[Case, ...]:
    """Return the programs; the record that is exported lies in ``folder``."""
    url = f"sqlite:///{folder / 'tracker.db'}"
    export = ("export", str(folder / "events.csv"), "--database", url)
    return (
        Case(FLOOR, "import sqlmodel"),
        Case("bare Python", "pass"),
        Case("tracker --help", PROGRAM, ("--help",), 0.875),
        Case("tracker parse-date 2022-05-17", PROGRAM, ("parse-date", "2022-05-17"), 0.875),
        Case("tracker export, whole record", PROGRAM, export, 2.0),
    )


def fill(file: Path) -> None:
    """Make a database that holds the curated record."""
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    with writing(engine) as session:
        load_seeds(session, read_seeds(seeds_folder()))
    engine.dispose()


def seconds(case: Case) -> float:
    """Start a program, wait for its end, and return the time that passed."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", case.code, *case.arguments], check=True, capture_output=True)
    return time.perf_counter() - begin


def medians(chosen: tuple[Case, ...]) -> dict[str, float]:
    """Return the median time of each program over rounds in which each is started once; the first round is left out."""
    rounds = [[seconds(case) for case in chosen] for _ in range(ROUNDS + 1)][1:]
    return {case.name: median(times) for case, times in zip(chosen, zip(*rounds, strict=True), strict=True)}


def main() -> int:
    """Measure, print, and return 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "tracker.db")
        chosen = cases(Path(folder))
        measured = medians(chosen)
    missed = 0
    for case in chosen:
        ratio = measured[case.name] / measured[FLOOR]
        verdict = "" if case.goal is None else f"  goal {case.goal:g}: {'met' if ratio <= case.goal else 'MISSED'}"
        missed += case.goal is not None and ratio > case.goal
        print(f"{case.name:32}{measured[case.name]:8.3f} s{ratio:8.2f} x{verdict}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
