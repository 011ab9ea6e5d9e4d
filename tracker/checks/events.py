"""Rules about single Events, and which hosts prove by their own name that a page is official."""

import datetime as dt
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.addresses import normalise_address
from tracker.checks.problems import Level, Problem, Rule
from tracker.dates import from_edtf
from tracker.event.draft import EventDraft
from tracker.event.fields import VOCABULARY_OF
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Kind, SourceKind, TermType

# Registries give these names to governments only. A mirror such as gov.cn.example.org does not match.
_GOVERNMENT = re.compile(
    r"(?:.+\.)?(?:gov|mil|gov\.[a-z]{2}|gouv\.[a-z]{2}|gob\.[a-z]{2}|go\.(?:jp|kr|th|id)|europa\.eu)"
)

# Exchanges and regulators that the record names as agencies, and the World Trade Organization, which decides disputes
# of the record's: they publish under a name of their own.
_AGENCIES = ("sse.com.cn", "hkex.com.hk", "pcaobus.org", "wto.org")


def is_official_host(url: str) -> bool:
    """Tell whether an address lies on the host of a government, or of an exchange or regulator of the record.

    State media and mirrors are not official: their pages prove what was reported, not what was decreed.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if _GOVERNMENT.fullmatch(host):
        return True
    return any(host == agency or host.endswith(f".{agency}") for agency in _AGENCIES)


EARLY_DAYS = 92
"""How long before an Event its source may be published, in days: a quarter."""

MOST_NEAR = 100
"""How many earlier Events of a page are compared; records come in the order of time, so the nearest ones come last."""

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
# A report of an act that no office has announced makes it known all the same, so "no official notice" says nothing.
_NO_NOTICE = re.compile(
    r"\b(?:no public (?:notice|announcement)|(?:never|not) (?:\w+ly )?(?:announced|made public)"
    r"|without (?:any |a )?(?:public )?(?:notice|announcement))\b",
    re.IGNORECASE,
)
_RULES_MADE = frozenset({Kind.LAW, Kind.RULE, Kind.DRAFT_RULE})


@dataclass(frozen=True, slots=True)
class CheckedEvent:
    """A valid Event and where it was found: the file's place in the folder, or the slug in a database."""

    place: str
    slug: str
    draft: EventDraft


def terms_of(event: EventDraft | EventRow) -> Iterator[tuple[str, TermType, str]]:
    """Yield every vocabulary key that an Event uses, with its field and vocabulary."""
    for field, kind in VOCABULARY_OF.items():
        value = getattr(event, field)
        for key in (value,) if isinstance(value, str) else value or ():
            yield field, kind, key


class DuplicateSlug(Rule[CheckedEvent]):
    """A slug names one Event only."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, str] = {}

    def feed(self, event: CheckedEvent, /) -> None:
        """Remember where each slug was seen first."""
        first = self._places.setdefault(event.slug, event.place)
        if first != event.place:
            self.report(event.place, "slug", f"The slug {event.slug} is taken by {first}; choose another.")


class UnknownTerm(Rule[CheckedEvent]):
    """Every sector, agency, company, person and thread has its entry in a vocabulary."""

    def __init__(self, terms: Iterable[TermRow]) -> None:
        super().__init__()
        self._known: dict[TermType, set[str]] = {kind: set() for kind in TermType}
        for term in terms:
            self._known[term.type].add(term.key)

    def feed(self, event: CheckedEvent, /) -> None:
        """Report each key without an entry, with near ones."""
        for field, kind, key in terms_of(event.draft):
            if key not in self._known[kind]:
                near = difflib.get_close_matches(key, self._known[kind], n=3)
                hint = f"did you mean {', '.join(near)}?" if near else "add it to the vocabulary first."
                self.report(event.place, field, f"“{key}” is no {kind} of the record; {hint}")


class FutureDate(Rule[CheckedEvent]):
    """Nothing is recorded before it happens, except the day on which a rule will take effect."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today

    def feed(self, event: CheckedEvent, /) -> None:
        """Report dates of the Event and of its sources that lie after today."""
        if event.draft.kind != Kind.IN_FORCE and event.draft.when.start > self._today:
            self.report(event.place, "date", f"{event.draft.date} lies in the future; record it once it has happened.")
        if event.draft.public_on and from_edtf(event.draft.public_on).start > self._today:
            self.report(event.place, "public_on", f"{event.draft.public_on} lies in the future.")
        for number, source in enumerate(event.draft.sources):
            if source.published_on and from_edtf(source.published_on).start > self._today:
                self.report(event.place, f"sources.{number}.published_on", f"{source.published_on} lies in the future.")


class EarlySource(Rule[CheckedEvent]):
    """A source is not published long before what it reports; one of a rule taking effect may be."""

    level = Level.WARNING

    def feed(self, event: CheckedEvent, /) -> None:
        """Compare each publication date with the first day that the Event's date allows."""
        if event.draft.kind == Kind.IN_FORCE:
            return
        for number, source in enumerate(event.draft.sources):
            published = from_edtf(source.published_on) if source.published_on else None
            if published is None or published.end is None:
                continue
            days = (event.draft.when.start - published.end).days
            if days > EARLY_DAYS:
                message = f"Published {days} days before the event; check both dates."
                self.report(event.place, f"sources.{number}.published_on", message)


