"""Letters on what is chosen in a row of choices."""

from collections.abc import Callable
from typing import Any

from tracker.web.text import escape_markdown


def in_text_colour(label_of: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return the labels of a segmented control or of pills in the colour of text.

    Streamlit writes the chosen one in the primary colour on a tint of it. White letters have to stand on that colour as
    well, on buttons and tags; on a dark page no colour is dark enough for the one and light enough for the other.
    ``.streamlit/config.toml`` gives the name that is used here the colour of text.
    """
    return lambda option: f":violet[{escape_markdown(label_of(option))}]"
