"""Every word on every chart can be read, in both themes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.contrast import LEAST_OF_TEXT, contrast
from tests.support.every_figure import EVERY_FIGURE
from tracker.theme import palette

FONTS = ("font", "tickfont", "textfont", "title_font")
SPAN = re.compile(r"color:(#[0-9a-f]{6})")


def colours_of_words(part: Any) -> Iterator[str]:
    """Yield the colours of all fonts below a part of a figure, and those that are written into its texts."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in FONTS and isinstance(value, dict) and isinstance(value.get("color"), str):
                yield value["color"]
            yield from colours_of_words(value)
    elif isinstance(part, list):
        for each in part:
            yield from colours_of_words(each)
    elif isinstance(part, str):
        yield from SPAN.findall(part)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_word_can_be_read(name: str, *, dark: bool) -> None:
    """Words have a contrast of 4.5 or more on the page; numbers on the cells of a map are tested with the map."""
    figure = json.loads(EVERY_FIGURE[name](dark=dark).to_json())
    if name == "heat map":
        figure["data"] = [trace for trace in figure["data"] if trace.get("mode") != "text"]
    found = set(colours_of_words(figure))
    colours = palette(dark=dark)
    assert {colours.text, colours.muted} <= found
    for colour in found:
        assert contrast(colour, colours.background) >= LEAST_OF_TEXT, colour
