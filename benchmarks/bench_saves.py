"""Saves per second of eight processes at once: PostgreSQL against SQLite.

Goal: PostgreSQL takes at least as many saves per second as SQLite, and every save of different Events succeeds.
Each save is one transaction: validation, the Event with its names and sources, the history and its search text.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.postgres import PostgresServer
from tracker.database import open_engine, reading
from tracker.migrations import upgrade
from tracker.queries import list_events
from tracker.queries.events import EVERY_STATE

WRITERS = 8
SAVES = 200
ROUNDS = 3
PROGRAM = str(Path(__file__).parents[1] / "tests" / "crash" / "crash_writer.py")


def saves_per_second(url: str) -> float:
    """Let the writers save side by side into a new database and return their joint rate."""
    engine = open_engine(url)
    upgrade(engine)
    began = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, PROGRAM, "add", url, str(number), str(SAVES)], stdout=subprocess.DEVNULL)
        for number in range(WRITERS)
    ]
    statuses = [process.wait() for process in running]
    rate = WRITERS * SAVES / (time.perf_counter() - began)
    with reading(engine) as session:
        stored = len(list_events(session, EVERY_STATE))
    engine.dispose()
    if any(statuses) or stored != WRITERS * SAVES:
        raise SystemExit(f"{stored} of {WRITERS * SAVES} saves are there; statuses {statuses}")
    return rate


def main() -> None:
    """Measure both in alternation and print the ratio."""
    rates: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
    with tempfile.TemporaryDirectory() as folder, PostgresServer.started(Path(folder) / "postgres") as server:
        for number in range(ROUNDS):
            rates["SQLite"].append(saves_per_second(f"sqlite:///{folder}/{number}.db"))
            rates["PostgreSQL"].append(saves_per_second(server.new_database()))
    for name, measured in rates.items():
        rounds = ", ".join(f"{rate:.0f}" for rate in measured)
        print(f"{name}: median {statistics.median(measured):.0f} saves a second ({rounds})")
    ratio = statistics.median(rates["PostgreSQL"]) / statistics.median(rates["SQLite"])
    print(f"PostgreSQL / SQLite: {ratio:.2f} (goal: at least 1): {'met' if ratio >= 1 else 'missed'}")


if __name__ == "__main__":
    main()
