"""What a form reads, running text reads alike: every golden line that is a date, typed alone and inside a sentence."""

import datetime as dt

import pytest
from test_dates_golden import ROWS, Row

from tracker.dates import is_still_going, parse_date
from tracker.dates.chinese import to_figures
from tracker.dates.clock import ZONES
from tracker.dates.finding import find_dates
from tracker.dates.frames import DateFrame, take_frame
from tracker.dates.words import tidy
from tracker.errors import DateProblem

BASE = dt.date(2022, 5, 20)
ENGLISH, CHINESE = "The fictional bureau told of it {} {} at its seat.", "虚构的管理局{}作出说明。"
READ = [row for row in ROWS if row.edtf != "refused"]

# What may as well be something else in a sentence: a number, a verb, a mark of its grammar, or two dates. With what is
# read there; nothing where no date is, or none without the day of publication.
ONLY_TYPED = {
    **dict.fromkeys(
        ("2022-5", "may 17 2022", "may, 2022", "q2 2022", "二〇二二", "[2021-11-01]", "the year before"), ()
    ),
    # Two figures beside a month may be a number, and a year before a weekday another sentence's.
    **dict.fromkeys(("17 May 22", "2022, Tuesday 17 May"), ()),
    # A question mark ends a question.
    "2022?": ("2022",),
    "1984?": ("1984",),
    "2022-05?": ("2022-05",),
    "2022-05-17?": ("2022-05-17",),
    "2021-40?": ("2021-40",),
    "about 2022年5月": ("2022~",),
    "17/18 May 2022": ("2022-05",),
    "May 2022/June 2022": ("2022-05",),
    "May of the year before": ("2022-05",),
    "2022-05-17 10:00 to 2022-05-18 12:00": ("2022-05-17", "2022-05-18"),
}

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
        dates = [each.reading.date for each in find_dates(sentence(row), row.base) if each.reading]
        assert tuple(date.edtf for date in dates if date) == ONLY_TYPED[row.typed]
        return
    found = [each.reading for each in find_dates(sentence(row), row.base) if each.reading]
    typed = parse_date(row.typed, base=row.base)
    if [(each.date, each.alternatives) for each in found] != [(typed.date, typed.alternatives)]:
        bare = parse_date(within_frames(row.typed), base=row.base)
        assert within_frames(row.typed) != to_figures(tidy(row.typed))
        assert [(each.date, each.alternatives) for each in found] == [(bare.date, bare.alternatives)]


def test_few_lines_are_read_only_where_they_are_typed() -> None:
    """What a sentence shows in another way is a short list, and each of it is in the golden file."""
    assert {row.typed for row in READ} >= set(ONLY_TYPED)
    assert len(ONLY_TYPED) < len(READ) / 40


@pytest.mark.parametrize("words", ["by", "until", "before", "after", "no later than", "on or after"])
def test_of_a_limit_a_sentence_gives_the_day_that_is_named(words: str) -> None:
    """The form makes a span of it; an article's reader takes the day, and sees the words before it."""
    (found,) = find_dates(f"It has to stop {words} 17 May 2022 at the latest.", BASE)
    assert found.reading == parse_date("17 May 2022")
    assert take_frame(f"{words} 17 may 2022") is not None
    assert take_frame("17 may 2022") is None
    assert DateFrame.PLAIN not in {taken[1] for text in (f"{words} 17 may 2022",) if (taken := take_frame(text))}


@pytest.mark.parametrize("text", OTHER_CALENDARS)
def test_a_date_of_another_calendar_is_never_read_by_part(text: str) -> None:
    """Neither in a sentence, in which its month or day looks like one of the common calendar, nor at its ends."""
    for whole in (text, f"公告于{text}发布。", f"It was told on {text} to stop."):
        assert [each.text for each in find_dates(whole, BASE)] == []


