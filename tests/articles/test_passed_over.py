"""Dated parts of a text of which no candidate was made, and the reasons that are given for them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure import read_labelled

from tracker.articles import Analysis, Article, analyse
from tracker.articles.rejections import Reason
from tracker.read_models import EventRow, TermRow

Terms = tuple[TermRow, ...]
Events = tuple[EventRow, ...]

PUBLISHED = dt.date(2022, 5, 20)


def read(text: str, terms: Terms, events: Events, published: dt.date | None = PUBLISHED) -> Analysis:
    """Read a text against the record."""
    return analyse(Article(text, published=published), terms, events)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("On 12 March 2022 the weather in Beijing was fine.", Reason.NO_RULE),
        ("The CAC did not fine Moonrabbit on 12 March 2022.", Reason.DENIED),
        ("监管部门3月12日没有约谈任何企业。", Reason.DENIED),
        ("The CAC may fine Moonrabbit in May.", Reason.DOUBTED),
        ("工信部正考虑在8月要求月兔公司暂停旗下应用更新。", Reason.DOUBTED),
        ("The European Commission fined Moonrabbit on 12 March 2022; Chinese firms watched.", Reason.FOREIGN),
        ("Freedonia's competition office fined Apple on 12 March 2022, the company said.", Reason.ELSEWHERE),
        ("The CAC will fine Moonrabbit on 12 June 2022.", Reason.AHEAD),
        ("China's market for phones grew in 2021.", Reason.COARSE),
        ("In Hong Kong a neighbour fined a child on 12 March 2022.", Reason.NO_ACTOR),
        ("BEIJING, May 18 - Shares in Hong Kong were quiet.", Reason.DATELINE),
    ],
)
def test_each_reason_is_given_where_it_holds(
    record_terms: Terms, record_events: Events, text: str, reason: Reason
) -> None:
    """The one dated part is listed, with the reason that applies to it, and its words are those of the text."""
    found = read(text, record_terms, record_events)
    assert found.candidates == ()
    (passed,) = found.passed_over
    assert passed.reason is reason
    assert passed.span.of(text)
    assert [date.text for date in passed.dates] == [date.text for date in found.dates]


def test_a_denial_names_the_rule_whose_words_stand_there(record_terms: Terms, record_events: Events) -> None:
    """The reason can be checked against the lexicon."""
    (passed,) = read("The CAC did not fine Moonrabbit on 12 March 2022.", record_terms, record_events).passed_over
    assert passed.why == "denied: it says that this did not happen (rule “fine”)"


def test_a_date_that_was_not_read_says_what_it_needs(record_terms: Terms, record_events: Events) -> None:
    """Without the day of publication a weekday is no date; the words say so."""
    found = read("The weather in Beijing was fine on Sunday.", record_terms, record_events, published=None)
    (passed,) = found.passed_over
    assert passed.reason is Reason.UNREAD
    assert "“Sunday” needs the day of publication" in passed.why


def test_what_is_told_twice_is_listed_once_as_told_again(record_terms: Terms, record_events: Events) -> None:
    """The second sentence is not lost from sight, and is no second candidate."""
    sentence = "The CAC fined DiDi on 3 May 2022."
    found = read(f"{sentence}\n\n{sentence}", record_terms, record_events)
    assert len(found.candidates) == 1
    assert [passed.reason for passed in found.passed_over] == [Reason.TOLD]


def test_parts_of_a_sentence_with_one_reason_are_one_entry(record_terms: Terms, record_events: Events) -> None:
    """A list of dates without events does not fill the page."""
    text = "In Beijing it rained on 3 May 2022, and on 9 May 2022 it snowed."
    (passed,) = read(text, record_terms, record_events).passed_over
    assert passed.span.of(text) == text
    assert [date.text for date in passed.dates] == ["3 May 2022", "9 May 2022"]


def test_every_dated_sentence_is_a_candidate_or_passed_over(record_terms: Terms, record_events: Events) -> None:
    """Nothing dated vanishes: each date of the labelled articles stands in a candidate or in a part that is listed."""
    for labelled in (half for halves in read_labelled() for half in halves):
        found = analyse(labelled.article, record_terms, record_events)
        spans = [*(each.part for each in found.candidates), *(each.span for each in found.passed_over)]
        spans += [mention.span for mention in found.mentions]
        for date in found.dates:
            held = any(span.holds(date.span.start, date.span.end) for span in spans)
            assert held or date.in_dateline, (labelled.name, date.text)


@settings(max_examples=50)
@given(text=st.text(alphabet=st.sampled_from("On 3May2022,.;CAC didnotfine中国罚款5月 日，。\n"), max_size=200))
def test_what_is_passed_over_never_overlaps_and_keeps_its_order(
    record_terms: Terms, record_events: Events, text: str
) -> None:
    """Whatever is pasted, the parts are in the order of the text and apart from each other."""
    found = read(f"In China {text} on 3 May 2022.", record_terms, record_events)
    places = [place for each in found.passed_over for place in (each.span.start, each.span.end)]
    assert places == sorted(places)
    assert all(each.dates or each.reason in {Reason.TOLD, Reason.HELD} for each in found.passed_over)
