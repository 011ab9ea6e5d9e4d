"""The dashboard's colours, worked out from the settings alone: what Streamlit makes of them can be read."""

import re
import tomllib
from typing import Any

import pytest

from tests.support.contrast import LEAST_OF_MARKS, LEAST_OF_TEXT, contrast
from tests.support.sources import python_files, text_of
from tracker.resources import repository_folder
from tracker.theme import DARK, LIGHT, Palette, mixed
from tracker.vocabulary import Stance

CAPTION = 0.6
"""Streamlit draws captions, placeholders and notes in so much of the colour of text."""

TINT, TINT_UNDER_THE_POINTER = 0.1, 0.2
"""What is chosen in a row of choices lies on so much of the primary colour."""

BADGES = ("orange", "gray", "blue")
WHITE = "#ffffff"

themes = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def settings(colours: Palette) -> dict[str, Any]:
    """Return the settings of one theme."""
    text = (repository_folder() / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["theme"]["light" if colours is LIGHT else "dark"])


@themes
def test_page_and_charts_share_their_colours(colours: Palette) -> None:
    """The settings of the page and the table of colours of the charts say the same."""
    theme = settings(colours)
    shared = {
        "primary": colours.filled,
        "background": colours.background,
        "secondaryBackground": colours.surface,
        "text": colours.text,
        "link": colours.accent,
    }
    assert {name: theme[f"{name}Color"] for name in shared} == shared
    directions = {"orange": Stance.RESTRICTION, "gray": Stance.NEUTRAL, "blue": Stance.SUPPORT}
    assert {name: theme[f"{name}Color"] for name in BADGES} == {
        name: colours.stances[stance] for name, stance in directions.items()
    }


@themes
def test_text_captions_and_links_can_be_read(colours: Palette) -> None:
    """Text, captions and links have 4.5 or more on the page and on fields."""
    theme = settings(colours)
    for ground in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        assert contrast(theme["textColor"], ground) >= LEAST_OF_TEXT
        assert contrast(mixed(theme["textColor"], ground, CAPTION), ground) >= LEAST_OF_TEXT
        assert contrast(theme["linkColor"], ground) >= LEAST_OF_TEXT


@themes
def test_buttons_and_tags_can_be_read(colours: Palette) -> None:
    """White letters have 4.5 or more on primary buttons, tags and chosen days, which stand out from the page."""
    theme = settings(colours)
    assert contrast(WHITE, theme["primaryColor"]) >= LEAST_OF_TEXT
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= LEAST_OF_MARKS


@themes
def test_what_is_chosen_in_a_row_can_be_read(colours: Palette) -> None:
    """Letters in the colour of text have 4.5 or more on the tint of the primary colour, with the pointer on it too."""
    theme = settings(colours)
    assert theme["violetTextColor"] == theme["textColor"]
    for share in (TINT, TINT_UNDER_THE_POINTER):
        ground = mixed(theme["primaryColor"], theme["backgroundColor"], share)
        assert contrast(theme["violetTextColor"], ground) >= LEAST_OF_TEXT


@themes
@pytest.mark.parametrize("name", BADGES)
def test_badges_can_be_read(colours: Palette, name: str) -> None:
    """The letters of a badge have 4.5 or more on its ground."""
    theme = settings(colours)
    assert contrast(theme[f"{name}TextColor"], theme[f"{name}BackgroundColor"]) >= LEAST_OF_TEXT


def test_every_row_of_choices_is_written_in_the_colour_of_text() -> None:
    """A segmented control or pills without these letters would be too pale on a dark page."""
    drawn = {
        (path, whole)
        for path in python_files("tracker/web/")
        for whole in re.findall(r"\S*st\.(?:segmented_control|pills)\b", text_of(path))
    }
    assert {name for name, _ in drawn} >= {"tracker/web/held.py"}
    assert [each for each in sorted(drawn) if "in_text_colour(st." not in each[1]] == []
