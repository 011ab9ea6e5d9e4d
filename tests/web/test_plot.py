import datetime as dt
import json
import re
from typing import Any
from zlib import decompress

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from tracker.dates.partial import FIRST_YEAR, LATEST_YEAR
from tracker.web import data_view, event_card, plot
from tracker.web.plot import ASSETS


def page() -> None:
    """Draw one chart, as a page would."""
    from plotly.graph_objects import Figure

    from tracker.web.data_view import render_figure

    figure = Figure({"type": "scatter", "x": ["2021-07-02"], "y": [-2], "meta": "marks", "customdata": ["didi"]})
    render_figure(figure, "chart", alt="A \u201cchart\u201d <b>", picture="name", choose=print)


def sent(app: AppTest) -> dict[str, object]:
    """Return what the component was sent."""
    (chart,) = app.get("bidi_component")
    length = int.from_bytes(chart.proto.bytes[:4])
    told, figure = map(decompress, (chart.proto.bytes[4 : 4 + length], chart.proto.bytes[4 + length :]))
    return json.loads(told) | {"figure": json.loads(figure)}


def test_the_browser_gets_the_python_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent is the figure itself, its words, and what can be done with it."""
    monkeypatch.setattr(data_view, "can_draw", lambda: True)
    told = sent(AppTest.from_function(page).run())
    (trace,) = go.Figure(told.pop("figure")).data
    assert (trace.x, trace.customdata) == (("2021-07-02",), ("didi",))
    assert told == {
        "alt": "A “chart” <b>",
        "picture": {"file": "name"},
        "chooses": True,
        "zooms": False,
        "zoomed": False,
        "serial": None,
        "key": "chart",
    }


def test_without_a_browser_streamlit_draws_the_chart() -> None:
    """Whoever asks without naming a browser gets the same figure in Streamlit's own chart."""
    app = AppTest.from_function(page).run()
    (chart,) = app.get("plotly_chart")
    assert json.loads(chart.proto.spec)["data"][0]["customdata"] == ["didi"]
    assert not app.get("bidi_component")


def test_plotly_comes_along_with_its_licence() -> None:
    """One bundle, the version in its name as in its head, and the licence beside it."""
    (bundle,) = ASSETS.glob("plotly-*.min.js")
    head = bundle.read_text(encoding="utf-8")[:200]
    version = re.search(r"v(\d+\.\d+\.\d+)", head)
    assert version
    assert version[1] in bundle.name
    assert "MIT License" in (ASSETS / "plotly-LICENSE.txt").read_text(encoding="utf-8")
    assert f'import "./{bundle.name}"' in (ASSETS / "plot.js").read_text(encoding="utf-8")


OWN = sorted(path.name for path in ASSETS.glob("*.js") if "min" not in path.name)


@pytest.mark.parametrize("name", OWN)
def test_scripts_take_texts_as_texts_and_days_without_a_zone(name: str) -> None:
    """No script makes markup of what it is told, asks another host, or reads a clock or a zone of the browser."""
    text = (ASSETS / name).read_text(encoding="utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|https?:|fetch\(|getTimezone|getHours|getDate"
    )
    assert re.findall(forbidden, text) == []
    assert len(text.splitlines()) <= 400


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2021-07-01", "2021-10-01"], [(dt.date(2021, 7, 1), dt.date(2021, 10, 1))]),
        (None, [(None, None)]),
        *((days, []) for days in (["-003000-01", "2021-10-01"], ["2021-07-01"], ["2021-07-01", 5], 7, "2021")),
    ],
)
def test_days_that_are_none_are_no_zoom(
    days: object, told: list[tuple[dt.date | None, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the browser tells is read as two days or left alone."""
    calls: dict[str, Any] = {}
    heard: list[tuple[dt.date | None, ...]] = []
    monkeypatch.setattr(plot, "_component", lambda: calls.update)
    monkeypatch.setattr(plot.st, "session_state", {"chart": {"zoomed": {"days": days, "serial": 1}}})
    rest: dict[str, Any] = {"alt": "", "picture": None, "choose": None, "is_zoomed": False}
    plot.draw_figure(go.Figure(), "chart", zoom=lambda *both: heard.append(both), **rest)
    calls["on_zoomed_change"]()
    assert heard == told


def test_escape_takes_the_chosen_event_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts tell no slug; then no event is chosen, rather than one without a name."""
    put: list[tuple[str, object]] = []
    monkeypatch.setattr(event_card.held, "put", lambda *both: put.append(both))
    event_card.choose("")
    assert put == [("event", None)]


def test_the_scripts_know_the_years_of_the_record() -> None:
    """Zooming out ends where dates end."""
    text = (ASSETS / "zoom.js").read_text(encoding="utf-8")
    assert f"[Date.UTC({FIRST_YEAR}, 0, 1), Date.UTC({LATEST_YEAR}, 11, 31)]" in text
