"""How far a long command has come, shown once it has taken a second."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SECONDS_UNSEEN = 1.0
"""What takes less than this needs no bar."""


@contextmanager
def delayed_bar() -> "Iterator[Callable[[str, int, int | None], None]]":
    """Give a function that takes a step's name, how much of it is done, and of how much, if that is known."""
    bars: list[Progress] = []
    steps: dict[str, TaskID] = {}
    began = time.monotonic()

    def report(step: str, done: int, total: int | None) -> None:
        if time.monotonic() - began < _SECONDS_UNSEEN:
            return
        if not bars:
            bars.append(_new_bar())
        if step not in steps:
            steps[step] = bars[0].add_task(step, total=total)
        bars[0].update(steps[step], completed=done)

    try:
        yield report
    finally:
        for bar in bars:
            bar.stop()


def _new_bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar
