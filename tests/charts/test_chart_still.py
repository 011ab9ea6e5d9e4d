"""The timeline as an SVG: it says what the figure says, escaped, in colours that a style sheet names."""

import datetime as dt
import re
from html import unescape

import pytest
from lxml import etree

from tests.support.chart_samples import ERAS, event, index_line, many_events
from tracker.charts.still import COLOURS, MarkTarget, browser_figure, colour_rules, still_svg
from tracker.charts.timeline import FigureParts, timeline_parts
from tracker.theme import DARK, LIGHT, PAIRED, dark_of
from tracker.vocabulary import Reach, ReviewState, Stance

TODAY = dt.date(2022, 6, 30)
HOSTILE = '</svg><script>1</script> "x" & <b>y</b> $z$ %{x}'
SVG = "{http://www.w3.org/2000/svg}"


def parts(*, narrow: bool = False, many: bool = False) -> FigureParts:
    """Return the parts of a timeline with everything on it: each style of mark, bars, a line, eras, or shades."""
    events = (
        many_events(3_000)
        if many
        else [
            event(1, "2021-11-01", stance=Stance.RESTRICTION, reach=Reach.ECONOMY, title=HOSTILE),
            event(2, "2021-09", title="In some September"),
            event(3, "2022-03-13~", stance=Stance.EASING, title="About a day in March"),
            event(4, "2021-10-05", end="2022-04-03", stance=Stance.SEVERE, title="It lasted"),
            event(5, "2021-12-31", end="..", stance=Stance.SUPPORT, title="It goes on"),
            event(6, "2022-05-17", review_state=ReviewState.DRAFT, stance=Stance.NEUTRAL, title="Not yet accepted"),
        ]
    )
    line = index_line(events, TODAY)
    return timeline_parts(events, line, eras=ERAS, today=TODAY, narrow=narrow, colours=PAIRED)


def drawn(found: FigureParts, width: int) -> "etree._Element":
    """Return the drawing as elements; marks lead to their slugs."""
    text = still_svg(found, width, label=HOSTILE, target=lambda slug: MarkTarget(f"{slug}.html", HOSTILE))
    return etree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize(("narrow", "width"), [(False, 1120), (True, 360)])
@pytest.mark.parametrize("many", [False, True])
def test_a_drawing_says_what_the_figure_says(*, narrow: bool, width: int, many: bool) -> None:
    """Each mark leads to its event, every word of the figure stands in it, and all of it lies within the drawing."""
    found = parts(narrow=narrow, many=many)
    drawing = drawn(found, width)
    marks = [slug for trace in found.traces if trace.get("meta") == "marks" for slug in trace["customdata"]]
    leads = [each.get("href") for each in drawing.iter(f"{SVG}a")]
    assert sorted(leads) == sorted(f"{slug}.html" for slug in marks)
    told = " ".join("".join(each.itertext()) for each in drawing.iter(f"{SVG}text"))
    for words in found.layout["annotations"]:
        for line in re.sub("</?b>", "", words["text"]).split("<br>"):
            assert unescape(line) in told
    height = int(drawing.get("height"))
    for each in drawing.iter(f"{SVG}text"):
        assert -5 <= float(each.get("y") or each[0].get("y")) <= height + 5
    assert ("fill-opacity" in etree.tostring(drawing).decode()) or not many


def test_nothing_of_a_text_is_an_element() -> None:
    """A title that tries to end the drawing is a text in it, in labels, in what is said of a mark and in its name."""
    drawing = drawn(parts(), 1120)
    tags = {etree.QName(each).localname for each in drawing.iter()}
    assert tags <= {"svg", "g", "a", "path", "line", "rect", "text", "tspan", "title", "clipPath"}
    assert drawing.get("aria-label") == HOSTILE
    assert {each.text for each in drawing.iter(f"{SVG}title")} == {HOSTILE}


def test_every_colour_has_its_dark_one() -> None:
    """Each paired colour is the light one but for what no eye sees, stands for one dark one, and all have a name."""
    assert len({name for name, _, _ in colour_rules()}) == len(COLOURS) >= 19
    assert dark_of()[PAIRED.text] == DARK.text
    assert dark_of()[PAIRED.accent] == DARK.accent
    assert [dark_of()[PAIRED.stances[stance]] for stance in Stance] == [DARK.stances[stance] for stance in Stance]
    for name in ("accent", "filled", "text", "background"):
        one, other = (int(getattr(each, name)[1:], 16) for each in (PAIRED, LIGHT))
        assert abs(one - other) <= 2


def test_the_browser_gets_plain_values() -> None:
    """What is sent is JSON alone, with nothing that is not a number, and every whole colour in it has its dark one."""
    figure = browser_figure(parts())
    colours: set[str] = set()

    def look(value: object) -> None:
        assert value is None or isinstance(value, dict | list | str | int | float)
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(each)
        if isinstance(value, float):
            assert value == value  # noqa: PLR0124 - not a number differs from itself
        if isinstance(value, str) and re.fullmatch("#[0-9a-f]{6}", value):
            colours.add(value)

    look(figure)
    assert colours
    assert colours <= set(COLOURS)
