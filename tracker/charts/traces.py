"""Traces as plain dictionaries: Plotly checks them once, when the figure is made, instead of twice."""

from typing import Any

Trace = dict[str, Any]


def scatter(**properties: object) -> Trace:
    """Return a scatter trace; properties that are None are left out."""
    return {"type": "scatter", **{name: value for name, value in properties.items() if value is not None}}
