"""What one more event and one more reader cost on SQLite and on PostgreSQL, for docs/scale.md.

Run it with `python benchmarks/scale_costs.py`, or with a number of events behind it. It fills a database of each
kind with made-up events, and lets a few visitors open the timeline on each and choose a period, without browsers: the
processor time of the page's script, and of the database server. Both are taken from /proc, so it runs on Linux.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "imports"))

from generated_events import seeded_events
from sqlalchemy import Engine, text
from streamlit.testing.v1 import AppTest

from tests.support.postgres import PostgresServer
from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.exports import event_document
from tracker.migrations import upgrade
from tracker.read_models import EventRow
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Origin

EVENTS, AT_A_TIME, VISITORS = 100_000, 2_000, 5
DASHBOARD = str(Path(__file__).resolve().parent.parent / "dashboard.py")
_TICKS = os.sysconf("SC_CLK_TCK")


def processes_below(parent: int) -> list[int]:
    """Return the ids of a process and of all that it started."""
    found, parents = [parent], {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    while new := [each for each, above in parents.items() if above in found and each not in found]:
        found += new
    return found


def seconds_of(pids: list[int]) -> float:
    """Return the processor time that processes have used so far."""
    total = 0.0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            # The last two are those of processes it started that have ended: a server's connections come and go.
            total += sum(map(int, fields[11:15])) / _TICKS
    return total


def megabytes() -> float:
    """Return the memory that this process holds."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def draft_of(number: int, event: EventRow) -> NewEvent:
    """Return an Event as a draft; some hundred names return, as in a real record."""
    named = replace(
        event,
        sectors=(f"Sector {number % 15}",),
        agencies=(f"Agency {number % 40}",),
        companies=(f"Company {number % 400}",),
        people=(),
        thread=f"Story {number % 300}" if number % 3 == 0 else None,
    )
    document = event_document(named)
    return NewEvent(parse_event({name: document[name] for name in EVENT_FIELDS}), f"event-{number}")


def fill(engine: Engine, events: int) -> float:
    """Write made-up events as an import does, and return the seconds of this process's processor time."""
    upgrade(engine)
    drafts = [draft_of(number, event) for number, event in enumerate(seeded_events(events, 1))]
    began = time.process_time()
    for start in range(0, events, AT_A_TIME):
        with writing(engine) as session:
            add_events(session, drafts[start : start + AT_A_TIME], origin=Origin.IMPORT, actor=Actor("bench"))
    return time.process_time() - began


def bytes_of(engine: Engine) -> int:
    """Return how much room a database takes."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM FULL"))
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(str(engine.url.database)).stat().st_size


def read(url: str, server: Callable[[], list[int]]) -> None:
    """Let several visitors open the timeline and choose a period, and print what that cost, without any browser."""
    os.environ |= {"TRACKER_DATABASE_URL": url, "TRACKER_EVERYONE_WRITES": "1"}
    visitors = []

    def visit(number: int) -> None:
        del number
        visitors.append(AppTest.from_file(DASHBOARD, default_timeout=600).run())

    def choose(number: int) -> None:
        visitors[number].query_params["since"] = f"{2015 + number % 5}-01-01"
        visitors[number].run()

    for name, step in (("first visit", visit), ("visit", visit), ("new period", choose), ("period again", choose)):
        count = 1 if name == "first visit" else VISITORS
        before, of_server, memory = time.process_time(), seconds_of(server()), megabytes()
        for number in range(count):
            step(number)
        own, shared = time.process_time() - before, seconds_of(server()) - of_server
        grown = f"{(megabytes() - memory) / count:.1f} MB"
        print(
            f"    {name}: {1000 * own / count:.0f} ms, server {1000 * shared / count:.0f} ms, {grown} each", flush=True
        )


def measure(kind: str, url: str, events: int, server: Callable[[], list[int]]) -> None:
    """Fill a database, read it, and print a line for each cost."""
    engine = open_engine(url)
    upgrade(engine)
    empty, before = bytes_of(engine), seconds_of(server())
    own = fill(engine, events)
    shared = seconds_of(server()) - before
    print(f"{kind}, {events:,} events: {(bytes_of(engine) - empty) / events:,.0f} bytes an event")
    print(f"    import: {1000 * own / events:.2f} ms, server {1000 * shared / events:.2f} ms an event", flush=True)
    engine.dispose()
    read(url, server)


def main(events: int) -> None:
    """Measure both kinds of database, one after the other."""
    with tempfile.TemporaryDirectory() as name, PostgresServer.started(Path(name) / "postgres") as server:
        pid = server.process.pid if server.process else 0
        measure("SQLite", f"sqlite:///{name}/tracker.db", events, list)
        measure("PostgreSQL", server.new_database(), events, lambda: processes_below(pid))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
