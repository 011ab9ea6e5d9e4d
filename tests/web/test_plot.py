import json
import re

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from tracker.web import data_view
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
    return dict(json.loads(chart.proto.bytes))


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
