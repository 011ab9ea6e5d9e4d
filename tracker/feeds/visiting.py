"""One page over the network, with limits: time, size before and after unpacking, redirects, and where they lead."""

import contextlib
import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tracker import __version__
from tracker.errors import FeedProblem, HostNotReached
from tracker.feeds.targets import Resolver, Target, find_target, look_up

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection

ROBOT_NAME = "china-tech-regulation-tracker"
"""What this program calls itself where robots are told what they may do."""

USER_AGENT = f"{ROBOT_NAME}/{__version__}"
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CONNECT_SECONDS = 10.0
_CHUNK = 1 << 16
_TRIES = 3
_NOT_MODIFIED, _GOOD, _GONE, _TOO_MANY, _SERVER, _BUSY = 304, 200, 410, 429, 500, 503
_LONGEST_WAIT = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Network:
    """How the network is used.

    Attributes:
        resolve: looks names up.
        seconds: the longest that one request may take, from connecting to its last byte.
        pause: seconds between two requests to one host.
        local_port: a port of this very machine that may be asked as well, without TLS unless ``tls`` is given; only a
            caller of the function can set it.
        tls: whom to trust; the system's authorities where none is given.
    """

    resolve: Resolver = look_up
    seconds: float = 30.0
    pause: float = 2.0
    local_port: int | None = None
    tls: ssl.SSLContext | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        url: the address that answered, after redirects.
        moved_to: where the first address has moved for good, empty where it has not.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str = ""

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that nothing has changed since the version that is known."""
        return self.status == _NOT_MODIFIED


def visit(
    network: Network,
    url: str,
    *,
    most_bytes: int,
    is_cut: bool = False,
    headers: Mapping[str, str] | None = None,
    before: Callable[[str], None] = lambda _url: None,
) -> Answer:
    """Ask for a page and follow where it leads, each hop judged like the first.

    Args:
        network: how the network is used.
        url: the address.
        most_bytes: the largest body, unpacked.
        is_cut: whether a larger one is cut there instead of refused.
        headers: further headers of the request.
        before: called with each address before it is asked; what it raises ends the visit.

    Raises:
        FeedProblem: if an address may not be fetched, the server does not answer well, or a limit is passed.
    """
    moved, is_for_good = "", True
    for _ in range(MOST_REDIRECTS + 1):
        target = find_target(url, resolve=network.resolve, local_port=network.local_port)
        before(url)
        answer = _ask(network, target, most_bytes, headers or {}, is_cut=is_cut)
        onward = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not onward:
            return Answer(url, answer.status, answer.headers, answer.body, moved)
        url = _joined(url, onward)
        is_for_good = is_for_good and answer.status in {301, 308}
        moved = url if is_for_good else moved
    raise FeedProblem(f"The address leads on more than {MOST_REDIRECTS} times.")


def _joined(url: str, onward: str) -> str:
    try:
        return urljoin(url, onward.strip())
    except ValueError as problem:
        raise FeedProblem("The address leads on to one that cannot be read.") from problem


def check_answer(answer: Answer) -> None:
    """Let an answer pass that holds a page or says that nothing has changed.

    Raises:
        FeedProblem: if it does not; with how long the server asks to be left alone.
    """
    if answer.status in {_GOOD, _NOT_MODIFIED}:
        return
    if answer.status == _GONE:
        raise FeedProblem("The server says that the page is gone for good (410).")
    is_passing = answer.status >= _TOO_MANY
    wait = _wait(answer.headers.get("retry-after", "")) if is_passing else 0
    # A fault of the server may be that of one page; these are said of all of it.
    host = (urlsplit(answer.url).hostname or "") if wait or answer.status in {_TOO_MANY, _BUSY} else ""
    if answer.status == _TOO_MANY:
        raise FeedProblem("The server says that it was asked too often (429).", wait=wait, host=host)
    who = "The server has a fault of its own" if answer.status >= _SERVER else "The server does not give the page"
    raise FeedProblem(f"{who} ({answer.status}).", wait=wait, host=host, is_passing=is_passing)


def _wait(text: str) -> float:
    """Read how long to wait: seconds, or an instant."""
    text = text.strip()[:40]
    if text.isascii() and text.isdecimal():
        return min(float(text), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
    return min(max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds()), _LONGEST_WAIT)


def _ask(network: Network, target: Target, most_bytes: int, headers: Mapping[str, str], *, is_cut: bool) -> Answer:
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError

    end = time.monotonic() + network.seconds
    connection = _connect(network, target, end)
    # A server that sends one byte now and then never lets a single read run out of time.
    watch = threading.Timer(max(0.0, end - time.monotonic()), _cut, [connection.sock])
    watch.daemon = True
    watch.start()
    sent = {"Host": target.host_header, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    try:
        connection.request("GET", target.path, headers=sent | dict(headers), preload_content=False)
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.headers.items()}
        body = _body(response, most_bytes, end, is_cut=is_cut) if response.status == _GOOD else b""
    except (HTTPError, HTTPException, OSError, ValueError) as problem:
        if time.monotonic() >= end:
            raise FeedProblem(_too_slow(network), is_passing=True) from problem
        sentence = f"The answer of {target.host} broke off or cannot be read."
        raise FeedProblem(sentence, is_passing=True) from problem
    finally:
        watch.cancel()
        connection.close()
    if time.monotonic() >= end:
        raise FeedProblem(_too_slow(network), is_passing=True)
    return Answer(target.url, response.status, received, body)


def _too_slow(network: Network) -> str:
    return f"The answer took longer than {network.seconds:g} seconds."


def _connect(network: Network, target: Target, end: float) -> "HTTPConnection":
    """Connect to the first of a target's numbers that answers; the certificate has to be that of its name."""
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import HTTPError

    for number in target.numbers[:_TRIES]:
        timeout = max(0.1, min(_CONNECT_SECONDS, end - time.monotonic()))
        if target.is_local and network.tls is None:
            connection: HTTPConnection = HTTPConnection(number, target.port, timeout=timeout)
        else:
            tls = network.tls or ssl.create_default_context()
            name = target.host.rstrip(".")
            connection = HTTPSConnection(number, target.port, timeout=timeout, ssl_context=tls, server_hostname=name)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as problem:
            connection.close()
            raise FeedProblem(f"The certificate of {target.host} is not valid for it.", is_passing=True) from problem
        except (HTTPError, OSError):
            connection.close()
        else:
            connection.sock.settimeout(network.seconds)
            return connection
    raise HostNotReached(f"The host {target.host} cannot be reached.", target.host)


def _cut(opened: socket.socket) -> None:
    """End a connection from outside; whoever reads from it is told at once."""
    with contextlib.suppress(OSError, ValueError):
        opened.shutdown(socket.SHUT_RDWR)


def _body(response: "BaseHTTPResponse", most_bytes: int, end: float, *, is_cut: bool) -> bytes:
    """Read a body piece by piece, unpacked, and stop at the first byte too many."""
    most = f"The page is larger than {most_bytes // 1_000_000} MB."
    length = response.headers.get("content-length", "")
    if not is_cut and length.isdecimal() and int(length[:20]) > most_bytes:
        raise FeedProblem(most)
    body = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > most_bytes:
            if is_cut:
                return bytes(body[:most_bytes])
            raise FeedProblem(most)
        if time.monotonic() >= end:
            break
    return bytes(body)
