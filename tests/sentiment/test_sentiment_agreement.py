"""Krippendorff's alpha against published figures, its interval, and the tables beside it."""

import numpy as np
import pytest

from tracker.sentiment import Agreement, Grade, code_table, coder_agreement, confusion, mean_difference, ordinal_alpha

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
        (0.666, Grade.LOW),
        (-0.2, Grade.LOW),
        (None, Grade.UNDEFINED),
    ],
)
def test_grades_begin_at_their_limits(alpha: float | None, grade: Grade) -> None:
    """0.80 and above is good, 0.667 and above tentative, below that too low."""
    assert Agreement(alpha, None, None, 0).grade is grade


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
