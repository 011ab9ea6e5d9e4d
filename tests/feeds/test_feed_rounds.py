"""Rounds of fetching against a server on this machine."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from tests.support.feed_server import ATOM, LINKS, FeedServer, Page, bomb, drip, item, rss, torn
from tests.support.makers import ANN
from tracker.database import alone, open_engine, reading, writing
from tracker.errors import DatabaseProblem
from tracker.feed_items import FeedStanding, InboxItem, ItemState
from tracker.feeds.feed_list import Feed, FeedForm
from tracker.feeds.manners import Manners
from tracker.feeds.rounds import FETCHING_LOCK, Round, fetch_round
from tracker.models import FeedItem
from tracker.queries.inbox import EVERY_ITEM_STATE, list_items, list_standings
from tracker.store.inbox import Kept, dismiss_item, keep_items, keep_standing

PAGE = """<html><head><meta property="article:published_time" content="2026-06-03T08:00:00+08:00"></head><body>
<nav><a href="/">Home</a></nav><article><h1>A fine</h1>
<p>On 3 June 2026 the Cyberspace Administration of China fined Tencent 10 million yuan over data security, as the
regulator said in a notice on its site.</p>
<p>The company said that it would pay and that it had begun to put right what was asked of it in the spring.</p>
</article></body></html>"""


def feed(server: FeedServer, path: str, key: str = "") -> Feed:
    """Return a feed at a path of the server, named after it."""
    return Feed(key or path.strip("/"), f"Feed {path}", server.url(path), language="en")


def fetch(engine: Engine, server: FeedServer, *paths: str, seconds: float = 5.0, articles: bool = False) -> Round:
    """Fetch feeds once."""
    return fetch_round(engine, [feed(server, path) for path in paths], server.manners(seconds), articles=articles)


def kept(engine: Engine) -> tuple[InboxItem, ...]:
    """Return every item that is kept."""
    with reading(engine) as session:
        return list_items(session, EVERY_ITEM_STATE)


def standing(engine: Engine, key: str) -> FeedStanding:
    """Return how a feed's last fetch went."""
    with reading(engine) as session:
        return list_standings(session)[key]


def test_a_round_keeps_what_feeds_give_once(engine: Engine, feed_server: FeedServer) -> None:
    """The second time nothing is new: the server is told what is known, and says so."""
    feed_server.pages["/a"] = Page(rss(item(1), item(2)), etag='"v1"', headers={"Last-Modified": "some day"})
    feed_server.pages["/b"] = Page(ATOM)
    assert fetch(engine, feed_server, "/a", "/b") == Round(fetched=2, kept=Kept(3))
    assert fetch(engine, feed_server, "/a", "/b") == Round(fetched=2, kept=Kept(0, 0, 1))
    asked = [headers for path, headers in feed_server.asked if path == "/a"]
    assert "if-none-match" not in asked[0]
    assert (asked[1]["if-none-match"], asked[1]["if-modified-since"]) == ('"v1"', "some day")
    assert standing(engine, "a").etag == '"v1"'
    assert [each.publisher for each in kept(engine) if each.feed == "a"] == ["Feed /a"] * 2


def test_what_is_updated_re_dated_or_doubled_is_no_second_item(engine: Engine, feed_server: FeedServer) -> None:
    """The title follows the feed; the first day stays; the same page in two feeds is one item."""
    feed_server.pages["/a"] = Page(rss(item(1), item(2)))
    fetch(engine, feed_server, "/a")
    again = item(
        1,
        title="Item 1, corrected",
        pubDate="Tue, 09 Jun 2026 08:00:00 GMT",
        link="https://example.org/1?utm_source=rss",
    )
    feed_server.pages["/a"] = Page(rss(again, item(2, pubDate="Tue, 09 Jun 2026 08:00:00 GMT")))
    feed_server.pages["/b"] = Page(rss(item(2, guid="another")))
    assert fetch(engine, feed_server, "/a", "/b") == Round(fetched=2, kept=Kept(0, 1, 2))
    found = {each.title: each.published_on for each in kept(engine)}
    assert found == {"Item 1, corrected": dt.date(2026, 6, 1), "Item 2": dt.date(2026, 6, 2)}


