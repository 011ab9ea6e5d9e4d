"""One round of fetching: every feed that is on, one after the other, each kept in a transaction of its own."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.articles import open_article
from tracker.backup.reporting import Report, silent
from tracker.database import alone, reading, writing
from tracker.errors import DatabaseProblem, FeedProblem, HostNotReached, TrackerError
from tracker.feed_items import FeedStanding, FetchedItem, InboxItem
from tracker.feeds.feed_list import Feed
from tracker.feeds.manners import Manners
from tracker.feeds.parsing import clean_paragraphs, parse_answer
from tracker.feeds.ranking import rank_text
from tracker.feeds.visiting import Answer
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.inbox import items_without_page, list_standings
from tracker.read_models import EventRow, TermRow
from tracker.store.inbox import Kept, fill_text, keep_items, keep_standing, note_page_asked
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

FETCHING_LOCK = 7_302_028
"""The advisory lock of PostgreSQL that keeps two programs from fetching at once."""

MOST_BYTES_FETCHED = 5_000_000
MOST_PAGES = 40
"""So many pages of items are asked for in one round."""

_FIRST_WAIT, _LONGEST_WAIT = 15 * 60.0, 2 * 86_400.0
_OTHER = "Another program is fetching just now; wait until it is done."
_MARK_LENGTH = 200
_ASKED_AGAIN = dt.timedelta(days=7)
"""For so long a page that does not answer is asked again in each round."""

_Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: how many feeds went well, failed, or have to be left alone for now, and what was kept."""

    fetched: int = 0
    failed: int = 0
    waiting: int = 0
    kept: Kept = field(default_factory=Kept)
    pages: int = 0

    @property
    def words(self) -> str:
        """The round in one sentence."""
        feeds = f"{count_of(self.fetched, 'feed')} fetched, {self.failed} failed, {self.waiting} waiting"
        return f"{feeds}; {self.kept.words}; {count_of(self.pages, 'page')} read."


def fetch_round(
    engine: "Engine",
    feeds: Sequence[Feed],
    manners: Manners,
    *,
    is_named: bool = False,
    articles: bool = False,
    say: _Say = lambda _line: None,
    report: Report = silent,
) -> Round:
    """Fetch feeds once and keep what they give; a feed that fails leaves the others alone.

    Args:
        engine: the database.
        feeds: which feeds.
        manners: how the network is used.
        is_named: whether a person named these feeds; then only what a server asked for makes them wait.
        articles: whether to ask for the pages of new items as well.
        say: is told one line for each feed.
        report: is told how far it has come.

    Raises:
        DatabaseProblem: if another program is fetching, or the database cannot be used.
    """
    with alone(engine, lock=FETCHING_LOCK, word="fetching", otherwise=_OTHER):
        with reading(engine) as session:
            terms, events = list_terms(session), list_events(session, EVERY_STATE)
        fetcher = _Fetcher(engine, manners, terms, events)
        done, well = Round(), set()
        for place, feed in enumerate(feeds, start=1):
            found = fetcher.fetch(feed, is_named=is_named)
            done = _add(done, feed, found, say)
            well |= {feed.key} if isinstance(found, Kept) else set()
            report("Fetching feeds", place, len(feeds))
        if articles:
            done = replace(done, pages=fetcher.fetch_pages(well, say, report))
        return done


def _add(done: Round, feed: Feed, found: Kept | str, say: _Say) -> Round:
    if isinstance(found, str):
        say(f"{feed.key}: {found}")
        is_waiting = found.startswith(_WAITS)
        return replace(done, failed=done.failed + (not is_waiting), waiting=done.waiting + is_waiting)
    say(f"{feed.key}: {found.words}")
    sums = Kept(done.kept.new + found.new, done.kept.updated + found.updated, done.kept.known + found.known)
    return replace(done, fetched=done.fetched + 1, kept=sums)


_WAITS = "left alone until"


