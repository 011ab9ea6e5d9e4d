"""The feeds: the list that travels with the program, all of them off, and a file of them beside the database.

That file says which feeds are on, and holds those that a person added.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from tracker.addresses import address_problem
from tracker.cleaning import NAME_LENGTH, clean_language, clean_member, clean_text
from tracker.database import place_beside
from tracker.errors import FeedProblem, NotFound
from tracker.feeds.targets import check_fetchable
from tracker.new_files import new_file
from tracker.settings import feeds_path
from tracker.vocabulary import SourceKind

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHIPPED = Path(__file__).parent / "feeds.toml"
_SELECTOR_LENGTH = 300


class FeedForm(StrEnum):
    """What stands at a feed's address."""

    FEED = "feed"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed.

    Attributes:
        key: its name in commands and in the inbox.
        name: who publishes it, as it stands on a source.
        address: where it is; https only.
        language: a short code.
        kind: what sort of source its pages are.
        form: ``feed`` for RSS, Atom and JSON Feed, ``links`` for a page that lists links.
        selector: which elements of such a page are or hold the links, as a CSS selector.
        seen_on: the page on which the address was seen; nothing says that it answers.
        is_on: whether it is fetched.
        is_own: whether a person added it.
    """

    key: str
    name: str
    address: str
    language: str | None = None
    kind: SourceKind | None = None
    form: FeedForm = FeedForm.FEED
    selector: str = ""
    seen_on: str = ""
    is_on: bool = False
    is_own: bool = False


_FIELDS = tuple(each.name for each in fields(Feed) if not each.name.startswith("is_"))


def parse_feed(values: Mapping[str, Any], *, is_own: bool = False) -> Feed:
    """Read one feed from a file's or a command's values.

    Raises:
        FeedProblem: naming the feed and what is wrong with it.
    """
    key = str(values.get("key", ""))
    if not _KEY.fullmatch(key) or len(key) > NAME_LENGTH:
        raise FeedProblem("A feed's key is lower-case letters and digits, joined by single hyphens.")
    if unknown := sorted(set(values) - set(_FIELDS)):
        raise FeedProblem(f"{key}: “{unknown[0]}” is no part of a feed; those are {', '.join(_FIELDS)}.")
    try:
        feed = Feed(
            key=key,
            name=clean_text(values.get("name"), most=NAME_LENGTH),
            address=_address(values.get("address")),
            language=clean_language(values.get("language")),
            kind=clean_member(values["kind"], SourceKind) if values.get("kind") else None,
            form=clean_member(values.get("form") or FeedForm.FEED, FeedForm),
            selector=clean_text(values.get("selector"), most=_SELECTOR_LENGTH),
            seen_on=clean_text(values.get("seen_on"), most=2000),
            is_own=is_own,
        )
    except ValueError as problem:
        raise FeedProblem(f"{key}: {problem}") from None
    if not feed.name:
        raise FeedProblem(f"{key}: A feed needs the name of who publishes it.")
    if (feed.form is FeedForm.LINKS) is not bool(feed.selector):
        raise FeedProblem(f"{key}: A page that lists links needs a selector, and only such a page has one.")
    return feed


def _address(value: object) -> str:
    address = clean_text(value, most=2000)
    if problem := address_problem(address):
        raise ValueError(problem)
    if not address.lower().startswith("https://"):
        raise ValueError("Only addresses that begin with https:// are fetched.")
    return address


def feeds_file(url: str) -> Path:
    """Return where the feeds of a database are kept: where the setting says, else beside it, under its name."""
    return feeds_path() or place_beside(url, "feeds.toml")


def list_feeds(file: Path) -> tuple[Feed, ...]:
    """Return every feed by its key: those of the shipped list and those that a person added.

    Raises:
        FeedProblem: if the file cannot be read; it names the file.
    """
    own = _read(file)
    shipped = {feed.key: feed for feed in _feeds_in(_read(_SHIPPED), is_own=False)}
    try:
        added = {feed.key: feed for feed in _feeds_in(own, is_own=True)}
        on = _keys_of(own.get("on", []))
    except FeedProblem as problem:
        raise FeedProblem(f"{file}: {problem}") from None
    feeds = shipped | added
    return tuple(replace(feed, is_on=feed.key in on) for feed in sorted(feeds.values(), key=lambda each: each.key))


def _keys_of(on: object) -> list[str]:
    if not isinstance(on, list) or not all(isinstance(key, str) for key in on):
        raise FeedProblem("“on” has to be a list of keys.")
    return on


def _feeds_in(document: Mapping[str, Any], *, is_own: bool) -> Iterator[Feed]:
    entries = document.get("feed", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FeedProblem("Each feed is a table of its own, under [[feed]].")
    for entry in entries:
        yield parse_feed(entry, is_own=is_own)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise FeedProblem(f"{file} cannot be read: {problem}.") from problem


def chosen_feeds(file: Path, keys: Collection[str] = ()) -> tuple[Feed, ...]:
    """Return the feeds that are on, or the ones that are named, on or off.

    Raises:
        FeedProblem: if the file cannot be read.
        NotFound: if a key names no feed.
    """
    feeds = {feed.key: feed for feed in list_feeds(file)}
    _check_known(keys, feeds)
    return tuple(feed for feed in feeds.values() if (feed.key in keys if keys else feed.is_on))


def _check_known(keys: Collection[str], feeds: Collection[str]) -> None:
    for key in keys:
        if key not in feeds:
            raise NotFound(f"There is no feed “{key[:100]}”; tracker feeds list shows them.")


def switch_feeds(file: Path, keys: Collection[str], *, on: bool) -> None:
    """Switch feeds on or off, all of them or none.

    Raises:
        FeedProblem: if the file cannot be read or written.
        NotFound: if a key names no feed.
    """
    feeds = list_feeds(file)
    _check_known(keys, {feed.key for feed in feeds})
    kept = {feed.key for feed in feeds if feed.is_on}
    _write(file, on=kept | set(keys) if on else kept - set(keys))


def add_feed(file: Path, feed: Feed) -> None:
    """Add a feed of a person's own, switched on.

    Raises:
        FeedProblem: if its address may never be fetched, the file cannot be read or written, or the key or the address
            is in the list already.
    """
    check_fetchable(feed.address)
    feeds = list_feeds(file)
    for other in feeds:
        if other.key == feed.key or other.address == feed.address:
            raise FeedProblem(f"The list has {other.key} ({other.address}) already; switch that one on.")
    _write(file, on={each.key for each in feeds if each.is_on} | {feed.key}, added=feed)


def _write(file: Path, *, on: Collection[str], added: Feed | None = None) -> None:
    """Write the file anew, whole; what else a person wrote in it stays as it is."""
    import tomlkit

    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.document()
        document["on"] = sorted(on)
        if added is not None:
            values = {name: str(value) for name in _FIELDS if (value := getattr(added, name))}
            document.setdefault("feed", tomlkit.aot()).append(tomlkit.item(values))
        file.parent.mkdir(parents=True, exist_ok=True)
        with new_file(file) as new:
            new.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError as problem:
        raise FeedProblem(f"{file} cannot be written: {problem.strerror}.") from problem
