"""Ten sessions without browsers on one server: runs of the page a second beside the bare page, errors, and memory.

Each session is a websocket that speaks Streamlit's own protocol and asks for the next run as soon as one has ended,
each with another filter in the address, all of which were chosen before. An hour of it is shortened to a number of
runs, which the row tells.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from typing import NamedTuple
from urllib.parse import urlsplit

from measuring import Row, compared, in_turn, main, number, record_of
from servers import bare_page, dashboard_of, megabytes_of
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

SESSIONS = 10
SIZES = (280, 10_000)
SECONDS, ROUNDS = 8.0, 2
RUNS, RUNS_LARGE = 1_200, 20_000
SETTLING = 0.2
"""The share of the runs after which the memory is looked at for the first time."""

QUERIES = ("", "stance_min=1", "since=2018-01-01", "stance_max=-1", "until=2021-12-31", "stance_min=-1")
"""Filters that a session takes from the address in each run; of what boxes choose only the first run's counts."""


class Load(NamedTuple):
    """What ten sessions did: runs that ended well, runs that did not, and the seconds that it took."""

    runs: int
    errors: int
    seconds: float

    @property
    def rate(self) -> float:
        """Runs a second."""
        return self.runs / self.seconds


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure the rate at both sizes, and the memory at the smaller one."""
    with ExitStack() as stack:
        bare = stack.enter_context(bare_page())
        urls = {size: stack.enter_context(dashboard_of(size)) for size in SIZES if record_of(size)}
        for size, url in urls.items():
            check_filters(url)
            mine, other = in_turn(ROUNDS, lambda url=url: load(url, SECONDS), lambda: load(bare, SECONDS), warm_up=1)
            rates = [each.rate for each in mine], [each.rate for each in other]
            row = compared("ten sessions, runs a second", number(size), 0.6, "bare Streamlit page", *rates, "runs")
            yield Row(row.what, row.at, row.measured, row.goal, row.floor, row.figures, is_least=True)
            yield Row(
                "ten sessions, errors", number(size), float(sum(each.errors for each in mine)), 0, "", unit="errors"
            )
        yield _memory(urls[SIZES[0]], RUNS_LARGE if large else RUNS)


def _memory(url: str, runs: int) -> Row:
    port = urlsplit(url).port or 0
    load(url, float("inf"), int(runs * SETTLING))
    before = megabytes_of(port)
    done = load(url, float("inf"), int(runs * (1 - SETTLING)))
    grown = megabytes_of(port) - before
    figures = f"{before:.0f} MB before, {done.runs:,} runs, {done.errors} errors"
    return Row("ten sessions, memory grown", number(SIZES[0]), grown, 50, "", figures, "MB")


def load(url: str, seconds: float, runs: int = sys.maxsize) -> Load:
    """Let ten sessions ask for runs until the time is over or so many have been made, and return what they did."""
    began, ended, wrong, lock = time.monotonic(), [0], [0], threading.Lock()

    def one(place: int) -> None:
        with _session(url) as stream:
            for query in cycle(QUERIES[place % len(QUERIES) :] + QUERIES[: place % len(QUERIES)]):
                if time.monotonic() - began > seconds or ended[0] >= runs:
                    return
                is_well = _run(stream, query)
                with lock:
                    ended[0] += is_well
                    wrong[0] += not is_well

    threads = [threading.Thread(target=one, args=(place,)) for place in range(SESSIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(ended[0], wrong[0], time.monotonic() - began)


def check_filters(url: str) -> None:
    """Break off where two filters in one session give the same page: then a run would not do what it is held for."""
    with _session(url) as stream:
        texts = {
            "".join(each.delta.new_element.markdown.body for each in _messages(stream, query)) for query in QUERIES
        }
    if len(texts) < len(QUERIES):
        raise SystemExit("A session does not take its filter from the address.")


def _session(url: str) -> ClientConnection:
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    return connect(address, subprotocols=["streamlit"], max_size=None, origin=url, compression=None)  # type: ignore[arg-type, list-item]


def _run(stream: ClientConnection, query: str) -> bool:
    """Ask for a run of the page and wait for its end; tell whether it ended well and drew no error."""
    is_well = True
    for message in _messages(stream, query):
        if message.WhichOneof("type") == "delta":
            is_well &= message.delta.new_element.WhichOneof("type") != "exception"
    return is_well and message.script_finished == ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY


def _messages(stream: ClientConnection, query: str) -> Iterator[ForwardMsg]:
    """Ask for a run of the page and yield what comes, the last being that it has ended."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    stream.send(asked.SerializeToString())
    is_running = True
    while is_running:
        message = ForwardMsg.FromString(bytes(stream.recv()))  # type: ignore[arg-type]
        yield message
        is_running = message.WhichOneof("type") != "script_finished"


if __name__ == "__main__":
    sys.exit(main(rows))