def test_a_bad_feed_leaves_the_others_alone(engine: Engine, feed_server: FeedServer) -> None:
    """Whatever a server does, each feed has its line, and those that are well are kept."""
    feed_server.pages |= {
        "/huge": Page(bomb(50_000_000), headers={"Content-Encoding": "gzip"}),
        "/slow": Page(act=drip),
        "/torn": Page(act=torn),
        "/loop": Page(status=302, headers={"Location": "/loop"}),
        "/away": Page(status=302, headers={"Location": "http://169.254.169.254/"}),
        "/page": Page(b"<html><body>Please sign in</body></html>"),
        "/fault": Page(status=500),
        "/fine": Page(rss(item(1))),
    }
    lines: list[str] = []
    feeds = [feed(feed_server, path) for path in feed_server.pages]
    found = fetch_round(engine, feeds, feed_server.manners(1.0), say=lines.append)
    assert found == Round(fetched=1, failed=7, kept=Kept(1))
    assert [line.partition(":")[0] for line in lines] == [each.key for each in feeds]
    assert lines[-1] == "fine: 1 new, 0 updated, 0 known"
    assert "larger than 5 MB" in lines[0]


def test_after_a_failure_the_feed_is_left_alone_for_longer_and_longer(engine: Engine, feed_server: FeedServer) -> None:
    """The wait doubles with each failure, is no shorter than the server asks, and ends with a success."""
    feed_server.pages["/a"] = Page(status=503)
    waits = []
    for _ in range(3):
        assert fetch(engine, feed_server, "/a").failed == 1
        found = standing(engine, "a")
        assert found.wait_until
        assert found.checked_at
        waits.append((found.wait_until - found.checked_at).total_seconds() / 60)
        assert fetch(engine, feed_server, "/a") == Round(waiting=1)
        forget_wait(engine, found)
    assert waits == [15, 30, 60]
    assert len(feed_server.paths()) == 3
    feed_server.pages["/a"] = Page(status=429, headers={"Retry-After": "86400"})
    fetch(engine, feed_server, "/a")
    found = standing(engine, "a")
    assert found.wait_until
    assert found.checked_at
    assert (found.failures, (found.wait_until - found.checked_at).total_seconds()) == (4, 86_400)
    forget_wait(engine, found)
    feed_server.pages["/a"] = Page(rss(item(1)))
    assert fetch(engine, feed_server, "/a").kept == Kept(1)
    assert (standing(engine, "a").failures, standing(engine, "a").problem) == (0, "")


def forget_wait(engine: Engine, found: FeedStanding) -> None:
    """Let a feed be asked again at once."""
    with writing(engine) as session:
        keep_standing(session, replace(found, wait_until=None))


def test_another_address_starts_afresh(engine: Engine, feed_server: FeedServer) -> None:
    """Neither the wait nor the mark of the former address counts for the new one."""
    feed_server.pages["/new"] = Page(rss(item(1)))
    fetch(engine, feed_server, "/a")
    moved = feed(feed_server, "/new", key="a")
    assert fetch_round(engine, [moved], feed_server.manners()).kept == Kept(1)


def test_a_feed_that_has_moved_for_good_is_told(engine: Engine, feed_server: FeedServer) -> None:
    """It is fetched all the same, and its standing names the new address."""
    feed_server.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    feed_server.pages["/b"] = Page(rss(item(1)))
    assert fetch(engine, feed_server, "/a").kept == Kept(1)
    assert feed_server.url("/b") in standing(engine, "a").problem


def test_pages_are_read_where_asked_for(seeded_engine: Engine, feed_server: FeedServer) -> None:
    """A page gives its main text and day; one that does not answer is told once and not asked again."""
    feed_server.pages["/a"] = Page(
        rss(item(1, link=feed_server.url("/1"), pubDate=""), item(2, link=feed_server.url("/2")))
    )
    feed_server.pages["/1"] = Page(PAGE.encode())
    assert fetch(seeded_engine, feed_server, "/a", articles=True).pages == 1
    found = {each.title: each for each in kept(seeded_engine)}
    assert "fined Tencent" in found["Item 1"].text
    assert "Home" not in found["Item 1"].text
    assert found["Item 1"].published_on == dt.date(2026, 6, 3)
    assert found["Item 1"].score > found["Item 2"].score
    assert fetch(seeded_engine, feed_server, "/a", articles=True).pages == 0
    assert feed_server.paths().count("/2") == 1