def meanings(text: str) -> list[tuple[str, ...]]:
    """Return what each date of a text can be."""
    readings = [each.reading for each in find_dates(text, None) if each.reading]
    return [tuple(day.edtf for day in (reading.alternatives or (reading.date,)) if day) for reading in readings]


@pytest.mark.parametrize("name", ZONES)
def test_each_zone_that_is_read_typed_is_read_in_a_sentence(name: str) -> None:
    """Late there and early there: the days that the same text is when it is typed, whatever the zone's name."""
    for time in ("23:30", "00:10", "11:45 p.m."):
        for zone in (name, name.upper(), f"({name})"):
            typed = parse_date(f"17 May 2022, {time} {zone}")
            days = tuple(day.edtf for day in (typed.alternatives or (typed.date,)) if day)
            assert meanings(f"It was told on 17 May 2022, {time} {zone} to all.") == [days]


@pytest.mark.parametrize(
    "told",
    [
        *("17 May 2022,\n23:30 MSK", "17 May 2022 (11.30 p.m. IST)", "17 May 2022 at 22:00 CET", "17 May 2022 PDT"),
        *("2022年5月17日23：30（美东时间）", "美东时间2022年5月17日晚8时", "2022年5月17日晚8点美东时间"),
        *("美东时间5月17日，2022年5月17日23:30 EDT", "2022-05-17T23:30:00-04:00"),
    ],
)
def test_a_time_far_from_beijing_offers_both_days(told: str) -> None:
    """Broken lines, brackets, signs of full width, the zone before the date and parts of a day: none settles it."""
    assert meanings(f"The bureau, on {told}, told of it.")[-1] == ("2022-05-17", "2022-05-18")


@pytest.mark.parametrize(
    "told", ["17 May 2022 PT Fictional", "17 May 2022 et al", "17 May 2022 pt 3", "17 May 2022, 9:00 to 17:30 HKT"]
)
def test_words_that_only_look_like_a_zone_leave_the_day(told: str) -> None:
    """A name that begins like a zone, small letters without a time, and Beijing's own hours change nothing."""
    assert meanings(f"It was told on {told} to stop.") == [("2022-05-17",)]


@pytest.mark.parametrize(
    "told",
    [
        *("17 May 2022 to present", "17 May 2022 – now", "17 May 2022 until the present day", "17 May 2022 up to date"),
        *("17 May 2022 onwards", "17 May 2022 to date", "2022-05-17/..", "since 17 May 2022"),
        *(
            "2022年5月17日至今",
            "2022年5月17日起至今",
            "2022年5月17日迄今",
            "2022年5月17日以来",
            "2022年5月17日持续至今",
        ),
    ],
)
def test_what_has_no_end_yet_is_open_typed_and_in_a_sentence(told: str) -> None:
    """One list of words tells it: alone, in English and in Chinese sentences, and with a line's break before them."""
    typed = parse_date(told).date
    assert typed is not None
    assert typed.edtf == "2022-05-17/.."
    wrapped = told.replace(" to ", "\nto ")
    for text in (f"The firm, {told}, told of it.", f"虚构的企业，{told}，停业。", f"It holds, {wrapped}, they say."):
        assert meanings(text) == [("2022-05-17/..",)]


def test_today_is_a_day_as_the_end_of_what_lasts_as_well() -> None:
    """Typed alone as an end it is no word for "still going"; so it is none behind a beginning."""
    assert not is_still_going("today")
    for joint in (" to ", " until ", " - "):
        reading = parse_date(f"17 May 2022{joint}today", base=BASE).date
        assert reading is not None
        assert reading.edtf == "2022-05-17/2022-05-20"
        with pytest.raises(DateProblem, match="depends on the day"):
            parse_date(f"17 May 2022{joint}today")


def test_a_preposition_before_what_lasts_is_no_part_of_it() -> None:
    """Of the words around a date only those are taken that say something."""
    (found,) = find_dates("虚构的企业在2022年5月17日至今停业。", BASE)
    assert found.text == "2022年5月17日至今"
