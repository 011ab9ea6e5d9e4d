"""Days reach the browser as text: a bare number it would read in its own time zone, and tell another day."""

import datetime as dt
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.every_figure import EVERY_FIGURE
from tracker import charts
from tracker.charts.template import consecutive_days, day_text

PLACE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")
FORMATTED = re.compile(r"%\{(\w+)(?:\[(\d+)\])?\|")
Found = Iterator[tuple[str, Any]]

everywhere = pytest.mark.parametrize("name", EVERY_FIGURE)


def sent(name: str, *, narrow: bool) -> dict[str, Any]:
    """Return a figure as it is sent to the browser."""
    return dict(json.loads(EVERY_FIGURE[name](narrow=narrow).to_json()))


def each_of(value: Any) -> list[Any]:
    """Return the values of a list; anything else, such as numbers in typed form, is one value."""
    return value if isinstance(value, list) else [value]


def date_axes(figure: dict[str, Any]) -> set[str]:
    """Return the date axes by the names that traces and shapes use, such as ``x`` and ``x2``."""
    axes = {name: axis for name, axis in figure["layout"].items() if re.fullmatch(r"[xy]axis\d*", name)}
    return {name.replace("axis", "") for name, axis in axes.items() if axis.get("type") == "date"}


def places_of_traces(figure: dict[str, Any], axes: set[str]) -> Found:
    """Yield what stands on a date axis in the traces, with where it was found."""
    for number, trace in enumerate(figure["data"]):
        for letter in "xy":
            if trace.get(letter + "axis", letter) in axes:
                for key in (letter, letter + "0", "base", f"{letter}bins"):
                    yield from ((f"trace {number} {key}", each) for each in each_of(trace.get(key)))


def places_of_layout(figure: dict[str, Any], axes: set[str]) -> Found:
    """Yield what stands on a date axis in ranges, words and shapes, with where it was found."""
    layout = figure["layout"]
    for axis in axes:
        settings = layout[f"{axis[0]}axis{axis[1:]}"]
        values = {"range": settings.get("range")}
        values |= {key: settings.get(key) for key in ("tickvals", "tick0", "minallowed", "maxallowed")}
        yield from ((f"{axis} {key}", each) for key, value in values.items() for each in each_of(value))
    for kind, keys in (("annotations", ("", "a")), ("shapes", ("0", "1", "anchor"))):
        for thing in layout.get(kind, []):
            for letter in "xy":
                if thing.get(letter + "ref", letter) in axes:
                    pixels = thing.get(letter + "sizemode") == "pixel"
                    names = [f"{letter}{key}" if key != "a" else f"a{letter}" for key in keys]
                    kept = [name for name in names if not (pixels and name[-1].isdigit()) and thing.get(name)]
                    yield from ((f"{kind} {name}", thing[name]) for name in kept)


def formatted_values(figure: dict[str, Any]) -> Found:
    """Yield what hover labels write as a date although it stands on no axis, with where it was found."""
    for number, trace in enumerate(figure["data"]):
        for key, column in FORMATTED.findall(trace.get("hovertemplate") or ""):
            if key not in {"x", "y"}:
                values = each_of(trace[key])
                found = [each[int(column)] for each in values] if column else values
                yield from ((f"trace {number} {key}", each) for each in found)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_the_bundle_draws_what_figures_are_made_of(name: str) -> None:
    """The bundle of Plotly that the pages load holds these sorts of traces alone, and draws any other as a line."""
    held = {"scatter", "bar", "box", "heatmap", "histogram", "contour", "violin", "image", "pie"}
    assert {trace.type for trace in EVERY_FIGURE[name]().data} <= held


def test_every_figure_is_here() -> None:
    """A new figure has to be added to the ones that are tested here."""
    modules = [importlib.import_module(f"tracker.charts.{each.name}") for each in pkgutil.iter_modules(charts.__path__)]
    made = {name: each for module in modules for name, each in vars(module).items() if name.endswith("_figure")}
    # One lays words around a figure that is made already, and one makes another ready for a page without the program.
    public = {
        each for name, each in made.items() if name[0] != "_" and name not in {"picture_figure", "browser_figure"}
    }
    assert {each.func for each in EVERY_FIGURE.values()} == public


@everywhere
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "phone"])
def test_no_day_is_sent_as_a_number(name: str, *, narrow: bool) -> None:
    """Whatever stands on a date axis, or is written as a date, is text without a zone, or a gap."""
    figure = sent(name, narrow=narrow)
    axes = date_axes(figure)
    for where, value in (
        *places_of_traces(figure, axes),
        *places_of_layout(figure, axes),
        *formatted_values(figure),
    ):
        assert value is None or (isinstance(value, str) and PLACE.fullmatch(value)), (where, value)


def test_the_test_finds_days_of_each_kind() -> None:
    """Traces, ranges, words, shapes and labels of days are looked at, so that the test above can fail."""
    found: set[str] = set()
    with_days = set()
    for name, figure in ((name, sent(name, narrow=False)) for name in EVERY_FIGURE):
        axes = date_axes(figure)
        places = [*places_of_traces(figure, axes), *places_of_layout(figure, axes), *formatted_values(figure)]
        known = {re.sub(r"trace \d+", "trace", where) for where, value in places if value is not None}
        found |= known
        if known:
            with_days.add(EVERY_FIGURE[name].func.__name__)
    assert found >= {
        *("trace x", "trace text", "x range", "x2 range"),
        *("annotations x", "shapes x0", "shapes xanchor"),
    }
    assert with_days == {
        *("timeline_parts", "index_figure", "fan_figure", "lanes_figure", "overlay_figure"),
        *("in_force_figure", "small_lines_figure", "price_figure", "kept_figure"),
    }


def test_the_law_of_november_is_sent_as_its_own_day() -> None:
    """The day that was told as 31 October in Los Angeles is sent as what it is."""
    figure = sent("timeline", narrow=False)
    marks = {
        slug: day
        for trace in figure["data"]
        if trace.get("meta") == "marks"
        for slug, day in zip(trace["customdata"], trace["x"], strict=True)
    }
    assert marks["event-00001"] == "2021-11-01"
    # The middle of a month of thirty days lies between two of them.
    assert marks["event-00002"] == "2021-09-15 12:00"


@given(st.dates(), st.integers(0, 1439))
def test_a_place_keeps_day_and_hour(day: dt.date, minutes: int) -> None:
    """The text of an ordinal day is the day itself, with the time of day where it has one."""
    text = day_text(day.toordinal() + minutes / 1440)
    assert PLACE.fullmatch(text)
    expected = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    assert abs(dt.datetime.fromisoformat(text) - expected) <= dt.timedelta(minutes=1)
    assert day_text(day.toordinal()) == day.isoformat()


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1)), st.integers(0, 40))
def test_days_in_a_row_are_calendar_days(first: dt.date, number: int) -> None:
    """One text for each day, without a gap at the end of a month or year."""
    days = consecutive_days(first, number)
    assert days.tolist() == [(first + dt.timedelta(days=each)).isoformat() for each in range(number)]
    assert not np.isin(days, ["NaT"]).any()
