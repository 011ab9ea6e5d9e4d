"""What the boxes of a page hold: kept on the server, and given to each box as the value that it starts with.

Streamlit lets a script assign a box's value, and tells the browser once. Three things go wrong with that. The inside of
a popover is built when it opens: the word that came earlier is gone, the box starts with its first value, and sends
that as the reader's choice. A box that was built and closed again never hears of a later value, and sends the old one.
And a click that was made while the page was drawn brings the old values along, since the browser has not had the new
ones yet.

So nothing is assigned here. A box is always drawn with the value in force as its start: one that is built late starts
right, and one that stands keeps what its reader does. Where the program changes a value, the box gets another name
towards the browser: what comes in under the former name is of the past and counts no more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import streamlit as st

Draw = TypeVar("Draw", bound=Callable[..., Any])
Value = TypeVar("Value")

_HELD = "held"


@dataclass(slots=True)
class _Held:
    """The value in force, and how often the program has changed it."""

    value: Any
    changes: int = 0


def hold(key: str, usual: Value) -> Value:
    """Return the value in force of a box; the usual one where there is none yet.

    Args:
        key: the box's name within the program.
        usual: what the box holds at first.
    """
    held = _all().setdefault(key, _Held(usual))
    held.value = st.session_state.get(_name(key, held), held.value)
    return cast("Value", held.value)


def value(key: str) -> Any:  # noqa: ANN401 - boxes hold values of many types
    """Return the value in force of a box; None where there is none yet."""
    return hold(key, None) if key in _all() else None


def put(key: str, new: object) -> None:
    """Change the value of a box, which is drawn anew with it."""
    if key not in _all():
        _all()[key] = _Held(new)
    elif value(key) != new:
        held = _all()[key]
        held.value, held.changes = new, held.changes + 1


def name_of(key: str) -> str:
    """Return the name of a box towards the browser, under which Streamlit keeps what it sent last."""
    return _name(key, _all()[key]) if key in _all() else key


def _all() -> dict[str, _Held]:
    held: dict[str, _Held] = st.session_state.setdefault(_HELD, {})
    return held


def _name(key: str, held: _Held) -> str:
    return f"{key} {held.changes}" if held.changes else key


def _held_one(draw: Draw, start: Callable[..., dict[str, Any]]) -> Draw:
    """Return a kind of box that is drawn as Streamlit's is, and starts with the value in force."""

    @wraps(draw)
    def drawn(label: str, *args: Any, key: str, **rest: Any) -> Any:  # noqa: ANN401 - as Streamlit's own
        return draw(label, *args, key=name_of(key), **start(value(key), *args), **rest)

    return cast("Draw", drawn)


def _place(held: object, options: Sequence[Any]) -> dict[str, Any]:
    return {"index": options.index(held) if held in options else None}


def _choice(held: object, options: Sequence[Any]) -> dict[str, Any]:
    if isinstance(held, list):
        return {"default": [each for each in held if each in options]}
    return {"default": held if held in options else None}


def _content(held: object, *limits: object) -> dict[str, Any]:
    del limits
    return {"value": held}


selectbox = _held_one(st.selectbox, _place)
multiselect = _held_one(st.multiselect, _choice)
segmented_control = _held_one(st.segmented_control, _choice)
pills = _held_one(st.pills, _choice)
text_input = _held_one(st.text_input, _content)
number_input = _held_one(st.number_input, _content)
date_input = _held_one(st.date_input, _content)
toggle = _held_one(st.toggle, _content)
