"""Which days a line has to be drawn through, so that it looks the same as through all of them."""

import numpy as np

from tracker.sentiment.evidence import Mask, Real

CLOSE = 0.004
"""The drawn line differs from the computed one by no more than this, in stance units: a third of a pixel."""


def needed_days(*series: Real, close: float = CLOSE) -> Mask:
    """Return the days to draw: both ends of each stretch of known values, and the fewest between that keep it close.

    Args:
        series: values of the same consecutive days, not a number where there is none.
        close: how far a value may lie from the straight line between the drawn days around it.
    """
    kept = np.zeros(len(series[0]), dtype=np.bool_)
    for values in series:
        known = ~np.isnan(values)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]]))).reshape(-1, 2)
        for first, end in edges.tolist():
            kept[first:end] |= _corners(values[first:end], close)
            # A day without a value beside the stretch breaks the line there.
            kept[end : end + 1] = True
            kept[max(first - 1, 0) : first] = True
    return kept


def _corners(values: Real, close: float) -> Mask:
    """Return the days that Douglas and Peucker's method keeps (The Canadian Cartographer 10, 1973, 112-122)."""
    kept = np.zeros(len(values), dtype=np.bool_)
    kept[[0, -1]] = True
    stretches = [(0, len(values) - 1)]
    while stretches:
        first, last = stretches.pop()
        straight = np.linspace(values[first], values[last], last - first + 1)
        off = np.abs(values[first : last + 1] - straight)
        farthest = int(off.argmax())
        if off[farthest] > close:
            middle = first + farthest
            kept[middle] = True
            stretches += [(first, middle), (middle, last)]
    return kept
