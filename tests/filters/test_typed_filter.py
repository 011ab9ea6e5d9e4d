"""A filter as it is given: what it means, and one sentence for each value that means nothing."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tracker.errors import DateProblem, TrackerError, UnknownValue
from tracker.filters import ACCEPTED_ONLY, SEARCH_LENGTH, EventFilter
from tracker.typed_filter import OF_COMMANDS, OF_PROGRAMS, OF_REQUESTS, read_day, read_filter, read_number
from tracker.vocabulary import Kind

CONDITIONS = tuple(EventFilter.__dataclass_fields__)


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("nothing", [None, "", " "])
def test_nothing_is_no_condition(name: str, nothing: str | None) -> None:
    """None and an empty text leave the filter as it is without the condition, also in a list of names."""
    assert read_filter({name: nothing}) == EventFilter()


@pytest.mark.parametrize("name", ["sectors", "people", "kinds", "threads", "states"])
@pytest.mark.parametrize("nothing", [[], (), [""], iter([])])
def test_no_name_is_no_condition(name: str, nothing: object) -> None:
    """So is a list without one; of review states the accepted one stays."""
    assert read_filter({name: nothing}).states == ACCEPTED_ONLY
    assert read_filter({name: nothing}).is_empty


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("wrong", [True, 1.5, b"2021", object(), [None], [5], float("nan"), {"a": 1}.items(), 10**400])
def test_a_value_of_a_wrong_type_is_one_sentence(name: str, wrong: object) -> None:
    """Whatever a program gives, the error says where, and none of Python's own comes through."""
    with pytest.raises(TrackerError, match=f"^{name}: .*[.]$"):
        read_filter({name: wrong})


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        (2021, "2021-01-01", "2021-12-31"),
        (np.int64(2021), "2021-01-01", "2021-12-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("July 2021", "2021-07-01", "2021-07-31"),
        (dt.date(2021, 7, 2), "2021-07-02", "2021-07-02"),
        (dt.datetime(2021, 7, 2, 23, tzinfo=dt.UTC), "2021-07-02", "2021-07-02"),
        (pd.Timestamp("2021-07-02"), "2021-07-02", "2021-07-02"),
    ],
)
def test_a_day_is_read_in_each_of_its_forms(given: object, first: str, last: str) -> None:
    """A number is the year that it names as a text; what has a time is its day."""
    assert read_filter({"since": given, "until": given}) == EventFilter(
        since=dt.date.fromisoformat(first), until=dt.date.fromisoformat(last)
    )


@pytest.mark.parametrize("wrong", [1, 20210101, -2021, 2021.0, True, pd.NaT, np.datetime64("2021"), dt.time(1)])
def test_what_is_no_day_is_refused(wrong: object) -> None:
    """No number is compared with days as it stands."""
    with pytest.raises(ValueError, match="This has to be a day"):
        read_day(wrong)


def test_a_year_of_no_record_is_refused_as_its_text_is() -> None:
    """The number has the sentence of the text."""
    for given in (1900, "1900"):
        with pytest.raises(DateProblem, match=r"^since: The year 1900 lies outside"):
            read_filter({"since": given})


def test_values_are_read() -> None:
    """One or several, in any sequence; whole numbers of other libraries; a search with single blanks."""
    read = read_filter(
        {"sectors": {"gaming"}, "kinds": ("Rule", "law"), "stance_min": np.int64(-2), "search": " a  b "}
    )
    assert read == EventFilter(sectors=("gaming",), kinds=(Kind.RULE, Kind.LAW), stance_min=-2, search="a b")
    with pytest.raises(UnknownValue, match=rf"^search: This may have at most {SEARCH_LENGTH} characters"):
        read_filter({"search": "x" * (SEARCH_LENGTH + 1)})
    with pytest.raises(UnknownValue, match=r"^“sector” is no condition of a filter; one of: since, until"):
        read_filter({"sector": "gaming"})


@pytest.mark.parametrize(
    ("manner", "sentence"),
    [
        (OF_COMMANDS, "--kind: “rule,law” is not known; near ones are: rule. Several .*: repeat the option.$"),
        (OF_PROGRAMS, "kinds: “rule,law” is not known; .*: give each as a text of its own.$"),
        (OF_REQUESTS, "kinds: “rule,law” is not known; .*: repeat the parameter.$"),
    ],
)
def test_a_list_with_commas_is_told_how_it_is_right(manner: Any, sentence: str) -> None:
    """Each is told in its own manner, by its own name."""
    with pytest.raises(UnknownValue, match=f"^{sentence}"):
        read_filter({"kinds": "rule,law"}, manner)


@pytest.mark.parametrize("wrong", ["x", True, b"1", None, [1]])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    """A text is none, and neither is a boolean."""
    with pytest.raises(ValueError, match="This has to be a number; it is "):
        read_number(wrong)
