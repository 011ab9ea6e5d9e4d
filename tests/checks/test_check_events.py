import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from tracker.checks import CheckedEvent, Level, Problem, Rule
from tracker.checks.events import (
    EARLY_DAYS,
    MOST_NEAR,
    ChineseTitle,
    DuplicateSlug,
    EarlySource,
    FutureDate,
    InForceWithoutRule,
    OfficialSource,
    RepeatedSource,
    SharedSource,
    UnannouncedEvent,
    UnknownTerm,
    rules_of_all_events,
)
from tracker.checks.problems import run_rules
from tracker.read_models import TermRow
from tracker.vocabulary import TermType

EventMaker = Callable[..., CheckedEvent]

TODAY = dt.date(2026, 11, 25)
PAGE = "https://example.org/page"


def found(rule: Rule[CheckedEvent], events: Iterable[CheckedEvent]) -> list[Problem]:
    """Run one rule."""
    return list(run_rules([rule], events))


def source(url: str = PAGE, **fields: object) -> dict[str, object]:
    """Return one source as it comes from outside."""
    return {"url": url, **fields}


def test_a_slug_names_one_event(make_event: EventMaker) -> None:
    """The same slug in two folders is an error at the second place, and it names the first."""
    one = make_event("a-rule")
    again = CheckedEvent("events/2021/a-rule.toml", "a-rule", one.draft)
    problem = found(DuplicateSlug(), [one, again])[0]
    assert (problem.place, problem.level) == ("events/2021/a-rule.toml", Level.ERROR)
    assert "taken by a-rule" in problem.message
    assert not found(DuplicateSlug(), [one, make_event("another-rule")])


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("sectors", ["gaming"], TermType.SECTOR),
        ("agencies", ["CAC"], TermType.AGENCY),
        ("companies", ["Tencent"], TermType.COMPANY),
        ("people", ["Liu He"], TermType.PERSON),
        ("thread", "game-licensing", TermType.THREAD),
    ],
)
def test_names_have_entries(make_event: EventMaker, field: str, value: str | list[str], kind: TermType) -> None:
    """A key without an entry in its own vocabulary is an error; an entry of another vocabulary does not help."""
    key = value if isinstance(value, str) else value[0]
    event = make_event(**{field: value})
    entry = TermRow(kind, key, key, None)
    other = TermRow(TermType.SECTOR if kind != TermType.SECTOR else TermType.PERSON, key, key, None)
    assert not found(UnknownTerm([entry]), [event])
    (problem,) = found(UnknownTerm([other]), [event])
    assert (problem.field, problem.level) == (field, Level.ERROR)
    assert "add it to the vocabulary first" in problem.message


def test_an_unknown_name_is_answered_with_near_ones(make_event: EventMaker) -> None:
    """A slip of the pen is met with what was probably meant."""
    terms = [TermRow(TermType.COMPANY, "Tencent", "Tencent", None)]
    (problem,) = found(UnknownTerm(terms), [make_event(companies=["Tencnet"])])
    assert "did you mean Tencent?" in problem.message


def test_nothing_is_recorded_before_it_happens(make_event: EventMaker) -> None:
    """A date after the pinned today is an error; today itself and an end that is still to come are not."""
    (problem,) = found(FutureDate(TODAY), [make_event(date="2026-11-26")])
    assert (problem.field, problem.level) == ("date", Level.ERROR)
    assert not found(FutureDate(TODAY), [make_event(date="2026-11-25")])
    assert not found(FutureDate(TODAY), [make_event(date="2026-11")])
    assert not found(FutureDate(TODAY), [make_event(end="2027-01-01")])


def test_a_rule_may_take_effect_in_the_future(make_event: EventMaker) -> None:
    """Only the kind in-force may lie after today; a source never may."""
    assert not found(FutureDate(TODAY), [make_event(date="2027-01-01", kind="in-force")])
    late = make_event(kind="in-force", sources=[source(), source(PAGE + "/2", published_on="2026-12")])
    (problem,) = found(FutureDate(TODAY), [late])
    assert problem.field == "sources.1.published_on"


def test_a_source_is_not_published_long_before_its_event(make_event: EventMaker) -> None:
    """The limit itself is allowed, one day more is a warning; a page without a date says nothing."""
    day = dt.date(2022, 5, 17)

    def event(days: int, **changes: object) -> CheckedEvent:
        published = (day - dt.timedelta(days=days)).isoformat()
        return make_event(sources=[source(), source(PAGE + "/2", published_on=published)], **changes)

    assert not found(EarlySource(), [event(EARLY_DAYS)])
    (problem,) = found(EarlySource(), [event(EARLY_DAYS + 1)])
    assert (problem.field, problem.level) == ("sources.1.published_on", Level.WARNING)
    assert f"{EARLY_DAYS + 1} days" in problem.message
    assert not found(EarlySource(), [event(400, kind="in-force")])


def test_an_event_lists_a_page_once(make_event: EventMaker) -> None:
    """Two ways of writing one address are the same page; two pages of one host are not."""
    twice = make_event(sources=[source(), source("http://www.example.org/page/?utm_source=x")])
    (problem,) = found(RepeatedSource(), [twice])
    assert (problem.field, problem.level) == ("sources.1.url", Level.ERROR)
    assert "source 1" in problem.message
    assert not found(RepeatedSource(), [make_event(sources=[source(), source(PAGE + "/2")])])


