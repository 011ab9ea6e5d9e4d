import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.drafts import EventDraft, parse_event
from tracker.duplicates import NEAR_DAYS, Pair, days_apart, find_duplicates, find_pairs
from tracker.rows import EventRow, SourceRow
from tracker.vocabulary import Certainty, Kind, Origin, Precision, Reach, ReviewState, Stance

TITLE = "Regulator removes the DiDi app from stores"
DAY = dt.date(2021, 7, 4)

STORED = EventRow(
    slug="stored",
    title=TITLE,
    title_zh=None,
    date="2021-07-04",
    date_text="2021-07-04",
    first_on=DAY,
    last_on=DAY,
    precision=Precision.DAY,
    approximate=False,
    end=None,
    end_text=None,
    end_on=None,
    kind=Kind.ENFORCEMENT,
    stance=Stance.SEVERE,
    stance_reason="A removal",
    reach=Reach.FIRM,
    certainty=Certainty.HIGH,
    thread=None,
    summary="",
    date_evidence="",
    review_state=ReviewState.ACCEPTED,
    origin=Origin.FORM,
    version=1,
    sources=(SourceRow("https://example.org/didi?a=1", "Example", None, None, None),),
)


def draft(**changes: Any) -> EventDraft:
    """Return a draft of another event, with some fields changed."""
    values = {
        "title": "Something else altogether",
        "date": "2021-07-04",
        "kind": "enforcement",
        "stance": -3,
        "stance_reason": "R",
        "reach": 1,
        "sources": [{"url": "https://example.com/other"}],
    }
    return parse_event(values | changes)


def moved(days: int, **changes: Any) -> EventRow:
    """Return the stored event on another day, with some fields changed."""
    day = DAY + dt.timedelta(days=days)
    return replace(STORED, first_on=day, last_on=day, date=str(day), **changes)


def test_another_event_is_no_duplicate() -> None:
    """The same day alone says nothing."""
    assert find_duplicates(draft(), [STORED]) == ()
    assert find_duplicates(draft(), []) == ()


@pytest.mark.parametrize("url", ["https://example.org/didi?a=1", "http://www.example.org/didi/?utm_source=x&a=1#top"])
def test_the_same_page_on_the_same_day_is_a_duplicate(url: str) -> None:
    """However the page's address is written, and whatever the title says."""
    (found,) = find_duplicates(draft(sources=[{"url": "https://example.com/"}, {"url": url}]), [STORED])
    assert (found.slug, found.title, found.why, found.likeness) == ("stored", TITLE, "the same source and date", 100)


@pytest.mark.parametrize(("date", "count"), [("2021-07", 1), ("2021", 1), ("2021-07-05", 0), ("2021-06", 0)])
def test_one_page_may_support_events_of_different_days(date: str, count: int) -> None:
    """A shared page counts only where the dates can be the same day."""
    found = find_duplicates(draft(date=date, sources=[{"url": "https://example.org/didi?a=1"}]), [STORED])
    assert len(found) == count


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        TITLE.upper(),
        "DiDi app: regulator removes from the stores",
        f"{TITLE} on Sunday",
        "Ｒegulator removes DiDi app",
    ],
)
@pytest.mark.parametrize("days", [0, NEAR_DAYS, -NEAR_DAYS])
def test_a_near_title_within_days_is_a_duplicate(title: str, days: int) -> None:
    """Order, case, width and a few more words make no other event."""
    (found,) = find_duplicates(draft(title=title), [moved(days)])
    assert found.why == "a near title within days"


@pytest.mark.parametrize("days", [NEAR_DAYS + 1, -NEAR_DAYS - 1, 365])
def test_the_same_title_at_another_time_is_another_event(days: int) -> None:
    """Fines and approvals come back under the same title."""
    assert find_duplicates(draft(title=TITLE), [moved(days)]) == ()


def test_a_title_in_chinese_is_compared_as_well() -> None:
    """A Chinese title has no blanks between words; one changed sign is still near."""
    stored = moved(1, title="网信办下架滴滴出行应用程序")
    assert find_duplicates(draft(title="网信办下架滴滴出行应用"), [stored])
    assert not find_duplicates(draft(title="反垄断法修正案通过"), [stored])


