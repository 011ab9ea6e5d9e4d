"""Dates inside sentences: each is found as one span and says what it says when it is typed alone."""

import datetime as dt
import random

import pytest
from date_evidence import problem
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_forms import FORMS

from tracker.dates.finding import FoundDate, find_dates

BASE = dt.date(2022, 5, 20)
"""A Friday."""

SENTENCES = (
    # The first dates stand at the beginning, at the end, twice, and broken over two lines.
    ("17 May 2022 was a Tuesday.", "17 May 2022 = 2022-05-17; Tuesday = 2022-05-17"),
    (
        "The rule was published on 4 July 2021 and again in August 2021.",
        "4 July 2021 = 2021-07-04; August 2021 = 2021-08",
    ),
    ("It was told on July\n4, 2021 to stop.", "July 4, 2021 = 2021-07-04"),
    ("The order of 2021-07-04 holds.", "2021-07-04 = 2021-07-04"),
    ("Figures of 03/04/2022 are unclear.", "03/04/2022 = 2022-04-03|2022-03-04"),
    ("In May 17 firms were named.", "May = 2022-05"),
    ("On May 17 firms were named.", "May 17 = 2022-05-17"),
    ("Theresa May spoke, and Sunday Times readers wrote.", ""),
    ("The March Group filed; in March it stopped.", "March = 2022-03"),
    ("the April report of the firm", "April = 2022-04"),
    ("The plans for May are dropped, and the May order holds.", "May = 2022-05"),
    ("May 2022年5月17日发布", "2022年5月17日 = 2022-05-17"),
    ("Every Tuesday the firm meets.", ""),
    ("It was read two days before the vote.", ""),
    ("In the first quarter sales fell.", "first quarter = 2022-33"),
    ("In fiscal Q3 sales fell.", ""),
    ("Sales fell in Q4.", "Q4 = 2021-36"),
    ("By mid-July last year it had stopped.", "mid-July last year = 2021-07~"),
    ("It stopped last July.", "last July = 2021-07"),
    ("It stops this July.", "this July = 2022-07"),
    ("It applies from March next year.", "March next year = 2023-03"),
    ("It applies next month.", "next month = 2022-06"),
    ("It lasted from 28 March to 1 June 2022 in Shanghai.", "28 March to 1 June 2022 = 2022-03-28/2022-06-01"),
    ("Between March 2022 and June 2022 it stopped.", "Between March 2022 and June 2022 = 2022-03/2022-06"),
    ("in March 2022 and in June 2022", "March 2022 = 2022-03; June 2022 = 2022-06"),
    ("It has been closed since March 2022, they say.", "since March 2022 = 2022-03/.."),
    ("The order 2022-03/.. goes on.", "2022-03/.. = 2022-03/.."),
    ("It was closed 17-20 May 2022.", "17-20 May 2022 = 2022-05-17/2022-05-20"),
    ("It met on 31 April 2022.", ""),
    ("It was June 2022 to March 2022, in error.", "June 2022 = 2022-06; March 2022 = 2022-03"),
    ("公告于2022年5月17日发布。", "2022年5月17日 = 2022-05-17"),
    ("2022年5月17日（星期二），公告发布。", "2022年5月17日（星期二） = 2022-05-17"),
    (
        "二〇二二年五月十七日发布，自二〇二二年六月起施行。",
        "二〇二二年五月十七日 = 2022-05-17; 二〇二二年六月 = 2022-06",
    ),
    ("公告于5月17日发布，4月已立案。", "5月17日 = 2022-05-17; 4月 = 2022-04"),
    ("记者17日获悉，25日已立案。", "17日 = 2022-05-17; 25日 = 2022-04-25"),
    ("去年7月立案，今年3月处罚，明年3月到期。", "去年7月 = 2021-07; 今年3月 = 2022-03; 明年3月 = 2023-03"),
    ("下个月15日前整改。", "下个月15日 = 2022-06-15"),
    ("上周五立案，周日处罚，本周三公布。", "上周五 = 2022-05-13; 周日 = 2022-05-15; 本周三 = 2022-05-18"),
    ("2022年3月28日至6月1日停工。", "2022年3月28日至6月1日 = 2022-03-28/2022-06-01"),
    ("4月29日至30日开会。", "4月29日至30日 = 2022-04-29/2022-04-30"),
    ("在2022年3月和2022年6月之间停工。", "2022年3月和2022年6月之间 = 2022-03/2022-06"),
    ("在2022年3月和2022年6月停工。", "2022年3月 = 2022-03; 2022年6月 = 2022-06"),
    ("2022年3月至6月之间停工。", "2022年3月至6月之间 = 2022-03/2022-06"),
    ("2021年以来处罚增多，2022年5月至今停工。", "2021年以来 = 2021/..; 2022年5月至今 = 2022-05/.."),
    ("2021年第三季度和2022年上半年营收下降。", "2021年第三季度 = 2021-35; 2022年上半年 = 2022-40"),
    ("三季度营收下降，财三季度不计。", "三季度 = 2021-35"),
    ("2022年2月30日不存在。", ""),
    ("三天前立案，日前公布。", "三天前 = 2022-05-17; 日前 = 2022-05~"),
)


def told(found: tuple[FoundDate, ...]) -> str:
    """Write found dates as the table above does; a date that waits for its day of publication has a question mark."""
    return "; ".join(f"{date.text} = {meanings(date)}" for date in found)


def meanings(found: FoundDate) -> str:
    if found.reading is None:
        return "?"
    dates = (found.reading.date,) if found.reading.date else found.reading.alternatives
    return "|".join(date.edtf for date in dates)


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[f"sentence {n}" for n in range(1, len(SENTENCES) + 1)])
def test_dates_of_a_sentence(text: str, expected: str) -> None:
    """The sentence holds these dates, read against 20 May 2022, and no others."""
    assert told(find_dates(text, BASE)) == expected


def test_dates_that_wait_for_the_day_of_publication() -> None:
    """Without it, what counts from it is found and left unread, and what does not is read."""
    text = "On Sunday, last July, in Q4, in April and on 4 July 2021; 17日、去年7月和3月28日至6月1日。"
    waiting = "Sunday = ?; last July = ?; Q4 = ?; April = ?; 4 July 2021 = 2021-07-04; 17日 = ?; 去年7月 = ?; "
    assert told(find_dates(text, None)) == f"{waiting}3月28日 = ?; 6月1日 = ?"


@given(st.integers(0, 2**32), st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_spans_are_in_order_and_say_no_more_than_their_words(seed: int, day: dt.date) -> None:
    """Dates in any forms, with anything between them, give spans that do not overlap and readings they bear out."""
    chance = random.Random(seed)
    forms = [form for _, forms in FORMS.values() for form in forms]
    joints = [" and ", ", ", " in ", "。", "，记者", " to ", "至", " (", ") since ", "\n", "在", "和", " v2.0 "]
    text = "".join(chance.choice(forms)(day) + chance.choice(joints) for _ in range(4))
    reached = 0
    for found in find_dates(text, day):
        assert reached <= found.start < found.end <= len(text)
        assert " ".join(text[found.start : found.end].split()) == found.text
        reached = found.end
        assert found.reading is not None
        for date in found.reading.alternatives or (found.reading.date,):
            assert date is not None
            assert problem(found.text, date, day) is None
