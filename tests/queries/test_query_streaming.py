"""What streams into files is what is read as rows: the same events, in the same order, with the same values."""

import datetime as dt
import io
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import ANN, make_draft, new_database
from tracker.database import reading, writing
from tracker.event.plain import PlainEvent, plain_values
from tracker.exports import Asked, export_bytes, write_export
from tracker.filters import EventFilter
from tracker.formats import READ_BACK
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.streaming import stream_columns, stream_events
from tracker.read_models import EventRow, TermRow
from tracker.store import NewEvent, add_events
from tracker.vocabulary import Kind, Origin, ReviewState, TermType

HOSTILE = ('=1+1; "a, b"', "a\\b；c、d", "'-x\n\t@y", "滴滴🙂网", "x\r\ny", "{[1, null]}", "%_'", "None")
WORDS = ("game", "DiDi", "审查", "滴滴", "the draft", "2021", "%", "nowhere")


def comparable(events: Sequence[PlainEvent]) -> list[object]:
    """Return plain events in one form; sources may be lists or tuples."""
    return [(*values, tuple(map(tuple, sources))) for *values, sources in events]


def some_filter(random_: random.Random, events: Sequence[EventRow], terms: Sequence[TermRow]) -> EventFilter:
    """Return a filter of one to three conditions, made of what the record holds."""
    keys = {of: [term.key for term in terms if term.type == of] for of in TermType}

    def some(of: TermType) -> tuple[str, ...]:
        return tuple(random_.sample(keys[of], min(len(keys[of]), random_.randint(1, 3))))

    day = random_.choice(events).first_on
    parts = {
        "since": lambda: day - dt.timedelta(days=random_.randint(0, 400)),
        "until": lambda: day + dt.timedelta(days=random_.randint(0, 400)),
        "sectors": lambda: some(TermType.SECTOR),
        "agencies": lambda: some(TermType.AGENCY),
        "companies": lambda: some(TermType.COMPANY),
        "people": lambda: some(TermType.PERSON),
        "threads": lambda: some(TermType.THREAD),
        "kinds": lambda: tuple(random_.sample(list(Kind), 2)),
        "stance_min": lambda: random_.randint(-3, 3),
        "stance_max": lambda: random_.randint(-3, 3),
        "search": lambda: random_.choice(WORDS),
        "states": lambda: tuple(random_.sample(list(ReviewState), 2)),
    }
    return EventFilter(**{name: parts[name]() for name in random_.sample(sorted(parts), random_.randint(0, 3))})


def test_what_streams_is_what_is_listed_for_any_filter(record: Session) -> None:
    """For three hundred filters: the same events, and of some the same columns; a limit keeps the first ones."""
    random_ = random.Random(13)
    events, terms = list_events(record, EVERY_STATE), list_terms(record)
    found = set()
    for _ in range(300):
        chosen = some_filter(random_, events, terms)
        rows = list_events(record, chosen)
        expected = comparable([plain_values(row) for row in rows])
        assert comparable(list(stream_events(record, chosen))) == expected
        assert comparable(list(stream_events(record, chosen, limit=5))) == expected[:5]
        columns = [tuple(values) for values in stream_columns(record, ("slug", "thread", "first_on"), chosen)]
        assert columns == [(row.slug, row.thread, row.first_on.isoformat()) for row in rows]
        found.add(len(rows))
    assert len(found) > 20, "the filters should keep different parts of the record"


def hostile_events(count: int) -> list[NewEvent]:
    """Return events whose texts are full of what a file's form is made of, in every state."""
    random_, states = random.Random(count), list(ReviewState)

    def text() -> str:
        return random_.choice(HOSTILE) + str(random_.randint(0, 9))

    def line() -> str:
        return " ".join(text().split())

    new = []
    for number in range(count):
        sources = [
            {"url": f"https://example.org/{number}/{place};", "publisher": line(), "note": line()}
            for place in range(random_.randint(1, 13))
        ]
        draft = make_draft(
            title=line(),
            date=random_.choice(["2021", "2021-07", "2021-07-02", "2021-Q3"]),
            summary=text(),
            companies=[f"Firm; {random_.randint(0, 30)}\\" for _ in range(12)],
            also_called=["版号; 停发", '"x"'][: random_.randint(0, 2)],
            sources=sources,
        )
        new.append(NewEvent(draft, f"event-{number}", states[number % len(states)]))
    return new


@pytest.mark.parametrize("name", READ_BACK)
def test_files_written_from_the_database_hold_the_same_bytes(engine: Engine, name: str) -> None:
    """On either database, with hostile texts and more than ten sources and names, whose order is not that of texts."""
    with writing(engine) as session:
        add_events(session, hostile_events(120), origin=Origin.IMPORT, actor=ANN, taken=set())
    with reading(engine) as session:
        for chosen in (EventFilter(), EVERY_STATE, EventFilter(until=dt.date(2021, 7, 31))):
            rows = list_events(session, chosen)
            stream = io.BytesIO()
            asked = Asked(session=session, chosen=chosen)
            assert write_export(asked, name, stream).count == len(rows) > 0
            assert stream.getvalue() == export_bytes(rows, name, about=asked.about)


COMMANDS = (
    ("export", "{out}.csv"),
    ("export", "{out}.json"),
    ("export", "{out}.jsonl"),
    ("export", "{out}.parquet"),
    ("export", "{out}.ics"),
    ("export", "{out}.zip"),
    ("list",),
    ("gaps",),
    ("status",),
    ("backup", "{out}.jsonl"),
)


def fill(file: Path, count: int) -> None:
    """Make a record of so many events."""
    engine = new_database(f"sqlite:///{file}")
    for first in range(0, count, 1000):
        new = [
            NewEvent(
                make_draft(title=f"Event {number}", summary="Some words. " * 40, companies=[f"Firm {number % 50}"]),
                f"event-{number}",
                ReviewState.ACCEPTED,
            )
            for number in range(first, first + 1000)
        ]
        with writing(engine) as session:
            add_events(session, new, origin=Origin.IMPORT, actor=ANN, taken=set())
    engine.dispose()


def peak_of(arguments: Sequence[str], url: str) -> float:
    """Run a command and return the megabytes that it had at most."""
    command = [sys.executable, "-c", PROGRAM, *arguments, "--database", url]
    process = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"VmHWM:\s+(\d+) kB", process.stderr)
    assert found, process.stderr
    return int(found[1]) / 1000


# What the system tells of a program that has ended counts in what its parent had, which here is a large test run.
PROGRAM = """
import atexit, pathlib, sys
atexit.register(lambda: sys.stderr.write(pathlib.Path("/proc/self/status").read_text()))
from tracker.cli import main
main()
"""


@pytest.mark.slow
def test_a_larger_record_needs_no_more_memory(tmp_path: Path) -> None:
    """Ten times the events, and each command that reads them all has about the memory that it had."""
    urls = []
    for count in (1_000, 10_000):
        fill(tmp_path / f"{count}.db", count)
        urls.append(f"sqlite:///{tmp_path / f'{count}.db'}")
    for number, command in enumerate(COMMANDS):
        few, many = (
            peak_of([part.format(out=tmp_path / f"{number}-{place}") for part in command], url)
            for place, url in enumerate(urls)
        )
        assert many < few + 12, f"{command}: {few:.0f} MB and {many:.0f} MB"
