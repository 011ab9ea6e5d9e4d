"""What a person sees of a reading: the echo before saving, the plain form, and sentences that say what would work."""

import datetime as dt

import pytest

from tracker.dates import describe, from_edtf, parse_date, parse_one
from tracker.errors import DateProblem

BASE = dt.date(2022, 5, 20)


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("17 May 2022", "17 May 2022 (day)"),
        ("2022-05", "May 2022 (month)"),
        ("Q3 2021", "third quarter of 2021 (quarter)"),
        ("2022年下半年", "second half of 2022 (half year)"),
        ("2022年", "2022 (year)"),
        ("mid-May 2022", "about May 2022 (month, approximate)"),
        ("2022?", "perhaps 2022 (year, approximate)"),
        ("2021-35%", "perhaps about third quarter of 2021 (quarter, approximate)"),
        ("17-20 May 2022", "17 May 2022 to 20 May 2022 (day)"),
        ("2022-03-28/2022-06", "28 March 2022 to June 2022 (month)"),
        ("since May 2022", "May 2022, still going (month)"),
        ("2021年底至2022年初", "about 2021 to about 2022 (year, approximate)"),
    ],
)
def test_echo_says_the_date_and_how_much_is_known(typed: str, echo: str) -> None:
    """The echo before saving names the date in words and its precision."""
    date = parse_one(typed)
    assert date.reading == echo
    assert echo.startswith(describe(date.edtf))


def test_plain_form_of_a_settled_reading() -> None:
    """The command line prints every value of a date as plain text, with what was typed."""
    assert parse_date("Since mid-May 2022").to_dict() == {
        "text": "Since mid-May 2022",
        "edtf": "2022-05~/..",
        "start": "2022-05-01",
        "end": None,
        "precision": "month",
        "approximate": True,
        "reading": "about May 2022, still going (month, approximate)",
        "alternatives": [],
    }


def test_plain_form_of_an_ambiguous_reading_settles_nothing() -> None:
    """What is not settled is None, and both dates are given in full."""
    plain = parse_date("03/04/2022").to_dict()
    assert [plain[key] for key in ("edtf", "start", "end", "precision", "approximate")] == [None] * 5
    assert plain["reading"] == "ambiguous: 3 April 2022 or 4 March 2022"
    assert plain["alternatives"] == [from_edtf("2022-04-03").to_dict(), from_edtf("2022-03-04").to_dict()]


