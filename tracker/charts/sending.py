"""A figure as JSON for the product's own script, which is sent long rows as the steps from one value to the next.

Nothing is lost by it. The days of a line are text and take a fifth of the room, its values about half of it. The script
``assets/packed.js`` of the dashboard makes them what they were.
"""

from base64 import b64decode
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.io import to_json

from tracker.charts.index_line import FINENESS

LEAST = 50
"""A shorter row is sent as it is."""

_DAY_LENGTH = len("2021-07-02")


def sent_json(figure: go.Figure) -> str:
    """Return a figure as JSON.

    Days in ``x`` become ``{"days": ...}``, the first as days since 1970, each later one as days since the one before;
    values of 32 bits in ``y`` become ``{"steps": ..., "of": n}``, in steps of one part in n. A gap is null in both.
    """
    told = figure.to_dict()
    for trace in told["data"]:
        for name, pack in (("x", _days), ("y", _steps)):
            packed = pack(trace.get(name))
            if packed is not None:
                trace[name] = packed
    return str(to_json(told, validate=False))


def _days(row: Any) -> dict[str, list[int | None]] | None:  # noqa: ANN401 - whatever a trace holds
    if not isinstance(row, list | tuple | np.ndarray) or len(row) < LEAST:
        return None
    texts = np.array(row, dtype=object)
    is_gap = texts == None  # noqa: E711 - of each
    if not all(isinstance(text, str) and len(text) == _DAY_LENGTH for text in texts[~is_gap]):
        return None
    try:
        days = texts[~is_gap].astype("datetime64[D]")
    except ValueError:
        return None
    if (days.astype(str) != texts[~is_gap]).any():
        return None
    return {"days": _differences(days.astype(np.int64), is_gap)}


def _steps(row: Any) -> dict[str, Any] | None:  # noqa: ANN401 - whatever a trace holds
    if not isinstance(row, dict) or row.get("dtype") != "f4" or "shape" in row:
        return None
    values = np.frombuffer(b64decode(row["bdata"]), dtype="<f4").astype(np.float64) * FINENESS
    is_gap = np.isnan(values)
    whole = values[~is_gap]
    if len(values) < LEAST or not np.isfinite(whole).all() or (whole != np.round(whole)).any():
        return None
    return {"steps": _differences(whole.astype(np.int64), is_gap), "of": FINENESS}


def _differences(numbers: Any, is_gap: Any) -> list[int | None]:  # noqa: ANN401 - arrays
    """Return the first number, then the differences, with None where there are gaps between them."""
    found = np.full(len(is_gap), None, dtype=object)
    found[~is_gap] = np.diff(numbers, prepend=0)
    differences: list[int | None] = found.tolist()
    return differences
