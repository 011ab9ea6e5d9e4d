"""Which Events of the record an article speaks of, dated or not, and what is offered beside them."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.articles import Analysis, Article, analyse, analysis_document, draft_values, open_part
from tracker.read_models import EventRow, TermRow

Terms = tuple[TermRow, ...]
Events = tuple[EventRow, ...]
PUBLISHED = dt.date(2024, 9, 12)
URL = "https://news.example/story"


def read(text: str, terms: Terms, events: Events, published: dt.date | None = PUBLISHED) -> Analysis:
    """Read a text against the record."""
    return analyse(Article(text, published=published, url=URL), terms, events)


def held(found: Analysis) -> set[str]:
    """Return the slugs of the Events that the record is said to hold."""
    return {mention.event.slug for mention in found.mentions}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("DiDi was removed from China's app stores.", "didi-app-removal"),
        ("Two years ago Ant Group's listing was suspended at the last moment.", "ant-ipo-suspended"),
        ("蚂蚁集团的上市曾在最后一刻被暂缓。", "ant-ipo-suspended"),
        ("螞蟻集團的上市曾在最後一刻被暫緩。", "ant-ipo-suspended"),
        ("Nobody had expected the record antitrust fine for Alibaba.", "alibaba-fine"),
    ],
)
def test_an_event_is_known_without_a_date(record_terms: Terms, record_events: Events, text: str, slug: str) -> None:
    """A firm and what happened to it are enough, in either language and script; no candidate is made of it."""
    found = read(text, record_terms, record_events, published=None)
    assert slug in held(found)
    assert found.new == ()


def test_each_event_is_held_once_with_its_words_and_reasons(record_terms: Terms, record_events: Events) -> None:
    """Told three times, an Event is listed once, with the words that say it best."""
    text = "DiDi was removed from China's app stores.\n\nThe DiDi app was pulled from the stores in July 2021."
    found = read(f"{text}\n\n{text}", record_terms, record_events)
    slugs = [mention.event.slug for mention in found.mentions]
    assert len(slugs) == len(set(slugs))
    (mention,) = [each for each in found.mentions if each.event.slug == "didi-app-removal"]
    assert mention.surely
    assert "DiDi" in " ".join(mention.why)
    assert mention.span.of(found.article.text)


@pytest.mark.parametrize(
    "text", ["On July 4 the DiDi app was pulled from the app stores.", "7月4日，滴滴出行App在应用商店被下架。"]
)
def test_a_day_without_its_year_fits_or_speaks_against(record_terms: Terms, record_events: Events, text: str) -> None:
    """Where nobody says which year it is, the day is compared with that of the Event in the Event's own year."""
    assert "didi-app-removal" in held(read(text, record_terms, record_events, published=None))
    moved = text.replace("July 4", "February 4").replace("7月4日", "2月4日")
    assert "didi-app-removal" not in held(read(moved, record_terms, record_events, published=None))


def test_two_events_share_a_sentence_that_dates_both(record_terms: Terms, record_events: Events) -> None:
    """What the same words may mean twice is meant twice where each Event has a date of its own there."""
    text = "In May and July 2025 JD.com, Meituan and Ele.me were summoned by SAMR over subsidies for food delivery."
    slugs = held(read(text, record_terms, record_events, published=dt.date(2025, 10, 24)))
    assert {"food-delivery-summons-may-2025", "food-delivery-summons-july-2025"} <= slugs


def test_another_kind_of_act_on_the_day_of_an_event_is_offered(record_terms: Terms, record_events: Events) -> None:
    """Beside what the record holds, an order of the same days is a new draft."""
    text = (
        "On July 31, 2025 the CAC summoned Nvidia to explain the safety of its H20 chips.\n\n"
        "On August 1, 2025 regulators ordered internet firms to stop buying chips from abroad."
    )
    found = read(text, record_terms, record_events, published=dt.date(2025, 8, 13))
    assert "nvidia-h20-summons" in held(found)
    assert [each.when for each in found.new] == ["2025-08-01"]


def test_one_sentence_may_tell_several_events(record_terms: Terms, record_events: Events) -> None:
    """Each clause is compared for itself."""
    text = (
        "Regulators halted Ant Group's listing in November 2020, and in April 2021 they fined Alibaba 18 billion yuan."
    )
    assert {"ant-ipo-suspended", "alibaba-fine"} <= held(read(text, record_terms, record_events))


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 DiDi was removed from China's app stores.",
        "Officials denied that they had not removed DiDi from app stores.",
        "Shares have been weak since DiDi's removal from app stores.",
    ],
)
def test_what_makes_no_draft_is_compared_all_the_same(record_terms: Terms, record_events: Events, text: str) -> None:
    """A year, a denial or words to which no rule fits bar a draft and never the comparison."""
    found = read(text, record_terms, record_events)
    asked = {mention.event.slug for question in found.questions for mention in question.mentions}
    assert "didi-app-removal" in held(found) | asked
    assert found.new == ()


def test_a_doubtful_sentence_asks_about_three_events_at_most(record_terms: Terms, record_events: Events) -> None:
    """The likeliest stand first, none of them is held already, and none is sure."""
    text = "China's regulators have fined platforms over data, prices and mergers.\n\nTencent was among those summoned."
    found = read(text, record_terms, record_events)
    assert found.questions
    for question in found.questions:
        assert 1 <= len(question.mentions) <= 3
        assert all(one.evidence >= other.evidence for one, other in pairwise(question.mentions))
        assert not {mention.event.slug for mention in question.mentions} & held(found)
        assert not any(mention.surely for mention in question.mentions)


