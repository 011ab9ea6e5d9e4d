"""The table of forms in docs/data.md says what is so."""

import re

import pytest

from tests.support.sources import text_of
from tracker.dates import parse_date, parse_one
from tracker.errors import DateProblem

PAGE = text_of("docs/data.md")
SECTION = PAGE.split("### Dates as they are typed")[1].split("The source columns run")[0]
CODE = re.compile("`([^`]+)`")
ROWS = re.findall(r"^\| (`.+) \| (.+) \|$", SECTION, re.MULTILINE)
ASKED, REFUSED = re.search(r"(?s)Asked, (.+?) Refused: (.+?)\n\n", SECTION).groups()  # type: ignore[union-attr]


@pytest.mark.parametrize(("typed", "read"), ROWS)
def test_each_example_reads_as_the_table_says(typed: str, read: str) -> None:
    """Examples with one reading share it; where a line has several, they stand in the same order."""
    groups, readings = typed.split(";"), CODE.findall(read)
    for group, edtf in zip(groups, readings, strict=len(groups) > 1):
        for example in CODE.findall(group) if len(groups) > 1 else []:
            assert parse_one(example).edtf == edtf, example
    if len(groups) == 1:
        assert {parse_one(example).edtf for example in CODE.findall(typed)} == set(readings)


def test_examples_of_questions_and_refusals_are_such() -> None:
    """What is said to be asked leaves a choice; what is said to be refused is refused."""
    for example in CODE.findall(ASKED):
        if example != "next Friday":
            assert parse_date(example).date is None, example
    for example in CODE.findall(REFUSED):
        with pytest.raises(DateProblem):
            parse_date(example)
    assert len(ROWS) > 10
    assert len(CODE.findall(ASKED)) > 5
