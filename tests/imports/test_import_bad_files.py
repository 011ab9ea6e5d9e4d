import pytest
from bad_files import SPOILED_ROWS, WHOLE_FILES

from tracker.imports import FileProblem, ImportSteps, KnownEvents, map_table, open_event_table, plan_steps


def _plan(data: bytes) -> object:
    table = open_event_table("events.csv", data)
    return plan_steps(ImportSteps(table, map_table(table), KnownEvents()))


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_a_file_that_cannot_be_read_is_refused_with_the_place(case: str) -> None:
    """The sentence says what the file is, or where it breaks; no other exception gets out."""
    data, message = WHOLE_FILES[case]
    with pytest.raises(FileProblem) as problem:
        _plan(data)
    assert message in str(problem.value)


@pytest.mark.parametrize("case", SPOILED_ROWS)
def test_a_row_that_cannot_be_taken_over_is_refused_with_row_and_column(case: str) -> None:
    """The other rows stand; the refusal names the row as a spreadsheet counts and the heading of the file."""
    data, row, column, reason = SPOILED_ROWS[case]
    table = open_event_table("events.csv", data)
    plan = plan_steps(ImportSteps(table, map_table(table), KnownEvents()))
    assert [(refusal.row, refusal.column) for refusal in plan.refusals] == [(row, column)]
    assert reason in plan.refusals[0].reason
    assert plan.refused == 1
    rows = sum(1 for _ in table.rows())
    assert plan.new == rows - 1


def test_there_are_enough_bad_files() -> None:
    """Forty bad files are the least that the import is held to."""
    assert len(WHOLE_FILES) + len(SPOILED_ROWS) >= 40
