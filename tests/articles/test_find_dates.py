"""Dates in running text read as the same dates typed alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracker.dates import parse_date
from tracker.dates.finding import find_dates
from tracker.dates.partial import MONTHS, ORDINALS, WEEKDAYS

BASE = dt.date(2022, 5, 20)
SIGNS = "〇一二三四五六七八九"
WEEKDAYS_ZH = "一二三四五六日"

Form = Callable[[dt.date], str]


def month(day: dt.date) -> str:
    return MONTHS[day.month - 1]


def short_month(day: dt.date) -> str:
    return "May" if day.month == 5 else f"{month(day)[:3]}."


def figures(number: int) -> str:
    return "".join(SIGNS[int(sign)] for sign in str(number))


def numeral(number: int) -> str:
    """Write 1 to 31 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{SIGNS[tens]}十"
    return head + (SIGNS[ones] if ones else "")


def ordinal(number: int) -> str:
    suffix = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def later(day: dt.date, days: int = 3) -> dt.date:
    return day + dt.timedelta(days=days)


ENGLISH_FORMS: dict[str, Form] = {
    "day month year": lambda d: f"{d.day} {month(d)} {d.year}",
    "ordinal day": lambda d: f"the {ordinal(d.day)} of {month(d)} {d.year}",
    "month day year": lambda d: f"{month(d)} {d.day}, {d.year}",
    "short month": lambda d: f"{month(d)[:3]} {d.day}, {d.year}",
    "short month with a point": lambda d: (
        f"{d.day} {month(d)[:3]}. {d.year}" if d.month != 5 else f"{d.day} May {d.year}"
    ),
    "hyphens": lambda d: f"{d.day}-{month(d)[:3]}-{d.year}",
    "weekday before": lambda d: f"{WEEKDAYS[d.weekday()]}, {month(d)} {d.day}, {d.year}",
    "weekday before, no comma": lambda d: f"{WEEKDAYS[d.weekday()]} {d.day} {month(d)} {d.year}",
    "iso day": lambda d: d.isoformat(),
    "slashes, year first": lambda d: f"{d.year}/{d.month}/{d.day}",
    "points, year first": lambda d: f"{d.year}.{d.month}.{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "figures": lambda d: f"{d.month:02d}/{min(d.day, 12):02d}/{d.year}",
    "no year": lambda d: f"{d.day} {month(d)}",
    "month": lambda d: f"{month(d)} {d.year}",
    "month, of year": lambda d: f"{month(d)} of {d.year}",
    "iso month": lambda d: f"{d:%Y-%m}",
    "month in figures": lambda d: f"{d.month:02d}/{d.year}",
    "about a month": lambda d: f"about {month(d)} {d.year}",
    "mid-month": lambda d: f"mid-{month(d)} {d.year}",
    "early in a month": lambda d: f"early {month(d)}",
    "end of a month": lambda d: f"the end of {month(d)} {d.year}",
    "lone month": month,
    "quarter": lambda d: f"the {ORDINALS[(d.month - 1) // 3]} quarter of {d.year}",
    "short quarter": lambda d: f"Q{(d.month - 1) // 3 + 1} {d.year}",
    "half": lambda d: f"the {ORDINALS[(d.month - 1) // 6]} half of {d.year}",
    "short half": lambda d: f"H{(d.month - 1) // 6 + 1} {d.year}",
    "edtf quarter": lambda d: f"{d.year}-{33 + (d.month - 1) // 3}",
    "about, in EDTF": lambda d: f"{d:%Y-%m}~",
    "lone year": lambda d: str(d.year),
    "early in a year": lambda d: f"early {d.year}",
    "end of a year": lambda d: f"the end of {d.year}",
    "month of last year": lambda d: f"{month(d)} last year",
    "month of this year": lambda d: f"{month(d)} of this year",
    "last year": lambda _: "last year",
    "this month": lambda _: "this month",
    "earlier this year": lambda _: "earlier this year",
    "weekday": lambda d: WEEKDAYS[d.weekday()],
    "last weekday": lambda d: f"last {WEEKDAYS[d.weekday()]}",
    "yesterday": lambda _: "yesterday",
    "days ago": lambda d: f"{d.day + 1} days ago",
    "months ago": lambda _: "three months ago",
    "years earlier": lambda _: "two years earlier",
    "days of one month": lambda d: f"{min(d.day, 20)}-{min(d.day, 20) + 5} {month(d)} {d.year}",
    "days, month first": lambda d: f"{month(d)} {min(d.day, 20)}-{min(d.day, 20) + 5}, {d.year}",
    "two days": lambda d: f"{d.day} {month(d)} {d.year} to {later(d).day} {month(later(d))} {later(d).year}",
    "two years": lambda d: f"{d.year} to {d.year + 2}",
    "two months": lambda d: f"between January {d.year} and {month(d)} {d.year + 1}",
    "since": lambda d: f"since {month(d)} {d.year}",
    "edtf interval": lambda d: f"{d.isoformat()}/{later(d).isoformat()}",
    "edtf open": lambda d: f"{d.isoformat()}/..",
}

