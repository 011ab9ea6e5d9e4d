"""From a text to candidates: dates in their place, statements, links to the record, and what each rests on."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure import read_labelled

from tracker.articles import Analysis, Article, MarkKind, analyse, analysis_document, draft_values, make_draft
from tracker.articles.proposals import PROPOSED_LENGTH
from tracker.errors import InvalidDraft
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import ReviewState

Terms = tuple[TermRow, ...]
Events = tuple[EventRow, ...]

PUBLISHED = dt.date(2022, 5, 20)
URL = "https://news.example/story"


@pytest.fixture
def read(record_terms: Terms, record_events: Events) -> object:
    """Read a text of 20 May 2022 against the record."""

    def read_text(text: str, published: dt.date | None = PUBLISHED, events: Events = record_events) -> Analysis:
        return analyse(Article(text, published=published, url=URL), record_terms, events)

    return read_text


def dates_of(found: Analysis) -> list[tuple[str, str]]:
    """Return each date's words and reading."""
    return [(date.text, date.date.edtf if date.date else "") for date in found.dates]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("China fined it on Monday. A day later it was closed.", ["2022-05-16", "2022-05-17"]),
        ("On 4 July 2021 it began. Two months earlier nobody knew.", ["2021-07-04", "2021-05"]),
        ("On 4 July 2021 it began. The next day it ended.", ["2021-07-04", "2021-07-05"]),
        ("In July 2021 it began. The following month it ended.", ["2021-07", "2021-08"]),
        ("2021年7月2日启动审查，7月4日下架。", ["2021-07-02", "2021-07-04"]),
        ("2021年7月2日启动审查。次日通报。", ["2021-07-02", "2021-07-03"]),
        ("2021年7月2日启动审查。今年5月17日结束。", ["2021-07-02", "2022-05-17"]),
        ("2020年12月24日启动。次年4月10日处罚。", ["2020-12-24", "2021-04-10"]),
        ("2023年12月22日公布。三天后获批，两个月后生效。", ["2023-12-22", "2023-12-25", "2024-02"]),
        ("It was on 4 July 2021. 999 years later it will be.", ["2021-07-04", ""]),
        ("The next day it ended.", []),
        ("2020年12月24日启动，同年12月底结束。", ["2020-12-24", "2020-12~"]),
        ("It will take effect on 1 June.", ["2022-06-01"]),
        ("It took effect on 1 June.", ["2021-06-01"]),
        ("该办法将于6月1日起施行。", ["2022-06-01"]),
        ("该办法5月1日起施行。", ["2022-05-01"]),
        ("Comments are open until 30 June.", ["2022-06-30"]),
        ("It will meet on Monday.", ["2022-05-23"]),
        ("On May 16, 2019, it was listed. On August 3 it was fined.", ["2019-05-16", "2021-08-03"]),
        ("On July 2, 2021, it was reviewed. On July 4 it was removed.", ["2021-07-02", "2021-07-04"]),
        ("Since July 2021 it waited. A week later it rained.", ["2021-07/.."]),
        ("日前，监管部门约谈企业。", ["2022-05~"]),
    ],
)
def test_a_date_is_read_in_its_place(read: object, text: str, dates: list[str]) -> None:
    """After the sentence before, ahead where it is to come, and in the year of a story that goes on."""
    assert callable(read)
    assert [edtf for _, edtf in dates_of(read(text))] == dates


def test_vague_dates_are_less_sure_than_days(read: object) -> None:
    """日前 is a guess of a month; a full date is no guess."""
    assert callable(read)
    vague, sure = read("日前，监管部门约谈企业。2022年5月4日，监管部门约谈企业。").dates
    assert vague.confidence < 0.5 < sure.confidence


def test_a_dateline_dates_the_text_and_no_event(read: object) -> None:
    """What a news agency puts in front says when it wrote."""
    assert callable(read)
    found = read("BEIJING, May 18 - The CAC fined Moonrabbit over its ride-hailing app on May 17.")
    assert [each.when for each in found.candidates] == ["2022-05-17"]
    found = read("新华社北京5月18日电 国家网信办17日对月兔公司罚款。")
    assert [each.when for each in found.candidates] == ["2022-05-17"]


