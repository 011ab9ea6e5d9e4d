"""The rows of a large file, read by a second process while this one writes, since the two take about as long.

The other process only reads: it has a copy of the file and of what the record knew at the start, and never touches the
database. Rows that speak of an event of the record come back half done and are compared here.

Three runs each of 20,000 rows of ``benchmarks/bench_import.py``, on two cores that nothing else used: 3.4 to 3.5 s, and
5.0 to 5.3 s in one process. Where another program keeps a core busy there is no gain (100,000 rows: 27 to 30 s, and 25
to 28 s in one process).
"""

import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

from tracker.errors import TrackerError
from tracker.imports.matching import OpenRow, Step
from tracker.imports.planning import ImportSteps
from tracker.tables.table import FileProblem

_WORTHWHILE = 1_000_000
"""From so many bytes on, the second process gains more than it costs."""

_BATCH = 500
Finish = Callable[[Step | OpenRow], Step | OpenRow]
_Message = list[Step | OpenRow] | tuple[tuple[str, ...], bool] | TrackerError


class StepsAhead:
    """Goes through a table as ``ImportSteps`` does, and has its notes and its question after the last row.

    Attributes:
        finish: what else the other process may do with each step.
    """

    def __init__(self, steps: ImportSteps) -> None:
        self.finish: Finish = lambda row: row
        self.notes: tuple[str, ...] = ()
        self.asks_order = False
        self.has_slugs = steps.has_slugs
        self._steps = steps

    def __iter__(self) -> Iterator[Step]:
        """Yield one step for each row."""
        context = get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send_rows, args=(self._steps, self.finish, receiver, sender), daemon=True)
        process.start()
        sender.close()
        try:
            while isinstance(message := _next_message(receiver), list):
                yield from self._steps.settle(message)
        finally:
            receiver.close()
            process.kill()
            process.join()
        if isinstance(message, TrackerError):
            raise message
        self.notes, self.asks_order = message


def read_ahead(begin: Callable[[], ImportSteps], size: int) -> ImportSteps | StepsAhead:
    """Return the steps of a table, from another process where that gains time and can be had.

    Args:
        begin: gives the steps from the first row.
        size: of the file, in bytes.
    """
    # A program with several threads must not split itself.
    is_possible = sys.platform == "linux" and threading.active_count() == 1
    return StepsAhead(begin()) if is_possible and size >= _WORTHWHILE else begin()


def _send_rows(steps: ImportSteps, finish: Finish, receiver: Connection, sender: Connection) -> None:
    """Read all rows in the other process; end with the notes, or with what is wrong with the file."""
    # As long as anybody holds this end, a write into the other waits for a reader, even for one that was killed.
    receiver.close()
    try:
        rows = steps.begin()
        while batch := list(map(finish, islice(rows, _BATCH))):
            sender.send(batch)
        sender.send((steps.notes, steps.asks_order))
    except TrackerError as problem:
        sender.send(problem)
    except BrokenPipeError:
        # Whoever wanted the rows has gone.
        return


def _next_message(receiver: Connection) -> _Message:
    try:
        message: _Message = receiver.recv()
    except EOFError as problem:
        raise FileProblem("The reading of the file broke off; nothing was written. Try again.") from problem
    return message
