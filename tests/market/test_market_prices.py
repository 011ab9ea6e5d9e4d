"""Reading price files: every layout gives the same series, and what is written is read."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from price_samples import SAME_PRICES, THREE_DAYS, THREE_PRICES, only, read

from tracker.errors import TrackerError
from tracker.market import MarketProblem, PriceSeries, get_series, read_prices
from tracker.market.cases import owners_of
from tracker.read_models import TermRow
from tracker.vocabulary import TermType


@pytest.mark.parametrize("layout", SAME_PRICES)
def test_layouts_agree(layout: str) -> None:
    """The same prices in any usual layout give the same series, without a complaint."""
    reading = read(SAME_PRICES[layout])
    series = only(reading)
    assert (series.name, series.days, series.closes) == ("BABA", THREE_DAYS, THREE_PRICES)
    assert reading.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_with_a_mark(encoding: str) -> None:
    """A byte order mark is no part of the first heading."""
    reading = read_prices([("BABA.csv", SAME_PRICES["Chinese"].encode(encoding))])
    assert only(reading).closes == THREE_PRICES


def test_other_encodings_are_read_and_said() -> None:
    """GB18030 and Windows-1252 files are read, and the reader learns that it was not UTF-8."""
    chinese = read_prices([("a.csv", SAME_PRICES["Chinese"].encode("gb18030"))])
    assert only(chinese).closes == THREE_PRICES
    assert chinese.notes == (
        "a.csv: the file is not UTF-8; it was read as GB18030. Look whether the Chinese names are right.",
    )
    pounds = read_prices([("b.csv", "Date,Close\n2021-04-08,£2.5\n2021-04-09,£2.6\n".encode("cp1252"))])
    assert only(pounds).currency == "£"
    assert pounds.notes == (
        "b.csv: the file is not UTF-8; it was read as Windows-1252. Look whether the Chinese names are right.",
    )


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Windows-1252"), ("gb18030", "GB18030")])
def test_a_sign_of_currency_alone_tells_enough(encoding: str, name: str) -> None:
    """A file whose only sign beyond ASCII is that of a currency is read, though no letter tells its encoding."""
    text = "Date;Open;Close\n" + "".join(f"{day:02}.04.2021;€1.2{day},10;€1.226,{day}\n" for day in range(10, 30))
    reading = read_prices([("a.csv", text.encode(encoding))])
    assert (only(reading).closes[0], only(reading).currency) == (1226.1, "€")
    assert reading.notes[0].startswith(f"a.csv: the file is not UTF-8; it was read as {name}.")


def test_wide_file() -> None:
    """Each column of a wide file is a series; blanks before a listing are silent, a doubled heading is said."""
    reading = read(
        "Date,BABA,JD,BABA,Volume\n2021-04-08,1,,9,1\n2021-04-09,2,5,9,1\n2021-04-12,,6,9,1\n2021-04-13,4,7,9,1\n"
    )
    assert [(one.name, one.closes) for one in reading.series] == [("BABA", (1.0, 2.0, 4.0)), ("JD", (5.0, 6.0, 7.0))]
    assert any("the column BABA stands twice" in note for note in reading.notes)
    assert any("BABA has no price on this day (row 4" in note for note in reading.notes)
    assert not any("JD has no price" in note for note in reading.notes)


def test_long_file() -> None:
    """A long file is taken apart by ticker; rows without one are named; each ticker has its own currency."""
    text = (
        "Ticker,Date,Close\nBABA,2021-04-08,$1\n0700,2021-04-08,HK$9\nBABA,2021-04-09,$2\n0700,2021-04-09,HK$8\n"
        ",2021-04-09,1\n"
    )
    reading = read(text, "all.csv")
    assert [(one.name, one.currency) for one in reading.series] == [("BABA", "$"), ("0700", "HK$")]
    assert reading.notes == ("all.csv: 1 row left out: there is no ticker (row 6).",)


def test_long_file_with_an_empty_ticker() -> None:
    """A ticker without any price is left out with a line."""
    reading = read("Ticker,Date,Close\nBABA,2021-04-08,1\nBABA,2021-04-09,2\nJD,2021-04-08,\nJD,2021-04-09,\n")
    assert only(reading).name == "BABA"
    assert reading.notes == ("BABA.csv: JD has fewer than two usable prices; it was left out.",)


def test_two_heading_rows_prefer_the_adjusted_close() -> None:
    """With a kind and a ticker above each column, the adjusted close of each ticker is taken."""
    text = "Price,Adj Close,Close,Close\nTicker,BABA,BABA,JD\nDate,,,\n2021-04-08,1,9,5\n2021-04-09,2,9,6\n"
    reading = read(text)
    assert [(one.name, one.closes, one.column) for one in reading.series] == [
        ("BABA", (1.0, 2.0), "Adj Close"),
        ("JD", (5.0, 6.0), "Close"),
    ]


def test_the_same_ticker_in_two_files() -> None:
    """The first file wins, and the second is named."""
    text = SAME_PRICES["long"].encode()
    reading = read_prices([("one.csv", text), ("two.csv", text)])
    assert only(reading).file == "one.csv"
    assert reading.notes == ("two.csv: BABA was already read from one.csv; this one was left out.",)


def test_series_are_found_by_ticker() -> None:
    """A ticker finds its exact series first, else the only one that begins with it; otherwise the names are listed."""
    many = [PriceSeries(name, THREE_DAYS, THREE_PRICES) for name in ("baba_us_d", "JD", "JD.HK", "BRK-A", "BRK-B")]
    assert get_series(many, "BABA").name == "baba_us_d"
    assert get_series(many, " jd ").name == "JD"
    for missing in ("BRK", "BAB", "PDD", ""):
        with pytest.raises(MarketProblem, match=r"are: baba_us_d, JD, JD\.HK, BRK-A, BRK-B\.$"):
            get_series(many, missing)
    with pytest.raises(TrackerError, match="the prices given are: none"):
        get_series([], "BABA")


def test_names_of_folders_are_no_part_of_a_series() -> None:
    """A series without ticker is named by its file, without folder and ending, whatever the system."""
    for file in ("prices/BABA.csv", r"prices\BABA.csv", "BABA"):
        assert only(read(SAME_PRICES["plain"], file)).name == "BABA"


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
PRICES = st.decimals("0.01", "99999", places=2)
FORMATS = {
    "%Y-%m-%d": False, "%Y/%m/%d": False, "%Y%m%d": False, "%d.%m.%Y": False, "%d %b %Y": False, "%b %d, %Y": False,
    "%B %d, %Y": False, "%d-%b-%Y": False, "%m/%d/%Y": True, "%d/%m/%Y": True, "%d-%m-%Y": True,
}  # fmt: skip


@given(
    prices=st.dictionaries(DAYS, PRICES, min_size=2, max_size=30),
    form=st.sampled_from(sorted(FORMATS)),
    shuffled=st.randoms(use_true_random=False),
    sign=st.sampled_from(["", "$", "HK$", "¥"]),
)
def test_what_is_written_is_read(prices: dict[date, Decimal], form: str, shuffled: Random, sign: str) -> None:
    """Any prices in any date form and order are read back exactly, as soon as the column proves its order."""
    rows = [(day.strftime(form), f'"{sign}{price:,}"') for day, price in prices.items()]
    shuffled.shuffle(rows)
    if FORMATS[form]:
        proof = date(2031, 1, 31)
        prices = {**prices, proof: Decimal(5)}
        rows.append((proof.strftime(form), "5.00"))
    text = "Date;Close\n" + "".join(f"{day};{price}\n" for day, price in rows)
    series = only(read(text))
    assert dict(zip(series.days, series.closes, strict=True)) == {day: float(price) for day, price in prices.items()}
    assert list(series.days) == sorted(series.days)


@given(data=st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """Whatever the bytes are, the answer is a reading, and nothing read goes without a series or a note."""
    reading = read_prices([("any.csv", data)])
    assert reading.series or reading.notes


@given(cells=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=12))
def test_no_cells_break_the_reader(cells: list[list[str]]) -> None:
    """Whatever stands under a heading, series hold ascending days and prices above zero."""
    text = "Date,Close\n2021-01-04,5\n" + "\n".join(",".join(row) for row in cells) + "\n2021-01-05,6\n"
    for series in read(text).series:
        assert all(price > 0 for price in series.closes)
        assert all(later - earlier > timedelta(0) for earlier, later in zip(series.days, series.days[1:], strict=False))


def test_the_owner_of_a_share_is_found_by_the_name_of_its_prices() -> None:
    """A ticker is met whole or as the beginning of a name, remarks on it do not count, and a longer word is another."""
    alibaba = TermRow(TermType.COMPANY, "Alibaba", "Alibaba", None, tickers=("BABA", "9988.HK"))
    didi = TermRow(TermType.COMPANY, "DiDi", "DiDi", None, tickers=("DIDI (to June 2022)", "DIDIY"))
    owner_of = owners_of([alibaba, didi])
    names = ("BABA", "baba_us_d", "9988.hk", "baba-adjusted", "didi_us_d", "DIDIY", "BABAX", "9988", "M")
    assert [owner.key if (owner := owner_of(name)) else None for name in names] == (
        ["Alibaba"] * 4 + ["DiDi"] * 2 + [None] * 3
    )