def test_the_likeliest_comes_first_and_the_list_has_an_end() -> None:
    """Most alike, then by slug; no more than was asked for."""
    near = [moved(0, slug=f"near-{number}", title=f"{TITLE} x{number}") for number in range(9)]
    same = moved(0, slug="zz", title=TITLE, sources=())
    page = moved(0, slug="page", title="Other")
    sources = [{"url": "https://example.org/didi?a=1"}]
    found = find_duplicates(draft(title=f"{TITLE} y", sources=sources), [*near, same, page], most=4)
    assert len(found) == 4
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)
    assert found[0].why == "the same source and date"
    assert len(find_duplicates(draft(title=TITLE), near)) == 5


@given(
    first=st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
    days=st.integers(0, 400),
    date=st.sampled_from(["2021-07-04", "2021-07", "2021", "2021-35", "2021-40"]),
)
def test_days_apart_is_the_least_distance_of_any_two_days(first: dt.date, days: int, date: str) -> None:
    """Counted in days between the nearest ends, 0 where the dates overlap."""
    event = replace(STORED, first_on=first, last_on=first + dt.timedelta(days=days))
    new = draft(date=date)
    ours = range(new.when.start.toordinal(), new.last_on.toordinal() + 1)
    theirs = range(first.toordinal(), first.toordinal() + days + 1)
    nearest = min(abs(day - min(max(day, theirs[0]), theirs[-1])) for day in ours)
    assert days_apart(new, event) == nearest


OTHER_PAGE = (SourceRow("https://example.com/else", "", None, None, None),)


def test_pairs_of_the_record_are_found_with_their_reason() -> None:
    """The same page and day, a near title within days, and one story on one day, the likeliest first."""
    events = [
        moved(0, slug="page", title="Wholly different words"),
        moved(0, slug="b"),
        moved(NEAR_DAYS, slug="a", sources=OTHER_PAGE),
        moved(200, slug="story-1", title="Review opened", sources=OTHER_PAGE, thread="story"),
        moved(200, slug="story-2", title="Firm answers", sources=(), thread="story"),
        moved(200, slug="alone-1", title="Nothing alike", sources=()),
        moved(200, slug="alone-2", title="Some more text", sources=()),
    ]
    expected = (
        Pair("a", "b", "a near title within days", 100.0),
        Pair("b", "page", "the same source and date", 100.0),
        Pair("story-1", "story-2", "the same thread and date", 50.0),
    )
    assert find_pairs(events) == expected
    assert find_pairs(reversed(events)) == expected
    assert find_pairs(events, apart={("a", "b")}) == expected[1:]


@pytest.mark.parametrize("changes", [{"thread": "other"}, {"thread": None}, {"date": "2021-07"}])
def test_one_story_on_one_day_needs_both(changes: dict[str, Any]) -> None:
    """Another thread, none, or a date that is known differently makes no pair."""
    one = moved(0, slug="a", title="Review opened", thread="story")
    other = replace(moved(0, slug="b", title="Firm answers", thread="story", sources=()), **changes)
    assert find_pairs([one, other]) == ()


def test_a_date_known_to_the_month_is_near_to_all_its_days() -> None:
    """What may have happened on any day of July is compared with events up to two weeks after its end."""
    july = replace(STORED, slug="july", date="2021-07", first_on=dt.date(2021, 7, 1), last_on=dt.date(2021, 7, 31))
    on_day = {days: moved(days, slug="day", sources=OTHER_PAGE) for days in (0, 27, 41, 42)}
    assert [len(find_pairs([july, event])) for event in on_day.values()] == [1, 1, 1, 0]


@given(days=st.lists(st.integers(0, 60), max_size=8))
def test_pairs_are_those_that_a_look_at_all_pairs_finds(days: list[int]) -> None:
    """Stopping early at events that lie too far ahead leaves no pair out."""
    events = [moved(day, slug=f"e{number}", sources=OTHER_PAGE) for number, day in enumerate(days)]
    near = {
        (one.slug, other.slug)
        for place, one in enumerate(events)
        for other in events[place + 1 :]
        if abs((one.first_on - other.first_on).days) <= NEAR_DAYS
    }
    assert {(pair.first, pair.second) for pair in find_pairs(events)} == near