def test_one_page_one_day_one_thread_is_probably_one_event(make_event: EventMaker) -> None:
    """Only where page, day and thread agree is there a warning."""
    first = make_event("one", thread="game-licensing")
    (problem,) = found(SharedSource(), [first, make_event("two", thread="game-licensing", date="2022-05")])
    assert (problem.place, problem.level) == ("two", Level.WARNING)
    assert "one" in problem.message
    for other in (
        make_event("two", thread="didi-case"),
        make_event("two", thread="game-licensing", date="2022-05-18"),
        make_event("two", thread="game-licensing", sources=[source(PAGE + "/2")]),
    ):
        assert not found(SharedSource(), [first, other])


def test_comparing_sources_takes_linear_time(make_event: EventMaker) -> None:
    """Of a page that very many events name only the nearest earlier ones are compared."""
    first = make_event("first")
    days = [dt.date(2021, 1, 1) + dt.timedelta(days=number) for number in range(MOST_NEAR)]
    between = [make_event(f"event-{day}", date=day.isoformat()) for day in days]
    again = make_event("again")
    assert not found(SharedSource(), [first, *between, again])
    assert [problem.place for problem in found(SharedSource(), [first, *between[1:], again])] == ["again"]


def test_what_takes_effect_was_made_before(make_event: EventMaker) -> None:
    """An in-force event without an earlier law, rule or draft rule in its thread is a warning, whatever the order."""
    in_force = make_event("in-force", kind="in-force", thread="data-law", date="2022-09-01")
    made = make_event("made", kind="law", thread="data-law")
    assert not found(InForceWithoutRule(), [in_force, made])
    assert not found(InForceWithoutRule(), [made, in_force])
    for other in (
        make_event("made", kind="law", thread="ai-rules"),
        make_event("made", kind="law"),
        make_event("made", kind="signal", thread="data-law"),
        make_event("made", kind="law", thread="data-law", date="2022-09-02"),
    ):
        (problem,) = found(InForceWithoutRule(), [other, in_force])
        assert (problem.place, problem.field, problem.level) == ("in-force", "thread", Level.WARNING)
    assert found(InForceWithoutRule(), [make_event("made", kind="law"), make_event("x", kind="in-force")])


def test_official_is_what_the_host_proves(make_event: EventMaker) -> None:
    """A mark without proof and a proof without a mark are warnings; another word of a person stays as it is."""
    official = "https://www.cac.gov.cn/page"
    (marked,) = found(OfficialSource(), [make_event(sources=[source(kind="official")])])
    (proven,) = found(OfficialSource(), [make_event(sources=[source(official)])])
    assert marked.level == proven.level == Level.WARNING
    assert "does not prove" in marked.message
    assert "write official" in proven.message
    fine = [
        source(official, kind="official"),
        source(),
        source(PAGE + "/2", kind="news"),
        source(official, kind="news"),
    ]
    assert not found(OfficialSource(), [make_event(sources=fine)])


def test_a_chinese_title_holds_chinese(make_event: EventMaker) -> None:
    """English in the field for the Chinese name is an error; a mixed name and a missing one are fine."""
    (problem,) = found(ChineseTitle(), [make_event(title_zh="Data Security Law")])
    assert (problem.field, problem.level) == ("title_zh", Level.ERROR)
    assert not found(
        ChineseTitle(), [make_event(), make_event(title_zh="App备案通知"), make_event(title_zh="网络安全法")]
    )


def test_all_rules_run_together(make_event: EventMaker) -> None:
    """One run over one bad event shows what each rule has to say."""
    bad = make_event(date="2027-01-01", title_zh="Law", thread="nowhere", sources=[source(), source(PAGE + "#again")])
    fields = {problem.field for problem in run_rules(rules_of_all_events([], TODAY), [bad])}
    assert fields == {"date", "title_zh", "thread", "sources.1.url"}


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("There was no public notice.", True),
        ("The halt was never formally announced.", True),
        ("It was not announced at first.", True),
        ("Approvals ended without notice.", True),
        ("Reuters reported it; there was no official notice.", False),
        ("The plan was announced in May.", False),
    ],
)
def test_what_was_not_announced_is_asked_for_its_day(make_event: EventMaker, text: str, is_asked: bool) -> None:  # noqa: FBT001 - a parameter
    """A text that says so asks since when the event was known, and is content once that is given."""
    for field in ("summary", "date_evidence"):
        problems = found(UnannouncedEvent(), [make_event(**{field: text})])
        assert [(problem.field, problem.level) for problem in problems] == [("public_on", Level.WARNING)] * is_asked
        assert not found(UnannouncedEvent(), [make_event(**{field: text}, public_on="2021-09-08")])


def test_nothing_was_known_in_the_future(make_event: EventMaker) -> None:
    """A day after today is an error, as a date is."""
    (problem,) = found(FutureDate(TODAY), [make_event(public_on="2026-12-01")])
    assert problem.field == "public_on"