def test_without_a_day_of_publication_the_page_says_what_waits_for_it(read: object) -> None:
    """Nothing is guessed: relative dates stay unread and one line says so."""
    assert callable(read)
    found = read("The CAC fined Moonrabbit on Sunday.", published=None)
    assert [each.when for each in found.candidates] == [""]
    assert any("day of publication" in note for note in found.notes)


def test_a_story_is_read_on_without_a_day_of_publication(read: object) -> None:
    """A day soon after a full date has its year; what nobody can read lends nothing to what follows."""
    assert callable(read)
    found = read("2020年11月3日暂停上市。12月24日立案调查。次年4月10日处罚。", published=None)
    assert [edtf for _, edtf in dates_of(found)] == ["2020-11-03", "2020-12-24", "2021-04-10"]
    found = read("2020年11月3日暂停上市。\n\n周五被罚。当日股价大跌。", published=None)
    assert [edtf for _, edtf in dates_of(found)] == ["2020-11-03", "", ""]


@pytest.mark.parametrize(
    "text",
    [
        "Freedonia's competition office fined Apple on 12 March 2022, the company said.",
        "The European Commission fined Moonrabbit on 12 March 2022; Chinese firms watched.",
        "The CAC may fine Moonrabbit in May.",
        "The CAC did not fine Moonrabbit on 12 March 2022.",
        "On 12 March 2022 the weather in Beijing was fine.",
        "Tencent fell 2% on 12 March 2022 in Hong Kong.",
        "Analysts expect Tencent to report growth of revenue in China when it publishes results on March 20.",
        "China's market for phones grew in 2021.",
        "监管部门3月12日没有约谈任何企业。",
        "The CAC will fine Moonrabbit on 12 June 2022.",
    ],
)
def test_what_is_no_event_of_this_record_proposes_nothing(read: object, text: str) -> None:
    """Other countries, rumours, denials, market noise and the weather."""
    assert callable(read)
    assert read(text).candidates == ()


def test_nothing_reads_like_an_event_only_where_nothing_was_found(read: object) -> None:
    """The note would contradict events of the record that stand above it."""
    words = "reads like an event"
    nothing = read("The bakery opened at eight on 4 July 2021.", dt.date(2021, 7, 6))
    assert [note for note in nothing.notes if words in note]
    found = read("In 2021 the CAC ordered app stores to remove DiDi.", dt.date(2022, 7, 6))
    assert found.mentions or found.questions
    assert not found.candidates
    assert not [note for note in found.notes if words in note]


def test_a_sentence_of_two_dates_gives_two_candidates(read: object) -> None:
    """Each dated part of a sentence is a statement of its own."""
    assert callable(read)
    found = read("The CAC fined Moonrabbit Rides on May 4, and on May 9 it ordered app stores to remove its app.")
    assert [(each.when, each.value("kind")) for each in found.candidates] == [
        ("2022-05-04", "enforcement"),
        ("2022-05-09", "enforcement"),
    ]
    assert [each.value("stance") for each in found.candidates] == ["-2", "-3"]


def test_a_known_event_is_shown_with_its_reasons_and_not_proposed(read: object) -> None:
    """The most useful line: the record's own Event, and why."""
    assert callable(read)
    found = read("On 4 July 2021 China's cyberspace regulator ordered app stores to remove DiDi Chuxing.")
    (known,) = found.known
    assert known.known is not None
    assert known.known.event.slug == "didi-app-removal"
    assert "the same date" in known.known.why
    assert found.new == ()


def test_what_the_record_does_not_hold_is_new(read: object, record_events: Events) -> None:
    """With the Event taken out of the record the same sentence proposes it."""
    assert callable(read)
    text = "On 4 July 2021 China's cyberspace regulator ordered app stores to remove DiDi Chuxing."
    without = tuple(event for event in record_events if event.slug != "didi-app-removal")
    assert [each.when for each in read(text, events=without).new] == ["2021-07-04"]
    withdrawn = tuple(
        replace(event, review_state=ReviewState.WITHDRAWN) if event.slug == "didi-app-removal" else event
        for event in record_events
    )
    assert [each.when for each in read(text, events=withdrawn).new] == ["2021-07-04"]


