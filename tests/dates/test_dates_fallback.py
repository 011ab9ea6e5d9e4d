"""The library dateparser answers much that nobody typed; none of it slips through, and refusals do not wait for it."""

import datetime as dt
import subprocess
import sys

import pytest
from date_evidence import MONTHS
from dateparser.date import DateData, DateDataParser

from tests.support.sources import text_of
from tracker.dates import parse_date, parse_one
from tracker.dates.reading import read_fallback
from tracker.errors import DateProblem

GOLDEN = text_of("tests/golden/dates.tsv")
REFUSED = [line.split("\t")[0] for line in GOLDEN.split("\n") if line.split("\t")[1:3] == ["", "refused"]]
DAYS_BY_LIBRARY = ("17. May. 2022", "2022, Tuesday 17 May", "(Tuesday) 17 May 2022", "May (17) 2022")

TRAPS = (
    ("2022年", "2022"),
    ("2012 年", "2012"),
    ("2013 年 6 月", "2013-06"),
    ("May 2022", "2022-05"),
    ("2015", "2015"),
    ("Q1 2022", "2022-33"),
    ("17-20 May 2022", "2022-05-17/2022-05-20"),
    ("2022-05-17/..", "2022-05-17/.."),
    ("2022年5月", "2022-05"),
    ("mid-May 2022", "2022-05~"),
)
FOREIGN = (
    *("11月25日", "near 17 May 2022", "per 17 May 2022", "17 May 2022 foo", "-17 May 2022"),
    *("1653000000", "17", "May 17 2022 2021", "17 May 2 2", "12 o'clock", "Tuesday", "in 3 days", "5 17 2022"),
    *("17 Mai 2022", "17 mayo 2022", "now", "May 17 2022 in 3 days", "Tuesday 18 May 2022 (Monday)", "3:30 May 2022"),
)


def bare(text: str) -> tuple[dt.date | None, str]:
    """Return what the library says by itself, and how much it says that it knows."""
    found = DateDataParser(languages=["en", "zh"]).get_date_data(text)
    return (found.date_obj.date() if found.date_obj else None), found.period or ""


@pytest.mark.parametrize(("typed", "edtf"), TRAPS)
def test_answers_of_the_library_do_not_slip_through(typed: str, edtf: str) -> None:
    """What the library gets wrong, or knows less of than it says, is read as it was typed."""
    said, period = bare(typed)
    date = parse_one(typed)
    assert date.edtf == edtf
    assert (said, said, period) != (date.start, date.end, date.precision)


@pytest.mark.parametrize("typed", FOREIGN)
def test_guesses_of_the_library_are_refused(typed: str) -> None:
    """Where words would have to be dropped or parts guessed, there is no date."""
    with pytest.raises(DateProblem):
        parse_date(typed)


def test_library_reads_what_the_grammar_does_not() -> None:
    """Unusual order and punctuation are read with the library's help, as what is typed and no finer."""
    assert {parse_one(typed).edtf for typed in DAYS_BY_LIBRARY} == {"2022-05-17"}
    assert parse_one("(May 2022)").edtf == "2022-05"


@pytest.mark.parametrize("period", ["day", "month", "year", "week", "time"])
@pytest.mark.parametrize("lie", [None, (2022, 5, 18), (2012, 5, 17), (2022, 6, 17)])
def test_lying_library_is_never_believed(
    period: str, lie: tuple[int, int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the library answers, it adds no date: other answers than the typed numbers and names are refused."""
    answer = DateData(date_obj=dt.datetime(*lie, tzinfo=dt.UTC) if lie else None, period=period)
    monkeypatch.setattr(DateDataParser, "get_date_data", lambda *_: answer)
    for typed in (*DAYS_BY_LIBRARY, *REFUSED, *FOREIGN):
        with pytest.raises(DateProblem):
            parse_date(typed)


def test_library_is_asked_about_one_day_month_and_year_only() -> None:
    """A text with any other word or one number more goes unread."""
    assert read_fallback("17 may 2022 .") == "2022-05-17"
    for word in ("17", "1", "2022", "0", "noon", "utc", "ago", "x", "+", "/", "-", ":", *MONTHS):
        assert read_fallback(f"17 may 2022 . {word}") is None
    assert read_fallback("tuesday . may 2022") is None


def test_impossible_day_is_named_before_the_library_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is about the day, and the library has no say in it."""
    monkeypatch.setattr(DateDataParser, "get_date_data", lambda *_: pytest.fail("the library was asked"))
    with pytest.raises(DateProblem, match="no day 31 in April 2022"):
        parse_date("(31 April 2022)")


def test_reading_and_refusing_do_not_load_the_library() -> None:
    """All texts of the golden file that are refused leave the library unloaded, so the first refusal is quick."""
    program = (
        "import sys\n"
        "from tracker.dates import parse_date\n"
        "from tracker.errors import DateProblem\n"
        "for typed in sys.stdin.read().split('\\n'):\n"
        "    try:\n"
        "        parse_date(typed)\n"
        "    except DateProblem:\n"
        "        continue\n"
        "    sys.exit(f'{typed} was read')\n"
        "sys.exit('dateparser' in sys.modules)\n"
    )
    texts = [typed for typed in REFUSED if "\\u" not in typed]
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, input="\n".join(texts), text=True, encoding="utf-8", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
