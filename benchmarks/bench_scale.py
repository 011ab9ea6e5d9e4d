"""What one more event and one more reader cost on SQLite and on PostgreSQL, for docs/scale.md.

Run it with `python benchmarks/bench_scale.py`, or with another number of events behind it. It fills a database of each
kind with made-up events, and lets a browser open the dashboard on each in a few windows, with a filter chosen in each.
Processor time is that of the dashboard's process and of the database server's, taken from /proc, so it runs on Linux.
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
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, text

from tests.support.dashboard import ARGUMENTS, AT_REST, running_dashboard
from tests.support.postgres import PostgresServer
from tests.support.programs import find_browser
from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.exports import event_document
from tracker.migrations import upgrade
from tracker.read_models import EventRow
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Origin

EVENTS, AT_A_TIME, WINDOWS = 100_000, 2_000, 5
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
            total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def megabytes_of(pid: int) -> float:
    """Return the memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
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


def read(browser: Browser, url: str, folder: Path, server: Callable[[], list[int]]) -> dict[str, float]:
    """Open the dashboard in several windows, choose a filter in each, and return what that cost."""
    with running_dashboard(url, folder / "log") as address:
        dashboard = next(
            pid
            for pid in processes_below(os.getpid())
            if b"tracker.web.server" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
        pages, costs = [], {}

        def cost(step: Callable[[int], None], count: int) -> tuple[float, float, float]:
            before = seconds_of([dashboard]), seconds_of(server()), megabytes_of(dashboard)
            for number in range(count):
                step(number)
            after = seconds_of([dashboard]), seconds_of(server()), megabytes_of(dashboard)
            first, second, third = (1000 * (b - a) / count for a, b in zip(before, after, strict=True))
            return first, second, third / 1000

        def open_window(number: int) -> None:
            del number
            pages.append(browser.new_page())
            pages[-1].set_default_timeout(120_000)
            pages[-1].goto(address)
            pages[-1].wait_for_selector(AT_REST)

        def choose(number: int) -> None:
            pages[number].goto(f"{address}/?since={2015 + number % 5}-01-01")
            pages[number].wait_for_selector(AT_REST)

        open_window(0)
        open_window(0)
        costs["visit"], costs["visit, database"], costs["MB a window"] = cost(open_window, WINDOWS)
        costs["filter"], costs["filter, database"], _ = cost(choose, WINDOWS)
        costs["MB at the end"] = megabytes_of(dashboard)
        for page in pages:
            page.close()
        return costs


def main(events: int) -> None:
    """Measure both kinds of database and print a line for each cost."""
    with (
        tempfile.TemporaryDirectory() as name,
        PostgresServer.started(Path(name) / "postgres") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        of_server = {"SQLite": list[int], "PostgreSQL": lambda: processes_below(server.process.pid)}  # type: ignore[union-attr]
        urls = {"SQLite": f"sqlite:///{name}/tracker.db", "PostgreSQL": server.new_database()}
        for kind, url in urls.items():
            engine = open_engine(url)
            upgrade(engine)
            empty, before = bytes_of(engine), seconds_of(of_server[kind]())
            own = fill(engine, events)
            of_database = seconds_of(of_server[kind]()) - before
            size = (bytes_of(engine) - empty) / events
            engine.dispose()
            print(f"{kind}: {events:,} events, {size:,.0f} bytes an event")
            shared = f"{1000 * own / events:.2f} ms of the program, {1000 * of_database / events:.2f} ms of the server"
            print(f"{kind}: {shared} an event", flush=True)
            for what, amount in read(browser, url, Path(name), of_server[kind]).items():
                print(f"{kind}: {what}: {amount:.1f}{'' if 'MB' in what else ' ms'}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
