"""What counts as evidence, and what is refused with which sentence."""

from datetime import date

import numpy as np
import pytest
from sentiment_samples import TODAY, aged, dated

from tracker.errors import TrackerError
from tracker.sentiment import Evidence, Weighting, policy_index


def arrays(**changes: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of two events, some of them replaced."""
    two = {"first": [9, 9], "last": [9, 12], "stance": [-3, 3], "reach": [1, 4], "group": [0, 1]}
    return {name: np.array(values, dtype=np.int64) for name, values in two.items()} | changes


def test_rows_become_arrays_in_their_order() -> None:
    """Each row is one place in every array, with its days as ordinals."""
    evidence = dated(("2021-07-04", "2021-07-04", -3, 1, "didi"), ("2021-07-01", "2021-07-31", 2, 4, None))
    assert [date.fromordinal(day).isoformat() for day in evidence.first.tolist()] == ["2021-07-04", "2021-07-01"]
    assert [date.fromordinal(day).isoformat() for day in evidence.last.tolist()] == ["2021-07-04", "2021-07-31"]
    assert evidence.stance.tolist() == [-3, 2]
    assert evidence.reach.tolist() == [1, 4]
    assert len(evidence) == 2


def test_no_rows_are_no_events() -> None:
    """An empty record is evidence of nothing."""
    assert len(Evidence.of([])) == 0


def test_events_of_one_thread_share_a_code() -> None:
    """Threads are numbered by name; events without thread follow, each with a code of its own."""
    events = aged((0, 1, 1), (1, 1, 1), (2, 1, 1), (3, 1, 1), threads=["b", None, "a", "b"])
    assert events.group.tolist() == [1, 2, 0, 1]


def test_codes_of_lone_events_follow_their_content() -> None:
    """Lone events keep their codes when the rows come in another order or all stances are turned."""
    events = [(0, 1, 1), (1, 1, 1), (1, -2, 1), (1, 1, 4)]
    turned = [(age, -stance, reach) for age, stance, reach in events]
    assert aged(*events).group.tolist() == aged(*turned).group.tolist()
    assert aged(*reversed(events)).group.tolist() == aged(*events).group.tolist()[::-1]


def test_subset_keeps_codes() -> None:
    """A subset holds the chosen events with the story codes of the whole."""
    part = aged((0, 1, 1), (1, 2, 2), (2, 3, 3), threads=["a", "b", "c"]).subset(np.array([False, True, True]))
    assert part.stance.tolist() == [2, 3]
    assert part.group.tolist() == [1, 2]


@pytest.mark.parametrize("mask", [np.array([True]), np.array([1, 0, 1])])
def test_unfit_mask_is_refused(mask: np.ndarray) -> None:
    """A mask of another length, or one that holds no yes and no, is refused."""
    with pytest.raises(ValueError, match="one yes or no for each event"):
        aged((0, 1, 1), (1, 2, 2), (2, 3, 3)).subset(mask)


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("stance", [-4, 0], "Every stance must lie between -3 and 3"),
        ("stance", [4, 0], "Every stance must lie between -3 and 3"),
        ("reach", [0, 1], "Every reach must lie between 1 and 4"),
        ("reach", [1, 5], "Every reach must lie between 1 and 4"),
        ("first", [0, 1], "Every first must lie between 1 and"),
        ("last", [9, 10_000_000], "Every last must lie between 1 and"),
        ("last", [8, 12], "must not lie before its first day"),
        ("group", [-1, 0], "must be 0 or more"),
        ("reach", [1], "The array reach must hold one 64-bit whole number for each event"),
        ("stance", [1.0, 2.0], "The array stance must hold one 64-bit whole number for each event"),
    ],
)
def test_arrays_that_are_no_events_are_refused(name: str, values: list[int], sentence: str) -> None:
    """The sentence names the array and the limit."""
    with pytest.raises(ValueError, match=sentence):
        Evidence(**arrays(**{name: np.array(values)}))


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"half_life": 0.0}, "half-life must lie between 0.5 and 36,525 days, not 0"),
        ({"half_life": float("nan")}, "half-life must lie between"),
        ({"half_life": float("inf")}, "half-life must lie between"),
        ({"shrinkage": -1.0}, "shrinkage must be 0 or more, not -1"),
        ({"shrinkage": float("nan")}, "shrinkage must be 0 or more"),
        ({"until": date(2021, 9, 29)}, "2021-09-29, lies before the first day, 2021-09-30"),
    ],
)
def test_choices_that_give_no_index_are_refused(choice: dict[str, float | date], sentence: str) -> None:
    """A half-life, a shrinkage or a period without meaning gives one sentence for the person who chose it."""
    with pytest.raises(TrackerError, match=sentence):
        policy_index(aged((0, 1, 1)), **({"since": TODAY, "until": TODAY} | choice))


@pytest.mark.parametrize(
    ("weighting", "mass"), [(Weighting.LINEAR, 5.0), (Weighting.SQUARE_ROOT, 3.0), (Weighting.EQUAL, 2.0)]
)
def test_weightings_of_reach(weighting: Weighting, mass: float) -> None:
    """Reach counts in full, by its square root, or not at all."""
    series = policy_index(aged((0, 1, 1), (0, 1, 4)), since=TODAY, until=TODAY, weighting=weighting)
    assert series.mass[0] == pytest.approx(mass, abs=1e-12)
