"""EDTF as it is written here means the same to the package edtf, an independent reader of the standard."""

import datetime as dt
import math
import time

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_forms import FORMS

from tracker.dates import from_edtf, parse_one

KINDS = ("day", "month", "quarter", "half", "year")
MARKED = ("day", "month", "year")
TRIED = settings(max_examples=20, deadline=None, derandomize=True)
days = st.dates(dt.date(1949, 1, 1), dt.date(2100, 12, 31))


def day_of(struct: time.struct_time) -> dt.date:
    return dt.date(*struct[:3])


@pytest.mark.parametrize("kind", KINDS)
@given(day=days)
@TRIED
def test_each_precision_has_the_same_days(kind: str, day: dt.date) -> None:
    """A day, month, quarter, half or year begins and ends on the same days for both readers."""
    write, forms = FORMS[kind]
    date = parse_one(forms[-1](day))
    theirs = parse_edtf(date.edtf)
    assert date.edtf == write(day)
    assert (date.start, date.end) == (day_of(theirs.lower_strict()), day_of(theirs.upper_strict()))


@pytest.mark.parametrize("kind", MARKED)
@given(day=days, mark=st.sampled_from(["~", "?"]))
@TRIED
def test_marks_mean_about_and_perhaps(kind: str, day: dt.date, mark: str) -> None:
    """A mark leaves the days as they are; the package has ~ for approximate and ? for uncertain, here both count."""
    edtf = f"{FORMS[kind][0](day)}{mark}"
    date, theirs = from_edtf(edtf), parse_edtf(edtf)
    assert date.approximate
    assert (theirs.is_approximate, theirs.is_uncertain) == (mark == "~", mark == "?")
    assert (date.start, date.end) == (day_of(theirs.lower_strict()), day_of(theirs.upper_strict()))


@pytest.mark.parametrize("last_kind", MARKED)
@pytest.mark.parametrize("kind", MARKED)
@given(day=days, later=st.integers(366, 4000))
@TRIED
def test_intervals_have_the_same_days(kind: str, last_kind: str, day: dt.date, later: int) -> None:
    """What lasts begins and ends on the same days for both readers."""
    last = min(dt.date(2100, 12, 31), day + dt.timedelta(days=later))
    date = from_edtf(f"{FORMS[kind][0](day)}/{FORMS[last_kind][0](last)}")
    theirs = parse_edtf(date.edtf)
    assert (date.start, date.end) == (day_of(theirs.lower_strict()), day_of(theirs.upper_strict()))


@pytest.mark.parametrize("kind", MARKED)
@given(day=days)
@TRIED
def test_open_end_is_endless(kind: str, day: dt.date) -> None:
    """What the package holds for endless has no last day here."""
    date = from_edtf(f"{FORMS[kind][0](day)}/..")
    theirs = parse_edtf(date.edtf)
    assert date.start == day_of(theirs.lower_strict())
    assert date.end is None
    assert theirs.upper_strict() == math.inf


@pytest.mark.parametrize("edtf", ["2021-35~", "2021-40?", "2021-35/2022-33", "2021-41/.."])
def test_marked_and_lasting_quarters_go_beyond_the_package(edtf: str) -> None:
    """The package knows quarters and halves only by themselves; once it learns more, the tests above take them in."""
    assert from_edtf(edtf).edtf == edtf
    with pytest.raises(EDTFParseException):
        parse_edtf(edtf)
