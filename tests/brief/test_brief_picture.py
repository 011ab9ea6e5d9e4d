"""The picture of a brief: the period fills a good part of it, its events are named, and it can be read on paper."""

import datetime as dt
import re
from typing import Any

import pytest
from sqlmodel import Session

from tests.support.exporting import DAY
from tracker.brief import PICTURE_WIDTH, brief_of, chosen_of_chart
from tracker.brief.chart import timeline_picture
from tracker.charts.picture import PictureWords, picture_figure
from tracker.exports import Asked
from tracker.filters import EventFilter
from tracker.queries import list_events

JULY = EventFilter(since=dt.date(2021, 7, 1), until=dt.date(2021, 7, 31))
POINTS_OF_PAGE = 166 / 25.4 * 72
"""So wide is the text of a page of a brief."""


def drawn(session: Session, chosen: EventFilter) -> tuple[Any, PictureWords]:
    """Return the chart that a brief shows, with the words around it, and those that tell it."""
    shown = chosen_of_chart(brief_of(Asked(session=session, chosen=chosen, on=DAY)))
    made = timeline_picture(session, shown, DAY, period=chosen)
    assert made is not None
    return picture_figure(made[0], PictureWords("", made[1].state, width=PICTURE_WIDTH)), made[1]


def named(figure: Any) -> list[str]:
    """Return the texts on a chart, each on one line."""
    return [re.sub("<.*?>", " ", each.text) for each in figure.layout.annotations]


@pytest.mark.parametrize(
    ("since", "until", "begins"),
    [
        ("2021-10-04", "2021-10-10", "2021-09-20"),
        ("2021-07-01", "2021-07-31", "2021-04-30"),
        ("2021-10-10", "2021-10-10", "2021-10-08"),
        ("2021-01-01", "2021-12-31", "2021-01-01"),
    ],
)
def test_a_short_period_is_the_last_third(record: Session, since: str, until: str, begins: str) -> None:
    """A long one is shown alone."""
    chosen = EventFilter(since=dt.date.fromisoformat(since), until=dt.date.fromisoformat(until))
    shown = chosen_of_chart(brief_of(Asked(session=record, chosen=chosen, on=DAY)))
    assert (str(shown.since), str(shown.until)) == (begins, until)


def test_events_of_the_period_are_named_first(record: Session) -> None:
    """As many as find a place; what came before is named where room is left."""
    texts = [each.replace("…", "").strip() for each in named(drawn(record, JULY)[0])]
    assert any(each.startswith("DiDi app") for each in texts)
    titles = {each.title for each in list_events(record, JULY)}
    before = {each.title for each in list_events(record, EventFilter(since=dt.date(2021, 4, 30), until=JULY.since))}
    words = [" ".join(each.split()) for each in texts]
    held = [each for each in words if any(title.startswith(each) for title in titles)]
    assert len(held) >= 4
    assert not [each for each in words if each and any(title.startswith(each) for title in before - titles)]


def test_its_letters_print_at_seven_points(record: Session) -> None:
    """On a page of A4, the smallest of them too."""
    figure, _ = drawn(record, JULY)
    layout = figure.layout
    sizes = [each.font.size or layout.font.size for each in layout.annotations]
    sizes += [layout.legend.font.size, layout.template.layout.font.size]
    assert layout.width == PICTURE_WIDTH
    assert min(each for each in sizes if each) * POINTS_OF_PAGE / layout.width >= 7


def test_the_period_is_said_once_and_to_the_day(record: Session) -> None:
    """Below the picture, and in what it says; around it stands only where it comes from."""
    figure, words = drawn(record, JULY)
    assert not [each for each in named(figure) if "2021 to" in each]
    assert words.title == "China's regulation of technology, 30 April 2021 to 31 July 2021"
    assert "At the last event of this period, 31 July 2021 at the latest, it was tightening" in words.sentence
