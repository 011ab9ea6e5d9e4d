"""A hundred thousand texts that nobody planned: none breaks the reader, and none is read as more than it says."""

import datetime as dt
import random
import sys
from collections.abc import Callable

import pytest
from date_evidence import MONTHS, WEEKDAYS, WORDS, problem, unknown_words
from typed_forms import FORMS

from tests.support.sources import text_of
from tracker.dates import PartialDate, parse_date
from tracker.errors import DateProblem

MANY = 100_000
SEED = 20_221_125
FIRST, LAST = dt.date(1949, 1, 1), dt.date(2100, 12, 31)
GOLDEN = text_of("tests/golden/dates.tsv")
TYPED = [line.split("\t")[0] for line in GOLDEN.split("\n")[1:] if line and not line.startswith("# ")]

FRAGMENTS = (
    *("2022", "2021", "1949", "2100", "1948", "2101", "22", "17", "20", "5", "05", "12", "13", "31", "0", "33", "41"),
    *("20220517", "03/04", "2022-05", "2022-05-17", "17-20", "..", "~", "?", "%", "/", "-", "–", "—", "至", "到", "～"),
    *("Q3", "H1", "third quarter", "first half", "the", "of", "st", "th", ",", ".", "、", "(", ")", ":", "'"),
    *(
        "年",
        "月",
        "日",
        "号",
        "份",
        "度",
        "第",
        "季度",
        "上半年",
        "下半年",
        "上旬",
        "中旬",
        "下旬",
        "初",
        "底",
        "起",
        "至今",
    ),
    *(
        "以来",
        "去年",
        "今年",
        "本月",
        "上个月",
        "三天前",
        "两年前",
        "昨天",
        "日前",
        "约",
        "左右",
        "前后",
        "星期二",
        "周一",
    ),
    *("二〇二二年", "五月", "十七日", "十二月", "廿一日", "二〇二二", "十", "二", "〇", "两", "不", "前", "和", "之间"),
    *MONTHS,
    *WEEKDAYS,
    *sorted(WORDS),
)
ALPHABETS = (
    "0123456789-/. ",
    "0123456789年月日号至第季度上下半旬初底",
    "〇一二三四五六七八九十廿卅两年月日天前",
    "abcdefghijklmnopqrstuvwxyz 0123456789",
    "".join(chr(code) for code in range(128)),
    "\x00\x07\x1b\x85\u200b\u202e\ufeff\ud800\udfff\U000e0041２０５年月Ｍａｙ²⑤½٢٠२",
)
BASES = (None, None, dt.date(2022, 5, 20), dt.date(2024, 2, 29), FIRST, LAST, dt.date.min, dt.date.max)


def of_fragments(chance: random.Random) -> str:
    joint = chance.choice(["", "", " ", "-", "/", " to "])
    return joint.join(chance.choice(FRAGMENTS) for _ in range(chance.randint(1, 6)))


def of_letters(chance: random.Random) -> str:
    return "".join(chance.choices(chance.choice(ALPHABETS), k=chance.randint(0, 24)))


def of_any_signs(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(sys.maxunicode + 1)) for _ in range(chance.randint(0, 8)))


def of_a_date(chance: random.Random) -> str:
    """Write a real date in one of its forms, or two with something between them, and now and then spoil it."""
    text = chance.choice([" to ", "至", "-", " ", "和", " and "]).join(
        chance.choice(chance.choice(list(FORMS.values()))[1])(_day(chance)) for _ in range(chance.choice([1, 1, 2]))
    )
    return spoiled(text, chance) if chance.random() < 0.7 else text


def of_golden(chance: random.Random) -> str:
    return spoiled(chance.choice(TYPED), chance)


def spoiled(text: str, chance: random.Random) -> str:
    """Drop, double, swap, replace or put in a sign, up to three times."""
    signs = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(signs) + 1)
        change = chance.randrange(4)
        if change == 0:
            del signs[place : place + 1]
        elif change == 1:
            signs.insert(place, chance.choice(chance.choice(ALPHABETS)))
        elif change == 2:
            signs[place : place + 2] = reversed(signs[place : place + 2])
        else:
            signs[place : place + 1] = [chance.choice(FRAGMENTS)]
    return "".join(signs)


def _day(chance: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=chance.randint(0, (LAST - FIRST).days))


SORTS: tuple[Callable[[random.Random], str], ...] = (of_fragments, of_letters, of_any_signs, of_a_date, of_golden)


def fault(text: str, base: dt.date | None) -> tuple[int, str | None]:
    """Read a text; return how many dates it can be and what is wrong with any of them."""
    try:
        reading = parse_date(text, base=base)
    except DateProblem as refusal:
        return 0, None if str(refusal).isprintable() else "the message holds signs that cannot be seen"
    dates = reading.alternatives or ((reading.date,) if reading.date else ())
    wrong = next((found for date in dates if (found := _wrong(text, date, base))), None)
    return len(dates), wrong or (f"{unknown} says no date" if (unknown := unknown_words(text)) else None)


def _wrong(text: str, date: PartialDate, base: dt.date | None) -> str | None:
    end = date.end or LAST
    if not FIRST <= date.start <= end <= LAST:
        return f"{date.edtf} leaves the years of the record"
    return None if date.text != text else problem(text, date, base)


@pytest.mark.slow
def test_texts_that_nobody_planned_break_nothing_and_are_never_read_as_more_than_they_say() -> None:
    """Each text is read within its own words or refused by the one error, and there are enough of both."""
    chance = random.Random(SEED)
    read, faults = 0, []
    for number in range(MANY):
        text, base = SORTS[number % len(SORTS)](chance), chance.choice(BASES)
        dates, wrong = fault(text, base)
        read += dates > 0
        if wrong:
            faults.append(f"{text!r} on {base}: {wrong}")
    assert not faults, "\n".join(faults[:60])
    assert MANY // 20 < read < MANY // 2
