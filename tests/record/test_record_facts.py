"""The events of the news page of May 2022 that the project was born from, read from a database."""

import datetime as dt

import pytest
from sqlmodel import Session

from tracker.addresses import address_problem
from tracker.dates import from_edtf
from tracker.filters import EventFilter
from tracker.queries import get_event, list_events
from tracker.read_models import EventRow
from tracker.vocabulary import Kind, ReviewState


@pytest.mark.parametrize(
    ("slug", "date", "end", "kind", "names"),
    [
        ("game-freeze-2021", "2021-07-22", "2022-04-11", Kind.LICENSING, {"gaming", "NPPA", "Tencent", "NetEase"}),
        ("game-licences-resume", "2022-04-11", None, Kind.LICENSING, {"gaming", "NPPA"}),
        ("minors-gaming-three-hours", "2021-08-30", None, Kind.RULE, {"gaming", "NPPA"}),
        ("didi-ipo", "2021-06-30", None, Kind.COMPANY_RESPONSE, {"DiDi", "overseas-listing"}),
        ("didi-cyber-review", "2021-07-02", "2022-07-21", Kind.INVESTIGATION, {"DiDi", "CAC", "cybersecurity"}),
        ("didi-app-removal", "2021-07-04", None, Kind.ENFORCEMENT, {"DiDi", "CAC"}),
        ("didi-25-apps", "2021-07-09", None, Kind.ENFORCEMENT, {"DiDi", "CAC"}),
        ("didi-announces-nyse-delisting", "2021-12-03", None, Kind.COMPANY_RESPONSE, {"DiDi", "overseas-listing"}),
        ("linkedin-china-closure", "2021-10-14", None, Kind.COMPANY_RESPONSE, {"LinkedIn", "Microsoft"}),
        ("yahoo-exits-china", "2021-11-01", None, Kind.COMPANY_RESPONSE, {"Yahoo"}),
        ("airbnb-leaves-china", "2022-05-24", None, Kind.COMPANY_RESPONSE, {"Airbnb"}),
        ("shanghai-lockdown", "2022-03-28", "2022-06-01", Kind.PUBLIC_HEALTH, {"Shanghai government"}),
        ("liu-he-cppcc-digital-economy", "2022-05-17", None, Kind.SIGNAL, {"Liu He", "CPPCC", "platform-economy"}),
        ("politburo-april-2022-platform-pledge", "2022-04-29", None, Kind.SIGNAL, {"CPC Politburo"}),
        ("alibaba-probe-opened", "2020-12-24", "2021-04-10", Kind.INVESTIGATION, {"Alibaba", "SAMR", "antitrust"}),
        ("alibaba-fine", "2021-04-10", None, Kind.ENFORCEMENT, {"Alibaba", "SAMR", "antitrust"}),
        ("meituan-antitrust-fine", "2021-10-08", None, Kind.ENFORCEMENT, {"Meituan", "SAMR", "antitrust"}),
        ("platform-antitrust-final", "2021-02-07", None, Kind.RULE, {"antitrust", "SAMR"}),
        ("ant-ipo-suspended", "2020-11-03", None, Kind.ENFORCEMENT, {"Ant Group", "Jack Ma", "fintech"}),
        ("double-reduction", "2021-07-24", None, Kind.RULE, {"education"}),
        ("data-security-law", "2021-06-10", None, Kind.LAW, {"NPC", "data-privacy"}),
        ("data-security-law-in-force", "2021-09-01", None, Kind.IN_FORCE, {"data-privacy"}),
        ("pipl-passed", "2021-08-20", None, Kind.LAW, {"NPC", "data-privacy"}),
        ("pipl-in-force", "2021-11-01", None, Kind.IN_FORCE, {"data-privacy"}),
        ("securities-law-opinions", "2021-07-06", None, Kind.SIGNAL, {"overseas-listing", "CSRC"}),
        ("cyber-review-draft-1m-users", "2021-07-10", None, Kind.DRAFT_RULE, {"overseas-listing", "CAC"}),
        ("csrc-overseas-listing-drafts", "2021-12-24", None, Kind.DRAFT_RULE, {"overseas-listing", "CSRC"}),
        ("cybersecurity-review-measures-final", "2022-01-04", None, Kind.RULE, {"overseas-listing", "CAC"}),
        ("hfcaa-signed", "2020-12-18", None, Kind.FOREIGN_MEASURE, {"overseas-listing", "US Congress"}),
        ("sec-pauses-china-ipos", "2021-07-30", None, Kind.FOREIGN_MEASURE, {"overseas-listing", "US SEC"}),
        ("sec-first-hfcaa-names", "2022-03-10", None, Kind.FOREIGN_MEASURE, {"overseas-listing", "US SEC"}),
        ("huawei-entity-list", "2019-05-16", None, Kind.FOREIGN_MEASURE, {"Huawei"}),
        ("new-era-of-digitization", "2022-03-18", None, Kind.SIGNAL, {"Xi Jinping"}),
        ("jd-q1-2022-results", "2022-05-17", None, Kind.COMPANY_RESPONSE, {"JD.com"}),
        ("apple-freight-remark", "2022-04-28", None, Kind.COMPANY_RESPONSE, {"Apple"}),
    ],
)
def test_a_fact_stands_under_its_date_with_who_and_what_and_a_source(
    record: Session, slug: str, *, date: str, end: str | None, kind: Kind, names: set[str]
) -> None:
    """Each is accepted, dated to the day, named by its kind, actor and firm, and supported by a page to open."""
    event = get_event(record, slug)
    assert (event.date, event.end, event.kind) == (date, end, kind)
    assert event.first_on == event.last_on == dt.date.fromisoformat(date)
    assert names <= {*event.sectors, *event.agencies, *event.companies, *event.people}
    assert event.review_state is ReviewState.ACCEPTED
    assert event.sources
    assert all(address_problem(source.url) is None and source.publisher for source in event.sources)


