"""How well the record is supported: sources, languages and certainty, by quarter or year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.rows import EventRow
from tracker.sentiment.periods import Period, middle_day
from tracker.vocabulary import Certainty, Precision

SEVERAL = 2
"""So many sources can check each other."""

OFFICIAL, CHINESE = "official", "zh"
"""How a source's kind and its language are written."""


@dataclass(frozen=True, slots=True)
class Support:
    """The Events of a period and what stands behind them, as numbers of Events.

    Attributes:
        period: the period.
        events: all Events.
        several: those with two or more sources.
        official: those with a source of the authority itself.
        chinese: those with a source in Chinese.
        named: those whose official Chinese title is known.
        to_the_day: those whose day is known.
        certain: those whose facts are not in doubt.
    """

    period: Period
    events: int
    several: int
    official: int
    chinese: int
    named: int
    to_the_day: int
    certain: int


def support_by_period(events: Iterable[EventRow], periods: Sequence[Period]) -> list[Support]:
    """Return the support of each period, those without Events among them."""
    gathered: list[list[EventRow]] = [[] for _ in periods]
    for event in events:
        day = middle_day(event)
        for place, period in enumerate(periods):
            if period.since <= day <= period.until:
                gathered[place].append(event)
    return [support_of(found, period) for found, period in zip(gathered, periods, strict=True)]


def support_of(events: Sequence[EventRow], period: Period) -> Support:
    """Return the support of Events, whatever their day; ``period`` is what they are said to belong to."""
    return Support(
        period=period,
        events=len(events),
        several=sum(len(event.sources) >= SEVERAL for event in events),
        official=sum(any(source.kind == OFFICIAL for source in event.sources) for event in events),
        chinese=sum(any(source.language == CHINESE for source in event.sources) for event in events),
        named=sum(event.title_zh is not None for event in events),
        to_the_day=sum(event.precision is Precision.DAY for event in events),
        certain=sum(event.certainty is Certainty.HIGH for event in events),
    )
