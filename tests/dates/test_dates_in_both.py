"""What a form reads, running text reads alike: every golden line that is a date, typed alone and inside a sentence."""

import datetime as dt

import pytest
from test_dates_golden import ROWS, Row

from tracker.dates import parse_date
from tracker.dates.chinese import to_figures
from tracker.dates.finding import find_dates
from tracker.dates.frames import Frame, take_frame
from tracker.dates.words import tidy

BASE = dt.date(2022, 5, 20)
ENGLISH, CHINESE = "The fictional bureau told of it {} {} at its seat.", "虚构的管理局{}作出说明。"
READ = [row for row in ROWS if row.edtf != "refused"]

# What may as well be something else in a sentence: a number, a verb, a mark of its grammar, or two dates.
ONLY_TYPED = frozenset({
    *("2022-5", "二〇二二", "17 May 22", "q2 2022", "may 17 2022", "may, 2022", "2022?", "2022-05?", "2022-05-17?"),
    *("2021-40?", "1984?", "17/18 May 2022", "May 2022/June 2022", "2022, Tuesday 17 May", "about 2022年5月"),
    *("[2021-11-01]", "the year before", "May of the year before", "2022-05-17 10:00 to 2022-05-18 12:00"),
})  # fmt: skip

OTHER_CALENDARS = (
    *(
        "民国109年11月1日",
        "中華民國一百十二年十二月二十一日",
        "農曆三月十一日",
        "农历三月十一",
        "令和3年7月10日",
        "佛历2565年5月17日",
    ),
    *("109年11月1日", "每年11月1日", "17 May 2565 BE", "the 3rd lunar month", "10 July, Reiwa 3"),
)


def sentence(row: Row) -> str:
    """Put a text into a sentence; "in May 17" would speak of a month and a number."""
    typed = row.typed.strip()
    if any("一" <= sign <= "鿿" for sign in typed):
        return CHINESE.format(typed)
    return ENGLISH.format("on" if row.precision == "day" or row.edtf == "ambiguous" else "in", typed)


def within_frames(typed: str) -> str:
    """Return a text without what notices put around it, as a sentence shows it; limits are named by their words."""
    text = to_figures(tidy(typed))
    while (taken := take_frame(text)) is not None:
        text = taken[0]
    for word in ("from ", "自", "从"):
        text = text.removeprefix(word)
    return text.removesuffix("起")


@pytest.mark.parametrize("row", READ, ids=[f"line {row.line}" for row in READ])
def test_a_date_reads_the_same_typed_and_in_a_sentence(row: Row) -> None:
    """The sentence holds one date, and it is that of the text typed alone."""
    if row.typed in ONLY_TYPED:
        assert row.precision != "" or row.alternatives
        return
    found = [each.reading for each in find_dates(sentence(row), row.base) if each.reading]
    typed = parse_date(row.typed, base=row.base)
    if [(each.date, each.alternatives) for each in found] != [(typed.date, typed.alternatives)]:
        bare = parse_date(within_frames(row.typed), base=row.base)
        assert within_frames(row.typed) != to_figures(tidy(row.typed))
        assert [(each.date, each.alternatives) for each in found] == [(bare.date, bare.alternatives)]


def test_few_lines_are_read_only_where_they_are_typed() -> None:
    """What a sentence shows in another way is a short list, and each of it is in the golden file."""
    assert {row.typed for row in READ} >= ONLY_TYPED
    assert len(ONLY_TYPED) < len(READ) / 40


@pytest.mark.parametrize("words", ["by", "until", "before", "after", "no later than", "on or after"])
def test_of_a_limit_a_sentence_gives_the_day_that_is_named(words: str) -> None:
    """The form makes a span of it; an article's reader takes the day, and sees the words before it."""
    (found,) = find_dates(f"It has to stop {words} 17 May 2022 at the latest.", BASE)
    assert found.reading == parse_date("17 May 2022")
    assert take_frame(f"{words} 17 may 2022") is not None
    assert take_frame("17 may 2022") is None
    assert Frame.PLAIN not in {taken[1] for text in (f"{words} 17 may 2022",) if (taken := take_frame(text))}


@pytest.mark.parametrize("text", OTHER_CALENDARS)
def test_a_date_of_another_calendar_is_never_read_by_part(text: str) -> None:
    """Neither in a sentence, in which its month or day looks like one of the common calendar, nor at its ends."""
    for whole in (text, f"公告于{text}发布。", f"It was told on {text} to stop."):
        assert [each.text for each in find_dates(whole, BASE)] == []