def test_a_page_that_failed_in_passing_is_asked_again(seeded_engine: Engine, feed_server: FeedServer) -> None:
    """For a week; what its server says for good is told once. A feed that failed has none of its pages asked."""
    links = {number: feed_server.url(f"/{number}") for number in (1, 2)}
    feed_server.pages["/a"] = Page(rss(*(item(number, link=link) for number, link in links.items())))
    feed_server.pages |= {"/1": Page(status=500), "/2": Page(status=410)}
    for _ in range(2):
        assert fetch(seeded_engine, feed_server, "/a", articles=True).pages == 0
    assert (feed_server.paths().count("/1"), feed_server.paths().count("/2")) == (2, 1)
    feed_server.pages["/a"] = Page(status=503)
    fetch(seeded_engine, feed_server, "/a", articles=True)
    assert feed_server.paths().count("/1") == 2
    forget_wait(seeded_engine, standing(seeded_engine, "a"))
    with writing(seeded_engine) as session:
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=8)
        session.connection().execute(update(FeedItem).values(first_seen_at=long_ago))
    feed_server.pages["/a"] = Page(rss(item(1, link=links[1])))
    for _ in range(2):
        fetch(seeded_engine, feed_server, "/a", articles=True)
    assert feed_server.paths().count("/1") == 3


def test_a_feed_that_cannot_be_kept_fails_alone(
    engine: Engine, feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the network code or the database stumbles over is that feed's failure; the next one is kept."""

    def stumble(session: object, feed: str, items: object, **values: object) -> Kept:
        if feed == "a":
            raise UnicodeEncodeError("utf-8", "x", 0, 1, "no")
        return keep_items(session, feed, items, **values)  # type: ignore[arg-type]

    monkeypatch.setattr("tracker.feeds.rounds.keep_items", stumble)
    feed_server.pages |= {"/a": Page(rss(item(1))), "/b": Page(rss(item(1)))}
    assert fetch(engine, feed_server, "/a", "/b") == Round(fetched=1, failed=1, kept=Kept(1))


def test_a_network_that_is_down_is_no_feeds_fault(engine: Engine, feed_server: FeedServer) -> None:
    """However often nobody can be reached, the wait stays short."""
    feeds = [Feed("a", "A", "https://feeds.example/rss")]
    for _ in range(4):
        manners = Manners(replace(feed_server.network(), resolve=lambda *_: []))
        assert fetch_round(engine, feeds, manners, is_named=True).failed == 1
    found = standing(engine, "a")
    assert found.wait_until
    assert found.checked_at
    assert (found.failures, found.wait_until - found.checked_at) == (4, dt.timedelta(minutes=15))


def test_a_feed_that_is_named_waits_for_its_server_only(engine: Engine, feed_server: FeedServer) -> None:
    """The wait that we chose is passed over; the one that the server asked for is kept to, also a shorter one."""
    for status, headers, failed in ((500, {}, 1), (503, {"Retry-After": "60"}, 1), (500, {}, 0)):
        feed_server.pages["/a"] = Page(status=status, headers=headers)
        found = fetch_round(engine, [feed(feed_server, "/a")], feed_server.manners(), is_named=True)
        assert (found.failed, found.waiting) == (failed, 1 - failed)


def test_another_selector_asks_for_the_whole_page(engine: Engine, feed_server: FeedServer) -> None:
    """Although the page is the same as before."""
    feed_server.pages["/a"] = Page(LINKS, etag='"1"')
    lists = replace(feed(feed_server, "/a"), form=FeedForm.LINKS, selector="ul.list li:first-child")
    assert fetch_round(engine, [lists], feed_server.manners()).kept.new == 1
    assert fetch_round(engine, [replace(lists, selector="ul.list li")], feed_server.manners()).kept.new == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\x00\xff" * 1000, b"<html>" + b"<div>" * 200_000, b"<html><body>" + b"<p>x" * 50_000, b"%PDF-1.7 broken",
        b"<html><body>https://127.0.0.1/", b"<html>" + b"<table><tr><td>" * 20_000,
        b"<html><body>" + b"2026-06-0" * 50_000,
    ],
    ids=range(8),
)  # fmt: skip
def test_a_hostile_page_ends_no_round(seeded_engine: Engine, feed_server: FeedServer, body: bytes) -> None:
    """Whatever stands at a page, the round goes on to the next one, and in a moment."""
    urls = [feed_server.url(f"/{number}") for number in (1, 2)]
    feed_server.pages["/a"] = Page(rss(*(item(number, link=url) for number, url in enumerate(urls, start=1))))
    feed_server.pages |= {"/2": Page(body), "/1": Page(PAGE.encode())}
    began = time.monotonic()
    fetch(seeded_engine, feed_server, "/a", articles=True)
    assert {each.title: bool("fined Tencent" in each.text) for each in kept(seeded_engine)}["Item 1"]
    assert time.monotonic() - began < 30


