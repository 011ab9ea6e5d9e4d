"""The index over the curated record: the formula of docs/method.md as a plain double sum, and its known values."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from sqlmodel import Session

from tracker.filters import EventFilter
from tracker.queries import list_eras, list_events
from tracker.read_models import EventRow
from tracker.sentiment import (
    IndexSeries,
    counted_events,
    evidence_of,
    fragility,
    policy_index,
    trough,
    turn_above_zero,
    zero_crossings,
)
from tracker.vocabulary import COUNTED_KINDS, Kind

SINCE, UNTIL = dt.date(2018, 4, 1), dt.date(2026, 11, 25)
HALF_LIFE = 60
SHRINKAGE = 4


@pytest.fixture(scope="module")
def counted(record_events: tuple[EventRow, ...]) -> list[EventRow]:
    """The events of the kinds that count."""
    return counted_events(record_events)


@pytest.fixture(scope="module")
def series(counted: list[EventRow]) -> IndexSeries:
    """The index of the whole record with the default choices."""
    return policy_index(evidence_of(counted), since=SINCE, until=UNTIL)


def kernel(event: EventRow, day: dt.date) -> float:
    """Return the mean, over the days on which an event may have become known, of what is left of it on a day."""
    first, last = event.counted_days
    ages = [(day - first).days - late for late in range((last - first).days + 1)]
    return sum(2 ** (-age / HALF_LIFE) for age in ages if age >= 0) / len(ages)


def test_the_series_equals_the_plain_double_sum_on_every_day(counted: list[EventRow], series: IndexSeries) -> None:
    """Index, mass and number of stories of all 3,161 days agree with the formula, event by event, to 1e-9."""
    plain = []
    for ordinal in series.days.tolist():
        day = dt.date.fromordinal(ordinal)
        mass = total = 0.0
        stories: dict[str, float] = defaultdict(float)
        for event in counted:
            if event.counted_days[0] <= day:
                weight = event.reach * kernel(event, day)
                mass += weight
                total += weight * event.stance
                stories[event.thread or f"alone {event.slug}"] += weight
        squares = sum(weight**2 for weight in stories.values())
        plain.append((total / (mass + SHRINKAGE), mass, mass**2 / squares))
    assert len(plain) == (UNTIL - SINCE).days + 1 == 3161
    assert np.allclose(np.array(plain).T, [series.index, series.mass, series.stories], rtol=0, atol=1e-9)


def test_the_index_is_lowest_at_the_end_of_september_2021(counted: list[EventRow], series: IndexSeries) -> None:
    """Counted from the day on which it began, and not from that on which it was known, a halt would move the bottom."""
    lowest = trough(series)
    assert lowest.day == dt.date(2021, 9, 27)
    assert lowest.value == pytest.approx(-1.669785, abs=1e-6)
    begun = evidence_of(replace(event, public_on=None) for event in counted)
    assert trough(policy_index(begun, since=SINCE, until=UNTIL)).day == dt.date(2021, 7, 26)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2019-01-01", 0.0029),
        ("2020-01-01", -0.2374),
        ("2021-01-01", -1.0296),
        ("2021-10-01", -1.6364),
        ("2022-01-01", -0.9530),
        ("2022-07-01", 0.2512),
        ("2023-01-01", 0.6325),
        ("2024-01-01", -0.0947),
        ("2025-01-01", 0.2227),
        ("2026-01-01", -0.3441),
    ],
)
def test_known_values_of_the_published_series(series: IndexSeries, day: str, value: float) -> None:
    """A change of these numbers is a change of the published series, and belongs into the changelog."""
    assert series.at(dt.date.fromisoformat(day)) == pytest.approx(value, abs=5e-5)


def test_the_index_turns_above_zero_in_the_spring_and_summer_of_2022(series: IndexSeries) -> None:
    """It first rises above zero with the pledge of 29 April 2022 and stands there at the beginning of July."""
    assert turn_above_zero(series, dt.date(2021, 9, 27)) == dt.date(2022, 4, 29)
    months = [series.at(dt.date(2022, 7, day)) for day in range(1, 10)]
    assert min(months) > 0
    crossings = {crossing.day: crossing.upwards for crossing in zero_crossings(series)}
    assert crossings[dt.date(2019, 11, 5)] is False
    assert not [day for day in crossings if dt.date(2019, 11, 6) <= day <= dt.date(2022, 4, 28)]


def test_the_end_of_may_2022_hangs_on_one_story(counted: list[EventRow], series: IndexSeries) -> None:
    """Without the thaw announced to platforms the index would stand below zero on that day, and that is marked."""
    day = dt.date(2022, 5, 31)
    evidence = evidence_of(counted)
    marked = fragility(evidence, since=day, until=day)
    named = {event.thread for event, code in zip(counted, evidence.group, strict=True) if code == marked.group[0]}
    assert marked.fragile[0]
    assert named == {"platform-thaw"}
    without = evidence_of(event for event in counted if event.thread != "platform-thaw")
    assert policy_index(without, since=day, until=day).index[0] < 0 < series.at(day)


def test_kinds_that_do_not_count_move_nothing(record_events: tuple[EventRow, ...], series: IndexSeries) -> None:
    """Foreign measures, firms' own steps and rules that take effect are in the record but not in the index."""
    left_out = {Kind.FOREIGN_MEASURE, Kind.COMPANY_RESPONSE, Kind.IN_FORCE}
    assert {event.kind for event in record_events} - COUNTED_KINDS == left_out
    kept = [event for event in record_events if event.kind not in left_out]
    again = policy_index(evidence_of(kept), since=SINCE, until=UNTIL)
    assert np.array_equal(again.index, series.index)
    everything = policy_index(evidence_of(record_events), since=SINCE, until=UNTIL)
    assert not np.allclose(everything.index, series.index, atol=0.1)


def test_the_order_of_the_record_is_irrelevant(counted: list[EventRow], series: IndexSeries) -> None:
    """Read backwards, the record gives the same series."""
    backwards = policy_index(evidence_of(reversed(counted)), since=SINCE, until=UNTIL)
    assert np.allclose(backwards.index, series.index, rtol=0, atol=1e-12)


def test_what_the_eras_say_of_the_index_is_so(series: IndexSeries, record: Session) -> None:
    """Each sentence of ``seeds/eras.toml`` that speaks of the index holds for the index as it is computed."""
    last = list_events(record, EventFilter())[-1].last_on
    days = [dt.date.fromordinal(day) for day in series.days.tolist()]
    index = dict(zip(days, series.index.tolist(), strict=True))
    in_era = {
        era.key: {day: value for day, value in index.items() if era.since <= day <= (era.until or last)}
        for era in list_eras(record)
    }
    before, crackdown, thaw, support, again = in_era.values()
    signs = [value > 0 for value in before.values()]
    assert sum(one is not other for one, other in pairwise(signs)) >= 3
    assert max(crackdown.values()) < 0
    assert min(crackdown, key=crackdown.__getitem__) == dt.date(2021, 9, 27)
    assert index[dt.date(2021, 9, 30)] < index[dt.date(2021, 10, 31)] < index[dt.date(2021, 12, 31)]
    assert next(day for day, value in thaw.items() if value > 0) == dt.date(2022, 4, 29)
    assert f"{max(thaw, key=thaw.__getitem__):%B %Y}" == "February 2023"
    assert sum(value > 0 for value in support.values()) / len(support) > 0.7
    assert max(again.values()) < 0 < index[dt.date(2025, 9, 14)]
    assert again[dt.date(2025, 10, 30)] < again[dt.date(2025, 12, 1)] > again[dt.date(2025, 12, 31)]
