"""Reports of how far a long step has come."""

from collections.abc import Callable, Iterable, Iterator

from tracker.store.carrying import HistoryRow

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much it is in all."""


_EVERY = 200


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def told_rows(rows: Iterable[HistoryRow], step: str, total: int, report: Report) -> Iterator[HistoryRow]:
    """Yield rows and tell now and then how many there were."""
    for done, row in enumerate(rows, start=1):
        yield row
        if done % _EVERY == 0 or done == total:
            report(step, done, total)