def test_what_makes_a_library_stumble_is_a_sentence(
    engine: Engine, feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody thought of fails one feed and not the round."""

    def stumble(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("tracker.feeds.rounds.parse_answer", stumble)
    feed_server.pages["/a"] = Page(rss(item(1)))
    assert fetch(engine, feed_server, "/a").failed == 1
    assert standing(engine, "a").problem == "What came cannot be read (RecursionError)."


def test_what_was_decided_stays_decided(engine: Engine, feed_server: FeedServer) -> None:
    """A dismissed item that comes again in another form stays dismissed, and is not shown anew."""
    feed_server.pages["/a"] = Page(rss(item(1)))
    fetch(engine, feed_server, "/a")
    with writing(engine) as session:
        dismiss_item(session, kept(engine)[0].id, actor=ANN)
    feed_server.pages["/a"] = Page(rss(item(1, title="Changed")))
    assert fetch(engine, feed_server, "/a").kept == Kept(0, 0, 1)
    assert [(each.state, each.title) for each in kept(engine)] == [(ItemState.DISMISSED, "Item 1")]


def test_one_program_fetches_at_a_time(database_url: str, engine: Engine, feed_server: FeedServer) -> None:
    """The second is told, on either database; afterwards the way is free again."""
    other = open_engine(database_url)
    with (
        alone(other, lock=FETCHING_LOCK, word="fetching", otherwise="x"),
        pytest.raises(DatabaseProblem, match="Another program is fetching"),
    ):
        fetch(engine, feed_server)
    assert fetch(engine, feed_server) == Round()
    other.dispose()


KILLED = """
import sys
from tests.support.feed_server import FeedServer
from tracker.database import open_engine
from tracker.feeds.feed_list import Feed
from tracker.feeds.rounds import fetch_round
server = FeedServer(int(sys.argv[2]))
feeds = [Feed(f"f{n}", "F", server.url(f"/f{n}"), language="en") for n in range(30)]
print("begun", flush=True)
fetch_round(open_engine(sys.argv[1]), feeds, server.manners(), say=lambda line: print(line, flush=True))
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_a_kill_in_the_middle_loses_and_doubles_nothing(tmp_path: Path, feed_server: FeedServer, after: float) -> None:
    """Whatever was told as kept is there; the next round brings the rest, each item once, and holds the lock."""
    from tests.support.makers import new_database

    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    engine = new_database(url)
    for number in range(30):
        items = [item(1, link=f"https://example.org/{number}/{n}", guid=f"{number}-{n}") for n in range(20)]
        feed_server.pages[f"/f{number}"] = Page(rss(*items), etag=f'"{number}"')
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url, str(feed_server.port)], stdout=subprocess.PIPE, text=True
    ) as fetching:
        assert fetching.stdout is not None
        told = [fetching.stdout.readline() for _ in range(4)]
        time.sleep(after)
        os.kill(fetching.pid, signal.SIGKILL)
        told += fetching.stdout.readlines()
    done = [line.partition(":")[0] for line in told if line.endswith("known\n")]
    before = kept(engine)
    assert {each.feed for each in before} >= set(done)
    assert all(sum(each.feed == key for each in before) == 20 for key in {each.feed for each in before})
    feeds = [feed(feed_server, f"/f{number}") for number in range(30)]
    found = fetch_round(engine, feeds, feed_server.manners())
    assert found.fetched == 30
    assert found.kept.new == 600 - len(before)
    assert len({each.url for each in kept(engine)}) == len(kept(engine)) == 600
    engine.dispose()
