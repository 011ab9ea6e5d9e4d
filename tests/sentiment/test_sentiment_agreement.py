"""Krippendorff's alpha against published figures, its interval, and the tables beside it."""

from datetime import date

import numpy as np
import pytest

from tests.support.record_of_280 import counted_of_280, events_of_280, evidence_of_280
from tracker.sentiment import (
    Agreement,
    Evidence,
    Grade,
    StanceAgreement,
    agreement_by,
    code_table,
    coder_agreement,
    confusion,
    mean_difference,
    opposite_days,
    ordinal_alpha,
    policy_index,
    stance_agreement,
)
from tracker.sentiment.agreement import LEAST_GRADED, nominal_alpha

NONE = np.nan

EXAMPLE_C = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
)
"""Example C of Krippendorff, "Computing Krippendorff's Alpha-Reliability": four observers, twelve units."""


def test_published_example() -> None:
    """Example C of Krippendorff's own paper has an ordinal alpha of 0.8154."""
    assert ordinal_alpha(EXAMPLE_C) == pytest.approx(0.8154, abs=5e-5)


def test_agreement_of_the_published_example() -> None:
    """Eleven of its twelve units have two codes or more; the interval holds the alpha and ends at 1 at most."""
    result = coder_agreement(EXAMPLE_C, np.arange(12))
    assert result.events == 11
    assert result.grade is Grade.GOOD
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower < 0.8154 < result.upper <= 1.0


def test_interval_is_a_jackknife_over_stories() -> None:
    """The interval is that of leaving out each story as a whole, written out here for three stories."""
    codes = np.array([[1, 2, 3, 1, 2, 4, 2, 3], [1, 2, 3, 2, 2, 4, 1, 4]], dtype=float)
    group = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    whole = ordinal_alpha(codes)
    parts = np.array([ordinal_alpha(codes[:, group != story]) for story in range(3)])
    error = (2 / 3 * ((parts - parts.mean()) ** 2).sum()) ** 0.5
    result = coder_agreement(codes, group)
    assert result.lower == pytest.approx(whole - 1.959964 * error, abs=1e-12)
    assert result.upper == pytest.approx(min(whole + 1.959964 * error, 1.0), abs=1e-12)
    assert coder_agreement(codes, np.arange(8)).lower != pytest.approx(result.lower, abs=1e-3)


@pytest.mark.parametrize(
    "codes",
    [
        np.array([[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]),
        np.array([[1.0, NONE, 3.0], [NONE, 2.0, NONE]]),
        np.array([[2.0, 2.0, 3.0], [2.0, 2.0, NONE]]),
        np.empty((2, 0)),
    ],
)
def test_without_variation_or_pairs_alpha_is_not_defined(codes: np.ndarray) -> None:
    """Equal codes, or no event with two codes, give no alpha and no interval."""
    result = coder_agreement(codes, np.arange(codes.shape[1]))
    assert (result.alpha, result.lower, result.upper) == (None, None, None)
    assert result.grade is Grade.UNDEFINED


def test_no_interval_where_one_story_holds_the_variation() -> None:
    """If the rest has no variation without one story, no interval is claimed."""
    result = coder_agreement(np.array([[1.0, 1.0, 2.0], [1.0, 1.0, 2.0]]), np.array([0, 1, 2]))
    assert result.alpha == pytest.approx(1.0)
    assert (result.lower, result.upper) == (None, None)


@pytest.mark.parametrize(
    ("alpha", "grade"),
    [
        (0.80, Grade.GOOD),
        (0.799, Grade.TENTATIVE),
        (0.667, Grade.TENTATIVE),
        (0.666, Grade.MODERATE),
        (0.40, Grade.MODERATE),
        (0.399, Grade.LOW),
        (-0.2, Grade.LOW),
        (None, Grade.UNDEFINED),
    ],
)
def test_grades_begin_at_their_limits(alpha: float | None, grade: Grade) -> None:
    """0.80 and above is good, 0.667 and above tentative, 0.40 and above moderate, below that low."""
    assert Agreement(alpha, None, None, LEAST_GRADED).grade is grade


def test_few_events_have_no_grade() -> None:
    """However high their alpha is."""
    assert Agreement(0.95, 0.9, 1.0, LEAST_GRADED - 1).grade is Grade.FEW


def test_codes_must_fit_the_stories() -> None:
    """One story code per event, or nothing."""
    with pytest.raises(ValueError, match="one story code for each event"):
        coder_agreement(EXAMPLE_C, np.arange(11))


def test_code_table() -> None:
    """Codings become a table of coders by events; what is missing stays missing, what is unknown stays out."""
    codings = [("anna", "x", -3), ("anna", "y", 0), ("bo", "y", 1), ("bo", "z", 2), ("cy", "x", 1)]
    table = code_table(codings, coders=["bo", "anna"], events=["x", "y"])
    assert np.array_equal(table, np.array([[NONE, 1.0], [-3.0, 0.0]]), equal_nan=True)


def test_confusion_counts_pairs_of_codes() -> None:
    """Rows are the first coder's values, columns the second's; events without two codes do not count."""
    first, second = np.array([1.0, 1.0, 2.0, NONE, 3.0]), np.array([1.0, 2.0, 2.0, 1.0, NONE])
    assert confusion(first, second, (1, 2, 3)).tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]