def test_the_game_freeze_ends_where_the_approvals_resume(record: Session) -> None:
    """Stop and return of the licences are one story, opposite in stance, and share the day of April 2022."""
    freeze, resume = get_event(record, "game-freeze-2021"), get_event(record, "game-licences-resume")
    assert freeze.thread == resume.thread == "game-licensing"
    assert freeze.end_on == resume.first_on
    assert (freeze.stance, resume.stance) == (-3, 2)


@pytest.mark.parametrize(
    ("thread", "order"),
    [
        ("didi-case", ["didi-ipo", "didi-cyber-review", "didi-app-removal", "didi-25-apps", "didi-data-fine"]),
        ("alibaba-antitrust", ["alibaba-probe-opened", "alibaba-fine"]),
        ("game-licensing", ["game-freeze-2018", "game-freeze-2018-ends", "game-freeze-2021", "game-licences-resume"]),
        ("us-audit-dispute", ["hfcaa-signed", "sec-pauses-china-ipos", "sec-first-hfcaa-names"]),
        ("foreign-exits", ["linkedin-china-closure", "yahoo-exits-china", "airbnb-leaves-china"]),
    ],
)
def test_a_story_is_told_in_order(record: Session, thread: str, order: list[str]) -> None:
    """A reader who picks a thread sees its events from first to last."""
    told = [event.slug for event in list_events(record, EventFilter(threads=(thread,)))]
    assert [slug for slug in told if slug in order] == order


def test_what_was_open_in_may_2022_shows_as_lasting(record: Session) -> None:
    """When Liu He spoke to the CPPCC, the lockdown and the review of DiDi went on, and the game freeze was over."""
    day = dt.date(2022, 5, 17)
    lasting = {
        event.slug
        for event in list_events(record)
        if event.lasts and event.first_on <= day and (event.end_on is None or event.end_on >= day)
    }
    assert {"shanghai-lockdown", "didi-cyber-review"} <= lasting
    assert "game-freeze-2021" not in lasting


def test_a_reader_of_may_2022_finds_the_news_by_filter(record: Session) -> None:
    """Period and sector together give the news page's own subjects, and nothing from another time."""
    since, until = dt.date(2022, 4, 1), dt.date(2022, 5, 31)
    spring = list_events(record, EventFilter(since=since, until=until))
    assert all(event.first_on <= until and event.last_on >= since for event in spring)
    assert {"game-licences-resume", "liu-he-cppcc-digital-economy", "jd-q1-2022-results"} <= {e.slug for e in spring}
    games = list_events(record, EventFilter(since=since, until=until, sectors=("gaming",)))
    assert "game-licences-resume" in {event.slug for event in games}
    assert all("gaming" in event.sectors for event in games)


def test_every_event_has_a_source_and_none_comes_from_the_future(record_events: tuple[EventRow, ...]) -> None:
    """Nothing in the record rests on a word alone, or on a page that was not there when the record was made."""
    made = dt.date(2026, 11, 25)
    for event in record_events:
        assert event.sources
        days = [from_edtf(source.published_on).start for source in event.sources if source.published_on]
        assert all(day <= made for day in days)
