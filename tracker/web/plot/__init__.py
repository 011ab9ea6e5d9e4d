"""The product's own way to draw a figure in the browser: a component that keeps its chart and changes what differs.

``st.plotly_chart`` mounts a chart anew whenever its figure changes, and brings all of Plotly along. What is drawn comes
from the Python figure alone; the scripts in ``assets`` draw it, tell of clicks, of the part of time that was zoomed to,
and save pictures. Plotly is one of these files, a bundle of what the charts need, under its own licence beside it.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zlib import compress

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from tracker import __version__
from tracker.charts.sending import sent_json

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ASSETS = Path(__file__).parent / "assets"
_PACKAGE = "tracker"
SCRIPTS = f"/_stcore/bidi-components/{_PACKAGE}."
"""Where Streamlit serves the assets; the component's name comes next."""

_SCRIPT = """
const scripts = import(new URL("PATH", location.href));
const newest = new WeakMap();
export default async told => {
  newest.set(told.parentElement, told);
  const { default: draw } = await scripts;
  if (newest.get(told.parentElement) === told) return draw(told);
};
"""
"""Fetches the scripts once. Streamlit would look for a file of them again, after a pause, with each new figure.

Of the figures that come while the scripts are on their way, the last is drawn alone: a phone is spared the wide one.
"""

Zoom = Callable[[dt.date | None, dt.date | None], None]
"""Is told the first and the last day that are in view; none of both for everything."""


def can_draw() -> bool:
    """Tell whether whoever asks for the page has a browser that runs scripts: each names itself."""
    return "User-Agent" in st.context.headers


@dataclass(frozen=True, eq=False)
class SentFigure:
    """A figure, and its JSON as it is sent: hover labels are most of it, and a tenth once they are deflated."""

    figure: "Figure"
    deflated: bytes

    @classmethod
    def of(cls, figure: "Figure") -> Self:
        """Return a figure ready to be sent; to keep it saves the work where it is sent again."""
        return cls(figure, compress(sent_json(figure).encode()))

    def packed(self, rest: Mapping[str, Any]) -> bytes:
        """Return the figure with what is told of it in front, deflated as well, and the length of that first of all."""
        told = compress(json.dumps(rest).encode())
        return len(told).to_bytes(4) + told + self.deflated


def draw_figure(
    figure: "Figure | SentFigure",
    key: str,
    *,
    alt: str,
    picture: Mapping[str, Any] | None,
    choose: Callable[[str], None] | None,
    zoom: Zoom | None,
    is_zoomed: bool,
) -> None:
    """Draw a figure.

    Args:
        figure: the chart; where marks can be clicked, they hold their text as custom data, alone or first.
        key: key of the chart.
        alt: the chart in words.
        picture: the picture that it can be saved as: the ``file`` without an ending, and what is laid over its
            ``layout``.
        choose: is told the text of a clicked mark; nothing for none.
        zoom: is told the days that are in view.
        is_zoomed: whether less than everything is in view.
    """
    figure = figure if isinstance(figure, SentFigure) else SentFigure.of(figure)
    rest = {
        "alt": alt,
        "picture": picture,
        "chooses": choose is not None,
        "zooms": zoom is not None,
        "zoomed": is_zoomed,
        "serial": (st.session_state.get(key, {}).get("zoomed") or {}).get("serial"),
        "key": key,
    }

    def pick() -> None:
        text = st.session_state[key].get("chosen")
        if choose and isinstance(text, str):
            choose(text)

    def show_part() -> None:
        days = _read_days((st.session_state[key].get("zoomed") or {}).get("days"))
        if zoom and days:
            zoom(*days)

    _component()(key=key, data=figure.packed(rest), on_chosen_change=pick, on_zoomed_change=show_part)


def lay_over(key: str, traces: Sequence[Mapping[str, Any]]) -> None:
    """Draw traces over a figure, such as a ring around a mark; they come apart from it, which stays as it is.

    Args:
        key: key of the figure.
        traces: what is drawn over it; nothing takes away what was.
    """
    plain = json.loads(json.dumps(traces, default=lambda numbers: numbers.tolist()))
    _component()(key=f"{key} over", data=[{"key": key, "over": plain}])


def _read_days(days: Any) -> tuple[dt.date | None, dt.date | None] | None:  # noqa: ANN401 - what a browser tells
    """Return the first and the last day in view; None where what was told is no such days."""
    try:
        first, last = map(dt.date.fromisoformat, days) if days else (None, None)
    except (TypeError, ValueError):
        return None
    return first, last


def _component() -> Any:  # noqa: ANN401 - Streamlit's own
    """Return the component, known to the server that runs."""
    offer_scripts()
    style = (ASSETS / "plot.css").read_text(encoding="utf-8")
    script = _SCRIPT.replace("PATH", f".{SCRIPTS}{_name()}/plot.js")
    return st.components.v2.component(f"{_PACKAGE}.{_name()}", js=script, css=style, isolate_styles=False)


def offer_scripts() -> list[str]:
    """Have the server that runs serve the scripts; return their paths."""
    name, manager = _name(), get_bidi_component_manager()
    if manager.get_component_asset_root(f"{_PACKAGE}.{name}") is None:
        # An installed package can announce its files to Streamlit, a checkout cannot; this is the same call.
        config = ComponentConfig(name, ASSETS.name)
        manager.register_from_manifest(ComponentManifest(_PACKAGE, __version__, [config]), ASSETS.parent)
    return [f"{SCRIPTS}{name}/{file.name}" for file in sorted(ASSETS.glob("*.js"))]


@cache
def _name() -> str:
    """Return a name that changes with the files: browsers keep what they fetched under it."""
    content = b"".join(file.read_bytes() for file in sorted(ASSETS.iterdir()))
    return f"plot-{sha256(content).hexdigest()[:12]}"
