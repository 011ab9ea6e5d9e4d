"""What events lack, and how many have it by year."""

from collections import Counter
from dataclasses import replace

from sqlmodel import Session

from tests.support.makers import SEED_EVENTS
from tracker.gaps import Filled, Gap, count_coders, filled_by_year, gaps_of
from tracker.queries import list_codings
from tracker.read_models import CodingRow, EventRow, SourceRow
from tracker.vocabulary import Reach, SourceKind, Stance

NEWS = SourceRow("https://example.org/a", "Example", None, "en", SourceKind.NEWS, None, "")


def bare(event: EventRow) -> EventRow:
    """Return an event with nothing but a page of news behind it."""
    return replace(event, title_zh=None, sources=(NEWS,))


def test_an_event_lacks_what_none_of_its_sources_is(record_events: tuple[EventRow, ...]) -> None:
    """A full translation stands for the official page, in whatever language; a second coder is one beside the first."""
    event = bare(record_events[0])
    assert gaps_of(event, Counter()) == tuple(Gap)
    translated = replace(event, sources=(NEWS, replace(NEWS, kind=SourceKind.TRANSLATION)))
    assert Gap.OFFICIAL not in gaps_of(translated, Counter())
    chinese = replace(event, title_zh="通知", sources=(NEWS, replace(NEWS, language="zh")))
    assert gaps_of(chinese, Counter({event.slug: 1})) == (Gap.OFFICIAL, Gap.CODED)
    second = CodingRow(event.slug, "second", Stance.NEUTRAL, Reach.FIRM, "")
    assert gaps_of(chinese, count_coders([second])) == (Gap.OFFICIAL,)


def test_years_and_their_sum_count_each_event_once(record_events: tuple[EventRow, ...]) -> None:
    """Shares are whole percents of the year's own events."""
    one, other, later = (bare(event) for event in (record_events[0], record_events[1], record_events[-1]))
    named = replace(other, title_zh="通知")
    years = filled_by_year([one, named, later], Counter())
    assert [(year.name, year.events, year.having[Gap.NAME]) for year in years] == [
        (str(one.first_on.year), 2, 1),
        (str(later.first_on.year), 1, 0),
        ("all", 3, 1),
    ]
    assert [year.share(Gap.NAME) for year in years] == [50, 0, 33]
    seen = replace(NEWS, kind=SourceKind.OFFICIAL, language="zh", seen="link")
    (*_, whole) = filled_by_year([replace(one, sources=(NEWS, seen)), replace(later, sources=(seen, NEWS))], Counter())
    assert (whole.having[Gap.OFFICIAL], whole.having[Gap.CHINESE]) == (2, 2)
    assert (whole.opened[Gap.OFFICIAL], whole.opened[Gap.CHINESE]) == (0, 0)
    assert Filled("none", 0, dict.fromkeys(Gap, 0)).share(Gap.NAME) == 0


def test_the_record_is_short_of_its_goals_as_the_page_says(
    record: Session, record_events: tuple[EventRow, ...]
) -> None:
    """The shares of the shipped record do not change unnoticed, and each event has two codings beside the first."""
    *years, whole = filled_by_year(record_events, count_coders(list_codings(record)))
    assert sum(year.events for year in years) == whole.events == SEED_EVENTS
    assert [whole.share(gap) for gap in Gap] == [36, 57, 38, 100]
    assert [gap.goal for gap in Gap] == [60, 70, None, None]
