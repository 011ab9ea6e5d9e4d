"""The import of synthetic events from a CSV file beside `sqlite-utils insert --csv` of the same file.

The other program puts every row into one flat table and checks nothing; the import validates each field, finds known
events, links names and sources, fills what is searched and writes the history with its chain of digests.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from measuring import SQLITE_UTILS, TRACKER, Row, compared, in_turn, main, number, run_program

EVENTS, ROUNDS = 100_000, 1
MOST_MEGABYTES = 150


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure time and memory; the two sides are timed by the clock, since an import may use both cores."""
    del large
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "events.csv"
        run_program(TRACKER, "synth", str(EVENTS), "--output", file)
        peaks: list[float] = []

        def own() -> float:
            command = _import(folder, file)
            began = time.perf_counter()
            peaks.append(_peak_megabytes(command))
            return time.perf_counter() - began

        def other() -> float:
            flat = folder / f"{time.monotonic_ns()}-flat.db"
            return run_program(SQLITE_UTILS, "insert", flat, "events", file, "--csv").seconds

        pair = in_turn(ROUNDS, own, other)
        yield compared("import, validated and linked", number(EVENTS), 0.5, "`sqlite-utils insert --csv`", *pair)
        yield Row("import, memory of its processes", number(EVENTS), median(peaks), MOST_MEGABYTES, "", unit="MB")


def _import(folder: Path, file: Path) -> list[str]:
    """Make an empty record and return the command that imports the file into it."""
    database = f"sqlite:///{folder}/{time.monotonic_ns()}.db"
    run_program(TRACKER, "init", "--empty", "--database", database)
    return [TRACKER, "import", str(file), "--accept", "--synthetic", "--database", database]


def _peak_megabytes(command: Sequence[str]) -> float:
    """Run a program and return the most memory that it and its children had together; what they share counts once."""
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
            peak = max(peak, sum(map(_kilobytes, [str(process.pid), *children])))
            time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return peak / 1000


def _kilobytes(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main(rows))
