import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.makers import event_row, make_draft
from tracker.dates import days_between, from_edtf
from tracker.duplicates import NEAR_DAYS, Duplicate, DuplicateSearch, find_duplicates, find_pairs
from tracker.event.draft import EventDraft
from tracker.likeness import nearby
from tracker.read_models import EventRow, SourceRow
from tracker.vocabulary import Kind, Reach, Stance

TITLE = "Regulator removes the DiDi app from stores"
DAY = dt.date(2021, 7, 4)

STORED = event_row(
    "stored",
    DAY.isoformat(),
    Stance.SEVERE,
    title=TITLE,
    kind=Kind.ENFORCEMENT,
    stance_reason="A removal",
    reach=Reach.FIRM,
    sources=(SourceRow("https://example.org/didi?a=1", "Example", None, None, None),),
)


def draft(**changes: Any) -> EventDraft:
    """Return a draft of another event, with some fields changed."""
    other = {
        "title": "Something else altogether",
        "date": DAY.isoformat(),
        "kind": "enforcement",
        "stance": -3,
        "reach": 1,
    }
    return make_draft(**{"sources": [{"url": "https://example.com/other"}]} | other | changes)


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
    page = "https://example.org/didi?a=1"
    assert found == Duplicate("stored", TITLE, "2021-07-04", page, "the same source and date", 100)


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
    assert "near titles" in found.why


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
def test_days_between_is_the_least_distance_of_any_two_days(first: dt.date, days: int, date: str) -> None:
    """Counted in days between the nearest ends, 0 where the dates overlap."""
    event = replace(STORED, date=f"{first}/{first + dt.timedelta(days=days)}")
    new = draft(date=date)
    ours = range(new.when.start.toordinal(), new.last_on.toordinal() + 1)
    theirs = range(first.toordinal(), first.toordinal() + days + 1)
    nearest = min(abs(day - min(max(day, theirs[0]), theirs[-1])) for day in ours)
    assert days_between(new.when, from_edtf(event.date)) == nearest


OTHER_PAGE = (SourceRow("https://example.com/else", "", None, None, None),)


def test_pairs_of_the_record_are_found_with_their_reason() -> None:
    """The same page and day, much in common within days, and one story on one day, the likeliest first."""
    events = [
        moved(0, slug="page", title="Wholly different words"),
        moved(0, slug="b"),
        moved(NEAR_DAYS, slug="a", sources=OTHER_PAGE),
        moved(200, slug="story-1", title="Review opened", sources=OTHER_PAGE, thread="story"),
        moved(200, slug="story-2", title="Firm answers", sources=(), thread="story"),
        moved(200, slug="alone-1", title="Nothing alike", sources=()),
        moved(200, slug="alone-2", title="Some more text", sources=()),
    ]
    page, alike, story = find_pairs(events)
    assert (page.first, page.second, page.why) == ("b", "page", "the same source and date")
    assert (alike.first, alike.second, alike.why) == ("a", "b", "14 days apart, both enforcement, near titles")
    assert (story.first, story.second, story.why) == ("story-1", "story-2", "the same story and date")
    assert find_pairs(reversed(events)) == (page, alike, story)
    assert find_pairs(events, apart={("a", "b")}) == (page, story)


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
def test_copies_are_found_one_after_the_other(days: list[int]) -> None:
    """Of copies within two weeks the nearest are shown; once these are one event, the next are, until none is left."""
    events = [moved(day, slug=f"e{number}", sources=OTHER_PAGE) for number, day in enumerate(days)]
    while pairs := find_pairs(events):
        by_slug = {event.slug: event for event in events}
        one, other = by_slug[pairs[0].first], by_slug[pairs[0].second]
        assert abs((one.first_on - other.first_on).days) <= NEAR_DAYS
        events.remove(other)
    left = sorted(event.first_on for event in events)
    assert all((later - earlier).days > NEAR_DAYS for earlier, later in pairwise(left))


def test_an_act_is_found_by_what_happened() -> None:
    """The same removal in other words, of the same day and firm, is shown with its reasons."""
    stored = moved(0, title="DiDi app ordered out of app stores", companies=("DiDi",), agencies=("CAC",))
    for title in ("DiDi app removed from app stores", "App stores told to take DiDi down"):
        (found,) = find_duplicates(draft(title=title, companies=["DiDi"]), [stored])
        assert found.why.startswith("the same date, DiDi, both enforcement")
    assert find_duplicates(draft(title="Removal of DiDi from the stores"), [stored])


def test_only_the_likeliest_is_shown() -> None:
    """A second removal days later leads to itself, not to the first one as well."""
    first = moved(0, slug="first", title="DiDi app ordered out of app stores", companies=("DiDi",), sources=())
    second = moved(5, slug="second", title="25 more DiDi apps removed", companies=("DiDi",), sources=())
    typed = draft(title="Stores have to remove 25 apps of DiDi", companies=["DiDi"], date="2021-07-09")
    assert [each.slug for each in find_duplicates(typed, [first, second])] == ["second"]
    assert [each.slug for each in find_duplicates(typed, [first])] == []


def test_of_many_events_the_same_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking only at those that share rare words or names finds what a look at all of them finds."""
    titles = [f"Order {number} on {word}" for number in range(40) for word in ("apps", "games", "data", "loans")]
    events = {
        f"e{number}": moved(number % 60, slug=f"e{number}", title=title, companies=(f"Firm {number % 37}",), sources=())
        for number, title in enumerate(titles)
    }
    typed = [
        draft(title=f"{event.title} issued", date=event.date, companies=event.companies) for event in events.values()
    ]
    every = DuplicateSearch(events)
    monkeypatch.setattr(nearby, "_FEW", 0)
    some = DuplicateSearch(events)
    for each in typed:
        assert some.find(each) == every.find(each) != ()


@given(
    dates=st.lists(
        st.sampled_from(["2021", "2021-07", "2021-35", "2020-12-30"])
        | st.dates(dt.date(2021, 1, 1), dt.date(2022, 6, 1)).map(str),
        max_size=40,
    )
)
def test_going_through_by_day_finds_what_a_look_at_all_finds(dates: list[str]) -> None:
    """Dropping what is over loses nothing, whatever months and years lie among the days."""
    drafts = [draft(title=f"Order {number % 5} on apps", date=date) for number, date in enumerate(dates)]
    events = [
        replace(STORED, slug=f"e{n:02}", title=each.title, date=each.date, first_on=each.when.start, sources=())
        for n, each in enumerate(drafts)
    ]
    every = sorted(DuplicateSearch({event.slug: event for event in events}).pairs(), key=lambda pair: pair.first)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nearby, "_WORTH_DROPPING", 1)
        found = find_pairs(lambda: sorted(events, key=lambda event: (event.first_on, event.slug)))
    assert sorted(found, key=lambda pair: (pair.first, pair.second)) == sorted(
        every, key=lambda pair: (pair.first, pair.second)
    )
