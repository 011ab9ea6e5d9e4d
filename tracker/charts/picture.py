"""What charts share that a reader takes along as pictures."""

from typing import Any

from tracker.charts.template import CONFIG
from tracker.theme import Palette


def picture_config(name: str) -> dict[str, Any]:
    """Return the settings of a chart that can be saved as SVG; ``name`` is the file's, without an ending."""
    return CONFIG | {
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": name},
    }


def picture_layout(colours: Palette) -> dict[str, Any]:
    """Return the parts of a layout that make the picture readable wherever it is opened."""
    return {
        # The page shows through a chart, but a saved picture needs a ground of its own.
        "paper_bgcolor": colours.background,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.muted, "activecolor": colours.accent},
    }


def axis_title(text: str, colours: Palette, *, standoff: int = 6) -> dict[str, Any]:
    """Return the words beside an axis; ``standoff`` is their distance from the numbers in pixels."""
    return {"text": text, "standoff": standoff, "font": {"color": colours.muted}}
