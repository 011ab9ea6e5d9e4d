"""How every chart looks: an own small Plotly template, and the settings that the page hands to the browser.

Draw with ``theme=None``: Streamlit's theme would draw the chart twice on the first load.
"""

from typing import Any

import plotly.graph_objects as go

from tracker.theme import FONT, Palette

CONFIG: dict[str, Any] = {"displayModeBar": False, "displaylogo": False, "responsive": True, "scrollZoom": False}
"""For ``st.plotly_chart(config=...)``: no bar of buttons over the chart; a double click shows everything again."""

DAY_FORMAT = "%-d %b %Y"
"""Day, name of the month, year: read the same way everywhere."""


def chart_template(colours: Palette, *, size: int) -> go.layout.Template:
    """Return the template of one theme; the page shows through behind it."""
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
        "ticks": "",
        "automargin": False,
        "tickfont": {"color": colours.muted},
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": size, "color": colours.text},
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.zero,
                "font": {"family": FONT, "size": size, "color": colours.text},
                "align": "left",
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def date_ticks(*, narrow: bool) -> dict[str, Any]:
    """Return how a time axis writes its days: whole years far off, months and days near by."""
    return {
        "type": "date",
        "hoverformat": DAY_FORMAT,
        "nticks": 5 if narrow else 12,
        "tickformatstops": [
            {"dtickrange": [None, "M1"], "value": DAY_FORMAT},
            {"dtickrange": ["M1", "M6"], "value": "%b %Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }
