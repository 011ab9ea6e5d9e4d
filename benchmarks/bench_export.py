"""`tracker status` and `tracker export` on 100,000 events beside plain sqlite3, csv and json on the same file.

Run it with `python benchmarks/bench_export.py`. The floor of status counts the same rows; that of the exports reads
the same fields of the same events, with their names and sources, in the same order, and writes them as a file. Every
program is started anew, all in turn; the medians of the times are compared, and the most memory with what the same
command needs for a record without events. Prints goals met or missed, and fails when one is missed.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "imports"))

from generated_events import seeded_events

from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.exports import event_document
from tracker.migrations import upgrade
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Origin, ReviewState

EVENTS, AT_A_TIME, ROUNDS = 100_000, 2_000, 5
MOST_MEGABYTES = 20.0
"""More than this above the same command on an empty record is held in memory, and not streamed."""

TRACKER = "from tracker.cli import main; main()"
COUNTING = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as record:
    for query in (
        "SELECT review_state, count(*) FROM event GROUP BY review_state",
        "SELECT type, count(*) FROM term GROUP BY type",
        "SELECT count(*) FROM source JOIN event ON event.id = event_id WHERE review_state = 'accepted'",
        "SELECT max(id) FROM revision",
    ):
        print(record.execute(query).fetchall())
"""
READING = """
import csv, json, sqlite3, sys
record = sqlite3.connect(sys.argv[1])
def grouped(query):
    rows = iter(record.execute(query))
    last, held = next(rows, None), []
    def of(number):
        nonlocal last
        held.clear()
        while last and last[0] == number:
            held.append(last[1:])
            last = next(rows, None)
        return list(held)
    return of
order = "event.first_on, event.last_on, event.slug"
names = grouped("SELECT event.id, type, key FROM event JOIN event_term ON event_id = event.id "
                f"JOIN term ON term.id = term_id WHERE review_state = 'accepted' ORDER BY {order}, position")
sources = grouped("SELECT event.id, url, publisher, published_on, language, source.kind FROM event "
                  f"JOIN source ON event_id = event.id WHERE review_state = 'accepted' ORDER BY {order}, position")
events = record.execute(
    "SELECT event.id, slug, title, title_zh, date, date_text, first_on, last_on, end, end_text, end_on, kind, stance, "
    "stance_reason, reach, certainty, term.key, summary, date_evidence, review_state, origin "
    f"FROM event LEFT JOIN term ON term.id = thread_id WHERE review_state = 'accepted' ORDER BY {order}")
def rows():
    for number, *values in events:
        yield [*values, names(number), sources(number)]
with open(sys.argv[2], "w", encoding="utf-8", newline="") as stream:
    if sys.argv[3] == "csv":
        writer = csv.writer(stream)
        for *values, named, found in rows():
            types = "sector", "agency", "company", "person"
            lists = ["; ".join(key for of, key in named if of == type) for type in types]
            writer.writerow([*values, *lists, *("; ".join(each or "" for each in column) for column in zip(*found))])
    else:
        for row in rows():
            stream.write(json.dumps(row, ensure_ascii=False) + "\\n")
"""


@dataclass(frozen=True)
class Case:
    """One command of the tracker, its floor, and the most times the floor that it may take."""

    name: str
    arguments: tuple[str, ...]
    floor: tuple[str, ...]
    goal: float


def cases(folder: Path) -> tuple[Case, ...]:
    """Return the commands to measure, with the files that they write."""
    file = str(folder / "full.db")
    return (
        Case("status", ("status",), (COUNTING, file), 12.0),
        *(
            Case(
                f"export {name}",
                ("export", str(folder / f"own.{name}")),
                (READING, file, str(folder / "floor"), name),
                4.0,
            )
            for name in ("csv", "json")
        ),
    )


def fill(file: Path, events: int) -> None:
    """Make a database with so many accepted events; some hundred names return in them, as in a real record."""
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    for first in range(0, events, AT_A_TIME):
        with writing(engine) as session:
            new = [_event(first + number, row) for number, row in enumerate(seeded_events(AT_A_TIME, seed=first))]
            add_events(session, new, origin=Origin.IMPORT, actor=Actor("bench"), taken=set())
    engine.dispose()


def _event(number: int, row: object) -> NewEvent:
    named = replace(
        row,  # type: ignore[type-var]
        sectors=(f"Sector {number % 15}",),
        agencies=(f"Agency {number % 40}", f"Agency {number % 37}")[: 1 + number % 2],
        companies=tuple(f"Company {place}" for place in {number % 400, number % 311}),
        people=(),
        thread=f"Story {number % 300}" if number % 3 == 0 else None,
    )
    document = event_document(named)
    draft = parse_event({name: document[name] for name in EVENT_FIELDS})
    return NewEvent(draft, f"event-{number}", ReviewState.ACCEPTED)


def run(code: str, *arguments: str) -> tuple[float, float]:
    """Start a program and return its seconds and the megabytes that it had at most."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments} ended with {status}")
    return time.perf_counter() - began, used.ru_maxrss / 1000


def measure(case: Case, folder: Path) -> bool:
    """Measure a command beside its floor, print both, and tell whether the goals are met."""
    full, empty = (("--database", f"sqlite:///{folder / name}") for name in ("full.db", "empty.db"))
    rounds = [(run(TRACKER, *case.arguments, *full), run(*case.floor)) for _ in range(ROUNDS)]
    own, floor = (median(each[side][0] for each in rounds) for side in (0, 1))
    memory = max(each[0][1] for each in rounds) - run(TRACKER, *case.arguments, *empty)[1]
    is_met = own <= case.goal * floor and memory <= MOST_MEGABYTES
    print(
        f"{case.name}: {own:.2f} s to {floor:.2f} s, {own / floor:.2f} times (goal: at most {case.goal:g}), "
        f"{memory:.1f} MB above an empty record (goal: at most {MOST_MEGABYTES:g}): {'met' if is_met else 'missed'}"
    )
    return is_met


def main() -> int:
    """Measure all commands and return 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "full.db", EVENTS)
        fill(folder / "empty.db", 0)
        met = [measure(case, folder) for case in cases(folder)]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
