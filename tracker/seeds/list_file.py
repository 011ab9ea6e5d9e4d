"""The files of event lists by others: read, written in their canonical form, and checked against the Events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple

from tracker.addresses import normalise_address
from tracker.checks import CheckedEvent, Problem
from tracker.cleaning import clean_member, clean_text
from tracker.event.fields import REASON_LENGTH
from tracker.recall import About, ListedAct, ListedAs, PublishedList
from tracker.seeds.form import render_csv
from tracker.seeds.parsing import parse_entries, parse_lines, read_date, read_name, read_reason, read_slug, read_url

LISTS_FILE = "lists.toml"
LISTED_FILE = "listed.csv"
"""The acts that the lists name, one a line."""

MOST_WORDS = 14
"""An act is told so briefly that no sentence of a page is copied."""


def _words(value: object) -> str:
    text = read_name(value)
    if len(text.split()) > MOST_WORDS:
        raise ValueError(f"This has to be told in {MOST_WORDS} words of our own.")
    return text


def _secure_url(value: object) -> str:
    text = read_url(value)
    if not text.startswith("https://"):
        raise ValueError("This has to be an address that begins with https://.")
    return text


_LIST_READERS = {
    "key": read_slug,
    "name": read_name,
    "by": read_name,
    "about": lambda value: clean_member(value, About),
    "extent": read_reason,
    "read_on": read_date,
}
_ACT_READERS = {
    "list": read_slug,
    "date": read_date,
    "standing": lambda value: clean_member(value, ListedAs),
    "act": lambda value: read_slug(value) if value else clean_text(value, most=REASON_LENGTH),
    "what": _words,
    "url": _secure_url,
}


def parse_lists_text(text: str) -> tuple[PublishedList, ...]:
    """Read the text of the file of lists."""
    return tuple(PublishedList(**values) for values in parse_entries(text, "list", _LIST_READERS))


def parse_listed_text(text: str) -> tuple[ListedAct, ...]:
    """Read the text of the file of the acts that the lists name."""
    return tuple(ListedAct(**values) for values in parse_lines(text, _ACT_READERS))


def render_lists(lists: Iterable[PublishedList]) -> str:
    """Write lists as the text of their file, ordered by key."""
    import tomlkit

    return tomlkit.dumps({"list": [_plain(each) for each in sorted(lists, key=lambda each: each.key)]})


def _plain(published: PublishedList) -> dict[str, str]:
    return asdict(published) | {"about": published.about.value}


def render_listed(acts: Iterable[ListedAct]) -> str:
    """Write the acts of lists as CSV, ordered by list, date and words."""
    ordered = sorted(acts, key=lambda act: (act.list, act.date, act.what))
    return render_csv(tuple(_ACT_READERS), (astuple(act) for act in ordered))


def wrong_lists(
    lists: Sequence[PublishedList], acts: Sequence[ListedAct], events: Sequence[CheckedEvent]
) -> Iterator[Problem]:
    """Report lists that stand twice or name nothing, acts of no list, and acts that stand otherwise to the Events.

    A page that is a source of an Event does not count as a list: what it names is in the record by construction.
    """
    seen: set[str] = set()
    for number, each in enumerate(lists, start=1):
        if each.key in seen:
            yield Problem(LISTS_FILE, f"entry {number}.key", f"The key {each.key} stands here twice.")
        if each.key not in {act.list for act in acts}:
            yield Problem(LISTS_FILE, f"entry {number}.key", f"{LISTED_FILE} names no act of this list.")
        seen.add(each.key)
    slugs = {event.slug for event in events}
    cited = {normalise_address(source.url): event.slug for event in events for source in event.draft.sources}
    named: set[tuple[str, str]] = set()
    for number, act in enumerate(acts, start=2):
        place = f"line {number}."
        if act.list not in seen:
            yield Problem(LISTED_FILE, place + "list", f"{LISTS_FILE} has no list with the key {act.list}.")
        if wrong := _wrong_act(act, slugs):
            yield Problem(LISTED_FILE, place + "act", wrong)
        if act.act and (act.list, act.act) in named:
            yield Problem(LISTED_FILE, place + "act", "The list names this act above; it stands here as a repeat.")
        if citing := cited.get(normalise_address(act.url)):
            message = f"This page is a source of {citing}: what it names is in the record by construction."
            yield Problem(LISTED_FILE, place + "url", message)
        named.add((act.list, act.act))


def _wrong_act(act: ListedAct, slugs: set[str]) -> str | None:
    if not act.standing.in_scope:
        return "What is out of scope has no act." if act.act else None
    if not act.act:
        return "This is needed: the event's slug, or a key of the missing act."
    if act.standing is ListedAs.RECORDED and act.act not in slugs:
        return f"There is no event with the slug {act.act}."
    if act.standing is ListedAs.MISSING and act.act in slugs:
        return f"There is an event with the slug {act.act}, so the act is recorded."
    return None
