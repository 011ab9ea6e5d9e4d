"""News and fading: what they are by definition, that they are the daily change, and what they say of the record."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentiment_samples import TODAY, aged, dated, rows_around_today, unhurried

from tests.support.record_of_280 import counted_of_280, evidence_of_280
from tracker.read_models import EventRow
from tracker.sentiment import (
    Evidence,
    EvidenceRow,
    counted_events,
    evidence_of,
    moves_between,
    news_by_direction,
    news_in_words,
    news_of_events,
    policy_index,
)

FIRST = date(2018, 3, 1)


@unhurried
@given(rows_around_today(20), st.integers(-300, 100), st.sampled_from([0.0, 0.5, 4.0]))
def test_both_are_the_daily_change_wherever_the_series_begins(
    rows: list[EvidenceRow], start: int, shrinkage: float
) -> None:
    """Their sum is the change from the day before to 1e-12, on the first day too; each is a matter of its day alone."""
    evidence = Evidence.of(rows)
    since = TODAY + timedelta(days=start)
    day_before = policy_index(
        evidence, since=since - timedelta(days=1), until=TODAY + timedelta(200), shrinkage=shrinkage
    )
    series = policy_index(evidence, since=since, until=TODAY + timedelta(200), shrinkage=shrinkage)
    assert series.news + series.fading == pytest.approx(np.diff(day_before.index), abs=1e-12)
    assert series.fading == pytest.approx(day_before.fading[1:], abs=1e-12)


@unhurried
@given(rows_around_today(12), st.integers(-40, 40))
def test_fading_is_the_index_had_nothing_entered(rows: list[EvidenceRow], offset: int) -> None:
    """What entered before the day, by the plain loop over single days, gives the index of a day without news."""
    day = TODAY + timedelta(days=offset)
    total = mass = total_before = mass_before = 0.0
    for first, last, stance, reach, _ in rows:
        days = (last - first).days + 1
        for place in range(days):
            age = (day - first).days - place
            if age > 0:
                mass += reach / days * 2 ** (-age / 60)
                total += stance * reach / days * 2 ** (-age / 60)
                mass_before += reach / days * 2 ** (-(age - 1) / 60)
                total_before += stance * reach / days * 2 ** (-(age - 1) / 60)
    series = policy_index(Evidence.of(rows), since=day, until=day)
    assert series.fading[0] == pytest.approx(total / (mass + 4) - total_before / (mass_before + 4), abs=1e-12)


def test_the_first_event_is_all_news_and_then_fades() -> None:
    """On an empty record a day's event is its whole news; the day after there is fading alone."""
    series = policy_index(aged((1, -3, 4)), since=TODAY - timedelta(days=2), until=TODAY)
    assert series.news == pytest.approx([0, -1.5, 0], abs=1e-12)
    assert series.fading[:2].tolist() == [0, 0]
    assert 0 < series.fading[2] == pytest.approx(series.index[2] + 1.5, abs=1e-12)


def test_an_event_of_a_month_is_news_on_each_of_its_days() -> None:
    """It enters bit by bit from the first to the last day, and not on any other."""
    evidence = dated(("2021-07-01", "2021-07-31", -2, 3, None))
    series = policy_index(evidence, since=date(2021, 6, 30), until=date(2021, 8, 1))
    assert (series.news[1:32] < 0).all()
    assert series.news[[0, 32]] == pytest.approx(0, abs=1e-15)
    assert news_of_events(evidence, series, date(2021, 6, 30)).sum() == pytest.approx(series.news.sum(), abs=1e-12)


def test_a_mild_restriction_lifts_a_line_that_stands_lower() -> None:
    """The news of an event has the sign of its stance less the line, by the weight that it gets."""
    evidence = aged((1, -3, 4), (0, -1, 4))
    series = policy_index(evidence, since=TODAY - timedelta(days=1), until=TODAY)
    stood = series.index[1] - series.news[1]
    [_, news] = news_of_events(evidence, series, TODAY - timedelta(days=1))
    assert news == pytest.approx(4 * (-1 - stood) / (series.mass[1] + 4), abs=1e-12)
    assert news > 0


