"""Laws of reading dates, tried on many generated ones."""

import datetime as dt
from calendar import monthrange

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from typed_forms import FORMS, Form, numeral, wide

from tracker.dates import describe, from_edtf, parse_date, parse_one
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

TRIED = settings(max_examples=300, deadline=None, derandomize=True)
FIRST, LAST = dt.date(1949, 1, 1), dt.date(2100, 12, 31)
days = st.dates(FIRST, LAST)
CASES = [(write, form) for write, forms in FORMS.values() for form in forms]
NAMES_OF_CASES = [f"{kind} {number}" for kind, (_, forms) in FORMS.items() for number in range(1, len(forms) + 1)]
JOINS = [" to ", " until ", " – ", "至", "到", "——", " ～ "]
PRECISION = {"day": Precision.DAY, "month": Precision.MONTH, "quarter": Precision.QUARTER, "half": Precision.HALF}


def span(kind: str, d: dt.date) -> tuple[dt.date, dt.date]:
    """Give the first and last day of the day, month, quarter, half or year in which a day lies."""
    length = {"day": 0, "month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    if not length:
        return d, d
    first = (d.month - 1) // length * length + 1
    last = first + length - 1
    return dt.date(d.year, first, 1), dt.date(d.year, last, monthrange(d.year, last)[1])


@st.composite
def sides(draw: st.DrawFn) -> tuple[str, dt.date, dt.date, Precision, bool]:
    """Draw one date in EDTF with what it has to mean."""
    kind = draw(st.sampled_from(["day", "month", "quarter", "half", "year"]))
    day, mark = draw(days), draw(st.sampled_from(["", "~", "?", "%"]))
    return f"{FORMS[kind][0](day)}{mark}", *span(kind, day), PRECISION.get(kind, Precision.YEAR), bool(mark)


@given(sides())
@TRIED
def test_single_date_and_its_edtf_are_one(side: tuple[str, dt.date, dt.date, Precision, bool]) -> None:
    """EDTF text gives its days, precision and mark, comes back unchanged, and reads the same when it is typed."""
    date = from_edtf(side[0])
    assert (date.edtf, date.start, date.end, date.precision, date.approximate) == side
    assert parse_date(side[0]).date == date
    assert parse_one(f" {side[0]}\n") == date
    assert (date.first, date.last, date.is_interval) == (date, date, False)


@given(sides(), sides())
@TRIED
def test_interval_is_made_of_its_ends(
    one: tuple[str, dt.date, dt.date, Precision, bool], other: tuple[str, dt.date, dt.date, Precision, bool]
) -> None:
    """An interval starts with its first date, ends with its last and is as coarse as the coarser; never backwards."""
    edtf = f"{one[0]}/{other[0]}"
    if other[2] < one[1]:
        with pytest.raises(DateProblem, match="before the start"):
            from_edtf(edtf)
        return
    date = from_edtf(edtf)
    fineness = list(Precision)
    assert (date.start, date.end) == (one[1], other[2])
    assert fineness.index(date.precision) == max(fineness.index(one[3]), fineness.index(other[3]))
    assert date.approximate is (one[4] or other[4])
    assert (date.first, date.last) == (from_edtf(one[0]), from_edtf(other[0]))
    assert parse_one(edtf.replace("/", " / ")) == date


@given(sides())
@TRIED
def test_open_interval_has_no_end(side: tuple[str, dt.date, dt.date, Precision, bool]) -> None:
    """What still goes on begins where its date begins and has no last day."""
    date = parse_one(f"{side[0]}/..")
    assert (date.start, date.end, date.last, date.precision) == (side[1], None, None, side[3])
    assert date.first == from_edtf(side[0])
    assert date.words.endswith(", still going")


@given(sides(), st.none() | sides())
@TRIED
def test_words_of_a_date_read_as_that_date(
    one: tuple[str, dt.date, dt.date, Precision, bool], other: tuple[str, dt.date, dt.date, Precision, bool] | None
) -> None:
    """The words in which a date is echoed can be typed and give it back; only "perhaps" has no word of its own."""
    assume(other is None or one[1] <= other[2])
    edtf = one[0] if other is None else f"{one[0]}/{other[0]}"
    assume(not set(edtf) & {"?", "%"})
    assert parse_one(describe(edtf)).edtf == edtf


@given(days)
@settings(TRIED, max_examples=15)
@pytest.mark.parametrize(("write", "form"), CASES, ids=NAMES_OF_CASES)
def test_form_reads_as_its_date(write: Form, form: Form, day: dt.date) -> None:
    """A date typed in any form reads as that date and nothing finer, in any width, case and spacing."""
    typed = form(day)
    for text in (typed, wide(typed), typed.upper(), f"\u3000{typed.replace(' ', '  ')} "):
        assert parse_one(text) == from_edtf(write(day)), text


@given(days, st.integers(0, 400), st.sampled_from(CASES), st.sampled_from(CASES), st.sampled_from(JOINS))
@TRIED
def test_two_forms_with_a_word_between_read_as_an_interval(
    first: dt.date, later: int, one: tuple[Form, Form], other: tuple[Form, Form], join: str
) -> None:
    """Any form of a date, a word or dash, and any form of another read as the interval between both."""
    last = min(LAST, first + dt.timedelta(days=later))
    typed = f"{one[1](first)}{join}{other[1](last)}"
    assert parse_one(typed).edtf == f"{one[0](first)}/{other[0](last)}"


@given(days, st.integers(1, 27), st.integers(1, 27))
@TRIED
def test_days_of_one_month_lend_month_and_year(day: dt.date, one: int, other: int) -> None:
    """The month and the year are typed once and hold for both days, whatever the base day."""
    first, last = sorted((day.replace(day=one), day.replace(day=other)))
    month = f"{day:%B}"
    typed = (
        f"{first.day}-{last.day} {month} {day.year}",
        f"{month} {first.day} to {last.day}, {day.year}",
        f"between {first.day} and {last.day} {month} {day.year}",
        f"{day.year}年{day.month}月{first.day}日至{last.day}日",
        f"{day.year}年{day.month}月{first.day}-{last.day}日",
        f"{day.year}年{numeral(day.month)}月{numeral(first.day)}日到{numeral(last.day)}日",
    )
    for text in typed:
        assert parse_one(text, base=dt.date(2030, 6, 15)).edtf == f"{first}/{last}", text


@given(days, st.integers(1, 12), st.integers(1, 12))
@TRIED
def test_figures_with_two_meanings_are_left_to_the_reader(day: dt.date, one: int, other: int) -> None:
    """Day and month that can be swapped give both dates; where only one order is possible, that one."""
    assume(one != other)
    reading = parse_date(f"{one:02d}/{other:02d}/{day.year}")
    both = {f"{day.year}-{other:02d}-{one:02d}", f"{day.year}-{one:02d}-{other:02d}"}
    assert reading.date is None
    assert {date.edtf for date in reading.alternatives} == both
    if day.day > 12:
        only = day.isoformat()
        assert parse_one(f"{day.day}/{day.month}/{day.year}").edtf == only
        assert parse_one(f"{day.month}-{day.day}-{day.year}").edtf == only


@given(st.dates(dt.date(1950, 1, 1), LAST), st.integers(1, 300))
@TRIED
def test_words_count_back_from_the_base_day(base: dt.date, count: int) -> None:
    """Days, months and years ago are counted on the calendar from the base, each no finer than its own unit."""
    day = base - dt.timedelta(days=count)
    months = base.year * 12 + base.month - 1 - count
    if day >= FIRST:
        for text in (f"{count} days ago", f"{count}天前", f"{count}日之前"):
            assert parse_one(text, base=base).edtf == day.isoformat()
    if months >= 1949 * 12:
        month = f"{months // 12}-{months % 12 + 1:02d}"
        for text in (f"{count} months ago", f"{count}个月前", f"{count} months earlier"):
            assert parse_one(text, base=base).edtf == month
    if base.year - count >= 1949:
        for text in (f"{count} years ago", f"{count}年前"):
            assert parse_one(text, base=base).edtf == str(base.year - count)


@given(days, days)
@TRIED
def test_date_without_a_year_is_the_latest_one(day: dt.date, base: dt.date) -> None:
    """A month and day without a year is the last one up to the base day; without a base it is refused."""
    assume((day.month, day.day) != (2, 29))
    expected = day.replace(year=base.year)
    expected = expected if expected <= base else day.replace(year=base.year - 1)
    for text in (f"{day.day} {day:%B}", f"{day:%b} {day.day}", f"{day.month}月{day.day}日"):
        if expected >= FIRST:
            assert parse_one(text, base=base).edtf == expected.isoformat()
        with pytest.raises(DateProblem, match="The year is missing"):
            parse_date(text)
