"""Run every benchmark, each as a program of its own, and write the table into the README: ``make bench``.

With ``--large`` only those with a size of a million, at that size: ``make bench-large``. It ends with 1 where a goal is
missed that the README does not restate, or where a benchmark breaks off.
"""

import datetime as dt
import importlib.metadata
import os
import platform
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from measuring import README, Row, restated, rows_of, told, verdict

LARGE = ("bench_duplicates.py", "bench_files.py", "bench_large_index.py", "bench_reads.py")
"""The benchmarks that have rows at a million, or one that takes long."""

HEADING = "| what | events | floor | goal | measured | own to floor | |\n| --- | --- | --- | --- | --- | --- | --- |\n"


def machine() -> str:
    """Say on what was measured."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    names = ("streamlit", "plotly", "sqlalchemy", "numpy", "datasette", "sqlite-utils")
    libraries = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{dt.datetime.now(dt.UTC).date()}, {cores} cores, {pages / 2**30:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}"
    )


def measure(file: Path, *, large: bool) -> tuple[list[Row], int]:
    """Run one benchmark and return its rows and its status; its lines are shown as they come."""
    goals, rows = restated(), []
    command = [sys.executable, str(file), "--json", *(["--large"] if large else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as running:
        assert running.stdout is not None  # noqa: S101 - it was asked for
        for row in rows_of(running.stdout):
            rows.append(row)
            print(told(row, goals), flush=True)
    # 1 says that a goal is missed, which the rows say as well; anything else, or no row, is a breakdown.
    return rows, running.returncode if running.returncode not in {0, 1} or not rows else 0


def write(text: str, name: str) -> None:
    """Put a table between its markers in the README."""
    page = README.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"benchmarks/README.md has no place for {name}.")
    README.write_text(pattern.sub(lambda found: found[1] + text + found[2], page), encoding="utf-8")


def main() -> int:
    """Run them all, write the table, and return 1 where a goal is missed or a benchmark broke off."""
    large = "--large" in sys.argv
    folder = Path(__file__).parent
    files = [folder / name for name in LARGE] if large else sorted(folder.glob("bench_*.py"))
    goals, began, lines, missed, broken = restated(), time.monotonic(), [], 0, []
    for file in files:
        print(f"== {file.name}", flush=True)
        since = time.monotonic()
        rows, status = measure(file, large=large)
        print(f"   {time.monotonic() - since:.0f} s", flush=True)
        lines += [told(row, goals) for row in rows]
        missed += sum(verdict(row, goals) == "MISSED" for row in rows)
        broken += [file.name] if status else []
    minutes = (time.monotonic() - began) / 60
    about = f"Measured in {minutes:.0f} minutes: {machine()}.\n\n"
    write(about + HEADING + "\n".join(lines) + "\n", "large results" if large else "results")
    print(f"{len(lines)} rows, {missed} missed; broken off: {', '.join(broken) or 'none'}; {minutes:.1f} minutes")
    return int(bool(missed or broken))


if __name__ == "__main__":
    sys.exit(main())
