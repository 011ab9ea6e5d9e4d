"""What is news and what is told again: old events with the same names, headlines, lists of firms, and what lasted."""

import datetime as dt

import pytest

from tracker.articles import Analysis, Article, analyse, draft_values, open_part
from tracker.articles.rejections import Reason
from tracker.read_models import EventRow, TermRow

Terms = tuple[TermRow, ...]
Events = tuple[EventRow, ...]
PUBLISHED = dt.date(2026, 9, 20)


def read(text: str, terms: Terms, events: Events, published: dt.date = PUBLISHED) -> Analysis:
    """Read a text against the record."""
    return analyse(Article(text, published=published, url="https://news.example/story"), terms, events)


def held(found: Analysis) -> set[str]:
    """Return the slugs of the Events that the record is said to hold."""
    return {mention.event.slug for mention in found.mentions}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("SAMR began an antitrust investigation of Trip.com on September 16, 2026.", "trip-com-antitrust-probe"),
        (
            "The CAC opened a cybersecurity review of Micron on September 14, 2026.",
            "micron-cybersecurity-review-opened",
        ),
        ("SAMR fined Meituan 3 million yuan over its bikes.", "meituan-antitrust-fine"),
    ],
)
def test_new_steps_against_a_firm_are_no_old_event(
    record_terms: Terms, record_events: Events, text: str, slug: str
) -> None:
    """A clause with a date of its own, or news without one long after the Event, is a new candidate."""
    assert slug in {event.slug for event in record_events}
    found = read(text, record_terms, record_events)
    assert slug not in held(found)
    assert len(found.new) == 1


def test_what_is_told_without_a_date_like_the_record_is_listed(record_terms: Terms, record_events: Events) -> None:
    """It is no draft, names the Event that it is like, and can be opened."""
    text = "Shares rose in Hong Kong.\n\nRegulators had fined Meituan over merchants."
    found = read(text, record_terms, record_events)
    assert found.new == ()
    (passed,) = found.passed_over
    assert (passed.reason, passed.detail, passed.dates) == (Reason.HELD, "meituan-antitrust-fine", ())
    opened = open_part(found.article, passed.span.start, record_terms, record_events)
    assert opened is not None
    assert opened.values("companies") == ("Meituan",)


def test_what_is_named_close_by_decides_neither_kind_nor_reach(record_terms: Terms, record_events: Events) -> None:
    """An agency of another country in the sentence before makes no foreign measure of a fine at home."""
    text = (
        "The US Commerce Department spoke of new export controls for Kuaishou and Bilibili. "
        "Regulators fined an app 20 million yuan on September 17, 2026."
    )
    (candidate,) = [each for each in read(text, record_terms, record_events).new if each.when == "2026-09-17"]
    assert candidate.value("kind") == "enforcement"
    assert candidate.value("reach") == "1"


@pytest.mark.parametrize(
    "text",
    [
        "China passes new video games\n\nThe NPPA approved 120 domestic games on September 18, 2026.",
        "北京市网信办约谈两家平台\n\n9月14日，国家网信办约谈抖音和快手。",
    ],
)
def test_a_headline_that_names_nobody_is_told_by_the_article(
    record_terms: Terms, record_events: Events, text: str
) -> None:
    """The dated statement with the names is the one candidate."""
    (candidate,) = read(text, record_terms, record_events).new
    assert candidate.names
    assert candidate.when.startswith("2026-09-1")


def test_fines_of_one_day_on_different_firms_are_two(record_terms: Terms, record_events: Events) -> None:
    """All firms count, in any order, and not the first alone."""
    text = (
        "SAMR fined Kuaishou and Douyin on September 14, 2026.\n\n"
        "SAMR fined Kuaishou and Bilibili on September 14, 2026.\n\n"
        "SAMR fined Douyin and Kuaishou on September 14, 2026."
    )
    found = read(text, record_terms, record_events)
    assert [sorted(each.values("companies")) for each in found.new] == [
        ["Douyin", "Kuaishou"],
        ["Bilibili", "Kuaishou"],
    ]
    assert [each.reason for each in found.passed_over] == [Reason.TOLD]


def test_a_day_within_what_lasted_is_no_draft_of_its_own(record_terms: Terms, record_events: Events) -> None:
    """The sentence tells of the freeze, which the record holds from July 2021 to April 2022."""
    text = "China's games regulator froze approvals of video games last August before resuming them in April."
    found = read(text, record_terms, record_events, dt.date(2022, 6, 20))
    assert "game-freeze-2021" in held(found)
    assert [each.when for each in found.new if each.when.startswith("2021")] == []


def test_a_fine_is_not_of_the_day_on_which_its_case_began(record_terms: Terms, record_events: Events) -> None:
    """The part is passed over and says why."""
    found = read("The CAC's fine of Moonrabbit ended a case that began in July 2025.", record_terms, record_events)
    assert found.new == ()
    (passed,) = found.passed_over
    assert passed.reason is Reason.BEGAN


def test_what_the_record_holds_is_not_passed_over_for_want_of_a_rule(
    record_terms: Terms, record_events: Events
) -> None:
    """A part that is listed as held is not listed again, and no reason says that the record knows nothing like it."""
    found = read("In July 2021, after DiDi was removed from app stores, shares slid.", record_terms, record_events)
    assert "didi-app-removal" in held(found)
    assert Reason.NO_RULE not in {each.reason for each in found.passed_over}
    assert "record" not in Reason.NO_RULE.words


def test_what_is_denied_is_opened_with_a_guess_for_its_code(record_terms: Terms, record_events: Events) -> None:
    """The form does not take over that the firm was fined."""
    found = read("SAMR did not fine Moonrabbit on 12 March 2026, in China.", record_terms, record_events)
    (passed,) = found.passed_over
    candidate = open_part(found.article, passed.span.start, record_terms, record_events)
    assert candidate is not None
    (kind,) = candidate.fields["kind"]
    assert (kind.value, kind.guess) == ("enforcement", True)
    values = draft_values(found.article, candidate)
    assert (values["kind"], values["stance"], values["reach"]) == (None, None, None)


def test_one_date_that_waits_is_spoken_of_as_one(record_terms: Terms, record_events: Events) -> None:
    """The note names it, and counts only where there are several."""
    one = analyse(Article("SAMR fined DiDi on Sunday.", language="en"), record_terms, record_events)
    assert "“Sunday” needs the day of publication to be read; give it as well." in one.notes
    two = analyse(Article("SAMR fined DiDi on Sunday and Baidu on Monday.", language="en"), record_terms, record_events)
    assert "2 dates such as “Sunday” need the day of publication to be read; give it as well." in two.notes
