"""Colours: contrast as WCAG 2.2 defines it, and colour-vision deficiencies as published matrices simulate them.

The matrices are those for full deficiency in G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-
based Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6),
2009, doi 10.1109/TVCG.2009.113. Differences are CIE 1976 distances in L*a*b* under D65 (CIE 15); about 2.3 is the least
that people notice side by side.
"""

from itertools import combinations

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.support.chart_samples import event, mark_traces
from tracker.charts import IndexLine, timeline_figure
from tracker.read_models import EventRow
from tracker.theme import DARK, LIGHT, Palette, channels
from tracker.vocabulary import ReviewState, Stance

LEAST_CONTRAST_OF_MARKS = 3.0
LEAST_CONTRAST_OF_TEXT = 4.5
LEAST_DIFFERENCE = 15.0
"""Six times what is noticed side by side: marks are small and stand apart."""

VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)

themes = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def linear(colour: str) -> np.ndarray:
    """Return a colour's light, red, green and blue from 0 to 1."""
    value = np.array(channels(colour)) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dim, bright = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (first, second))
    return (bright + 0.05) / (dim + 0.05)


def lab(light: np.ndarray) -> np.ndarray:
    """Return lightness and the two hue axes of some light."""
    share = TO_XYZ @ light / WHITE
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def difference(first: str, second: str, vision: str) -> float:
    """Return how far two colours are apart to someone who sees like this."""
    seen = [lab(np.clip(VISIONS[vision] @ linear(colour), 0, 1)) for colour in (first, second)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_the_measures_give_their_published_values() -> None:
    """Black and white, and the L*a*b* of sRGB red; red and green nearly merge for the red-green blind."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert difference("#000000", "#ffffff", "usual") == pytest.approx(100)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for matrix in VISIONS.values():
        assert matrix.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    for vision in ("protanopia", "deuteranopia"):
        assert difference("#a05000", "#6b6b00", vision) < difference("#a05000", "#6b6b00", "usual") / 6


@themes
def test_marks_stand_out_from_the_page(colours: Palette) -> None:
    """Every stance, the line and the ring have a contrast of 3 or more on the page."""
    for name, colour in {**colours.stances, "line": colours.text, "faint line": colours.muted}.items():
        assert contrast(colour, colours.background) >= LEAST_CONTRAST_OF_MARKS, name


@themes
def test_words_can_be_read(colours: Palette) -> None:
    """All text has a contrast of 4.5 or more, on the page and on a hover label."""
    for colour in (colours.text, colours.muted):
        for ground in (colours.background, colours.surface):
            assert contrast(colour, ground) >= LEAST_CONTRAST_OF_TEXT
    words = timeline_figure([event(1, "2021-07-15")], None, dark=colours is DARK).layout.annotations
    assert len(words) == 3
    for each in words:
        assert contrast(each.font.color, colours.background) >= LEAST_CONTRAST_OF_TEXT, each.text


@themes
@pytest.mark.parametrize("vision", VISIONS)
def test_stances_can_be_told_apart(colours: Palette, vision: str) -> None:
    """Any two of the seven colours differ clearly for every kind of colour vision."""
    for first, second in combinations(sorted(Stance), 2):
        apart = difference(colours.stances[first], colours.stances[second], vision)
        assert apart >= LEAST_DIFFERENCE, (first, second, apart)


@themes
def test_stronger_stances_stand_out_more(colours: Palette) -> None:
    """Lightness alone orders the strength of one direction, so that a grey print still reads."""
    for direction in (-1, 1):
        contrasts = [contrast(colours.stances[Stance(direction * size)], colours.background) for size in (1, 2, 3)]
        assert contrasts == sorted(contrasts)
        assert contrasts[2] > 2 * contrasts[0]


@themes
def test_the_figure_uses_the_colours_of_its_theme(
    record_events: tuple[EventRow, ...], line: IndexLine, colours: Palette
) -> None:
    """What the palette promises is what the chart draws: tinted and hollow marks keep an outline of 3."""
    drafts = [event(3 + stance, "2021-07-15", stance=stance, review_state=ReviewState.DRAFT) for stance in Stance]
    figure = timeline_figure([*record_events, *drafts], line, dark=colours is DARK)
    paints = [(trace.marker.color, trace.marker.line.color) for trace in mark_traces(figure)]
    assert set(colours.stances.values()) <= {colour for paint in paints for colour in paint}
    for paint in paints:
        assert max(contrast(each, colours.background) for each in paint) >= LEAST_CONTRAST_OF_MARKS
    assert page_shows_through(figure)


def page_shows_through(figure: go.Figure) -> bool:
    """Return whether the figure has no background of its own, so that it is as dark as the page."""
    layout = figure.layout.template.layout
    return layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