CHINESE_FORMS: dict[str, Form] = {
    "day": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "day, spaced": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "day, spoken": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "numerals": lambda d: (
        f"{''.join(SIGNS[int(sign)] for sign in str(d.year))}年{numeral(d.month)}月{numeral(d.day)}日"
    ),
    "weekday after": lambda d: f"{d.year}年{d.month}月{d.day}日（星期{WEEKDAYS_ZH[d.weekday()]}）",
    "no year": lambda d: f"{d.month}月{d.day}日",
    "last year's day": lambda d: f"去年{d.month}月{min(d.day, 28)}日",
    "this year's month": lambda d: f"今年{d.month}月",
    "this month's day": lambda d: f"本月{min(d.day, 28)}日",
    "last month's day": lambda d: f"上月{min(d.day, 28)}日",
    "month": lambda d: f"{d.year}年{d.month}月",
    "month with 份": lambda d: f"{d.year}年{d.month}月份",
    "lone month": lambda d: f"{d.month}月",
    "third of a month": lambda d: f"{d.year}年{d.month}月中旬",
    "end of a month": lambda d: f"{d.month}月底",
    "quarter": lambda d: f"{d.year}年第{SIGNS[(d.month - 1) // 3 + 1]}季度",
    "half": lambda d: f"{d.year}年{'上' if d.month < 7 else '下'}半年",
    "half of last year": lambda d: f"去年{'上' if d.month < 7 else '下'}半年",
    "year": lambda d: f"{d.year}年",
    "year's end": lambda d: f"{d.year}年底",
    "last year's end": lambda _: "去年年底",
    "about": lambda d: f"约{d.year}年{d.month}月",
    "around": lambda d: f"{d.year}年{d.month}月左右",
    "last year": lambda _: "去年",
    "last month": lambda _: "上个月",
    "this week": lambda _: "本周",
    "of late": lambda _: "日前",
    "yesterday": lambda _: "昨天",
    "days ago": lambda _: "三天前",
    "months ago": lambda _: "两个月前",
    "two days": lambda d: f"{d.year}年{d.month}月{d.day}日至{later(d).year}年{later(d).month}月{later(d).day}日",
    "days of one month": lambda d: f"{d.year}年{d.month}月{min(d.day, 20)}日至{min(d.day, 20) + 5}日",
    "two years": lambda d: f"{d.year}年至{d.year + 2}年",
    "until now": lambda d: f"{d.year}年{d.month}月至今",
    "ever since": lambda d: f"{d.year}年{d.month}月以来",
}

ENGLISH_SENTENCES = (
    "The fictional bureau issued the order in {}.",
    "In {}, the fictional bureau named three firms and asked 40 others to wait.",
    "Shares fell 5% after the firm said it had been told in {} to stop; it has 1,500 staff.",
    "“We were told in {} and complied,” the firm said.",
)
CHINESE_SENTENCES = (
    "虚构的管理局于{}发布通知。",
    "{}，虚构的管理局要求40家企业整改。",
    "该企业表示，虚构的管理局在{}已作出决定，罚款5万元。",
)

CASES = [
    *(("en", form, sentence) for form in ENGLISH_FORMS for sentence in ENGLISH_SENTENCES),
    *(("zh", form, sentence) for form in CHINESE_FORMS for sentence in CHINESE_SENTENCES),
]
days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 20))


@settings(max_examples=400)
@given(case=st.sampled_from(CASES), day=days, base=days)
def test_a_date_in_a_sentence_reads_as_the_same_date_typed_alone(
    case: tuple[str, str, str], day: dt.date, base: dt.date
) -> None:
    """Whatever the form, the span is exactly the date, and its reading that of the form with the article's day."""
    language, form, sentence = case
    # Typed without its year, 29 February can be in a year that has none.
    assume((day.month, day.day) != (2, 29))
    typed = (ENGLISH_FORMS if language == "en" else CHINESE_FORMS)[form](day)
    text = sentence.format(typed)
    alone = parse_date(typed, base=base)
    found = find_dates(text, base)
    assert [each.text.removeprefix("the ") for each in found] == [typed.removeprefix("the ")]
    assert text[found[0].start : found[0].end].removeprefix("the ") == typed.removeprefix("the ")
    reading = found[0].reading
    assert reading is not None
    assert (reading.date, reading.alternatives) == (alone.date, alone.alternatives)


