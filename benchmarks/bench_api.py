"""The API under a steady load, beside a bare route that returns the same bytes.

Goals: a hundred events in under 15 ms at 100,000 events; 99 of 100 answers in under 60 ms at fifty requests a second
for a minute, and no error. ``--brief`` keeps the load up for five seconds.
"""

import asyncio
import datetime as dt
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx
from measuring import REPOSITORY, Row, compared, database, main, number, ratio_of, record_of

EVENTS = 100_000
RATE = 50
"""Requests a second."""

SECONDS = 5 if "--brief" in sys.argv else 60
ROUNDS = 60
PLAIN = {"Accept-Encoding": "identity"}

BARE = """
import sys
from pathlib import Path
import uvicorn
from fastapi import FastAPI, Response
body, app = Path(sys.argv[1]).read_bytes(), FastAPI()
app.get("/")(lambda: Response(body, media_type="application/json"))
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", access_log=False)
"""


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(port: int, path: str, *command: str | Path) -> Iterator[str]:
    """Run a server and give the address of a path of it, once it answers; it is ended with the block."""
    url = f"http://127.0.0.1:{port}{path}"
    with subprocess.Popen([sys.executable, *map(str, command)], cwd=REPOSITORY) as server:
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    httpx.get(url).raise_for_status()
                    break
                except httpx.TransportError:
                    if time.monotonic() > until or server.poll() is not None:
                        raise
                    time.sleep(0.1)
            yield url
        finally:
            server.terminate()


def api(events: int, port: int) -> tuple[str | Path, ...]:
    """Return the command that serves the API of a record."""
    return ("-m", "tracker", "api", "--port", str(port), *database(record_of(events)))


def milliseconds(client: httpx.Client, url: str) -> float:
    """Return how long one answer takes."""
    began = time.perf_counter()
    client.get(url, headers=PLAIN).raise_for_status()
    return 1000 * (time.perf_counter() - began)


def asked_at_random(url: str, draw: random.Random) -> str:
    """Return an address with another filter each time, as programs that read along ask."""
    day = dt.date(2015, 1, 1) + dt.timedelta(draw.randrange(3_650))
    asked = ("", f"?since={day}", f"?since={day}&until={day.year + 1}&stance_max=-1", f"?kinds=rule&since={day}")
    return url + draw.choice(asked)


async def under_load(url: str) -> tuple[list[float], int]:
    """Send requests at a steady pace, whether or not the earlier ones are answered; milliseconds each, and failures."""
    draw, taken, failed = random.Random(1), [], 0
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:

        async def ask(address: str) -> None:
            nonlocal failed
            began = time.perf_counter()
            try:
                failed += (await client.get(address)).status_code != 200
            except httpx.HTTPError:
                failed += 1
            taken.append(1000 * (time.perf_counter() - began))

        running, began = [], time.perf_counter()
        for place in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, began + place / RATE - time.perf_counter()))
            running.append(asyncio.create_task(ask(asked_at_random(url, draw))))
        await asyncio.gather(*running)
    return taken, failed


def told_of_load(taken: Sequence[float], failed: int) -> Iterator[Row]:
    """Return the rows of a load."""
    last = quantiles(taken, n=100)[98]
    at = f"{number(EVENTS)}, {RATE} a second for {SECONDS} s"
    yield Row("API, 99 of 100 answers", at, last, 60, "no floor", f"median {median(taken):.1f} ms", "ms")
    yield Row("API, requests that failed", at, failed, 0, "no floor", f"of {len(taken):,}", "requests")


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure single answers beside the bare route, then the load."""
    del large
    with ExitStack() as stack:
        port = free_port()
        url = stack.enter_context(serving(port, "/v1/events", *api(EVENTS, port)))
        body = Path(stack.enter_context(_folder()), "body")
        body.write_bytes(httpx.get(url, headers=PLAIN).content)
        port = free_port()
        bare = stack.enter_context(serving(port, "/", "-c", BARE, body, str(port)))
        client = stack.enter_context(httpx.Client())
        own, floor = [], []
        again: list[float] = []
        for place in range(ROUNDS):
            # Each time another question with the same answer, so that none is kept from before.
            first = dt.date(1990, 1, 1) + dt.timedelta(place)
            own.append(milliseconds(client, f"{url}?since={first}"))
            floor.append(milliseconds(client, bare))
            again.append(milliseconds(client, url))
        yield compared(
            "API, 100 events", number(EVENTS), None, "bare FastAPI route of the same bytes", own, floor, "ms"
        )
        yield compared("API, 100 events, asked again", number(EVENTS), None, "the same route", again, floor, "ms")
        yield Row("API, 100 events", f"{number(EVENTS)}, one answer", median(own), 15, "no floor",
                  f"{ratio_of(own, floor):.1f} times the bare route", "ms")  # fmt: skip
        yield from told_of_load(*asyncio.run(under_load(url)))


@contextmanager
def _folder() -> Iterator[str]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        yield folder


if __name__ == "__main__":
    sys.exit(main(rows))