def test_mean_difference() -> None:
    """The second coder's distance from the first, over the events that both coded."""
    first, second = np.array([1.0, -2.0, NONE, 3.0]), np.array([0.0, -2.0, 3.0, NONE])
    assert mean_difference(first, second) == pytest.approx(-0.5)
    assert mean_difference(first[2:], second[2:]) is None


EVENTS = events_of_280()
GROUP = Evidence.of((event.first, event.last, *event.codes["first"], event.thread) for event in EVENTS).group


def codes_of_280(place: int, coders: tuple[str, ...] = ("first", "second")) -> np.ndarray:
    """Return stance (0) or reach (1) of the record of 280 events, coders by events."""
    return np.array([[event.codes[coder][place] for event in EVENTS] for coder in coders], dtype=float)


def test_alpha_of_the_record_of_280_and_of_its_parts() -> None:
    """What other code computed: pooled, reach, and among the events that both call tightening or easing."""
    found = stance_agreement(codes_of_280(0), GROUP)
    assert found.stance.alpha == pytest.approx(0.8719, abs=1e-4)
    assert coder_agreement(codes_of_280(1), GROUP).alpha == pytest.approx(0.9169, abs=1e-4)
    assert (found.tightening.events, found.tightening.alpha) == (180, pytest.approx(0.6088, abs=1e-4))
    assert (found.easing.events, found.easing.alpha) == (66, pytest.approx(0.5283, abs=1e-4))
    assert found.sign.alpha == pytest.approx(0.8208, abs=1e-4)
    assert found.ordered_sign.alpha == pytest.approx(0.9143, abs=1e-4)
    assert found.crossed == 0
    assert found.words == "good on direction, moderate on degree"


def test_the_alpha_of_the_sign_counts_by_hand() -> None:
    """Nominal alpha is one less observed by expected disagreement; here both are counted one by one."""
    first, second = np.sign(codes_of_280(0))
    values = np.concatenate([first, second])
    observed = np.mean(first != second)
    pairs = sum(int((values == side).sum()) * int((values != side).sum()) for side in (-1, 0, 1))
    assert nominal_alpha(np.stack([first, second])) == pytest.approx(
        1 - observed / (pairs / (len(values) * (len(values) - 1))), abs=1e-12
    )