@pytest.mark.parametrize("form", sorted(ENGLISH_FORMS))
@pytest.mark.parametrize("sentence", ENGLISH_SENTENCES)
def test_every_english_form_is_found(form: str, sentence: str) -> None:
    """No form is left to the generator's luck."""
    typed = ENGLISH_FORMS[form](dt.date(2021, 4, 14))
    assert [each.text.removeprefix("the ") for each in find_dates(sentence.format(typed), BASE)] == [
        typed.removeprefix("the ")
    ]


@pytest.mark.parametrize("form", sorted(CHINESE_FORMS))
@pytest.mark.parametrize("sentence", CHINESE_SENTENCES)
def test_every_chinese_form_is_found(form: str, sentence: str) -> None:
    """The same for Chinese."""
    typed = CHINESE_FORMS[form](dt.date(2021, 4, 14))
    assert [each.text for each in find_dates(sentence.format(typed), BASE)] == [typed]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("记者17日获悉", "2022-05-17"),
        ("记者25日获悉", "2022-04-25"),
        ("周日宣布", "2022-05-15"),
        ("上周五宣布", "2022-05-13"),
        ("本周三宣布", "2022-05-18"),
        ("一季度营收增长", "2022-33"),
        ("last July it was told", "2021-07"),
        ("last May it was told", "2021-05"),
        ("sales of the first quarter fell", "2022-33"),
        ("the fourth quarter was better", "2021-36"),
        ("It applies from next year on", "2023"),
        ("On Tuesday Vice-Premier Liu spoke", "2022-05-17"),
        ("The firm, which had listed a month before, stopped", "2022-04"),
        ("April-June 2022 was slow", "2022-04/2022-06"),
        ("4月29日至30日召开会议", "2022-04-29/2022-04-30"),
    ],
)
def test_forms_of_running_text_are_read_against_the_day_of_publication(text: str, edtf: str) -> None:
    """What nobody would type into a form is read as a reader of 20 May 2022, a Friday, would."""
    (found,) = find_dates(text, BASE)
    assert found.reading is not None
    assert found.reading.date is not None
    assert found.reading.date.edtf == edtf


def test_a_weekday_that_contradicts_its_date_is_found_and_not_read() -> None:
    """Either may be the slip, as in the form; the cause is kept for the person who checks."""
    (found,) = find_dates("Monday, May 17, 2022, as the page wrongly says", BASE)
    assert (found.text, found.reading) == ("Monday, May 17, 2022", None)
    assert found.problem == "17 May 2022 was a Tuesday, not a Monday; check the day."


@pytest.mark.parametrize(
    "text",
    [
        "It may fine the firm, and May Day is a holiday.",
        "Theresa May spoke; the March of the firms went on.",
        "2021 firms and 2,000 apps; version 2.0.2021b; room 2021.",
        "See https://example.org/2021/07/04/story for more.",
        "应当在30日内整改，罚款2021元，国市监处〔2021〕28号，第3季，每月上报。",
        "The Sunday Times wrote about Black Friday and on alternate Mondays.",
        "its fiscal third quarter",
        "Shares may fall 2021 points; the 22-year-old left, and version 11.12.213 came.",
        "It was stopped two days before trading began.",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    """Words and numbers that stand for something else are no dates."""
    assert find_dates(text, BASE) == ()


def test_without_the_day_of_publication_relative_words_are_found_but_not_read() -> None:
    """The page can then say which dates wait for it; a full date is read all the same."""
    found = find_dates("On Sunday, in April and on 4 July 2021. 记者17日获悉", None)
    assert [(each.text, each.reading is None) for each in found] == [
        ("Sunday", True),
        ("April", True),
        ("4 July 2021", False),
        ("17日", True),
    ]


@given(st.text(max_size=300))
def test_any_text_is_searched_without_an_error(text: str) -> None:
    """Spans lie in the text, in order, and never overlap."""
    found = find_dates(text, BASE)
    places = [place for each in found for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(each.text == " ".join(text[each.start : each.end].split()) for each in found)
