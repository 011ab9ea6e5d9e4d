"""Letters on what is chosen in a row of choices."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

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
