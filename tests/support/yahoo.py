"""A server on this machine that answers as Yahoo Finance does, and yfinance asking it: nothing leaves the machine.

The answers have the form of the chart interface, version 8, as yfinance 1 asks for it: a cookie, a crumb, the time
zone, then the prices. The prices are made up.
"""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

NEW_YORK = ZoneInfo("America/New_York")
DAYS = ("2021-04-08", "2021-04-09", "2021-04-12", "2021-04-13")
CLOSES = (226.5, 223.31, 244.01, None)
"""The last one is a day without a price, as the interface gives it."""


class Yahoo:
    """The server: what it knows, what it answers, and what it was asked.

    Attributes:
        mode: "well", "limited" or "broken".
        asked: the paths that were asked for.
        periods: first and last second of the prices that were asked for.
    """

    def __init__(self) -> None:
        self.mode = "well"
        self.asked: list[str] = []
        self.periods: list[tuple[int, int]] = []
        self.known = {"BABA": "USD", "9988.HK": "HKD", "MCHI": "USD"}

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, str]:
        """Return status, type and text of an answer."""
        self.asked.append(path)
        if self.mode == "limited":
            return 429, "text/html", "Too Many Requests"
        if self.mode == "broken":
            return 502, "text/html", "<html><body>Bad gateway</body></html>"
        if path == "/v1/test/getcrumb":
            return 200, "text/plain", "abc.DEF/ghi"
        if path.startswith("/v8/finance/chart/"):
            return self._chart(path.rpartition("/")[2], query)
        return 404, "text/html", "<html></html>"

    def _chart(self, ticker: str, query: dict[str, list[str]]) -> tuple[int, str, str]:
        if ticker not in self.known:
            error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
            return 404, "application/json", json.dumps({"chart": {"result": None, "error": error}})
        if "period1" in query:
            self.periods.append((int(query["period1"][0]), int(query["period2"][0])))
        answer = {"chart": {"result": [_result(ticker, self.known[ticker])], "error": None}}
        return 200, "application/json", json.dumps(answer)


def _result(ticker: str, currency: str) -> dict[str, Any]:
    opened = [dt.datetime.fromisoformat(f"{day}T09:30").replace(tzinfo=NEW_YORK) for day in DAYS]
    return {
        "meta": {
            "currency": currency,
            "symbol": ticker,
            "exchangeName": "NYQ",
            "instrumentType": "EQUITY",
            "firstTradeDate": 1411133400,
            "gmtoffset": -14400,
            "timezone": "EDT",
            "exchangeTimezoneName": "America/New_York",
            "regularMarketPrice": 244.01,
            "priceHint": 2,
            "dataGranularity": "1d",
            "range": "",
            "validRanges": ["1d", "5d", "1mo", "1y", "max"],
        },
        "timestamp": [int(day.timestamp()) for day in opened],
        "events": {"dividends": {"1": {"amount": 1.0, "date": int(opened[2].timestamp())}}},
        "indicators": {
            "quote": [
                dict.fromkeys(("open", "high", "low", "close"), CLOSES)
                | {"volume": [None if close is None else 100 for close in CLOSES]}
            ],
            "adjclose": [{"adjclose": [None if close is None else close / 2 for close in CLOSES]}],
        },
    }


@contextmanager
def _serving(yahoo: Yahoo) -> Iterator[int]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, kind, text = yahoo.answer(parts.path, parse_qs(parts.query))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def yahoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Yahoo]:
    """A server in Yahoo's form, which yfinance asks as long as the test runs."""
    import yfinance
    from curl_cffi import requests
    from yfinance.data import YfData

    with _serving(known := Yahoo()) as port:

        class Local(requests.Session):
            def request(self, method: Any, url: str, *rest: Any, **named: Any) -> Any:
                parts = urlsplit(url)
                return super().request(method, f"http://127.0.0.1:{port}{parts.path}", *rest, **named)

        yfinance.set_tz_cache_location(str(tmp_path / "cache"))
        monkeypatch.setattr("yfinance.cache._TzCacheManager._tz_cache", None)
        monkeypatch.setattr("yfinance.cache._CookieCacheManager._Cookie_cache", None)
        monkeypatch.setattr("yfinance.base._tz_info_fetch_ctr", 0)
        data = YfData()
        for name, value in {"_crumb": None, "_cookie": None, "_cookie_strategy": "basic", "_session": Local()}.items():
            monkeypatch.setattr(data, name, value)
        data.cache_get.cache_clear()
        yield known
        data.cache_get.cache_clear()
