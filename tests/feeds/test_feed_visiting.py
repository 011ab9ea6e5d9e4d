"""What may be fetched, and how an unwilling server is borne: time, size, hops."""

import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from urllib3.connection import HTTPConnection

from tests.support.certificates import authority_and_certificate
from tests.support.feed_server import FeedServer, Page, bomb, drip, drip_headers, torn
from tracker.errors import FeedProblem
from tracker.feeds.manners import Manners
from tracker.feeds.targets import find_target, is_public
from tracker.feeds.visiting import USER_AGENT, Network, check_answer, visit

PUBLIC = "93.184.216.34"
PRIVATE = (
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
    "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
    "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::5db8:d822", "64:ff9b:1::1", "2002:7f00:1::", "2002:5db8:d822::1", "2001::1", "2001:db8::1", "100::1",
    "5f00::1", "3fff::1", "not a number", "", "2130706433", "0x7f.1",
)  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_only_public_numbers_are_connected_to(number: str) -> None:
    """A name that leads to any other number is refused, also where a public one stands beside it."""
    assert not is_public(number)
    for numbers in ([number], [PUBLIC, number]):
        with pytest.raises(FeedProblem, match="not public"):
            find_target("https://feeds.example/rss", resolve=lambda *_, found=numbers: found)


@pytest.mark.parametrize("number", [PUBLIC, "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_numbers_are(number: str) -> None:
    """An ordinary host is one."""
    assert is_public(number)
    assert find_target("https://feeds.example/rss?a=b", resolve=lambda *_: [number]).numbers == (number,)


@pytest.mark.parametrize(
    "url",
    [
        "http://feeds.example/rss", "file:///etc/passwd", "ftp://feeds.example/rss", "gopher://feeds.example/",
        "//x.org", "https://user@feeds.example/rss", "https://user:word@feeds.example/", "https://feeds.example:8443/rss",
        "https://feeds.example:80/rss", "https://feeds.example:0443.1/", "https://127.0.0.1/", "https://2130706433/",
        "https://0x7f000001/", "https://0x7f.0.0.1/", "https://017700000001/", "https://127.1/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://localhost/", "https://localhost./",
        "https://1.1.1.1/", "https://feeds.example\\@127.0.0.1/", "https://feeds.example#@127.0.0.1/x y",
        "https://feeds.example\t.evil.example/", "https://127.0.0.1.:443/", "https://例子.中国/", "data:text/html,x",
        "javascript:alert(1)", "", "https://", "https:///rss", "https://a..example/", "https://" + "a" * 3000,
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_fetched(url: str) -> None:
    """Other schemes, ports, users, numbers in any writing and what is no address are refused before a look-up."""

    def never(*_: object) -> Sequence[str]:
        raise AssertionError(url)

    with pytest.raises(FeedProblem):
        find_target(url, resolve=never)


def test_a_host_that_is_not_known_is_told() -> None:
    """A look-up that fails, or gives nothing, is a sentence."""

    def fail(*_: object) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (fail, lambda *_: []):
        with pytest.raises(FeedProblem, match="not known"):
            find_target("https://feeds.example/", resolve=resolve)


def test_a_visit_says_who_comes_and_brings_what_was_known(feed_server: FeedServer) -> None:
    """The program's name and version, the mark of the known version, and the server's own name for itself."""
    feed_server.pages["/a"] = Page(b"body", etag='"1"')
    network = feed_server.network()
    assert visit(network, feed_server.url("/a"), most_bytes=100).body == b"body"
    again = visit(network, feed_server.url("/a"), most_bytes=100, headers={"If-None-Match": '"1"'})
    assert (again.is_unchanged, again.body) == (True, b"")
    _, headers = feed_server.asked[-1]
    assert headers["user-agent"] == USER_AGENT
    assert headers["host"] == f"127.0.0.1:{feed_server.port}"


def test_redirects_are_followed_five_times_and_judged_each_time(feed_server: FeedServer) -> None:
    """A loop ends, and an address that may not be fetched is refused at any hop, this machine's other ports too."""
    for hop in range(5):
        feed_server.pages[f"/{hop}"] = Page(status=301, headers={"Location": f"/{hop + 1}"})
    feed_server.pages["/5"] = Page(b"here")
    feed_server.pages["/more"] = Page(status=302, headers={"Location": "/0"})
    feed_server.pages["/loop"] = Page(status=307, headers={"Location": "/loop"})
    network = feed_server.network()
    found = visit(network, feed_server.url("/0"), most_bytes=100)
    assert (found.body, found.url, found.moved_to) == (b"here", feed_server.url("/5"), feed_server.url("/5"))
    for path in ("/more", "/loop"):
        with pytest.raises(FeedProblem, match="more than 5 times"):
            visit(network, feed_server.url(path), most_bytes=100)
    for place in (
        f"http://127.0.0.1:{feed_server.port + 1}/", "https://169.254.169.254/latest/", "file:///etc/passwd",
        "https://[::1]/", "http://example.org/", "https://user@example.org/", "https://localhost/", "https://[",
        "//10.1/",
    ):  # fmt: skip
        feed_server.pages["/away"] = Page(status=302, headers={"Location": place})
        with pytest.raises(FeedProblem):
            visit(network, feed_server.url("/away"), most_bytes=100)
    feed_server.pages["/for-now"] = Page(status=302, headers={"Location": "/5"})
    feed_server.pages["/then"] = Page(status=302, headers={"Location": "/4"})
    for path in ("/for-now", "/then"):
        assert visit(network, feed_server.url(path), most_bytes=100).moved_to == ""


def test_a_name_that_leads_home_by_a_redirect_is_refused(feed_server: FeedServer) -> None:
    """A public name whose number is this machine's is found out when it is looked up."""
    feed_server.pages["/away"] = Page(status=302, headers={"Location": "https://inside.example/admin"})
    network = Network(
        resolve=lambda host, _: ["127.0.0.1"] if host == "127.0.0.1" else ["10.0.0.7"], local_port=feed_server.port
    )
    with pytest.raises(FeedProblem, match=r"inside\.example leads to an address that is not public"):
        visit(network, feed_server.url("/away"), most_bytes=100)


def test_a_name_is_looked_up_once_for_each_hop(feed_server: FeedServer) -> None:
    """What was judged is what is connected to: a second answer for the same name is never asked for."""
    feed_server.pages["/a"] = Page(b"body")
    looked_up: list[str] = []

    def resolve(host: str, _: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    network = Network(resolve=resolve, local_port=feed_server.port)
    assert visit(network, f"http://feeds.example:{feed_server.port}/a", most_bytes=100).body == b"body"
    assert looked_up == ["feeds.example"]
    assert feed_server.asked[-1][1]["host"] == f"feeds.example:{feed_server.port}"


def test_large_bodies_are_given_up(feed_server: FeedServer) -> None:
    """By what the server promises, by what it sends, and by what that becomes when it is unpacked."""
    feed_server.pages["/promised"] = Page(b"", headers={"Content-Length": "999999999"})
    feed_server.pages["/sent"] = Page(b" " * 2_000_000)
    feed_server.pages["/bomb"] = Page(bomb(200_000_000), headers={"Content-Encoding": "gzip"})
    for path in feed_server.pages:
        with pytest.raises(FeedProblem, match="larger than 1 MB"):
            visit(feed_server.network(), feed_server.url(path), most_bytes=1_000_000)
    feed_server.pages["/fine"] = Page(bomb(900_000), headers={"Content-Encoding": "gzip"})
    assert len(visit(feed_server.network(), feed_server.url("/fine"), most_bytes=1_000_000).body) > 900_000


@pytest.mark.parametrize("act", [drip, drip_headers, lambda _: time.sleep(20)], ids=["body", "headers", "silent"])
def test_slow_answers_are_given_up(feed_server: FeedServer, act: object) -> None:
    """However the bytes drip, the whole takes no longer than it may."""
    feed_server.pages["/slow"] = Page(act=act)  # type: ignore[arg-type]
    began = time.monotonic()
    with pytest.raises(FeedProblem, match="longer than 1 seconds"):
        visit(feed_server.network(1.0), feed_server.url("/slow"), most_bytes=1_000_000)
    assert time.monotonic() - began < 4


def test_broken_answers_are_told(feed_server: FeedServer) -> None:
    """A body that is torn, packed wrongly, or no answer at all is a sentence, not a body."""
    feed_server.pages["/torn"] = Page(act=torn)
    feed_server.pages["/packed"] = Page(b"not packed", headers={"Content-Encoding": "gzip"})
    feed_server.pages["/noise"] = Page(act=lambda handler: handler.wfile.write(b"\x00\xff noise\r\n\r\n") and None)
    for path in feed_server.pages:
        with pytest.raises(FeedProblem, match="broke off or cannot be read"):
            visit(feed_server.network(), feed_server.url(path), most_bytes=1_000_000)


@pytest.mark.parametrize(
    ("status", "headers", "words", "wait"),
    [
        (404, {}, "does not give the page", 0),
        (403, {"Retry-After": "60"}, "does not give the page", 0),
        (410, {}, "gone for good", 0),
        (429, {"Retry-After": "120"}, "too often", 120),
        (503, {"Retry-After": "999999999999"}, "fault of its own", 7 * 86_400),
        (500, {"Retry-After": "soon"}, "fault of its own", 0),
        (503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, "fault of its own", 0),
        (503, {"Retry-After": "1 Jan 2024 00:00:00 +999999999999999"}, "fault of its own", 0),
        (204, {}, "does not give the page", 0),
    ],
)
def test_other_answers_are_told(
    feed_server: FeedServer, status: int, headers: dict[str, str], words: str, wait: float
) -> None:
    """Each has its sentence, and how long the server asks to be left alone."""
    feed_server.pages["/a"] = Page(status=status, headers=headers)
    answer = visit(feed_server.network(), feed_server.url("/a"), most_bytes=100)
    with pytest.raises(FeedProblem, match=words) as problem:
        check_answer(answer)
    assert problem.value.wait == wait


def test_a_host_that_does_not_answer_is_told() -> None:
    """Nobody listens at a port that was just free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(FeedProblem, match="cannot be reached"):
            visit(Network(local_port=port), f"http://127.0.0.1:{port}/", most_bytes=100)


def test_robots_are_asked_once_and_kept_to(feed_server: FeedServer) -> None:
    """What the site refuses to robots is not fetched; its own pause and ours are kept between two requests."""
    feed_server.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    feed_server.pages["/a"] = Page(b"body")
    waited: list[float] = []
    manners = Manners(feed_server.network(), sleep=waited.append, clock=lambda: 100.0)
    for _ in range(2):
        visit(manners.network, feed_server.url("/a"), most_bytes=100, before=manners.before)
    with pytest.raises(FeedProblem, match=r"robots\.txt"):
        visit(manners.network, feed_server.url("/private/x"), most_bytes=100, before=manners.before)
    assert [path for path, _ in feed_server.asked] == ["/robots.txt", "/a", "/a"]
    assert waited == [7.0, 7.0]


def test_without_rules_for_robots_all_is_allowed_and_with_a_fault_nothing(feed_server: FeedServer) -> None:
    """A site without the file has none; one that cannot give it now is left alone."""
    feed_server.pages["/a"] = Page(b"body")
    manners = feed_server.manners()
    assert visit(manners.network, feed_server.url("/a"), most_bytes=100, before=manners.before).body == b"body"
    feed_server.pages["/robots.txt"] = Page(status=503)
    manners = feed_server.manners()
    with pytest.raises(FeedProblem, match="robots cannot be read now"):
        visit(manners.network, feed_server.url("/a"), most_bytes=100, before=manners.before)


def test_a_redirect_to_a_page_that_robots_may_not_have_is_refused(feed_server: FeedServer) -> None:
    """The rules count at every hop."""
    feed_server.pages["/robots.txt"] = Page(b"User-agent: china-tech-regulation-tracker\nDisallow: /private\n")
    feed_server.pages["/a"] = Page(status=302, headers={"Location": "/private"})
    feed_server.pages["/private"] = Page(b"secret")
    manners = feed_server.manners()
    with pytest.raises(FeedProblem, match=r"robots\.txt"):
        visit(manners.network, feed_server.url("/a"), most_bytes=100, before=manners.before)


def test_the_certificate_has_to_be_that_of_the_name(tmp_path: Path) -> None:
    """The connection goes to the number that was judged, under the host's name; another's certificate is refused."""
    trusted, certificate, key = authority_and_certificate(tmp_path, "feeds.example")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    names: list[str | None] = []
    serving.sni_callback = lambda _socket, name, _context: names.append(name)  # type: ignore[assignment]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve_twice, args=(listening, serving), daemon=True)
        thread.start()
        network = Network(
            resolve=lambda *_: ["127.0.0.1"], local_port=port, tls=ssl.create_default_context(cafile=trusted), seconds=5
        )
        assert visit(network, f"https://feeds.example:{port}/", most_bytes=100).body == b"safe"
        with pytest.raises(FeedProblem, match=r"certificate of other\.example is not valid"):
            visit(network, f"https://other.example:{port}/", most_bytes=100)
        thread.join(5)
    assert names == ["feeds.example", "other.example"]


def test_a_slow_server_behind_tls_is_given_up(tmp_path: Path) -> None:
    """The connection is cut from outside there as well."""
    trusted, certificate, key = authority_and_certificate(tmp_path, "feeds.example")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)

    def drip_safely(listening: socket.socket) -> None:
        with suppress(OSError), serving.wrap_socket(listening.accept()[0], server_side=True) as safe:
            safe.recv(4096)
            safe.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(400):
                safe.sendall(b" ")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        threading.Thread(target=drip_safely, args=(listening,), daemon=True).start()
        tls = ssl.create_default_context(cafile=trusted)
        network = Network(resolve=lambda *_: ["127.0.0.1"], local_port=port, tls=tls, seconds=1)
        began = time.monotonic()
        with pytest.raises(FeedProblem, match="longer than 1 seconds"):
            visit(network, f"https://feeds.example:{port}/", most_bytes=1_000_000)
    assert time.monotonic() - began < 4


def _serve_twice(listening: socket.socket, serving: ssl.SSLContext) -> None:
    for _ in range(2):
        plain, _address = listening.accept()
        try:
            with serving.wrap_socket(plain, server_side=True) as safe:
                safe.recv(4096)
                safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe")
        except OSError:
            plain.close()


@pytest.mark.parametrize(
    ("robots", "first"),
    [(404, Page(status=429, headers={"Retry-After": "60"})), (404, Page(status=503)), (429, Page(b"never asked"))],
)
def test_a_host_that_wants_to_be_left_alone_is(feed_server: FeedServer, robots: int, first: Page) -> None:
    """After one such answer, of a page or of the rules for robots, no page of the host is asked until it is time."""
    feed_server.pages["/robots.txt"] = Page(status=robots, headers={"Retry-After": "900"})
    feed_server.pages |= {"/a": first, "/b": Page(b"body")}
    now = [1000.0]
    manners = Manners(feed_server.network(), clock=lambda: now[0])
    waits = []
    for path in ("/a", "/b", "/b"):
        with pytest.raises(FeedProblem) as problem:
            manners.ask(feed_server.url(path), most_bytes=100)
        waits.append(problem.value.wait)
    assert len(feed_server.asked) == (2 if robots == 404 else 1)
    assert len(set(waits)) == 1
    assert (waits[0] == 900) is (robots == 429)
    now[0] += 1000.0
    feed_server.pages["/robots.txt"] = Page(status=404)
    assert manners.ask(feed_server.url("/b"), most_bytes=100).body == b"body"


def test_a_fault_of_one_page_is_not_one_of_its_host(feed_server: FeedServer) -> None:
    """The next page is asked for."""
    feed_server.pages |= {"/a": Page(status=500), "/b": Page(b"body")}
    manners = feed_server.manners()
    for path in ("/a", "/c"):
        with pytest.raises(FeedProblem):
            manners.ask(feed_server.url(path), most_bytes=100)
    assert manners.ask(feed_server.url("/b"), most_bytes=100).body == b"body"


def test_rules_for_robots_that_are_too_long_are_cut(feed_server: FeedServer) -> None:
    """What stands at their beginning counts."""
    feed_server.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /private\n" + b"# more\n" * 100_000)
    feed_server.pages["/a"] = Page(b"body")
    manners = feed_server.manners()
    assert manners.ask(feed_server.url("/a"), most_bytes=100).body == b"body"
    with pytest.raises(FeedProblem, match=r"robots\.txt"):
        manners.ask(feed_server.url("/private"), most_bytes=100)


def test_connecting_counts_as_well(feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time runs from the first try to connect."""

    def slowly(connection: HTTPConnection) -> None:
        time.sleep(0.6)
        connect(connection)

    connect = HTTPConnection.connect
    monkeypatch.setattr(HTTPConnection, "connect", slowly)
    feed_server.pages["/a"] = Page(act=lambda _: time.sleep(0.6))
    with pytest.raises(FeedProblem, match="longer than 1 seconds"):
        visit(feed_server.network(1.0), feed_server.url("/a"), most_bytes=100)
