import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from bad_files import GOOD_HEADING, GOOD_ROW, csv_bytes
from generated_events import seeded_events

from tracker.database import open_engine
from tracker.exports import event_document, export_bytes
from tracker.imports import (
    FileProblem,
    ImportSteps,
    KnownEvents,
    StepsAhead,
    Table,
    known_events,
    map_table,
    open_event_table,
    read_ahead,
)
from tracker.migrations import upgrade

MEGABYTE = 1_000_000


def steps_of(data: bytes, known: KnownEvents | None = None) -> ImportSteps:
    """Begin to read a file."""
    table = open_event_table("events.csv", data)
    return ImportSteps(table, map_table(table), known or KnownEvents())


def mixed_file() -> tuple[bytes, KnownEvents]:
    """Return a file of new, changed, unchanged and refused rows, and the record that it is compared with."""
    rows = seeded_events(2500, seed=11)
    documents = [event_document(row) | {"version": 3} for row in rows[:1500]]
    for document in documents[:500]:
        document["title"] = "Another title"
    data = export_bytes(rows, "csv").replace(b",rule,", b",rumour,", 20)
    return data, known_events(documents)


@pytest.mark.slow
def test_another_process_finds_the_same_steps() -> None:
    """Row by row, in their order, with the same notes: it makes no difference where a file is read."""
    data, known = mixed_file()
    here = steps_of(data, known)
    ahead = StepsAhead(steps_of(data, known))
    expected = list(here)
    assert list(ahead) == expected
    assert len({type(step) for step in expected}) == 4
    assert (ahead.notes, ahead.asks_order, ahead.has_slugs) == (here.notes, here.asks_order, here.has_slugs)


def test_the_question_about_days_and_notes_come_back() -> None:
    """What only the other process has seen is known here after the last row."""
    data = csv_bytes(GOOD_HEADING, GOOD_ROW.replace("2021-06-10", "03/04/2021")).decode().encode("utf-16")
    ahead = StepsAhead(steps_of(data))
    assert len(list(ahead)) == 1
    assert ahead.asks_order
    assert any("UTF-16" in note for note in ahead.notes)


def test_a_file_that_turns_out_damaged_is_refused_here_too() -> None:
    """The rows before the place come, then the sentence."""
    ahead = iter(StepsAhead(steps_of(csv_bytes(GOOD_HEADING, *[GOOD_ROW] * 3000, '"Rule,2021'))))
    with pytest.raises(FileProblem, match=r"Row 3002 .* quotation mark that is never closed"):
        list(ahead)


def test_a_reader_that_dies_is_told() -> None:
    """The import ends with a sentence and does not take the rows so far for all."""
    data = csv_bytes(GOOD_HEADING, *[GOOD_ROW.replace("Rule", f"Rule {number}") for number in range(1500)])
    table = open_event_table("events.csv", data)

    def dying_rows() -> Iterator[tuple[int, list[str]]]:
        for number, cells in table.rows():
            if number == 1200:
                os.kill(os.getpid(), signal.SIGKILL)
            yield number, list(cells)

    dying = Table(table.name, table.headers, dying_rows)
    with pytest.raises(FileProblem, match="broke off"):
        list(StepsAhead(ImportSteps(dying, map_table(table), KnownEvents())))


def test_whoever_stops_early_leaves_no_process_behind() -> None:
    """An import that is refused halfway ends its reader."""
    data, known = mixed_file()
    rows = iter(StepsAhead(steps_of(data, known)))
    before = set(active_children())
    next(rows)
    (reader,) = set(active_children()) - before
    rows.close()  # type: ignore[attr-defined]
    assert not reader.is_alive()


@pytest.mark.slow
def test_a_reader_ends_with_the_program_that_was_killed(tmp_path: Path) -> None:
    """Nobody reads on for a program that is gone, holding its connection to the database open."""
    database = f"sqlite:///{tmp_path / 'tracker.db'}"
    upgrade(open_engine(database))
    file = tmp_path / "many.csv"
    rows = [GOOD_ROW.replace("It binds", "It binds " * 40).replace("Rule", f"Rule {number}") for number in range(9000)]
    file.write_bytes(csv_bytes(GOOD_HEADING, *rows))
    program = subprocess.Popen([sys.executable, "-m", "tracker", "import", str(file), "--database", database])
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    until = time.monotonic() + 30
    while not (readers := children.read_text().split()) and time.monotonic() < until:
        time.sleep(0.01)
    program.kill()
    program.wait()
    assert len(readers) == 1
    while Path(f"/proc/{readers[0]}").exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert not Path(f"/proc/{readers[0]}").exists()


def test_small_files_are_read_here() -> None:
    """A second process costs more than it gains for them."""
    data = io.BytesIO(csv_bytes(GOOD_HEADING, GOOD_ROW)).getvalue()
    assert isinstance(read_ahead(lambda: steps_of(data), len(data)), ImportSteps)
    assert isinstance(read_ahead(lambda: steps_of(data), MEGABYTE), StepsAhead | ImportSteps)
