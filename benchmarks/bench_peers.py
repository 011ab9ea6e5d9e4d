"""The timeline beside vis-timeline and TimelineJS with the same titles and dates, and beside Datasette's filtered page.

All are visited in turn in the same browser: seconds until every event is drawn, or the filtered page stands.
"""

import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from measuring import Row, compared, in_turn, main, number, record_of
from peers import DRAWN, PACKAGES, SITE, datasette, peer_pages
from playwright.sync_api import Page
from servers import Screen, browsing, dashboard_of, visited

SIZES = (280, 1_000, 10_000)
GOALS = {"vis-timeline": 0.15, "timelinejs": 0.1}
"""The goals at the largest size; at the others the ratio is told."""

TABLE = 100_000
IN_SECTOR = "id in (select event_id from event_term join term on term.id = term_id where key = 'synthetic-games')"
"""How Datasette is asked for the events of one sector."""


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure all; a peer that cannot be fetched is told."""
    del large
    with ExitStack() as stack:
        pages = stack.enter_context(peer_pages(SIZES))
        page = stack.enter_context(browsing())
        yield from published_rows(page, pages)
        for size in SIZES:
            with dashboard_of(size) as url:
                yield from _charts(page, size, Screen(url), pages)
        yield _filtered_table(page)


def published_rows(page: Page, pages: dict[tuple[str, int], str]) -> Iterator[Row]:
    """Hold the published site's front page against the peers, all of them from the same server of files.

    A site's chart is in the page itself; it counts as drawn once a frame was painted with its marks.
    """
    for name in PACKAGES:
        if (name, SITE) not in pages:
            yield Row(
                "published page to chart", number(SITE), float("nan"), None, f"{name}: not measured, npm is missing"
            )
            continue
        mine, other = in_turn(
            7,
            partial(_painted, page, pages["site", SITE], DRAWN["site"], SITE),
            partial(_peer, page, pages[name, SITE], DRAWN[name], SITE),
            warm_up=1,
        )
        yield compared("published page to chart", number(SITE), 1.0, name, mine, other)


def _painted(page: Page, url: str, mark: str, size: int) -> float:
    _peer(page, url, mark, size)
    # A frame is painted between the first of these calls and the second.
    painted = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
    return float(page.evaluate(painted)) / 1000


def _charts(page: Page, size: int, own: Screen, pages: dict[tuple[str, int], str]) -> Iterator[Row]:
    for name in PACKAGES:
        goal = GOALS[name] if size == SIZES[-1] else None
        if (name, size) not in pages:
            yield Row("visit to chart", number(size), float("nan"), None, f"{name}: not measured, npm is missing")
            continue
        # A peer takes up to half a minute for its largest page.
        rounds = 2 if size == SIZES[-1] else 5
        mine, other = in_turn(
            rounds,
            lambda: visited(page, own).chart,
            partial(_peer, page, pages[name, size], DRAWN[name], size),
            warm_up=1,
        )
        yield compared("visit to chart", number(size), goal, name, mine, other)


def _peer(page: Page, url: str, mark: str, size: int) -> float:
    page.goto(url, wait_until="commit")
    # Only what is in view gets an element there, so that a tenth shows that it is drawn; then nothing more may come.
    drawn = "([mark, most]) => document.querySelectorAll(mark).length >= most && performance.now()"
    return float(page.wait_for_function(drawn, arg=[mark, min(size // 10, 20)]).json_value()) / 1000


def _filtered_table(page: Page) -> Row:
    """Hold the timeline of one sector against Datasette's page of the same sector, both warm."""
    with dashboard_of(TABLE) as url, datasette(record_of(TABLE)) as table:
        asked = f"{table}?_where={urllib.request.quote(IN_SECTOR)}&_sort=first_on"
        _wait_for(table)
        own = Screen(f"{url}/timeline?sector=synthetic-games")
        mine, other = in_turn(
            5,
            lambda: visited(page, own).chart,
            partial(_peer, page, asked, "table.rows-and-columns td", 200),
            warm_up=2,
        )
    return compared("filtered view", number(TABLE), 0.6, "Datasette's filtered page", mine, other)


def _wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=60):  # noqa: S310 - a loopback address of our own
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Datasette did not start.")


if __name__ == "__main__":
    sys.exit(main(rows))
