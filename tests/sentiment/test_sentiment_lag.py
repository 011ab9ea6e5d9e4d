"""What the index does not show at once: the average itself while nothing comes in, and a turn of the world."""

from datetime import date, timedelta

import numpy as np
import pytest
from test_sentiment_coverage import (
    DAY,
    FURTHER_EVENTS,
    REACHES,
    SAME_STORY,
    SPREAD,
    STORIES_A_YEAR,
    STORY_DAYS,
    average_stance,
    world,
)

from tests.support.sources import text_of
from tracker.sentiment import Evidence, policy_index, resampling_band, turn_above_zero

SENTENCES = " ".join(text_of("docs/method.md").split())
SILENT_DAYS = (0, 90, 205)
MEAN = -1.0
WORLDS = 800
BEFORE, AFTER = -1.5, 0.5
TURNING_WORLDS = 400
YEARS_BEFORE, YEARS_AFTER = 4, 3


def shares_of_the_average_held() -> list[float]:
    """Return in what share of the worlds the range of the index holds the average stance, by days of silence."""
    rng = np.random.default_rng(20210726)
    average, until = average_stance(MEAN), DAY + timedelta(days=max(SILENT_DAYS))
    held = np.zeros(len(SILENT_DAYS))
    for seed in range(WORLDS):
        bounds = resampling_band(world(rng, MEAN), since=DAY, until=until, replicates=400, seed=seed)
        held += [bounds.lower[days] <= average <= bounds.upper[days] for days in SILENT_DAYS]
    return (held / WORLDS).tolist()


def turning_world(rng: np.random.Generator) -> Evidence:
    """Return the events of a world whose mean changes after ``DAY``."""
    years = YEARS_BEFORE + YEARS_AFTER
    stories = rng.poisson(STORIES_A_YEAR * years)
    begins = DAY.toordinal() - 365 * YEARS_BEFORE + rng.integers(0, 365 * years, stories)
    story = np.repeat(np.arange(stories), 1 + rng.poisson(FURTHER_EVENTS, stories))
    days = begins[story] + rng.integers(0, STORY_DAYS + 1, len(story))
    shared = rng.normal(0, SPREAD * SAME_STORY**0.5, stories)[story]
    own = rng.normal(0, SPREAD * (1 - SAME_STORY) ** 0.5, len(story))
    mean = np.where(days > DAY.toordinal(), AFTER, BEFORE)
    stance = np.clip(np.rint(mean + shared + own), -3, 3).astype(np.int64)
    return Evidence(days, days, stance, rng.choice(4, len(story), p=REACHES) + 1, story)


def days_to_show() -> list[int]:
    """Return, for each world whose index is below zero on the day of the turn, the days until it is above."""
    rng = np.random.default_rng(20210726)
    end = DAY + timedelta(days=365 * YEARS_AFTER)
    found = []
    for _ in range(TURNING_WORLDS):
        series = policy_index(turning_world(rng), since=DAY, until=end)
        turn = turn_above_zero(series, DAY) if series.index[0] < 0 else None
        if series.index[0] < 0:
            found.append(((turn or end) - DAY).days)
    return found


@pytest.mark.slow
def test_the_range_of_the_index_is_none_of_the_average_itself_in_silence() -> None:
    """It holds the average stance in fewer and fewer worlds while nothing comes in, as docs/method.md says.

    Design: the worlds of the simulation of the range, with mean -1, of which nothing more is recorded after one day.
    Truth is the average stance of all events that could happen, here without the pull towards zero. 800 worlds, 400
    draws each; the simulation error is at most 1.8 of 100.
    """
    fresh, quarter, silent = shares_of_the_average_held()
    assert fresh == pytest.approx(0.70, abs=0.04)
    assert quarter == pytest.approx(0.50, abs=0.04)
    assert silent == pytest.approx(0.03, abs=0.03)
    words = f"in {fresh:.2f} of the cases on the day of the last event, in {quarter:.2f} after 90 days without one"
    assert f"{words} and in {silent:.2f} after 205" in SENTENCES


@pytest.mark.slow
def test_a_turn_of_the_world_takes_about_two_half_lives_to_show() -> None:
    """The index is above zero some 120 days after the mean went from -1.5 to +0.5, as docs/method.md says.

    Design: stories begin at random for seven years, 6.5 a year with 4.4 events each over 400 days; the stance of an
    event is the world's mean on its day plus a part of the story plus a part of the event, rounded and cut, with the
    spread and the reaches of the simulation of the range. The mean changes after four years. Counted are the days
    until the index is first above zero, in the worlds in which it is below on the day of the change. With even news
    2 ** -(t / 60) * -1.5 + (1 - 2 ** -(t / 60)) * 0.5 = 0 gives 120 days; news by chance is often across sooner.
    """
    days = days_to_show()
    assert len(days) > 0.95 * TURNING_WORLDS
    early, median, late = np.quantile(days, [0.25, 0.5, 0.75])
    assert 90 <= median <= 150
    assert f"{median:.0f} days in the median, {early:.0f} to {late:.0f} in the middle half" in SENTENCES


def test_even_news_turns_the_index_after_two_half_lives() -> None:
    """One event of each day, -1.5 on average up to the turn and +0.5 after it: 120 days, whatever the shrinkage."""
    span = range(-1500, 200)
    rows = [
        (DAY + timedelta(days=age), DAY + timedelta(days=age), stance, 2, None)
        for age in span
        for stance in ((-2, -1) if age <= 0 else (0, 1))
    ]
    series = policy_index(Evidence.of(rows), since=DAY, until=date.fromordinal(DAY.toordinal() + 200))
    turn = turn_above_zero(series, DAY)
    assert turn is not None
    assert (turn - DAY).days == pytest.approx(120, abs=1)
