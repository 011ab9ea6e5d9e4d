"""Dates in articles that were read wrongly: ranges that turned round, what lies ahead, weeks, other calendars."""

import datetime as dt

import pytest

from tracker.articles.dating import read_dates
from tracker.articles.sentences import Span

WEDNESDAY = dt.date(2021, 4, 7)


def read(text: str, published: dt.date | None) -> list[tuple[str, str | None]]:
    """Read one sentence; each date by its words and EDTF, None where it is not settled."""
    ((*dates,),) = read_dates(text, published, [(0, Span(0, len(text)))])
    return [(date.text, date.date.edtf if date.date else None) for date in dates]


@pytest.mark.parametrize(
    ("text", "published", "words", "edtf"),
    [
        (
            "The shops had to take it down from Nov 30 to Dec 2.",
            (2022, 12, 1),
            "Nov 30 to Dec 2",
            "2022-11-30/2022-12-02",
        ),
        ("平台从11月30日至12月2日下架。", (2022, 12, 1), "11月30日至12月2日", "2022-11-30/2022-12-02"),
        ("整改期为3月至5月。", (2022, 4, 10), "3月至5月", "2022-03/2022-05"),
        ("It was shut from December 2021 to January.", (2022, 12, 1), "December 2021 to January", "2021-12/2022-01"),
        ("It will be shut from Dec 30 to Jan 2.", (2022, 12, 1), "Dec 30 to Jan 2", "2022-12-30/2023-01-02"),
    ],
)
def test_a_range_ends_after_it_begins(text: str, published: tuple[int, int, int], words: str, edtf: str) -> None:
    """A year that neither end has is that of the latest beginning, and the end is the next one after it."""
    assert read(text, dt.date(*published)) == [(words, edtf)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("The regulator will fine the firm this Friday, officials said.", "this Friday", "2021-04-09"),
        ("The regulator will fine the firm on Friday, officials said.", "Friday", "2021-04-09"),
        ("监管部门将于本周五作出处罚。", "本周五", "2021-04-09"),
        ("监管部门将于周五作出处罚。", "周五", "2021-04-09"),
        ("监管部门将于下周一作出处罚。", "下周一", "2021-04-12"),
        ("The regulator fined the firm this Monday, officials said.", "this Monday", "2021-04-05"),
        ("The regulator will fine the firm next Friday.", "next Friday", None),
        ("On Friday, 9 April the rule is told.", "Friday, 9 April", "2021-04-09"),
    ],
)
def test_a_weekday_lies_where_its_words_put_it(text: str, words: str, edtf: str | None) -> None:
    """Before an act to come it lies ahead; "next Friday" on a Wednesday is left to the reader."""
    assert read(text, WEDNESDAY) == [(words, edtf)]


def test_this_friday_on_a_saturday_lies_ahead_only_before_an_act_to_come() -> None:
    """The same words are yesterday or the coming week, by what is told."""
    saturday = dt.date(2021, 4, 10)
    assert read("It will fine the firm this Friday.", saturday) == [("this Friday", "2021-04-16")]
    assert read("It fined the firm this Friday.", saturday) == [("this Friday", "2021-04-09")]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("In the week of 5 July 2021 the shops took it down.", "the week of 5 July 2021", "2021-07-05~/2021-07-11~"),
        ("In the week of 5 July the shops took it down.", "the week of 5 July", "2021-07-05~/2021-07-11~"),
        ("In the week ending 9 July 2021 it stopped.", "the week ending 9 July 2021", "2021-07-03~/2021-07-09~"),
        ("2021年7月5日当周，平台下架。", "2021年7月5日当周", "2021-07-05~/2021-07-11~"),
        ("In the week of July 4, 2021 it stopped.", "the week of July 4, 2021", None),
        ("In the first week of July 2021 it stopped.", "the first week of July 2021", "2021-07~"),
    ],
)
def test_a_week_is_not_a_day(text: str, words: str, edtf: str | None) -> None:
    """It is about its days; around a Sunday it is asked which week is meant."""
    assert read(text, dt.date(2021, 7, 20)) == [(words, edtf)]


@pytest.mark.parametrize(
    "text",
    [
        "民国109年11月1日，监管部门对该企业罚款。",
        "公告於109年11月1日發布。",
        "农历三月十一，监管部门作出处罚。",
        "令和3年7月10日、規制が始まった。",
        "佛历2565年5月17日公布。",
        "It was told on 17 May 2565 BE to stop.",
        "每年11月1日检查。",
    ],
)
def test_other_calendars_are_never_read_by_part(text: str) -> None:
    """Their months and days are no dates of the common calendar."""
    assert read(text, dt.date(2021, 11, 5)) == []


def test_a_weekday_that_contradicts_its_date_is_left_to_the_reader_with_the_cause() -> None:
    """Either may be the slip."""
    text = "Monday, May 17, 2022, as the page says."
    (((date),),) = read_dates(text, dt.date(2022, 5, 20), [(0, Span(0, len(text)))])
    assert date.date is None
    assert date.how == "17 May 2022 was a Tuesday, not a Monday; check the day."


def test_an_instant_in_another_zone_is_left_to_the_reader() -> None:
    """Where it was another day in Beijing, both can be meant; where it was the same, it is that day."""
    assert read("The page of 2022-05-17T23:30:00Z tells it.", WEDNESDAY) == [("2022-05-17T23:30:00Z", None)]
    assert read("The page of 2022-05-17T10:30:00Z tells it.", WEDNESDAY)[0][1] == "2022-05-17"


@pytest.mark.parametrize(
    "text",
    [
        "On 17 May 2022 Sun Art Retail was fined.",
        "On 17 May 2022 PT Moonrabbit was fined.",
        "On 17 May 2022 Sunday Group was fined.",
        "On 17 May 2022, 30 firms were fined.",
        "2022年5月17日前往该企业检查。",
        "2022年5月17日起诉该企业。",
        "2022年5月17日后续处理。",
    ],
)
def test_a_word_beside_a_date_that_belongs_to_the_sentence_changes_nothing(text: str) -> None:
    """A name that looks like a weekday or a zone, or a word that begins like a limit, is none."""
    assert [edtf for _, edtf in read(text, dt.date(2022, 5, 20))] == ["2022-05-17"]