def test_by_year_the_second_coder_is_harsher_since_2023() -> None:
    """By about a third of a level in each year, and hardly before; years with few events have no grade."""
    parts = {each.part: each for each in agreement_by(codes_of_280(0), GROUP, [str(e.first.year) for e in EVENTS])}
    assert list(parts) == [str(year) for year in range(2018, 2027)]
    differences = [round(part.difference, 3) for part in parts.values() if part.difference is not None]
    assert differences == [-0.1, 0.286, -0.15, 0.056, -0.031, -0.257, -0.476, -0.361, -0.333]
    first, second = codes_of_280(0)
    late = np.array([event.first.year >= 2023 for event in EVENTS])
    assert mean_difference(first[late], second[late]) == pytest.approx(-37 / 107)
    assert parts["2019"].agreement.events == 7
    assert parts["2019"].agreement.grade is Grade.FEW
    assert parts["2022"].agreement.alpha == pytest.approx(0.9237, abs=1e-4)
    assert sum(part.agreement.events for part in parts.values()) == 280


def test_by_kind_each_part_is_the_agreement_of_its_events() -> None:
    """Rules, where coders part most among the large kinds, and a kind that nobody has coded twice."""
    kinds = [event.kind.value for event in EVENTS]
    parts = {each.part: each for each in agreement_by(codes_of_280(0), GROUP, kinds)}
    assert (parts["rule"].agreement.events, parts["rule"].agreement.grade) == (52, Grade.MODERATE)
    assert parts["rule"].agreement.alpha == pytest.approx(0.5804, abs=1e-4)
    assert parts["signal"].agreement.grade is Grade.GOOD
    assert list(parts) == sorted(set(kinds))
    codes = codes_of_280(0)
    codes[1, [kind == "rule" for kind in kinds]] = np.nan
    assert "rule" not in {each.part for each in agreement_by(codes, GROUP, kinds)}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[-3, -1] * 10 + [1, 3] * 10] * 2, "good on direction, good on degree"),
        ([[-3, -1] * 10 + [2] * 20] * 2, "good on direction, not defined for degree"),
        ([[-3, -1] * 10 + [1, 3, 2]] * 2, "good on direction, too few events to grade degree"),
        ([[-1, 1] * 10, [1, -1] * 10], "low on direction, not defined for degree"),
        ([[-1] * 20] * 2, "not defined for direction, not defined for degree"),
    ],
)
def test_words_never_claim_more_than_the_weaker_side(rows: list[list[int]], words: str) -> None:
    """Degree is as good as on the worse side of 0; a side without a grade leaves none."""
    codes = np.array(rows, dtype=float)
    found = stance_agreement(codes, np.arange(codes.shape[1]))
    assert isinstance(found, StanceAgreement)
    assert found.words == words


def test_crossed_signs_are_counted() -> None:
    """Only events that one coder calls tightening and another easing; 0 against either is none."""
    codes = np.array([[-1, 1, 0, -2, 2], [1, 0, -1, NONE, -1], [NONE, 1, 1, -1, 2]])
    assert stance_agreement(codes, np.arange(5)).crossed == 3


def test_days_on_which_the_second_coder_gives_the_other_sign() -> None:
    """What other code computed on the record of 280 events: 141 days of 2024 and 154 of 2025."""
    period = {"since": date(2018, 3, 1), "until": max(event.last for event in counted_of_280())}
    first, second = (policy_index(evidence_of_280(coder), **period) for coder in ("first", "second"))
    found = opposite_days(first.index, second.index, first.first_day)
    assert found[2024] == (141, 366)
    assert found[2025] == (154, 365)
    assert [days for days, _ in found.values()] == [0, 57, 72, 0, 90, 84, 141, 154, 0]
    assert sum(days for _, days in found.values()) == len(first.index)


def test_a_day_at_zero_has_no_other_sign() -> None:
    """Neither 0 beside a number nor two zeros are opposite; the new year begins where it does."""
    one, other = np.array([0.0, 1.0, -1.0]), np.array([-1.0, -1e-9, -1.0])
    assert opposite_days(one, other, date(2021, 12, 31).toordinal()) == {2021: (0, 1), 2022: (1, 2)}