def test_an_event_that_is_told_twice_is_one_candidate(read: object) -> None:
    """Headline and text often say the same."""
    assert callable(read)
    sentence = "The CAC fined DiDi on 3 May 2022."
    assert len(read(f"{sentence}\n\n{sentence}").candidates) == 1


def test_every_suggestion_of_the_labelled_set_leads_to_its_words(record_terms: Terms, record_events: Events) -> None:
    """Each value has words of the article, or stands in the record; each mark is what stands at its place."""
    tuned, kept = read_labelled()
    for labelled in (*tuned, *kept):
        found = analyse(labelled.article, record_terms, record_events)
        text = found.article.text
        for mark in found.marks:
            assert text[mark.start : mark.end].split() == mark.text.split()
        for candidate in found.candidates:
            for suggestions in candidate.fields.values():
                for each in suggestions:
                    assert each.why
                    assert 0 < each.confidence <= 1
                    assert each.words or each.why == "as the record codes it"
                    assert all(text[span.start : span.end].strip() for span in each.words)


def test_a_candidate_makes_a_valid_draft_with_the_article_as_its_source(read: object) -> None:
    """What the form is filled with is what is stored: date, names, reason, evidence and source."""
    assert callable(read)
    found = read("The CAC fined DiDi and Kuaishou over data of users of ride-hailing on Tuesday.")
    (candidate,) = found.new
    draft = make_draft(found.article, candidate)
    assert draft.date == "2022-05-17"
    assert draft.date_text == "Tuesday"
    assert draft.agencies == ("CAC",)
    assert draft.companies == ("DiDi", "Kuaishou")
    assert draft.title == "The CAC fined DiDi and Kuaishou over data of users of ride-hailing"
    assert "“Tuesday” was read as 17 May 2022" in draft.date_evidence
    assert [source.url for source in draft.sources] == [URL]
    with pytest.raises(InvalidDraft):
        make_draft(replace(found.article, url=""), candidate)


def test_what_lasts_makes_a_draft_with_an_end(read: object) -> None:
    """A range fills date and end."""
    assert callable(read)
    found = read("From 3 May to 9 May 2022 Shenzhen was locked down.")
    draft = make_draft(found.article, found.new[0])
    assert (draft.date, draft.end) == ("2022-05-03", "2022-05-09")


def test_a_long_statement_gets_a_short_title(read: object) -> None:
    """A title fits a line; the words stay in the evidence."""
    assert callable(read)
    text = f"The CAC fined DiDi on 3 May 2022 because {'it had collected data and ' * 20} nobody knew."
    found = read(text)
    assert len(found.new[0].value("title")) <= PROPOSED_LENGTH
    assert draft_values(found.article, found.new[0])["date_evidence"]


def test_the_plain_data_hold_every_span(read: object) -> None:
    """Other programs can follow each value to its characters."""
    assert callable(read)
    found = read("The CAC fined DiDi on 3 May 2022.")
    document = analysis_document(found)
    (candidate,) = document["candidates"]
    for suggestions in candidate["suggestions"].values():
        for each in suggestions:
            for words in each["words"]:
                assert document["text"][words["start"] : words["end"]] == words["text"]
    assert {mark["kind"] for mark in document["marks"]} == {"agency", "company", "date"}


def test_rules_are_marked_and_names_in_them_are_not_names(read: object) -> None:
    """A title is one mark, whatever stands in it."""
    assert callable(read)
    found = read("《国务院关于深入实施“人工智能+”行动的意见》已发布")
    assert [mark.kind for mark in found.marks] == [MarkKind.RULE]


@given(text=st.text(max_size=300))
def test_any_text_is_read_without_an_error(record_terms: Terms, record_events: Events, text: str) -> None:
    """Whatever is pasted, marks are in order and inside the text."""
    found = analyse(Article(f"{text} CAC fined DiDi on 3 May 2022. {text}"), record_terms, record_events)
    places = [place for mark in found.marks for place in (mark.start, mark.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(found.article.text) for place in places)
