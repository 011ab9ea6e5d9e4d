"""The fan of readings: every variant is the index under its own choices, and the ranges are theirs."""

from datetime import date

import numpy as np
import pytest
from sentiment_samples import aged, dated

from tracker.errors import TrackerError
from tracker.sentiment import Evidence, Weighting, policy_index, sensitivity, trough, variants, zero_crossings

PERIOD = {"since": date(2021, 5, 1), "until": date(2022, 12, 31)}

SAMPLE = dated(
    ("2021-04-10", "2021-04-10", -3, 3, "alibaba"),
    ("2021-05-20", "2021-05-20", -1, 3, None),
    ("2021-07-01", "2021-07-31", -2, 3, None),
    ("2021-07-04", "2021-07-04", -3, 1, "didi"),
    ("2021-07-24", "2021-07-24", -3, 3, "tutoring"),
    ("2021-08-20", "2021-08-20", -2, 4, "data"),
    ("2022-03-16", "2022-03-16", 2, 4, "thaw"),
    ("2022-04-29", "2022-04-29", 1, 4, "thaw"),
    ("2022-05-17", "2022-05-17", 1, 4, None),
    ("2022-07-21", "2022-07-21", -2, 1, "didi"),
)


def test_choices_are_the_index_under_these_choices() -> None:
    """Each combination of half-life, shrinkage and weighting appears once and equals the index computed with it."""
    family = sensitivity(SAMPLE, **PERIOD, half_lives=(30.0, 365.0), shrinkages=(0.0, 16.0))
    assert len({(one.half_life, one.shrinkage, one.weighting) for one in family.choices}) == 12
    assert len(family.choices) == 12
    for one in family.choices:
        choice = {"half_life": one.half_life, "shrinkage": one.shrinkage, "weighting": one.weighting}
        assert np.allclose(one.index, policy_index(SAMPLE, **PERIOD, **choice).index, rtol=0, atol=1e-12)


@pytest.mark.parametrize("shrinkage", [0.0, 4.0])
def test_left_out_equals_the_index_without_the_story(shrinkage: float) -> None:
    """Each story is left out once, and what remains equals the index of the other stories."""
    family = sensitivity(SAMPLE, **PERIOD, shrinkage=shrinkage)
    assert [one.left_out for one in family.left_out] == sorted(set(SAMPLE.group.tolist()))
    for one in family.left_out:
        rest = policy_index(SAMPLE.subset(SAMPLE.group != one.left_out), **PERIOD, shrinkage=shrinkage)
        assert np.allclose(one.index, rest.index, rtol=0, atol=1e-9)


def test_leaving_out_the_only_story_leaves_nothing() -> None:
    """Without shrinkage too the rest of a single story is 0 and no quotient of rounding errors."""
    alone = dated(("2021-04-10", "2021-04-17", -3, 3, "a"), ("2021-05-20", "2021-06-11", 2, 1, "a"))
    family = sensitivity(alone, **PERIOD, shrinkage=0.0)
    assert [one.index.any() for one in family.left_out] == [False]


def test_only_the_heaviest_stories_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the stories with the widest reach are taken."""
    monkeypatch.setattr(variants, "MOST_STORIES", 2)
    family = sensitivity(SAMPLE, **PERIOD)
    thaw, equally_heavy = SAMPLE.group[6], {SAMPLE.group[5], SAMPLE.group[8]}
    codes = {one.left_out for one in family.left_out}
    assert thaw in codes
    assert len(codes) == 2
    assert codes - {thaw} <= equally_heavy


def test_ranges_are_those_of_the_variants() -> None:
    """Troughs, turns and crossings hold the extremes of all readings, the base among them."""
    family = sensitivity(SAMPLE, **PERIOD)
    base = policy_index(SAMPLE, **PERIOD)
    assert np.array_equal(family.base.index, base.index)
    points = [trough(one, within=family.searched) for one in family.variants]
    assert family.trough_days() == (min(point.day for point in points), max(point.day for point in points))
    assert family.trough_values() == (min(point.value for point in points), max(point.value for point in points))
    counts = [len(zero_crossings(one)) for one in family.variants]
    assert family.crossing_counts() == (min(counts), max(counts))
    turns = [day for day in family.turns() if day is not None]
    assert date(2022, 3, 16) in turns
    assert len(family.turns()) == len(family.variants) == 1 + 75 + 8


def test_lowest_points_are_sought_where_enough_is_recorded() -> None:
    """A lone severe event at the start is no trough of the record; without better days every day is searched."""
    lone_start = dated(("2021-05-01", "2021-05-01", -3, 4, None), *_four_a_day())
    family = sensitivity(lone_start, **PERIOD, half_life=30.0, shrinkage=0.0)
    assert trough(family.base).day < date(2021, 12, 1)
    assert trough(family.base).value == pytest.approx(-3.0)
    assert trough(family.base, within=family.searched).day == date(2021, 12, 1)
    assert sensitivity(aged((0, -3, 4)), **PERIOD).searched.all()


def _four_a_day() -> list[tuple[str, str, int, int, None]]:
    return [("2021-12-01", "2021-12-01", stance, 3, None) for stance in (-1, -1, -2, 0)]


def test_nothing_turns_without_events() -> None:
    """Without evidence there are no stories to leave out, no crossing and no turn."""
    family = sensitivity(Evidence.of([]), **PERIOD)
    assert family.left_out == ()
    assert set(family.turns()) == {None}
    assert family.crossing_counts() == (0, 0)
    assert family.trough_values() == (0.0, 0.0)


@pytest.mark.parametrize(
    "choice", [{"half_lives": (30.0, 0.0)}, {"shrinkages": (-1.0,)}, {"half_life": 0.0}, {"shrinkage": -1.0}]
)
def test_choices_are_checked(choice: dict[str, float]) -> None:
    """One choice without meaning among many is refused."""
    with pytest.raises(TrackerError):
        sensitivity(SAMPLE, **PERIOD, **choice)


def test_equal_weights_are_among_the_readings() -> None:
    """All three weightings are tried unless told otherwise."""
    assert {one.weighting for one in sensitivity(SAMPLE, **PERIOD).choices} == set(Weighting)


def test_other_coders_are_readings_of_their_own() -> None:
    """Each coder's codes give the index under the base's choices, named, right after the base, and in every range."""
    harsher = Evidence(SAMPLE.first, SAMPLE.last, np.maximum(SAMPLE.stance - 1, -3), SAMPLE.reach, SAMPLE.group)
    family = sensitivity(SAMPLE, **PERIOD, half_life=90.0, codings={"second": harsher})
    (second,) = family.coders
    assert (second.coder, family.base.coder) == ("second", None)
    assert family.variants[1] is second
    assert np.array_equal(second.index, policy_index(harsher, **PERIOD, half_life=90.0).index)
    assert family.trough_values()[0] <= trough(second).value < trough(family.base).value
    assert sensitivity(SAMPLE, **PERIOD).coders == ()
