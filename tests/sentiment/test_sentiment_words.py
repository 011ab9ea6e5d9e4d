"""The reading of a day in words: it claims no more than the numbers behind it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from sentiment_samples import TODAY, aged, dated

from tracker.sentiment import Band, Reading, policy_index, reading_of

CLEAR = Reading(TODAY, -0.8, -1.2, -0.3, mass=20.0, stories=7.6, change=-0.25)


@pytest.mark.parametrize(
    ("index", "lower", "upper", "words"),
    [
        (-0.8, -1.2, -0.3, "Tightening"),
        (0.8, 0.3, 1.2, "Easing"),
        (0.8, -0.01, 1.2, "No clear direction"),
        (-0.8, -1.2, 0.01, "No clear direction"),
        (0.05, 0.01, 0.2, "Balanced"),
        (0.8, 0.0, 1.2, "Easing"),
        (0.8, None, None, "Easing"),
        (0.05, None, None, "Balanced"),
    ],
)
def test_a_direction_needs_a_range_on_one_side_of_zero(
    index: float, lower: float | None, upper: float | None, words: str
) -> None:
    """Where the range reaches to both sides of zero no direction is named."""
    assert replace(CLEAR, index=index, lower=lower, upper=upper).direction == words


def test_the_sentence_holds_the_numbers() -> None:
    """Level, range, stories and change, and no doubt where there is none."""
    assert CLEAR.sentence == "index −0.80 (−1.20 to −0.30), 8 stories in memory, down 0.25 in 90 days"
    assert CLEAR.remarks == ()
    assert replace(CLEAR, index=-0.001).sentence.startswith("index 0.00 (")


def test_it_says_what_there_is_little_of() -> None:
    """Few stories and little weight are told apart, and a rounded number never contradicts the words."""
    assert replace(CLEAR, stories=2.97).sentence.count("2.9 stories in memory") == 1
    assert replace(CLEAR, stories=2.97).remarks == ("Few events: fewer than 3 stories.",)
    assert replace(CLEAR, mass=2.5).remarks == ("Few events: a weight of 2.5 in memory, below 4.",)
    both = replace(CLEAR, mass=1.0, stories=1.0)
    assert "1 story in memory" in both.sentence
    assert both.remarks == ("Few events: fewer than 3 stories and a weight of 1 in memory, below 4.",)
    assert "weight of 3.9" in replace(CLEAR, mass=3.99).remarks[0]


def test_it_says_that_one_story_decides() -> None:
    """The story is named."""
    (remark,) = replace(CLEAR, decider="The thaw").remarks
    assert "without “The thaw”" in remark


def test_a_silent_record_only_fades() -> None:
    """After more than 90 days without an event the change is called fading, and at 90 days it is not yet."""
    series = policy_index(aged((91, 2, 4)), since=TODAY - timedelta(days=200), until=TODAY)
    silent = reading_of(series, None, TODAY, evidence=aged((91, 2, 4)))
    assert silent.remarks[-1] == "No event for 91 days: the line has only been fading towards 0."
    heard = reading_of(series, None, TODAY - timedelta(days=1), evidence=aged((91, 2, 4)))
    assert not any("fading" in remark for remark in heard.remarks)


def test_an_event_known_to_the_month_may_have_been_yesterday() -> None:
    """The latest day that the date allows counts, but none after the day that is read; later events do not."""
    evidence = dated(("2021-07-01", "2021-07-31", -1, 4, None), ("2021-09-15", "2021-09-15", 1, 4, None))
    series = policy_index(evidence, since=date(2021, 6, 1), until=date(2021, 12, 31))
    days = [date(2021, 6, 2), date(2021, 7, 10), date(2021, 8, 20), date(2021, 12, 31)]
    found = [reading_of(series, None, day, evidence=evidence).last_event for day in days]
    assert found == [None, date(2021, 7, 10), date(2021, 7, 31), date(2021, 9, 15)]


def test_a_day_outside_the_series_is_its_nearest_end() -> None:
    """Level and range are those of the end."""
    evidence = aged((0, -3, 4), (10, 1, 2))
    series = policy_index(evidence, since=TODAY - timedelta(days=20), until=TODAY)
    band = Band(np.full(21, -1.5), np.full(21, 0.5))
    late = reading_of(series, band, TODAY + timedelta(days=50))
    assert (late.day, late.index, late.lower, late.change) == (TODAY, series.index[-1], -1.5, None)