class RepeatedSource(Rule[CheckedEvent]):
    """One Event lists a page once."""

    def feed(self, event: CheckedEvent, /) -> None:
        """Compare the Event's addresses without what does not name a page."""
        seen: dict[str, int] = {}
        for number, source in enumerate(event.draft.sources):
            first = seen.setdefault(normalise_address(source.url), number)
            if first != number:
                self.report(event.place, f"sources.{number}.url", f"The same page as source {first + 1}; keep one.")


class SharedSource(Rule[CheckedEvent]):
    """Two Events of one story and one day with the same source are probably one Event recorded twice.

    A page often tells two chapters of a story, or two stories of a day, so anything less is no warning.
    """

    level = Level.WARNING

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str | None], list[CheckedEvent]] = defaultdict(list)

    def feed(self, event: CheckedEvent, /) -> None:
        """Compare with the earlier Events of the same page and thread."""
        for address in {normalise_address(source.url): None for source in event.draft.sources}:
            others = self._seen[address, event.draft.thread]
            for other in others[-MOST_NEAR:]:
                if _may_be_one_day(event.draft, other.draft):
                    message = f"The same day, thread and page as {other.place}; is it one event? {address}"
                    self.report(event.place, "sources", message)
            others.append(event)


def _may_be_one_day(one: EventDraft, other: EventDraft) -> bool:
    return one.when.start <= other.last_on and other.when.start <= one.last_on


class InForceWithoutRule(Rule[CheckedEvent]):
    """A rule that takes effect belongs to the thread in which its making is recorded."""

    level = Level.WARNING

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str | None, dt.date] = {}
        self._in_force: list[CheckedEvent] = []

    def feed(self, event: CheckedEvent, /) -> None:
        """Note when each thread's first rule was made, and keep what takes effect for the end."""
        if event.draft.kind == Kind.IN_FORCE:
            self._in_force.append(event)
        elif event.draft.kind in _RULES_MADE and event.draft.thread:
            start = event.draft.when.start
            self._made[event.draft.thread] = min(start, self._made.get(event.draft.thread, start))

    def finish(self) -> Iterator[Problem]:
        """Report what takes effect without an earlier law, rule or draft in its thread."""
        for event in self._in_force:
            made = self._made.get(event.draft.thread)
            if made is None or made > event.draft.last_on:
                message = "No earlier law, rule or draft rule is in its thread; record that one, or set the thread."
                self.report(event.place, "thread", message)
        yield from super().finish()


class OfficialSource(Rule[CheckedEvent]):
    """A source is marked official where its host proves it, and only there."""

    level = Level.WARNING

    def feed(self, event: CheckedEvent, /) -> None:
        """Compare each source's kind with its host."""
        for number, source in enumerate(event.draft.sources):
            is_marked, is_proven = source.kind == SourceKind.OFFICIAL, is_official_host(source.url)
            if is_marked and not is_proven:
                self.report(
                    event.place, f"sources.{number}.kind", "The host does not prove that this page is official."
                )
            if is_proven and source.kind is None:
                self.report(event.place, f"sources.{number}.kind", "The host is an authority's own; write official.")


class UnannouncedEvent(Rule[CheckedEvent]):
    """What was not announced when it began says since when it was known."""

    level = Level.WARNING

    def feed(self, event: CheckedEvent, /) -> None:
        """Look for words that say so in summary and evidence, where ``public_on`` is empty."""
        said = _NO_NOTICE.search(f"{event.draft.summary}\n{event.draft.date_evidence}")
        if said and not event.draft.public_on:
            self.report(event.place, "public_on", f"It says “{said[0]}”; say since when it was known.")


class ChineseTitle(Rule[CheckedEvent]):
    """A Chinese title holds Chinese characters."""

    def feed(self, event: CheckedEvent, /) -> None:
        """Report a title_zh without one."""
        if event.draft.title_zh and not _HAN.search(event.draft.title_zh):
            self.report(
                event.place, "title_zh", "This holds no Chinese character; leave it out unless a source has it."
            )


def rules_of_one_event(today: dt.date, *, asking: bool = False) -> tuple[Rule[CheckedEvent], ...]:
    """Return the rules that look at one Event at a time and need no vocabulary.

    Args:
        today: the day that counts as the present.
        asking: the Events were taken in as they are, so a person is asked to look and nothing is an error.
    """
    rules = (FutureDate(today), EarlySource(), RepeatedSource(), OfficialSource(), ChineseTitle(), UnannouncedEvent())
    for rule in rules if asking else ():
        rule.level = Level.WARNING
    return rules


def rules_of_all_events(
    terms: Iterable[TermRow], today: dt.date, *, asking: bool = False
) -> tuple[Rule[CheckedEvent], ...]:
    """Return all rules about Events; arguments as in ``rules_of_one_event``."""
    comparing = (DuplicateSlug(), UnknownTerm(terms), SharedSource(), InForceWithoutRule())
    return (*rules_of_one_event(today, asking=asking), *comparing)
