"""The commands that choose feeds, fetch them and decide about what they brought."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command_line import Run
from tests.support.feed_server import FeedServer, Page, item, rss
from tracker.database import open_engine
from tracker.errors import FeedProblem, NotFound
from tracker.feeds.feed_list import (
    Feed,
    FeedForm,
    add_feed,
    chosen_feeds,
    feeds_file,
    list_feeds,
    parse_feed,
    switch_feeds,
)
from tracker.feeds.rounds import fetch_round
from tracker.vocabulary import SourceKind

KNOWN = "On 4 July 2021 the Cyberspace Administration of China told app stores to remove DiDi's apps."
NEW = "On 3 June 2026 the Cyberspace Administration of China fined Tencent 10 million yuan over data security."


@pytest.fixture
def own_feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of this test's own with the choice of feeds, which is not there yet."""
    file = tmp_path / "own" / "feeds.toml"
    monkeypatch.setenv("TRACKER_FEEDS", str(file))
    return file


def test_the_shipped_feeds_are_all_off_and_say_where_they_were_seen(tmp_path: Path) -> None:
    """Each has a name, an https address, a language, a kind and the page on which the address stands."""
    feeds = list_feeds(tmp_path / "feeds.toml")
    assert len(feeds) >= 15
    assert not any(feed.is_on or feed.is_own for feed in feeds)
    assert all(feed.language and feed.kind and feed.seen_on.startswith("https://") for feed in feeds)
    assert len({feed.address for feed in feeds}) == len(feeds)
    assert {feed.kind for feed in feeds} == {SourceKind.OFFICIAL, SourceKind.NEWS}
    assert {feed.form for feed in feeds} == set(FeedForm)


def test_feeds_are_kept_beside_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a SQLite file, in the data folder for others, or where the setting says; each has its own."""
    assert feeds_file(f"sqlite:///{tmp_path}/tracker.db") == tmp_path / "tracker.db-feeds.toml"
    assert feeds_file(f"sqlite:///{tmp_path}/tracker.db") != feeds_file(f"sqlite:///{tmp_path}/other.db")
    assert feeds_file("postgresql+psycopg://ann@host/one") != feeds_file("postgresql+psycopg://ann@host/two")
    monkeypatch.setenv("TRACKER_FEEDS", str(tmp_path / "x.toml"))
    assert feeds_file("sqlite:///a.db") == tmp_path / "x.toml"


def test_switching_and_adding_leave_the_rest_of_the_file_alone(tmp_path: Path) -> None:
    """A person's comment and feeds stay; a key of the shipped list goes on and off again."""
    file = tmp_path / "feeds.toml"
    file.write_text('# mine\non = []\n\n[[feed]]\nkey = "own"\nname = "Own"\naddress = "https://own.example/rss"\n')
    switch_feeds(file, ["own", "36kr"], on=True)
    add_feed(file, Feed("another", "Another", "https://another.example/", form=FeedForm.LINKS, selector="li a"))
    switch_feeds(file, ["36kr"], on=False)
    assert [feed.key for feed in chosen_feeds(file)] == ["another", "own"]
    assert "# mine" in file.read_text()
    (found,) = chosen_feeds(file, ["another"])
    assert (found.selector, found.form, found.is_own) == ("li a", FeedForm.LINKS, True)
    for change in (
        lambda: add_feed(file, Feed("own", "Own", "https://own.example/2")),
        lambda: add_feed(file, Feed("own2", "Own", "https://own.example/rss")),
        lambda: switch_feeds(file, ["36kr", "no-such"], on=True),
    ):
        before = file.read_text()
        with pytest.raises((FeedProblem, NotFound)):
            change()
        assert file.read_text() == before


