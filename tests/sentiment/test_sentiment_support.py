"""How well Events are supported: counted by hand, and on the record."""

import datetime as dt
from dataclasses import replace

from tests.support.makers import SEED_EVENTS
from tracker.read_models import EventRow, SourceRow
from tracker.sentiment.periods import Period, quarters, support_by_period, support_of, years
from tracker.vocabulary import Certainty, Precision

WHOLE = Period("all", dt.date(2018, 1, 1), dt.date(2030, 1, 1))


def source(kind: str | None, language: str) -> SourceRow:
    """Return a source without a meaning."""
    return SourceRow("https://example.org/", "Example", None, language, kind)


def test_each_event_is_counted_by_what_stands_behind_it(record_events: tuple[EventRow, ...]) -> None:
    """Two sources, an official one, a Chinese one, a known day, a Chinese title, sure facts: each for itself."""
    bare = replace(record_events[0], sources=(), title_zh=None, precision=Precision.MONTH, certainty=Certainty.LOW)
    events = [
        bare,
        replace(bare, sources=(source("official", "en"),)),
        replace(bare, sources=(source("news", "zh"), source(None, "zh")), title_zh="滴滴"),
        replace(bare, precision=Precision.DAY, certainty=Certainty.HIGH),
    ]
    found = support_of(events, WHOLE)
    assert (found.events, found.several, found.official, found.chinese) == (4, 1, 1, 1)
    assert (found.named, found.to_the_day, found.certain) == (1, 1, 1)


def test_quarters_and_years_add_up_to_the_whole(record_events: tuple[EventRow, ...]) -> None:
    """No Event is lost or counted twice, whatever the periods."""
    whole = support_of(record_events, WHOLE)
    first, last = record_events[0].first_on, record_events[-1].last_on
    for periods in (quarters(first, last), years(first, last)):
        parts = support_by_period(record_events, periods)
        for field in ("events", "several", "official", "chinese", "named", "to_the_day", "certain"):
            assert sum(getattr(each, field) for each in parts) == getattr(whole, field), field
    assert whole.events == SEED_EVENTS
    assert whole.to_the_day == sum(event.precision is Precision.DAY for event in record_events)


def test_a_period_without_events_is_told() -> None:
    """A gap is a row of zeros and not a missing row."""
    assert [each.events for each in support_by_period([], quarters(dt.date(2021, 1, 1), dt.date(2021, 6, 1)))] == [0, 0]