def test_a_firm_that_nobody_knows_is_not_taken_for_another(record_terms: Terms, record_events: Events) -> None:
    """The same act of the same authority against a firm that the record does not name is no Event of it."""
    text = "The CAC told app stores to take down the maps of Moonrabbit over personal data."
    assert not {"didi-app-removal", "didi-25-apps"} & held(read(text, record_terms, record_events))


@pytest.mark.parametrize("gap", ["\n\n", "\n- ", "\n2. "])
def test_a_firm_crosses_no_paragraph_and_no_bullet(record_terms: Terms, record_events: Events, gap: str) -> None:
    """A probe into somebody else is not DiDi's because DiDi is named above it."""
    text = f"- DiDi raised its prices for rides.{gap}SAMR opened an antitrust probe into a rival on 9 September 2024."
    found = read(text, record_terms, record_events)
    (candidate,) = [each for each in found.new if each.when == "2024-09-09"]
    assert candidate.fields["companies"] == ()


def test_what_is_named_close_by_is_a_guess_that_a_person_ticks(record_terms: Terms, record_events: Events) -> None:
    """A guess is offered and no draft takes it over by itself; the firm's sector and story are guesses as well."""
    text = "DiDi raised its prices. SAMR opened an antitrust probe into the company on 9 September 2024."
    found = read(text, record_terms, record_events)
    (candidate,) = found.new
    (firm,) = candidate.fields["companies"]
    assert (firm.value, firm.guess) == ("DiDi", True)
    assert draft_values(found.article, candidate)["companies"] == []
    assert draft_values(found.article, candidate)["thread"] is None
    assert draft_values(found.article, candidate, ticked={("companies", "DiDi")})["companies"] == ["DiDi"]


def test_nothing_is_surer_than_its_weakest_part(record_terms: Terms, record_events: Events) -> None:
    """The confidence of the whole is that of the least sure value that is ticked."""
    text = "SAMR opened an antitrust probe into Meituan on 9 September 2024.\n\nThe CAC summoned Kuaishou on Tuesday."
    found = read(text, record_terms, record_events)
    assert found.new
    for candidate in found.new:
        shown = [each.confidence for group in candidate.fields.values() for each in group if not each.guess]
        assert candidate.confidence == min(candidate.date.confidence, *shown)


def test_a_statement_without_a_date_is_about_the_month_of_publication(
    record_terms: Terms, record_events: Events
) -> None:
    """The month is marked as approximate, and the reason says that nobody wrote it."""
    found = read(
        "The MIIT opened an investigation into Moonrabbit over its cloud software.", record_terms, record_events
    )
    (candidate,) = found.new
    assert candidate.when == "2024-09~"
    assert "no date stands with it" in candidate.date.how
    assert "no date stands with it" in draft_values(found.article, candidate)["date_evidence"]


def test_without_a_day_of_publication_its_date_is_left_to_a_person(record_terms: Terms, record_events: Events) -> None:
    """Nothing is invented: the field stays empty."""
    text = "The MIIT opened an investigation into Moonrabbit over its cloud software."
    found = read(text, record_terms, record_events, published=None)
    (candidate,) = found.new
    assert candidate.when == ""
    assert draft_values(found.article, candidate)["date"] is None
    assert analysis_document(found)["candidates"][0]["date"] is None


def test_a_new_draft_stands_beside_what_it_may_repeat(record_terms: Terms, record_events: Events) -> None:
    """An Event of the same kind, sector and days is named with the draft, whatever its words are."""
    event = next(each for each in record_events if each.slug == "didi-cyber-review")
    other = replace(event, slug="another", title="Quiet word", title_zh=None, summary="Nothing alike.", also_called=())
    others = (replace(other, companies=(), agencies=()),)
    text = "The MOT opened an investigation into Moonrabbit over ride-hailing on 3 July 2021."
    found = read(text, record_terms, others)
    (candidate,) = found.new
    assert [mention.event.slug for mention in candidate.alternatives] == ["another"]
    document = analysis_document(found)["candidates"][0]
    assert [each["slug"] for each in document["alternatives"]] == ["another"]


def test_a_document_number_tells_which_rule_is_meant(record_terms: Terms, record_events: Events) -> None:
    """However the brackets around the year are written."""
    event = next(each for each in record_events if each.document_number == "国办发〔2019〕38号")
    found = read("通知依据国办发[2019]38号制定。", record_terms, record_events)
    asked = {mention.event.slug for question in found.questions for mention in question.mentions}
    assert event.slug in held(found) | asked


def test_any_part_can_be_opened_as_a_draft(record_terms: Terms, record_events: Events) -> None:
    """What was passed over keeps its place, and what no rule says is left for the person."""
    text = "In Beijing the weather was fine.\n\nOn 12 March 2022 Moonrabbit threw a party in Beijing."
    found = read(text, record_terms, record_events)
    (passed,) = found.passed_over
    candidate = open_part(found.article, passed.span.start, record_terms, record_events)
    assert candidate is not None
    values = draft_values(found.article, candidate)
    assert values["date"] == "2022-03-12"
    assert values["title"] == "Moonrabbit threw a party in Beijing"
    assert (values["kind"], values["stance"], values["reach"]) == (None, None, None)
    assert open_part(found.article, len(text) + 5, record_terms, record_events) is None


@settings(max_examples=30, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("DiDi CAC app removed fine 下架滴滴罚款，。,.;:\n-2021"), max_size=200))
def test_whatever_is_pasted_the_places_are_those_of_the_text(
    record_terms: Terms, record_events: Events, text: str
) -> None:
    """Mentions and questions stand in the text, in its order."""
    found = read(text, record_terms, record_events)
    places = [mention.span.start for mention in found.mentions]
    assert places == sorted(places)
    for mention in found.mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