@dataclass(frozen=True, slots=True)
class _Fetcher:
    engine: "Engine"
    manners: Manners
    terms: tuple[TermRow, ...]
    events: tuple[EventRow, ...]

    def fetch(self, feed: Feed, *, is_named: bool) -> Kept | str:
        """Fetch one feed and keep what came; return a sentence where it could not be fetched."""
        before, now = self._standing(feed), dt.datetime.now(dt.UTC)
        until = before.asked_until if is_named else before.wait_until
        if until and until > now:
            return f"{_WAITS} {until:%Y-%m-%d %H:%M} UTC ({before.problem})"
        try:
            with _explained():
                return self._kept(feed, before, now)
        except FeedProblem as problem:
            with writing(self.engine) as session:
                keep_standing(session, _after_failure(before, problem, now))
            return f"failed: {problem}"

    def _standing(self, feed: Feed) -> FeedStanding:
        with reading(self.engine) as session:
            before = list_standings(session).get(feed.key)
        if before is None or before.address != feed.address:
            return FeedStanding(feed.key, feed.address, feed.selector)
        if before.selector != feed.selector:
            return replace(before, selector=feed.selector, etag="", modified="")
        return before

    def _kept(self, feed: Feed, before: FeedStanding, now: dt.datetime) -> Kept:
        known = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
        headers = {name: value for name, value in known.items() if value}
        answer = self.manners.ask(feed.address, most_bytes=MOST_BYTES_FETCHED, headers=headers)
        items = () if answer.is_unchanged else self._ranked(feed, answer, now)
        # The server's mark is kept together with the items: whoever is killed in between fetches both again.
        with writing(self.engine) as session:
            kept = keep_items(session, feed.key, items, publisher=feed.name, source_kind=feed.kind, at=now)
            keep_standing(session, _after_success(before, answer, now))
        return kept

    def _ranked(self, feed: Feed, answer: Answer, now: dt.datetime) -> tuple[FetchedItem, ...]:
        # East of Greenwich the day begins earlier.
        items = parse_answer(feed, answer, now.date() + dt.timedelta(days=1))
        return tuple(replace(each, score=self._score(each.title, each.text or each.summary)) for each in items)

    def _score(self, title: str, text: str) -> float:
        return rank_text(title, text, self.terms, self.events)

    def fetch_pages(self, keys: Collection[str], say: _Say, report: Report) -> int:
        """Ask for the pages of new items, the likeliest first, and return how many gave their text."""
        with reading(self.engine) as session:
            items = items_without_page(session, keys, limit=MOST_PAGES)
        read = 0
        for place, item in enumerate(items, start=1):
            try:
                with _explained():
                    self._fetch_page(item)
                read += 1
            except FeedProblem as problem:
                say(f"{item.feed}: the page of “{item.title}” was not read: {problem}")
                now = dt.datetime.now(dt.UTC)
                if not problem.is_passing or now - item.first_seen_at > _ASKED_AGAIN:
                    with writing(self.engine) as session:
                        note_page_asked(session, item.id, at=now)
            report("Reading pages", place, len(items))
        return read

    def _fetch_page(self, item: InboxItem) -> None:
        answer = self.manners.ask(item.url, most_bytes=MOST_BYTES_FETCHED)
        now = dt.datetime.now(dt.UTC)
        article = open_article(answer.body, today=now.date() + dt.timedelta(days=1), url=item.url)
        text = clean_paragraphs(article.text)
        score = self._score(item.title, text)
        with writing(self.engine) as session:
            fill_text(session, item.id, text=text, published_on=article.published, score=score, at=now)


@contextmanager
def _explained() -> Iterator[None]:
    """Make one sentence of whatever comes from outside makes libraries stumble over; it may not end the round."""
    try:
        yield
    except FeedProblem:
        raise
    except TrackerError as problem:
        raise FeedProblem(str(problem), is_passing=isinstance(problem, DatabaseProblem)) from problem
    except Exception as problem:
        raise FeedProblem(f"What came cannot be read ({type(problem).__name__}).") from problem


def _after_success(before: FeedStanding, answer: Answer, now: dt.datetime) -> FeedStanding:
    moved = "It has moved to {}; put that address under [[feed]] in the file of feeds (docs/data.md)."
    kept = before if answer.is_unchanged else None
    return FeedStanding(
        feed=before.feed,
        address=before.address,
        selector=before.selector,
        etag=_mark(answer, "etag") or (kept.etag if kept else ""),
        modified=_mark(answer, "last-modified") or (kept.modified if kept else ""),
        checked_at=now,
        succeeded_at=now,
        problem=moved.format(answer.moved_to[:300]) if answer.moved_to else "",
    )


def _mark(answer: Answer, name: str) -> str:
    """Return a mark that can be sent back as it came; any other is dropped."""
    value = answer.headers.get(name, "")
    return value if value.isascii() and value.isprintable() and len(value) <= _MARK_LENGTH else ""


def _after_failure(before: FeedStanding, problem: FeedProblem, now: dt.datetime) -> FeedStanding:
    """Wait twice as long after each failure, and never shorter than the server asks."""
    failures = before.failures + 1
    own = min(_FIRST_WAIT * 2 ** min(failures - 1, 20), _LONGEST_WAIT)
    # It may be this machine that has no network.
    wait = _FIRST_WAIT if isinstance(problem, HostNotReached) else max(problem.wait, own)
    return replace(
        before,
        checked_at=now,
        failures=failures,
        wait_until=now + dt.timedelta(seconds=wait),
        asked_until=now + dt.timedelta(seconds=problem.wait) if problem.wait else None,
        problem=problem.sentence,
    )
