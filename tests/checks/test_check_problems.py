from tracker.checks.problems import MOST_EXAMPLES, Level, Problem, Rule, in_reading_order, run_rules


class NoOddNumber(Rule[int]):
    """A rule for these tests."""

    def feed(self, subject: int, /) -> None:
        """Report odd numbers."""
        if subject % 2:
            self.report(str(subject), "value", "This number is odd.")


def test_a_problem_is_one_line_with_level_place_and_field() -> None:
    """A problem reads like a compiler's message; an empty field leaves no empty place."""
    assert str(Problem("a.toml", "date", "Too late.")) == "error: a.toml: date: Too late."
    assert str(Problem("a.toml", "", "Unreadable.", Level.WARNING)) == "warning: a.toml: Unreadable."


def test_every_subject_is_fed_and_found_problems_come_out() -> None:
    """Nothing is reported for what keeps the rule, and each breach is reported once."""
    assert [problem.place for problem in run_rules([NoOddNumber()], [1, 2, 3, 4])] == ["1", "3"]
    assert not list(run_rules([NoOddNumber()], [2, 4]))


def test_examples_are_capped_and_the_rest_is_counted() -> None:
    """A flood of one problem stays readable, and nothing is hidden: the last line says how many more there are."""
    exactly = list(run_rules([NoOddNumber()], [1] * MOST_EXAMPLES))
    assert len(exactly) == MOST_EXAMPLES
    assert "more" not in exactly[-1].message
    flood = list(run_rules([NoOddNumber()], [1] * (MOST_EXAMPLES + 10)))
    assert len(flood) == MOST_EXAMPLES + 1
    assert flood[-1].message == "This number is odd. (and 9 more)"


def test_problems_of_one_place_stand_together_with_errors_first() -> None:
    """The reading order is by place, then errors before warnings."""
    warning = Problem("a", "x", "w", Level.WARNING)
    error = Problem("a", "y", "e")
    other = Problem("b", "", "o")
    assert in_reading_order([other, warning, error]) == (error, warning, other)
