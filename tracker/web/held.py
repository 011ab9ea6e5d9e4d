"""Letters on what is chosen in a row of choices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import streamlit as st

from tracker.web import session_keys
from tracker.web.text import escape_markdown

Draw = TypeVar("Draw", bound=Callable[..., Any])


def in_text_colour(draw: Draw) -> Draw:
    """Return Streamlit's segmented control, or its pills, with its labels in the colour of text.

    Streamlit writes the chosen one in the primary colour on a tint of it. White letters have to stand on that colour as
    well, on buttons and tags; on a dark page no colour is dark enough for the one and light enough for the other.
    ``.streamlit/config.toml`` gives the name that is used here the colour of text.
    """

    @wraps(draw)
    def drawn(*args: Any, format_func: Callable[[Any], str] = str, **rest: Any) -> Any:  # noqa: ANN401 - Streamlit's
        return draw(*args, format_func=lambda option: f":violet[{escape_markdown(format_func(option))}]", **rest)

    return cast("Draw", drawn)


Value = TypeVar("Value")


@dataclass(slots=True)
class _Held:
    """The value in force, how often the program has changed it, and whether Streamlit knows it on this page."""

    value: Any
    changes: int = 0
    is_told: bool = False


def hold(key: str, usual: Value) -> Value:
    """Return the value in force of a box; the usual one where there is none yet.

    Args:
        key: the box's name within the program.
        usual: what the box holds at first.
    """
    every = _all()
    if key not in every:
        every[key] = _Held(usual)
    return cast("Value", _in_force(key, every[key]))


def value(key: str) -> Any:  # noqa: ANN401 - boxes hold values of many types
    """Return the value in force of a box; None where there is none yet."""
    held = _all().get(key)
    return None if held is None else _in_force(key, held)


def put(key: str, new: object) -> None:
    """Change the value of a box, which is then drawn again with it."""
    every = _all()
    if key not in every:
        every[key] = _Held(new)
        return
    held = every[key]
    if _in_force(key, held) != new:
        held.value, held.changes, held.is_told = new, held.changes + 1, False


def keep_some(key: str, usual: Sequence[object]) -> None:
    """Give a box for several values its usual ones where its reader took the last one off.

    For a page to which none means the usual ones: an empty box would say something else.
    """
    if not value(key):
        put(key, list(usual))


def leave_page() -> None:
    """Keep all values while another page is opened, where the boxes are others to Streamlit.

    What was typed into one and not found is forgotten.
    """
    for key, held in _all().items():
        hold(key, held.value)
        held.is_told = False
    st.session_state.pop(session_keys.NEAR, None)


def box_name(key: str) -> str:
    """Return the name of a box towards the browser, under which Streamlit keeps what it sent last."""
    held = _all().get(key)
    return key if held is None else _name(key, held)


def _all() -> dict[str, _Held]:
    held: dict[str, _Held] = st.session_state.setdefault(session_keys.HELD, {})
    return held


def _in_force(key: str, held: _Held) -> Any:  # noqa: ANN401 - boxes hold values of many types
    held.value = st.session_state.get(_name(key, held), held.value)
    return held.value


def _name(key: str, held: _Held) -> str:
    return f"{key} {held.changes}" if held.changes else key


def _held_one(draw: Draw, start: str, *, empty: object = None) -> Draw:
    """Return a kind of box that is drawn as Streamlit's is, and starts with the value in force.

    Args:
        draw: Streamlit's own.
        start: the name of the argument that says what the box starts with.
        empty: what a box holds to which no value was given.
    """

    @wraps(draw)
    def drawn(label: str, *args: Any, key: str, **rest: Any) -> Any:  # noqa: ANN401 - as Streamlit's own
        value, name = hold(key, empty), box_name(key)
        if rest.get(start, ...) is None:
            # Streamlit offers to empty a box only where it starts empty. Such a box is told its value, and told again
            # until the browser has built it.
            if not _all()[key].is_told:
                st.session_state[name] = value
                _all()[key].is_told = True
            return draw(label, *args, key=name, persist_state="page", **rest)
        return draw(label, *args, key=name, **(rest | {start: _start(start, value, *args)}))

    return cast("Draw", drawn)


def _start(start: str, value: object, *args: Any) -> object:  # noqa: ANN401 - options or limits
    if start == "value":
        return value
    options = args[0]
    if isinstance(value, list | tuple):
        return [each for each in value if each in options]
    if value not in options:
        return None
    return options.index(value) if start == "index" else value


selectbox = _held_one(st.selectbox, "index")
multiselect = _held_one(st.multiselect, "default", empty=())
segmented_control = _held_one(in_text_colour(st.segmented_control), "default")
radio = _held_one(st.radio, "index")
pills = _held_one(in_text_colour(st.pills), "default")
text_input = _held_one(st.text_input, "value", empty="")
number_input = _held_one(st.number_input, "value")
date_input = _held_one(st.date_input, "value")
toggle = _held_one(st.toggle, "value", empty=False)
checkbox = _held_one(st.checkbox, "value", empty=False)
