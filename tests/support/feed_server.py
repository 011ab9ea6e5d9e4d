"""A server on this machine that answers as feeds do, well and ill: nothing leaves the machine."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tracker.feeds.manners import Manners
from tracker.feeds.visiting import Network


@dataclass
class Page:
    """What stands at a path.

    Attributes:
        body: what is sent.
        status: with which status.
        headers: further headers.
        etag: its mark; who brings it gets 304.
        act: sends the answer itself instead.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    act: Callable[[BaseHTTPRequestHandler], None] | None = None


class FeedServer:
    """The server: its pages by path, and what it was asked.

    Attributes:
        pages: path to page; what is not there is 404.
        asked: the paths that were asked for, with their headers.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, without the rules for robots."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def network(self, seconds: float = 5.0) -> Network:
        """Return a network that may ask this server and, of this machine, nothing else."""
        return Network(seconds=seconds, pause=0.0, local_port=self.port)

    def manners(self, seconds: float = 5.0) -> Manners:
        """Return the manners of a visitor of this server."""
        return Manners(self.network(seconds))

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.asked.append((handler.path, headers))
        page = self.pages.get(handler.path, Page(status=404))
        if page.act:
            page.act(handler)
            return
        if page.etag and headers.get("if-none-match") == page.etag:
            page = Page(status=304, etag=page.etag)
        handler.send_response(page.status)
        for name, value in (page.headers | ({"ETag": page.etag} if page.etag else {})).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(page.body)


def item(number: int, **changes: str) -> str:
    """Return an RSS item."""
    parts = {
        "title": f"Item {number}",
        "link": f"https://example.org/{number}",
        "guid": f"id-{number}",
        "pubDate": f"Mon, {number:02d} Jun 2026 08:00:00 +0800",
        "description": f"Words of item {number}.",
    } | changes
    return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in parts.items() if value)}</item>"


def rss(*items: str) -> bytes:
    """Return an RSS feed."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>{"".join(items)}</channel></rss>'.encode()


ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title type="html">One &amp;amp; two</title>
<id>tag:example.org,2026:1</id><link href="/atom/1"/><updated>2026-06-02T23:30:00-05:00</updated>
<content type="html">&lt;p&gt;First part.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;
&lt;p&gt;Second part.&lt;/p&gt;</content>
</entry></feed>"""

JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A",
    "items": [
        {"id": 7, "url": "https://example.org/json", "title": "From JSON",
         "date_published": "2026-06-03T01:00:00+08:00", "content_text": "Plain words"},
        "no item",
        {"id": "8", "title": "Without an address"},
    ],
}).encode()  # fmt: skip

LINKS = """<html><head><meta charset="utf-8"></head><body><nav><a href="/about">About</a></nav><ul class="list">
<li><a href="/c/1.htm" title="关于算法的通知">关于算法…</a><span>[2026-06-01]</span></li>
<li><a href="https://example.org/c/2.htm">第二条</a><span>2026年6月2日</span></li>
<li><a href="javascript:alert(1)">No page</a></li><li>No link</li></ul></body></html>""".encode()


def bomb(unpacked: int) -> bytes:
    """Return a small packed body that is large when it is unpacked."""
    return gzip.compress(b"<!-- " + b" " * unpacked)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, without end."""
    with suppress(OSError):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(600):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Send one header now and then, without end."""
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(90):
            handler.wfile.write(f"X-{number}: ".encode())
            handler.wfile.flush()
            time.sleep(0.1)


def torn(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(rss(item(1)))


@contextmanager
def serving() -> Iterator[FeedServer]:
    """Serve until the block ends."""
    known: list[FeedServer] = []

    class Handler(BaseHTTPRequestHandler):
        """Hands each request on."""

        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            """Answer."""
            with suppress(OSError):
                known[0].answer(self)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known.append(FeedServer(server.server_address[1]))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield known[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def feed_server() -> Iterator[FeedServer]:
    """A server of this test's own, ended with it."""
    with serving() as server:
        yield server
