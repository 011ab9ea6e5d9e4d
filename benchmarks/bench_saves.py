"""Saves per second of eight processes at once: PostgreSQL against SQLite.

Goal: PostgreSQL takes at least as many saves per second as SQLite, and every save of different Events succeeds.
Each save is validated and then one transaction: the Event with its names and sources, the history and its search text.
The clock runs from when every writer is ready.
"""

import statistics
import sys
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "crash"))

from crash_writer import values

from tests.support.postgres import PostgresServer
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.event.draft import parse_event
from tracker.migrations import upgrade
from tracker.queries import list_events
from tracker.queries.events import EVERY_STATE
from tracker.store import add_event
from tracker.vocabulary import Origin

WRITERS = 8
SAVES = 200
ROUNDS = 3


def write(url: str, number: int, start: Barrier) -> None:
    """Add Events of this writer's own, one transaction each, once everybody is ready."""
    engine = open_engine(url)
    titles = [f"w{number}n{save}" for save in range(SAVES)]
    start.wait()
    for title in titles:
        draft = parse_event(values(title))
        with writing(engine) as session:
            add_event(session, draft, origin=Origin.FORM, actor=Actor(f"writer {number}"), slug=title)


def saves_per_second(url: str) -> float:
    """Let the writers save side by side into a new database and return their joint rate."""
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    context = get_context("fork")
    start = context.Barrier(WRITERS + 1)
    running = [context.Process(target=write, args=(url, number, start)) for number in range(WRITERS)]
    for process in running:
        process.start()
    start.wait()
    began = time.perf_counter()
    for process in running:
        process.join()
    rate = WRITERS * SAVES / (time.perf_counter() - began)
    with reading(engine) as session:
        stored = len(list_events(session, EVERY_STATE))
    engine.dispose()
    statuses = [process.exitcode for process in running]
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
