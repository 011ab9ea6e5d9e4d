"""What the browser is sent of a figure means the same as the figure."""

import datetime as dt
import json
from base64 import b64decode
from itertools import accumulate
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.every_figure import EVERY_FIGURE
from tracker.charts.sending import LEAST, sent_json


def summed(steps: list[int | None]) -> list[int | None]:
    """Take a row back from its steps, as the script in the browser does."""
    sums = accumulate(step or 0 for step in steps)
    return [None if step is None else total for step, total in zip(steps, sums, strict=True)]


def unfolded(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace as the script in the browser draws it."""
    made = dict(trace)
    if isinstance(trace.get("x"), dict) and "days" in trace["x"]:
        days = summed(trace["x"]["days"])
        made["x"] = [None if day is None else f"{dt.date(1970, 1, 1) + dt.timedelta(days=day)}" for day in days]
    if isinstance(trace.get("y"), dict) and "steps" in trace["y"]:
        part = trace["y"]["of"]
        made["y"] = [None if value is None else value / part for value in summed(trace["y"]["steps"])]
    return made


def plain(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace with ``y`` as a list, however it is told."""
    y = trace.get("y")
    if not isinstance(y, dict) or y.get("dtype") != "f4":
        return trace
    values = np.frombuffer(b64decode(y["bdata"]), dtype="<f4").tolist()
    return trace | {"y": [None if np.isnan(value) else value for value in values]}


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_is_told_as_it_is(name: str) -> None:
    """Layout and traces, long rows of days and values among them, to the bit."""
    figure = EVERY_FIGURE[name](dark=False, narrow=False)
    whole, told = json.loads(figure.to_json(validate=False)), json.loads(sent_json(figure))
    assert told["layout"] == whole["layout"]
    assert [plain(unfolded(each)) for each in told["data"]] == [plain(each) for each in whole["data"]]


def test_long_rows_of_a_line_are_told_in_steps() -> None:
    """Those of the timeline's line are."""
    told = json.loads(sent_json(EVERY_FIGURE["timeline of many"](dark=False, narrow=False)))
    assert any("days" in each["x"] and "steps" in each["y"] for each in told["data"] if isinstance(each.get("x"), dict))


@pytest.mark.parametrize(
    "x",
    [
        ["2021-07-02"] * (LEAST - 1),
        ["2021-07-02", "2021-07-02 12:00"] * LEAST,
        ["2021-13-02"] * LEAST,
        ["ten letter"] * LEAST,
        [2021.5] * LEAST,
        ["+021-07-02"] * LEAST,
    ],
)
def test_what_are_no_long_rows_of_days_stays_as_it_is(x: list[Any]) -> None:
    """Nothing is taken for a day that is written otherwise."""
    told = json.loads(sent_json(go.Figure({"type": "scatter", "x": x, "y": list(range(len(x)))})))
    assert told["data"][0]["x"] == x


def test_values_between_the_steps_stay_as_they_are() -> None:
    """Nothing is rounded on the way."""
    values = np.linspace(0, 1, 2 * LEAST, dtype=np.float32)
    told = json.loads(sent_json(go.Figure({"type": "scatter", "y": values})))
    assert told["data"][0]["y"]["dtype"] == "f4"
