"""The same day in every time zone: a browser's clock moves nothing on a chart and changes no word."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from zones import ZONES, drawn, label_at, page_in

from tests.support.chart_samples import ordinal_of
from tests.support.dashboard import running_script
from tests.support.every_figure import EVERY_FIGURE, PICKED
from tracker.charts.density import read_shade

pytestmark = pytest.mark.browser

EPOCH = dt.date(1970, 1, 1).toordinal()
DAY = 86_400_000
NAMES = list(EVERY_FIGURE)
LAW_DAY = PICKED[0].isoformat()


@pytest.fixture(scope="module")
def gallery(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Page]]:
    """A page with every figure of the product, open in each zone."""
    with ExitStack() as stack:
        log = tmp_path_factory.mktemp("gallery") / "log"
        url = stack.enter_context(running_script(Path(__file__).parent / "figure_gallery.py", log))
        pages = {zone: stack.enter_context(page_in(browser, zone)) for zone in ZONES}
        for page in pages.values():
            page.goto(url)
        yield pages


@pytest.fixture(scope="module")
def shown(gallery: dict[str, Page]) -> dict[str, dict[str, Any]]:
    """What the browser of each zone shows of each figure."""
    return {zone: dict(zip(NAMES, drawn(page, len(NAMES)), strict=True)) for zone, page in gallery.items()}


def sent(name: str) -> dict[str, Any]:
    """Return a figure as it is sent to the browser."""
    return dict(json.loads(EVERY_FIGURE[name]().to_json()))


def test_the_browsers_clocks_differ(gallery: dict[str, Page]) -> None:
    """The zones are those that were asked for, on both sides of UTC, so that the tests below can fail."""
    clock = "() => [Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(Date.UTC(2021, 10, 1)).getDate()]"
    told = {zone: page.evaluate(clock) for zone, page in gallery.items()}
    assert told == {zone: [zone, 31 if zone == "America/Los_Angeles" else 1] for zone in ZONES}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_drawn_alike_in_every_zone(shown: dict[str, dict[str, Any]], name: str) -> None:
    """Marks, lines, ticks, words, shapes, ranges and the slider stand on the same places as in UTC."""
    for zone in ZONES[1:]:
        for part, value in shown[ZONES[0]][name].items():
            assert shown[zone][name][part] == value, (zone, part)


@pytest.mark.parametrize("name", NAMES)
def test_every_day_is_drawn_as_itself(shown: dict[str, dict[str, Any]], name: str) -> None:
    """What the browser reads from a date axis is the day that was sent, at its midnight or part of the day."""
    figure = sent(name)
    for zone in ZONES:
        for trace, places in zip(figure["data"], shown[zone][name]["places"], strict=True):
            if figure["layout"][trace.get("xaxis", "x").replace("x", "xaxis")].get("type") != "date":
                continue
            if trace["type"] == "heatmap" and "x0" not in trace:
                # Its cells are given by their edges.
                assert places[:2] == [round((ordinal_of(day) - EPOCH) * DAY) for day in trace["x"][:2]], zone
            elif trace["type"] == "heatmap":
                middle = (ordinal_of(trace["x0"]) - EPOCH) * DAY
                assert places[:2] == [middle - trace["dx"] / 2, middle + trace["dx"] / 2], zone
            elif trace["x"] != [None]:
                # A point without a value has no place either.
                drawn_days = [day for day, place in zip(trace["x"], places, strict=True) if place is not None]
                assert drawn_days, (zone, trace.get("name"))
                expected = [round((ordinal_of(day) - EPOCH) * DAY) for day in drawn_days]
                assert [place for place in places if place is not None] == expected, (zone, trace.get("name"))


@pytest.mark.parametrize("name", ["timeline", "index", "fan", "overlay", "in force", "small lines"])
def test_labels_tell_the_same_day_in_every_zone(gallery: dict[str, Page], name: str) -> None:
    """With the pointer on 1 November the label says 1 November, and on any other day of each line that day."""
    for number, trace in enumerate(sent(name)["data"]):
        if "|%" not in (trace.get("hovertemplate") or ""):
            continue
        days = trace.get("text") or trace["x"]
        place = days.index(LAW_DAY) if LAW_DAY in days else len(days) // 2
        day = dt.date.fromisoformat(days[place])
        labels = {zone: label_at(page, NAMES.index(name), number, place) for zone, page in gallery.items()}
        assert set(labels.values()) == {labels[ZONES[0]]}
        assert any(f"{day.day} {day:{month} %Y}" in labels[ZONES[0]] for month in ("%b", "%B")), labels


def test_a_month_in_shades_is_the_same_month_in_every_zone(gallery: dict[str, Page]) -> None:
    """Beyond a thousand events the label names the month that was counted."""
    name = "timeline of many"
    figure = sent(name)
    number = next(place for place, trace in enumerate(figure["data"]) if trace["type"] == "heatmap")
    trace = EVERY_FIGURE[name]().data[number]
    # The strongest events are marks, which lie over the map; none of them is neutral.
    row = list(trace.y).index(0)
    month = int(trace.customdata[row].argmax())
    shade = read_shade(f"shades|{trace.x[month]}|{trace.x[month + 1]}|0")
    assert shade
    for zone, page in gallery.items():
        assert f"{shade.since:%B %Y}" in label_at(page, NAMES.index(name), number, (row, month)), zone
