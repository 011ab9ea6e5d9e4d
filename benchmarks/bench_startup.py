"""How long the command line takes to start, beside the bare import of the library that the record is stored with.

Every program is started anew, all in turn, so that a busy moment of the machine meets all of them.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measuring import Row, compared, in_turn, main, run_program

from tracker.database import open_engine, writing
from tracker.migrations import upgrade
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds

ROUNDS = 9
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
    """Start a program, wait for its end, and return the processor time that it took."""
    return run_program(sys.executable, "-c", case.code, *case.arguments).processor


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure all programs."""
    del large
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "tracker.db")
        chosen = cases(Path(folder))
        found = in_turn(ROUNDS, *(partial(seconds, case) for case in chosen), warm_up=1)
    measured = dict(zip((case.name for case in chosen), found, strict=True))
    for case in chosen[1:]:
        yield compared(case.name, "the curated record", case.goal, f"`{FLOOR}`", measured[case.name], measured[FLOOR])


if __name__ == "__main__":
    sys.exit(main(rows))
