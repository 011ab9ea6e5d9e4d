"""The pages of filters, made by several processes where there are many: their charts take most of a site's time."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context

from tracker.publish.facets import SiteRecord
from tracker.publish.filter_pages import File, FilterPages
from tracker.publish.pages import Pages, SiteWords
from tracker.publish.views import line_of

_WORTH_IT = 20
"""So many charts take longer than a further process needs to begin."""

_AT_A_TIME = 4

_given: dict[str, tuple[SiteRecord, SiteWords]] = {}
"""What a process was given when it began."""


@contextmanager
def files_of_facets(site: SiteRecord, pages: Pages) -> Iterator[Iterable[list[File]]]:
    """Give the files of the whole record, and then those of each filter of one dimension, in their order.

    Other processes begin with them at once, so that this one can make other pages meanwhile.
    """
    drawn = sum(facet.has_chart for facet in site.facets)
    workers = min(_processors(), drawn // _WORTH_IT)
    if workers < 2:  # noqa: PLR2004 - one process is this one
        filters = FilterPages(site, pages, line_of(site, site.whole))
        yield (list(filters.files(facet)) for facet in (site.whole, *site.facets))
        return
    # A fresh process each: a copy of this one would share its connection to the database.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_take, initargs=(site, pages.words)) as pool:
        try:
            yield pool.map(_files_of, range(1 + len(site.facets)), chunksize=_AT_A_TIME)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _take(site: SiteRecord, words: SiteWords) -> None:
    _given["site"] = site, words


@lru_cache(maxsize=1)
def _filters() -> FilterPages:
    site, words = _given["site"]
    return FilterPages(site, Pages(words), line_of(site, site.whole))


def _files_of(number: int) -> list[File]:
    filters = _filters()
    return list(filters.files((filters.site.whole, *filters.site.facets)[number]))
