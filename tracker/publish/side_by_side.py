"""The pages of filters, made by several processes where there are many: their charts take most of a site's time."""

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.publish.facets import SiteRecord
from tracker.publish.filter_pages import File, FilterPages
from tracker.publish.pages import Pages, SiteWords
from tracker.publish.views import line_of

if TYPE_CHECKING:
    from tracker.sentiment import FoundIndex

_WORTH_IT = 20
"""So many charts take longer than a further process needs to begin."""

_ENDED = "A process that draws charts was ended by the system, which may lack memory; nothing was published."

_of_process: list[FilterPages] = []
"""What a further process makes its pages with."""


def files_side_by_side(
    site: SiteRecord, pages: Pages, own: Iterator[File], done: Callable[[int], None]
) -> Iterator[File]:
    """Yield files that this process alone can make, and those of the whole record and of each filter of one dimension.

    Others make pages of filters meanwhile, which are given at once; this one takes its part when its own are made.

    Args:
        site: the record.
        pages: makes pages.
        own: the files that this process makes.
        done: is told for how many filters the files are made.

    Raises:
        TrackerError: if one of them is ended from outside.
    """
    facets = (site.whole, *site.facets)
    kept = line_of(site, site.whole)
    filters = FilterPages(site, pages, kept)
    workers = min(_processors() - 1, sum(facet.has_chart for facet in facets) // _WORTH_IT)
    if workers < 1:
        yield from own
        for number, facet in enumerate(facets, 1):
            yield from filters.files(facet)
            done(number)
        return
    with TemporaryDirectory() as folder:
        # It is a file, since a process that ends before it has read much of a pipe would be waited for without an end.
        given = Path(folder) / "given"
        try:
            given.write_bytes(pickle.dumps((site, pages.words, kept.found if kept else None)))
        except OSError as problem:
            raise TrackerError(f"{given.parent} cannot be written: {problem.strerror}.") from problem
        # A fresh process each: a copy of this one would share its connection to the database.
        pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_take, initargs=(given,))
        try:
            yield from _together(pool, filters, own, done)
        except BrokenExecutor as problem:
            raise TrackerError(_ENDED) from problem
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _together(
    pool: ProcessPoolExecutor, filters: FilterPages, own: Iterator[File], done: Callable[[int], None]
) -> Iterator[File]:
    facets = (filters.site.whole, *filters.site.facets)
    waiting = deque((facet, pool.submit(_files_of, number)) for number, facet in enumerate(facets))
    for file in own:
        yield file
        if waiting and waiting[0][1].done():
            yield from waiting.popleft()[1].result()
    while waiting:
        if waiting[0][1].done() or not waiting[-1][1].cancel():
            yield from waiting.popleft()[1].result()
        else:  # The last one, which has not been begun, is taken over.
            yield from filters.files(waiting.pop()[0])
        done(len(facets) - len(waiting))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _take(given: Path) -> None:
    values: tuple[SiteRecord, SiteWords, FoundIndex | None] = pickle.loads(given.read_bytes())  # noqa: S301 - our own
    site, words, found = values
    _of_process[:] = [FilterPages(site, Pages(words), line_of(site, site.whole, found))]


def _files_of(number: int) -> list[File]:
    (filters,) = _of_process
    return list(filters.files((filters.site.whole, *filters.site.facets)[number]))