@pytest.mark.parametrize(
    ("typed", "base", "part"),
    [
        ("", None, "There is no date."),
        (" \u3000\t", None, "There is no date."),
        ("2022-05-17" + " " * 40 + "x" * 51, None, "at most 100 characters"),
        ("17\u0007May 2022", None, "control characters"),
        ("2022-05-17\u202e", None, "hidden"),
        ("\ud800", None, "hidden"),
        ("٢٠٢٢", None, "figures in 0 to 9"),
        ("2022-02-30", None, "There is no day 30 in February 2022: the month has 28 days."),
        ("2022年2月30日", None, "There is no day 30 in February 2022: the month has 28 days."),
        ("17/13/2022", None, "There is no month 13|There is no month 17"),
        ("2022-13", None, "There is no month 13: .* Q3 2021 or H1 2021"),
        ("2022-35-01", None, "A day needs its month"),
        ("1948年", None, "The year 1948 lies outside 1949 to 2100"),
        ("2101", None, "The year 2101 lies outside 1949 to 2100"),
        ("20-17 May 2022", None, "17 May 2022, lies before the start, 20 May 2022"),
        ("11月25日", None, "The year is missing"),
        ("3月至6月", None, "The year is missing"),
        ("去年7月", None, "depends on the day it was written"),
        ("去年7月至9月", None, "depends on the day it was written"),
        ("since yesterday", None, "depends on the day it was written"),
        ("Monday, 17 May 2022", None, "17 May 2022 was a Tuesday, not a Monday"),
        ("5月17日（星期三）", BASE, "17 May 2022 was a Tuesday, not a Wednesday"),
        ("周三 2022年5月17日", None, "17 May 2022 was a Tuesday, not a Wednesday"),
        ("2022-05 10:30", None, "needs a whole date beside it"),
        ("2022-05-17/2022-05-20 UTC", None, "needs a whole date beside it"),
        ("2022-05-17 25:61", None, "There is no time of day 25:61"),
        ("2022-05-17T10:00:00+15:00", None, "There is no zone"),
        ("2021-W54", None, "There is no week 54 in 2021"),
        ("before 2022", None, "only says that it was over before 2022"),
        ("农历三月十一", None, "a date of another calendar"),
        ("民国109年11月1日", None, "“民国109年11月1日” is a date of another calendar"),
        ("17 May 2565 BE", None, "a date of another calendar"),
        ("11/04/22 to 13/04/22", None, "“11/04/22” has a year of two figures; type all four"),
        ("May-22 to Jun-22", None, "has a year of two figures"),
        ("上周五", None, "depends on the day it was written"),
        ("this Friday", None, "depends on the day it was written"),
        ("5月20日至5月17日", dt.date(2022, 12, 1), "lies before the start"),
        ("自公布之日起施行", None, "names no date; type the day on which that was"),
        ("effective immediately", None, "names no date"),
        ("late 1960s", None, "is wider than any date here"),
        ("20世纪80年代末", None, "is wider than any date here"),
        ("FY2029", None, "is a year of accounts"),
        ("three days ago", dt.date(1, 1, 2), "The year 0001 lies outside"),
        ("someday soon", BASE, "“someday soon” cannot be read as a date. Type it like 17 May 2022"),
        ("x\u2028y" * 30, None, "“x y"),
    ],
)
def test_refusal_says_what_is_wrong(typed: str, base: dt.date | None, part: str) -> None:
    """The message names what is wrong with the text, or what would work instead."""
    with pytest.raises(DateProblem, match=part):
        parse_date(typed, base=base)


@pytest.mark.parametrize(
    ("typed", "base", "question"),
    [
        ("17-May-22", None, "has a year of two figures; it can be 17 May 2022 (type 2022-05-17) or 22 May 2017"),
        ("11/04/22", None, "has a year of two figures; it can be 11 April 2022"),
        ("May-22", None, "has a year of two figures; it can be May 2022 (type 2022-05) or another date."),
        ("May-22", BASE, "can be May 2022 (type 2022-05) or 22 May 2021 (type 2021-05-22)."),
        ("22年5月17日", None, "has a year of two figures; it can be 17 May 2022 (type 2022-05-17) or another date."),
        ("2022-05-17T23:30:00Z", None, "can be 17 May 2022 (type 2022-05-17) or 18 May 2022 (type 2022-05-18)."),
        ("next Friday", dt.date(2022, 5, 18), "can be 20 May 2022 (type 2022-05-20) or 27 May 2022"),
        ("winter 2021", None, "can be about December 2021 to about February 2022 (type 2021-12~/2022-02~) or"),
    ],
)
def test_a_question_names_its_cause_and_what_to_type(typed: str, base: dt.date | None, question: str) -> None:
    """Where one date is needed, the message says why there is none, and what to type for each that it can be."""
    with pytest.raises(DateProblem) as problem:
        parse_one(typed, base=base)
    assert question in str(problem.value)
    assert str(problem.value).startswith(f"“{typed}” ")


@pytest.mark.parametrize(
    "text", ["", "2022年", "17 May 2022", "2022-5-17", "2022-05-17 ", "2022-05-17\n", "../2022", "2022~~", "２０２２"]
)
def test_stored_dates_have_one_form(text: str) -> None:
    """What is stored is strict EDTF: other spellings, though a person may type them, are not taken from the record."""
    with pytest.raises(DateProblem, match="A stored date is written like"):
        from_edtf(text)
