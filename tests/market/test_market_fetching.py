"""Prices by ticker from a server on this machine that answers in the real form, and how they are kept."""

import builtins
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.yahoo import NEW_YORK, Yahoo
from tracker.market import MarketProblem, read_prices
from tracker.market.fetching import fetch_prices
from tracker.market.stored_prices import (
    MOST_TICKERS,
    list_stored,
    parse_tickers,
    prices_folder,
    read_stored,
    remove_stored,
)
from tracker.settings import data_folder

SINCE, TODAY = dt.date(2018, 1, 1), dt.date(2021, 4, 14)


def test_prices_are_fetched_and_stored_with_day_and_origin(yahoo: Yahoo, tmp_path: Path) -> None:
    """Closes as they came, the adjusted ones are read; a day without a price is left out; the period is as asked."""
    folder = tmp_path / "new" / "prices"
    found = fetch_prices(folder, ["baba", "9988.HK", "BABA"], SINCE, TODAY)
    assert found.problems == ()
    assert [about.ticker for about in found.stored] == ["BABA", "9988.HK"]
    assert (folder / "BABA.csv").read_text().splitlines()[:2] == ["Date,Close,Adj Close", "2021-04-08,226.5,113.25"]
    (series,) = read_prices(read_stored(folder, found.stored[:1])).series
    assert (series.name, series.column, len(series.days)) == ("BABA", "Adj Close", 3)
    assert series.closes == pytest.approx([113.25, 111.655, 122.005])
    about = json.loads((folder / "9988.HK.json").read_text())
    assert about["currency"] == "HKD"
    assert about["last"] == "2021-04-12"
    assert about["fetched_on"] == "2021-04-14"
    assert found.stored[0].sentence.startswith("BABA, to 12 April 2021, from Yahoo Finance (yfinance 1.")
    asked = [dt.datetime.fromtimestamp(second, NEW_YORK).date() for second in yahoo.periods[0]]
    assert asked == [SINCE, TODAY]
    assert list_stored(folder) == tuple(sorted(found.stored, key=lambda one: one.ticker))


def test_what_is_not_known_is_a_sentence_and_the_rest_is_stored(yahoo: Yahoo, tmp_path: Path) -> None:
    """A ticker that nobody knows does not keep the next one from being fetched."""
    del yahoo
    found = fetch_prices(tmp_path, ["NOSUCH", "BABA"], SINCE, TODAY)
    assert found.problems == ("Yahoo Finance has no prices of NOSUCH.",)
    assert [about.ticker for about in found.stored] == ["BABA"]


@pytest.mark.parametrize(
    ("mode", "words"), [("limited", "takes no more requests for now"), ("broken", "gave no answer that can be read")]
)
def test_a_limit_or_an_outage_is_one_sentence_and_ends_the_fetch(
    yahoo: Yahoo, tmp_path: Path, mode: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What was stored before stays as it is, and nothing more is asked for."""
    fetch_prices(tmp_path, ["BABA"], SINCE, TODAY)
    before = (tmp_path / "BABA.csv").read_bytes()
    yahoo.mode = mode
    found = fetch_prices(tmp_path, ["MCHI", "BABA"], SINCE, TODAY)
    assert len(found.problems) == 1
    assert words in found.problems[0]
    assert "MCHI" not in {path.rpartition("/")[2] for path in yahoo.asked if "BABA" in path}
    assert (tmp_path / "BABA.csv").read_bytes() == before
    assert not caplog.records


def test_no_network_is_one_sentence(yahoo: Yahoo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that cannot be reached ends the fetch with a way out."""
    from yfinance.data import YfData

    del yahoo

    def unreachable(*_: Any, **__: Any) -> None:
        raise ConnectionError("refused")

    monkeypatch.setattr(YfData()._session, "request", unreachable)
    (problem,) = fetch_prices(tmp_path, ["BABA", "MCHI"], SINCE, TODAY).problems
    assert problem == "Yahoo Finance cannot be reached; try again later, or files with prices work as before."
    assert list_stored(tmp_path) == ()


def test_a_missing_library_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the sentence names it."""
    plain = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "yfinance":
            raise ImportError(name)
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    (problem,) = fetch_prices(tmp_path, ["BABA"], SINCE, TODAY).problems
    assert "china-tech-regulation-tracker[prices]" in problem


@pytest.mark.parametrize("text", ["../../etc", "BABA MCHI", "A" * 12, "BA/BA", "-X", "BABA?x=1", "阿里"])
def test_what_cannot_be_a_ticker_is_refused(text: str) -> None:
    """Nothing that could lead to another file or another page is taken."""
    with pytest.raises(MarketProblem, match="is no ticker"):
        parse_tickers([text])


def test_too_many_none_and_an_empty_period_are_refused(tmp_path: Path) -> None:
    """Each with its sentence, before anything is asked for."""
    with pytest.raises(MarketProblem, match="at most 20"):
        parse_tickers([f"T{number}" for number in range(MOST_TICKERS + 1)])
    with pytest.raises(MarketProblem, match="at least one"):
        parse_tickers([" "])
    with pytest.raises(MarketProblem, match="earlier day"):
        fetch_prices(tmp_path, ["BABA"], TODAY, TODAY)


def test_stored_prices_are_removed_and_torn_pairs_are_none(yahoo: Yahoo, tmp_path: Path) -> None:
    """Both files go; a file alone, or one that says another ticker, is no stored price."""
    del yahoo
    fetch_prices(tmp_path, ["BABA", "MCHI"], SINCE, TODAY)
    (tmp_path / "X.json").write_text("{}")
    (about,) = [each for each in list_stored(tmp_path) if each.ticker == "BABA"]
    (tmp_path / "Y.json").write_text((tmp_path / "BABA.json").read_text())
    remove_stored(tmp_path, "BABA")
    assert sorted(file.name for file in tmp_path.glob("*.csv")) == ["MCHI.csv"]
    assert [each.ticker for each in list_stored(tmp_path)] == ["MCHI"]
    assert read_stored(tmp_path, [about]) == ()
    with pytest.raises(MarketProblem, match="No prices of BABA are stored"):
        remove_stored(tmp_path, "BABA")


def test_prices_lie_beside_the_database(tmp_path: Path) -> None:
    """Beside a SQLite file under its name; for PostgreSQL in the user's data folder, each database in its own."""
    assert prices_folder(f"sqlite:///{tmp_path}/own.db") == tmp_path / "own.db-prices"
    urls = [f"postgresql+psycopg://me@localhost/{name}" for name in ("x", "y")] + ["postgresql+psycopg://me@other/x"]
    folders = {prices_folder(url) for url in (*urls, f"sqlite:///{data_folder()}/tracker.db")}
    assert len(folders) == 4
    assert {folder.parent for folder in folders} == {data_folder()}
    for url in ("postgresql+psycopg://me:word@localhost/x", "postgresql+psycopg://me@localhost/x?password=word"):
        assert prices_folder(url) == prices_folder(urls[0])
