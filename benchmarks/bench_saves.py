"""Saves per second of eight processes at once: PostgreSQL against SQLite.

Goal: PostgreSQL takes at least as many saves per second as SQLite, and every save of different Events succeeds.
Each save is validated and then one transaction: the Event with its names and sources, the history and its search text.
The clock runs from when every writer is ready.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from measuring import REPOSITORY, Row, in_turn, main, ratio_of

sys.path.insert(0, str(REPOSITORY / "tests" / "crash"))

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


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure both in turn; a save that is lost ends the benchmark."""
    del large
    with tempfile.TemporaryDirectory() as folder, PostgresServer.started(Path(folder) / "postgres") as server:
        postgres, sqlite = in_turn(
            ROUNDS,
            lambda: saves_per_second(server.new_database()),
            lambda: saves_per_second(f"sqlite:///{folder}/{time.monotonic_ns()}.db"),
        )
    figures = f"{statistics.median(postgres):.0f} to {statistics.median(sqlite):.0f} saves a second"
    ratio = ratio_of(postgres, sqlite)
    yield Row(
        "saves of eight writers, PostgreSQL", f"{WRITERS * SAVES:,} saves", ratio, 1, "SQLite", figures, is_least=True
    )


if __name__ == "__main__":
    sys.exit(main(rows))
