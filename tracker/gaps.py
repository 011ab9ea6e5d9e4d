"""What events lack: an official page, a page in Chinese, a Chinese name, a second coding; how many have it, by year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tracker.read_models import CodingRow, EventRow
from tracker.vocabulary import Seen, SourceKind

_TWICE = 2


class Gap(StrEnum):
    """Something that every event should have and some lack."""

    OFFICIAL = "official-text"
    CHINESE = "chinese-source"
    NAME = "chinese-name"
    CODED = "second-coding"

    @property
    def wanted(self) -> str:
        """What an event without the gap has."""
        return _WANTED[self]

    @property
    def goal(self) -> int | None:
        """The share of events that should have it, in percent; None where no share is aimed at."""
        return {Gap.OFFICIAL: 60, Gap.CHINESE: 70}.get(self)


_WANTED = {
    Gap.OFFICIAL: "An official source or a translation of the text",
    Gap.CHINESE: "A source in Chinese",
    Gap.NAME: "A Chinese name",
    Gap.CODED: "Coded by two or more",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """The events of a year, or of all, and how many of them have what they should; how many by an opened page."""

    name: str
    events: int
    having: dict[Gap, int]
    opened: dict[Gap, int] = field(default_factory=dict)

    def share(self, gap: Gap) -> int:
        """Return the share that has it, in whole percent."""
        return round(100 * self.having[gap] / self.events) if self.events else 0


def count_coders(codings: Iterable[CodingRow]) -> Counter[str]:
    """Return by slug how many coders have coded an event, the first, whose codes the event holds, included."""
    further = Counter(coding.slug for coding in codings)
    return Counter({slug: number + 1 for slug, number in further.items()})


def gaps_of(event: EventRow, coders: Counter[str]) -> tuple[Gap, ...]:
    """Return what an event lacks.

    Args:
        event: the event.
        coders: what ``count_coders`` returned.
    """
    has = {
        Gap.OFFICIAL: event.has_source(SourceKind.OFFICIAL, SourceKind.TRANSLATION),
        Gap.CHINESE: event.has_chinese_source,
        Gap.NAME: event.title_zh is not None,
        Gap.CODED: coders[event.slug] >= _TWICE,
    }
    return tuple(gap for gap in Gap if not has[gap])


def filled_by_year(events: Iterable[EventRow], coders: Counter[str]) -> list[Filled]:
    """Return how well the events of each year are founded, and last those of all years, named ``all``."""
    counts: dict[str, list[Counter[Any]]] = {}
    for event in events:
        for name in (str(event.first_on.year), "all"):
            number, having, opened = counts.setdefault(name, [Counter(), Counter(), Counter()])
            number.update(("events",))
            having.update(set(Gap).difference(gaps_of(event, coders)))
            opened.update(set(Gap).difference(gaps_of(_as_opened(event), coders)))
    whole = counts.pop("all", [Counter(), Counter(), Counter()])
    return [
        Filled(name, number["events"], {gap: having[gap] for gap in Gap}, {gap: opened[gap] for gap in Gap})
        for name, (number, having, opened) in [*sorted(counts.items()), ("all", whole)]
    ]


def _as_opened(event: EventRow) -> EventRow:
    """Return an event without the sources of which only an address was seen on another page."""
    return replace(event, sources=tuple(source for source in event.sources if source.seen != Seen.LINK))
