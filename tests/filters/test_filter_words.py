"""A filter in words, as headings, pictures and file names have them."""

import datetime as dt

import pytest

from tracker.filters import EventFilter, filter_parts, filter_words, period_words
from tracker.vocabulary import Kind, ReviewState, TermType

NAMES = {TermType.COMPANY: {"DiDi": "DiDi Global"}, TermType.THREAD: {"didi": "The DiDi case"}}


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (EventFilter(), ""),
        (EventFilter(companies=("DiDi",)), "DiDi Global"),
        (EventFilter(companies=("DiDi", "Ant")), "DiDi Global or Ant"),
        (EventFilter(threads=("didi",), kinds=(Kind.RULE, Kind.LAW)), "The DiDi case, Rule or Law"),
        (EventFilter(search="fine"), "“fine”"),
        (EventFilter(stance_max=-1), "stance -3 to -1"),
        (EventFilter(stance_min=2, stance_max=2), "stance +2"),
        (EventFilter(states=(ReviewState.DRAFT,)), "draft in review"),
        (EventFilter(companies=("DiDi",), since=dt.date(2021, 1, 1)), "DiDi Global, from January 2021"),
    ],
)
def test_a_filter_is_said_by_names(chosen: EventFilter, words: str) -> None:
    """Alternatives are joined by or, conditions by commas; a key without a name stands for itself."""
    assert filter_words(chosen, NAMES) == words


def test_parts_bear_the_names_of_screens() -> None:
    """Pictures, citations and workbooks call a thread what the page calls it."""
    chosen = EventFilter(companies=("DiDi",), threads=("didi",))
    assert filter_parts(chosen, NAMES) == ("Company: DiDi Global", "Story: The DiDi case")


def test_a_period_can_be_left_out() -> None:
    """For a title that names the years otherwise."""
    assert filter_words(EventFilter(search="fine", until=dt.date(2021, 12, 31)), {}, period=False) == "“fine”"


def test_a_filter_is_said_part_by_part() -> None:
    """The period is the last part, where it is asked for and there is one."""
    chosen = EventFilter(companies=("DiDi",), search="fine", since=dt.date(2021, 1, 1), until=dt.date(2021, 12, 31))
    assert filter_parts(chosen, NAMES) == ("Company: DiDi Global", "Search: fine")
    assert filter_parts(chosen, NAMES, period=True) == ("Company: DiDi Global", "Search: fine", "Period: 2021")
    assert filter_parts(EventFilter(), NAMES, period=True) == ()


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (None, None, ""),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2019-01-01", "2022-12-31", "2019 to 2022"),
        ("2020-11-01", "2022-03-31", "November 2020 to March 2022"),
        ("2021-01-01", "2021-06-30", "January 2021 to June 2021"),
        ("2021-04-01", "2021-04-30", "April 2021"),
        ("2021-04-03", "2021-12-30", "3 April 2021 to 30 December 2021"),
        ("2021-04-01", None, "from April 2021"),
        (None, "2021-12-31", "to the end of December 2021"),
        (None, "2021-12-30", "to 30 December 2021"),
    ],
)
def test_whole_months_and_years_have_their_names(since: str | None, until: str | None, words: str) -> None:
    """No day is written where a month or a year says the same."""
    bounds = [dt.date.fromisoformat(each) if each else None for each in (since, until)]
    assert period_words(*bounds) == words