def test_the_turn_of_the_record_of_280_is_mostly_news() -> None:
    """From 27 July 2021 to 29 April 2022 independent code found news 1.5598 and fading 0.2688, from -1.7180 on."""
    series = policy_index(evidence_of_280(), since=date(2021, 7, 26), until=date(2022, 4, 29))
    assert series.index[0] == pytest.approx(-1.7180, abs=5e-5)
    assert series.news[1:].sum() == pytest.approx(1.5598, abs=5e-5)
    assert series.fading[1:].sum() == pytest.approx(0.2688, abs=5e-5)
    labels = [(event.slug,) for event in counted_of_280()]
    moves = moves_between(evidence_of_280(), labels, date(2021, 7, 26), date(2022, 4, 29))
    assert (moves.news, moves.fading) == (pytest.approx(1.5598, abs=5e-5), pytest.approx(0.2688, abs=5e-5))
    assert news_in_words(moves.news, moves.fading) == "Of the rise of 1.83, 1.56 is news and 0.27 fading."
    stances = dict(zip(labels, evidence_of_280().stance.tolist(), strict=True))
    by_part = {"tightening": 0.0, "neutral": 0.0, "easing": 0.0}
    for part in moves.parts:
        by_part[tuple(by_part)[1 + int(np.sign(stances[(part.label,)]))]] += part.change
    assert moves.directions == pytest.approx(by_part, abs=1e-12)
    assert sum(moves.directions.values()) == pytest.approx(moves.news, abs=1e-12)


def rising_without_easing(evidence: Evidence) -> float:
    """Return the share of the days on which the index rises and no event above 0 can have entered."""
    series = policy_index(evidence, since=FIRST, until=date.fromordinal(int(evidence.last.max())))
    eased = np.zeros(len(series.index), dtype=bool)
    for first, last in zip(evidence.first[evidence.stance > 0], evidence.last[evidence.stance > 0], strict=True):
        eased[max(first - series.first_day, 0) : last - series.first_day + 1] = True
    rising = series.news + series.fading > 0
    return float((~eased)[rising].mean())


def test_on_nine_in_ten_days_on_which_the_index_rises_nothing_eased(record_events: tuple[EventRow, ...]) -> None:
    """It holds on the record of 280, where independent code found it, and about so on the present one."""
    assert rising_without_easing(evidence_of_280()) == pytest.approx(0.942, abs=5e-4)
    assert 0.85 < rising_without_easing(evidence_of(counted_events(record_events))) < 0.95


def test_news_is_split_by_direction_in_words() -> None:
    """Each direction has its sum, whatever its sign; one alone needs no brackets, and one without events has none."""
    split = news_by_direction(np.array([1.0, 0.49, 0.3, -0.2]), np.array([1, 3, 0, -1]))
    assert split == pytest.approx({"easing": 1.49, "neutral": 0.3, "tightening": -0.2})
    told = news_in_words(1.59, 0.17, split)
    assert told == (
        "Of the rise of 1.76, 1.59 is news (easing +1.49, neutral +0.30, tightening \u22120.20) and 0.17 fading."
    )
    alone = news_by_direction(np.array([0.5, 0.0]), np.array([-1, 2]))
    assert alone == {"tightening": 0.5}
    assert news_in_words(0.5, 0.25, alone) == "Of the rise of 0.75, 0.50 is news and 0.25 fading."
    mixed = news_in_words(-0.5, 0.25, {"easing": 0.1, "tightening": -0.6})
    assert mixed == "News moved the line by \u22120.50 (easing +0.10, tightening \u22120.60) and fading by +0.25."


@pytest.mark.parametrize(
    ("news", "fading", "words"),
    [
        (-0.5, -0.25, "Of the fall of 0.75, 0.50 is news and 0.25 fading."),
        (-0.5, 0.25, "News moved the line by \u22120.50 and fading by +0.25."),
        (0.001, -0.25, "News moved the line by 0.00 and fading by \u22120.25."),
        (0.0, 0.25, "Of the rise of 0.25, 0.00 is news and 0.25 fading."),
        (0.001, -0.001, "Neither news nor fading moved the line."),
    ],
)
def test_the_split_in_words(news: float, fading: float, words: str) -> None:
    """Shares are told of a whole only where both go the same way."""
    assert news_in_words(news, fading) == words
