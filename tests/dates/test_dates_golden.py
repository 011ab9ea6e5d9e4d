r"""Dates that people type, each with what is right, thought out by hand in ``tests/golden/dates.tsv``.

A line is what was typed, the base day (may be empty) and the EDTF text with its first and last day, its precision and
whether it is approximate; or ``ambiguous`` with what it can mean; or ``refused``; newer lines end with why. ``\u``
and four figures stand for a sign that cannot be seen, ``open`` for an end that has not come.
"""

import datetime as dt
import re
from dataclasses import dataclass

import pytest

from tests.support.sources import text_of
from tracker.dates import parse_date, parse_one
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

LEAST_ROWS, LEAST_CHINESE, LEAST_REASONS = 1250, 560, 280


@dataclass(frozen=True)
class Row:
    """One line of the file."""

    line: int
    typed: str
    base: dt.date | None
    edtf: str
    start: str
    end: str
    precision: str
    approximate: str
    alternatives: str
    why: str = ""


def rows() -> list[Row]:
    """Read the file; lines that begin with # name what follows."""
    lines = text_of("tests/golden/dates.tsv").split("\n")
    return [row(number, line) for number, line in enumerate(lines[1:], start=2) if line and not line.startswith("# ")]


def row(number: int, line: str) -> Row:
    typed, base, *rest = line.split("\t")
    seen = re.sub(r"\\u([0-9a-f]{4})", lambda sign: chr(int(sign[1], 16)), typed)
    return Row(number, seen, dt.date.fromisoformat(base) if base else None, *rest)


ROWS = rows()


def params(*, refused: bool = False, ambiguous: bool = False) -> list[object]:
    """Make one case of each line of a sort; its name holds the line's number and what was typed or is expected."""
    wanted = "refused" if refused else "ambiguous" if ambiguous else None
    chosen = [each for each in ROWS if (each.edtf if each.edtf in {"refused", "ambiguous"} else None) == wanted]
    return [pytest.param(each, id=f"line {each.line}: {name(each)}") for each in chosen]


def name(each: Row) -> str:
    typed = each.typed if each.typed.isascii() and each.typed.isprintable() else each.edtf
    return f"{typed} on {each.base}" if each.base else typed


@pytest.mark.parametrize("each", params())
def test_is_read_as_what_is_right(each: Row) -> None:
    """The text reads as the expected date, with its days, precision and mark of doubt, and keeps the typed words."""
    date = parse_one(each.typed, base=each.base)
    assert date.edtf == each.edtf
    assert date.start == dt.date.fromisoformat(each.start)
    assert (date.end.isoformat() if date.end else "open") == each.end
    assert date.precision is Precision(each.precision)
    assert date.approximate is (each.approximate == "yes")
    assert date.text == each.typed


@pytest.mark.parametrize("each", params(ambiguous=True))
def test_leaves_a_choice(each: Row) -> None:
    """A text that can be two dates gives both and settles on none; where one is needed, the message names both."""
    reading = parse_date(each.typed, base=each.base)
    expected = each.alternatives.split("|")
    assert reading.date is None
    assert [date.edtf for date in reading.alternatives] == expected
    assert reading.others is (len(expected) == 1)
    with pytest.raises(DateProblem) as problem:
        parse_one(each.typed, base=each.base)
    assert all(f"(type {edtf})" in str(problem.value) for edtf in expected)


@pytest.mark.parametrize("each", params(refused=True))
def test_is_refused_with_advice(each: Row) -> None:
    """A text that is no date is refused in whole sentences of one line, and never half read."""
    with pytest.raises(DateProblem) as problem:
        parse_date(each.typed, base=each.base)
    message = str(problem.value)
    assert message.endswith(".")
    assert message.isprintable()


def test_golden_file_is_large_enough_and_says_each_thing_once() -> None:
    """The file holds many lines, half with Chinese, newer ones with why, and no text with the same base twice."""
    assert sum(bool(each.why) for each in ROWS) >= LEAST_REASONS
    assert len(ROWS) >= LEAST_ROWS
    assert sum(any(sign > "\u2fff" for sign in each.typed) for each in ROWS) >= LEAST_CHINESE
    assert len({(each.typed, each.base) for each in ROWS}) == len(ROWS)
