"""The timeline at several sizes beside the barest Streamlit page with a chart, in a real browser.

Every server runs at once and all are visited in turn, warm: seconds to the chart, to rest and from a filter to the
chart; then bytes, memory of the servers, and how long a server takes from its start to the first chart.
"""

import base64
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from urllib.parse import urlsplit

from measuring import Row, compared, in_turn, main, number, ratio_of, record_of
from playwright.sync_api import Page, TimeoutError  # noqa: A004 - Playwright's own
from servers import AT_REST, Screen, bare_page, browsing, dashboard_of, filtered, megabytes_of, side_by_side, visited

SIZES = (280, 10_000, 100_000)
WARM_GOALS = {280: 1.3, 10_000: 1.75, 100_000: 1.75}
COLD_GOALS = {280: 1.25, 10_000: 1.5, 100_000: 2.0}
FLOOR = "bare Streamlit page"
ROUNDS, COLD_ROUNDS = 5, 3
SETTLED = 1_500
"""Milliseconds after which nothing more comes that a click has asked for."""

PLACES = """() => {
  const frame = document.querySelector(".js-plotly-plot .nsewdrag").getBoundingClientRect();
  const ofMarks = node => (node.__data__?.[0]?.trace.meta ?? null) === "marks";
  const traces = [...document.querySelectorAll(".js-plotly-plot .trace.scatter")].filter(ofMarks);
  return traces.flatMap(trace => [...trace.querySelectorAll(".points path")])
    .map(mark => mark.getBoundingClientRect())
    .map(box => [box.x + box.width / 2, box.y + box.height / 2])
    .filter(([x, y]) => x > frame.left + 5 && x < frame.right - 5 && y > frame.top + 5 && y < frame.bottom - 5)
    .slice(0, 8);
}"""
"""Where the first few marks of events are, those inside of the frame."""


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure the dashboard at all sizes; none is larger, since a browser needs no million."""
    del large
    for size in SIZES:
        record_of(size)
    with side_by_side(*SIZES) as (page, screens):
        yield from _warm(page, screens)
        yield from _bytes(page, screens)
        yield from _memory(screens)
    yield from _cold()


def _warm(page: Page, screens: list[Screen]) -> Iterator[Row]:
    def look(screen: Screen) -> tuple[float, float, float]:
        visit = visited(page, screen)
        return visit.chart, visit.rest, filtered(page, screen)

    found = in_turn(ROUNDS, *(partial(look, screen) for screen in screens), warm_up=2)
    steps = {"visit to chart": 0, "visit to rest": 1, "filter to chart": 2}
    times = {what: [[each[place] for each in side] for side in found] for what, place in steps.items()}
    for what, (bare, *own) in times.items():
        for size, seconds in zip(SIZES, own, strict=True):
            yield compared(f"{what}, warm", number(size), WARM_GOALS[size], FLOOR, seconds, bare)
    for what, (_, _, middle, large) in times.items():
        yield Row(f"{what}, 100,000 to 10,000", "both", ratio_of(large, middle), 1.1, "the same at 10,000")


class _Counter:
    """Counts the bytes that reach a page: answers as they come over the wire, and frames as they are unpacked."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.loadingFinished", self._loaded)
        client.on("Network.webSocketFrameReceived", self._framed)

    def _loaded(self, event: dict[str, float]) -> None:
        self.count += int(event["encodedDataLength"])

    def _framed(self, event: dict[str, dict[str, str | int]]) -> None:
        text, binary = str(event["response"]["payloadData"]), 2
        self.count += len(base64.b64decode(text)) if event["response"]["opcode"] == binary else len(text.encode())


def _bytes(page: Page, screens: list[Screen]) -> Iterator[Row]:
    counter = _Counter(page)
    for size, screen in zip(("bare", *SIZES), screens, strict=True):
        visited(page, screen)
        counter.count = 0
        visited(page, screen)
        page.wait_for_timeout(SETTLED)
        visit = counter.count
        if size == "bare":
            yield Row("bytes of a visit, bare page", "", visit / 1e6, None, "", unit="MB")
            continue
        yield Row("bytes of a visit", f"{size:,}", visit / 1e6, 0.5, "", unit="MB")
        yield Row("bytes of a click on a mark", f"{size:,}", _click(page, counter) / 1e6, 0.1, "", unit="MB")


def _click(page: Page, counter: _Counter) -> int:
    """Click a mark, wait until the page shows its event, and return the bytes that came meanwhile.

    Where marks lie over each other another one may take the click, or none; then the next is tried.
    """
    page.wait_for_selector(AT_REST)
    for place in page.evaluate(PLACES):
        counter.count = 0
        page.mouse.move(*place)
        page.wait_for_timeout(100)
        page.mouse.click(*place)
        try:
            page.wait_for_url(lambda url: "event=" in urlsplit(url).query, timeout=20_000)
        except TimeoutError:
            continue
        page.wait_for_timeout(SETTLED)
        return counter.count
    raise SystemExit("No mark of the chart answers a click.")


def _memory(screens: list[Screen]) -> Iterator[Row]:
    bare, *own = [megabytes_of(urlsplit(screen.url).port or 0) for screen in screens]
    for size, megabytes in zip(SIZES, own, strict=True):
        goal = 3.0 if size == SIZES[-1] else None
        figures = f"{megabytes:.0f} MB to {bare:.0f} MB"
        yield Row("server memory after these visits", number(size), megabytes / bare, goal, FLOOR, figures)


def _cold() -> Iterator[Row]:
    with browsing() as page:
        starts: list[Callable[[], AbstractContextManager[str]]] = [bare_page]
        starts += [partial(dashboard_of, size) for size in SIZES]
        bare, *own = in_turn(COLD_ROUNDS, *(partial(_started, page, start) for start in starts))
    for size, seconds in zip(SIZES, own, strict=True):
        yield compared("cold start to chart", number(size), COLD_GOALS[size], FLOOR, seconds, bare)


def _started(page: Page, start: Callable[[], AbstractContextManager[str]]) -> float:
    """Start a server and return the seconds until its chart is drawn in a browser that was open already."""
    page.goto("about:blank")
    began = time.perf_counter()
    with start() as url:
        visited(page, Screen(url))
        return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(rows))