@pytest.mark.parametrize(
    "text",
    [
        "on = 3", "on = [1]", "feed = 1", "[[feed]]\nkey = 'A B'", "[[feed]]\nkey = 'a'", "on = [", "\x00",
        "[[feed]]\nkey='a'\nname='A'\naddress='http://a.example/'", "[[feed]]\nkey='a'\nname='A'\naddress='file:///x'",
        "[[feed]]\nkey='a'\nname='A'\naddress='https://a.example/'\nform='links'",
        "[[feed]]\nkey='a'\nname='A'\naddress='https://a.example/'\nselector='li'",
        "[[feed]]\nkey='a'\nname='A'\naddress='https://a.example/'\ncolour='red'",
        "[[feed]]\nkey='a'\nname=''\naddress='https://a.example/'",
        "[[feed]]\nkey='a'\nname='A'\naddress='https://a.example/'\nkind='gossip'",
        "[[feed]]\nkey='a'\nname='A'\naddress='https://a.example/'\nlanguage='english please'",
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_told(run: Run, own_feeds: Path, text: str) -> None:
    """One sentence that names the file, and nothing is fetched."""
    own_feeds.parent.mkdir()
    own_feeds.write_text(text)
    for command in (("feeds",), ("fetch",)):
        found = run(*command)
        assert found.status == 2
        assert found.err.count("\n") == 1
        assert str(own_feeds) in found.err


def test_feeds_by_command(run: Run, own_feeds: Path) -> None:
    """Listed, switched and added; what is wrong is one sentence."""
    assert all(line.startswith("off") for line in run("feeds", "list").out.splitlines())
    assert run("feeds", "on", "36kr").out == "Switched on: 36kr\n"
    address = "https://own.example/rss"
    assert run("feeds", "add", "own", "--name", "Own", "--url", address, "--kind", "news").status == 0
    lines = run("feeds").out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("on")] == ["36kr", "own"]
    assert lines.count("     It was not fetched yet.") == 2
    listed = json.loads(run("feeds", "--format", "json").out)
    assert [each["key"] for each in listed if each["is_on"]] == ["36kr", "own"]
    assert all(each["seen_on"] for each in listed if not each["is_own"])
    assert run("feeds", "off", "36kr", "own").status == 0
    for wrong in (("on",), ("on", "no-such"), ("add", "own", "--name", "Own", "--url", "http://own.example/")):
        assert run("feeds", *wrong).status == 2
    private = run("feeds", "add", "near", "--name", "Near", "--url", "https://127.0.0.1/x.xml")
    assert (private.status, "numbers in place of a name" in private.err) == (2, True)
    nothing = run("fetch")
    assert (nothing.status, "No feed is switched on" in nothing.err) == (2, True)
    assert own_feeds.exists()


def test_reading_only_changes_no_choice_and_fetches_nothing(
    run: Run, own_feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only set-up lists, and refuses the rest."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    assert run("feeds").status == 0
    for command in (("feeds", "on", "36kr"), ("fetch", "--feed", "36kr"), ("inbox", "dismiss", "1")):
        assert run(*command).status != 0
    assert not own_feeds.exists()


@pytest.fixture
def filled(seeded_url: str, feed_server: FeedServer) -> str:
    """A database whose inbox holds an item about a known event, one about a new one, and one that is not ours."""
    items = [
        item(1, title="App stores take DiDi down", description=KNOWN, pubDate="Mon, 05 Jul 2021 08:00:00 +0800"),
        item(2, title="A fine for Tencent", description=NEW, pubDate="Thu, 04 Jun 2026 08:00:00 +0800"),
        item(3, title="Pandas return to the zoo", description="Visitors queued."),
    ]
    feed_server.pages["/a"] = Page(rss(*items))
    engine = open_engine(seeded_url)
    fetch_round(engine, [Feed("a", "The Paper", feed_server.url("/a"), "en", SourceKind.NEWS)], feed_server.manners())
    engine.dispose()
    return seeded_url


def number_of(run: Run, words: str) -> str:
    """Return the number of an item by its title."""
    items = json.loads(run("inbox", "--all", "--format", "json").out)
    return str(next(each["id"] for each in items if words in each["title"]))


def test_the_whole_way_from_the_inbox_into_the_record(run: Run, filled: str) -> None:
    """Confirm a source, make drafts and accept them, dismiss and take that back; each shows in the list."""
    assert filled
    titles = [line for line in run("inbox").out.splitlines() if not line.startswith("\t")]
    assert "Pandas" in titles[-1]
    known, new, other = (number_of(run, words) for words in ("DiDi", "fine", "Pandas"))
    assert "didi-app-removal" in run("inbox", "show", known).out
    assert run("inbox", "confirm", known, "didi-app-removal").out == "A source of: didi-app-removal\n"
    assert "https://example.org/1" in run("show", "didi-app-removal").out
    saved = run("inbox", "draft", new).out
    slug = saved.removeprefix("Saved for review: ").strip()
    assert run("inbox", "draft", new).out == "Nothing new here.\n"
    assert run("inbox", "accept", new).out == f"Accepted: {slug}\n"
    assert run("inbox", "accept", new).out == "No draft waits here.\n"
    assert json.loads(run("show", slug, "--format", "json").out)["review_state"] == "accepted"
    assert "dismissed" in run("inbox", "dismiss", other).out
    empty = run("inbox")
    assert empty.out == "Nothing waits here.\n"
    assert "a: 0 new, dismissed 1 of 3" in empty.err
    assert "Something new came today" in empty.err
    assert "new" in run("inbox", "restore", other).out
    assert "Pandas" in run("inbox").out
    assert "inbox: 1 new item. Something new came today." in run("status").out
    assert run("check").status == 0


def test_what_is_wrong_at_the_inbox_is_told(run: Run, filled: str) -> None:
    """A missing number, slugs where none belong, events and items that are not there, and steps that do not fit."""
    assert filled
    known = number_of(run, "DiDi")
    for wrong in (("confirm",), ("confirm", known), ("dismiss", known, "didi-app-removal"), ("show", "999")):
        assert run("inbox", *wrong).status == 2
    assert run("inbox", "confirm", known, "no-such-event").status == 2
    assert run("inbox", "restore", known).status == 0  # It is new already: nothing to do.
    run("inbox", "dismiss", known)
    late = run("inbox", "confirm", known, "didi-app-removal")
    assert (late.status, "was dismissed" in late.err) == (1, True)


def test_fetching_nothing_at_all_is_a_failure(
    run: Run, seeded_url: str, own_feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status says so, and a feed that is named is asked again at once: the wait was ours, not its server's."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    add_feed(own_feeds, parse_feed({"key": "a", "name": "A", "address": "https://feeds.invalid/rss"}))
    assert seeded_url
    first = run("fetch")
    assert (first.status, "0 feeds fetched, 1 failed" in first.out) == (1, True)
    assert "1 waiting" in run("fetch").out
    assert "1 failed" in run("fetch", "--feed", "a").out


WATCHING = """
import socket, sys
from tracker.cli import main

def unknown(*_, **__):
    raise socket.gaierror(socket.EAI_NONAME, "unknown")

socket.getaddrinfo = unknown
main(["watch", "--every", "5", "--database", sys.argv[1]])
"""


def test_watching_ends_when_it_is_told_to(seeded_url: str, own_feeds: Path) -> None:
    """A round whose feed cannot be fetched does not end it; a signal does, and all is well."""
    add_feed(own_feeds, parse_feed({"key": "a", "name": "A", "address": "https://feeds.invalid/rss"}))
    with subprocess.Popen(
        [sys.executable, "-c", WATCHING, seeded_url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as watching:
        assert watching.stdout is not None
        assert "not known" in watching.stdout.readline()
        assert "1 failed" in watching.stdout.readline()
        time.sleep(0.2)
        assert watching.poll() is None
        os.kill(watching.pid, signal.SIGTERM)
        assert watching.wait(timeout=20) == 0
