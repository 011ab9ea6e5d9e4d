"""The page "Add from an article"."""

from dataclasses import replace

import pytest
from page_reading import go_to, key_of, open_page, said
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tracker.articles import Analysis, Article, Mark, MarkKind, Mention, Question, analyse
from tracker.articles.sentences import Span
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import get_event, list_events, list_revisions
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Kind, Origin, Reach, ReviewState, Stance
from tracker.web.marked_text import marked_text
from tracker.web.text import escape_markdown

URL = "https://news.example/moonrabbit"
ARTICLE = """Ministry summons Moonrabbit

The Ministry of Transport summoned the ride-hailing company Moonrabbit Mobility on Wednesday.

SAMR opened an antitrust investigation into the company on September 9. On 4 July 2021 the CAC ordered app stores to \
remove DiDi Chuxing.
"""


@pytest.fixture
def app(app: AppTest) -> AppTest:
    """The page on a database of this test's own."""
    return open_page(app, "article")


def read(app: AppTest, text: str = ARTICLE, published: str = "12 September 2024", url: str = URL) -> AppTest:
    """Paste an article and read it."""
    app.text_area(key="article text").input(text)
    app.text_input(key="article published").input(published)
    app.text_input(key="article url").input(url)
    app.button(key="article read").click().run()
    assert not app.exception
    return app


def open_passed(app: AppTest) -> AppTest:
    """Unfold what was passed over in the article that was read last."""
    app.session_state[f"article {app.session_state['article round']} passed"] = True
    return app.run()


def drafts(engine: Engine) -> list[EventRow]:
    """Return what waits for review and came from an article."""
    with reading(engine) as session:
        found = list_events(session, EventFilter(states=(ReviewState.DRAFT,)))
    return [event for event in found if event.origin is Origin.ARTICLE]


def test_known_and_new_events_are_told_apart(app: AppTest) -> None:
    """The record's own Event has a link and its reasons; the new ones show what led to each value."""
    read(app)
    text = said(app)
    assert "The record holds this: 1" in text
    assert "New: 2" in text
    assert "the same date" in text
    assert "summoned" in text
    assert ":orange-background[4 July 2021]" in text
    assert ":green-background[DiDi Chuxing]" in text
    assert ":blue-background[Ministry of Transport]" in text


def test_what_was_passed_over_is_folded_away_with_its_reason(app: AppTest) -> None:
    """A reader can see which dated sentences led to nothing; with none there is nothing to unfold."""
    read(app)
    assert not [each for each in app.expander if each.label.startswith("Passed over")]
    read(app, f"{ARTICLE}\nThe CAC did not fine *Moonrabbit* on 2 September 2024.")
    (passed,) = [each for each in app.expander if each.label.startswith("Passed over")]
    assert passed.label == "Passed over: 1 parts of the text"
    assert not passed.proto.expanded
    (passed,) = [each for each in open_passed(app).expander if each.label.startswith("Passed over")]
    assert "did not fine \\*Moonrabbit\\* on 2 September 2024" in passed.markdown[0].value
    assert "denied" in passed.caption[0].value


def test_save_all_puts_drafts_into_review_once(app: AppTest, seeded_engine: Engine) -> None:
    """The drafts carry the article as their source; then they are known, and nothing is left to save."""
    read(app)
    app.button(key="article save all").click().run()
    assert not app.exception
    saved = drafts(seeded_engine)
    assert [(event.date, event.kind, event.origin) for event in saved] == [
        ("2024-09-09", Kind.INVESTIGATION, Origin.ARTICLE),
        ("2024-09-11", Kind.SIGNAL, Origin.ARTICLE),
    ]
    assert {source.url for event in saved for source in event.sources} == {URL}
    text = said(app)
    assert "in review" in text
    assert "The record holds this: 3" in text
    assert "(waits on Review)" in text
    assert "New: 0" in text
    assert not [button for button in app.button if button.key == "article save all"]


def test_one_draft_is_saved_alone(app: AppTest, seeded_engine: Engine) -> None:
    """The others stay proposals."""
    read(app)
    app.button(key="article save 1").click().run()
    assert [event.date for event in drafts(seeded_engine)] == ["2024-09-09"]
    assert "New: 1" in said(app)


def test_a_known_event_takes_the_article_as_one_more_source(app: AppTest, seeded_engine: Engine) -> None:
    """Everything else about the Event stays."""
    with reading(seeded_engine) as session:
        before = get_event(session, "didi-app-removal")
    read(app)
    app.button(key="article source didi-app-removal").click().run()
    assert not app.exception
    with reading(seeded_engine) as session:
        after = get_event(session, "didi-app-removal")
    assert [source.url for source in after.sources] == [*(source.url for source in before.sources), URL]
    assert (after.title, after.date, after.stance, after.companies) == (
        before.title,
        before.date,
        before.stance,
        before.companies,
    )
    assert "among its sources" in said(app)


def test_an_added_source_is_taken_back(app: AppTest, seeded_engine: Engine) -> None:
    """The undo stands on the page on which the source was added; then the event can be confirmed again."""
    read(app)
    app.button(key="article source didi-app-removal").click().run()
    with reading(seeded_engine) as session:
        number = list_revisions(session, subject_key="didi-app-removal", limit=1)[0].id
    app.button(key=f"undo {number}").click().run()
    app.button(key=f"undo now {number}").click().run()
    assert not app.exception
    with reading(seeded_engine) as session:
        assert URL not in {source.url for source in get_event(session, "didi-app-removal").sources}
    assert f"Change {number} was taken back." in said(app)
    assert not app.button(key="article source didi-app-removal").disabled
    assert f"undo {number}" not in {button.key for button in app.button}


def test_what_the_record_is_said_to_hold_can_be_refused(app: AppTest, seeded_engine: Engine) -> None:
    """Its sentence leads on to a draft or to another event, and it can be asked about again."""
    read(app)
    app.button(key="article none didi-app-removal").click().run()
    app.button(key="article ask again").click().run()
    assert "The record holds this: 1" in said(app)
    app.button(key="article none didi-app-removal").click().run()
    assert "The record holds this: 0" in said(app)
    assert "Put aside: 1" in said(app)
    (about,) = [each for each in app.button if str(each.key).startswith("article aside about")]
    about.click().run()
    app.selectbox(key=key_of(app, "article about")).select("alibaba-fine")
    app.button(key="article about add").click().run()
    assert not app.exception
    with reading(seeded_engine) as session:
        assert URL in {source.url for source in get_event(session, "alibaba-fine").sources}
    (part,) = [each for each in app.button if str(each.key).startswith("article aside part")]
    part.click().run()
    assert app.session_state["add date"] == "2021-07-04"


def test_open_in_the_form_fills_it_source_included(app: AppTest) -> None:
    """The form's own fields hold the proposals; nothing is stored yet."""
    read(app)
    app.button(key="article form 1").click().run()
    state = app.session_state
    assert state["add title"] == "SAMR opened an antitrust investigation into the company"
    assert state["add date"] == "2024-09-09"
    assert state["add kind"] is Kind.INVESTIGATION
    assert state["add stance"] is Stance.RESTRICTION
    assert state["add agencies"] == ["SAMR"]
    assert state["add source 0 url"] == URL
    assert state["add source 0 published_on"] == "2024-09-12"


def test_a_half_typed_event_is_not_replaced_without_asking(app: AppTest) -> None:
    """What a person has typed is only given up when they say so."""
    app.session_state["add title"] = "Half typed"
    read(app)
    app.button(key="article form 1").click().run()
    assert app.session_state["add title"] == "Half typed"
    assert "not saved yet" in said(app)
    app.button(key="article form 1 over").click().run()
    assert app.session_state["add title"] == "SAMR opened an antitrust investigation into the company"


@pytest.fixture
def doubtful(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, to whose reading the first words of each article may mean a fine of the record, and nothing else."""

    def read_doubtfully(article: Article, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Analysis:
        (fine,) = [event for event in events if event.slug == "alibaba-fine"]
        asked = Question(Span(0, 10), (Mention(fine, Span(0, 10), ("Alibaba",), 2.0, surely=False),))
        return replace(analyse(article, terms, events), mentions=(), questions=(asked,), candidates=())

    monkeypatch.setattr("tracker.web.pages.article.parts.analyse", read_doubtfully)
    return app


def test_a_sentence_that_may_speak_of_events_is_asked_about(doubtful: AppTest, seeded_engine: Engine) -> None:
    """One press makes the article a source of the one that is meant, and the question is answered."""
    read(doubtful)
    assert "May speak of: 1" in said(doubtful)
    doubtful.button(key="article source alibaba-fine 0").click().run()
    assert not doubtful.exception
    with reading(seeded_engine) as session:
        assert URL in {source.url for source in get_event(session, "alibaba-fine").sources}
    assert "among its sources" in said(doubtful)
    assert not [each for each in doubtful.button if each.label in {"This one", "Not one of these"}]


def test_none_of_these_puts_a_question_aside(doubtful: AppTest, seeded_engine: Engine) -> None:
    """It can be asked again; the record is not touched, and the next article is asked about anew."""
    read(doubtful)
    doubtful.button(key="article none 0").click().run()
    assert "May speak of" not in said(doubtful)
    assert "Put aside: 1" in said(doubtful)
    doubtful.button(key="article ask again").click().run()
    assert "May speak of: 1" in said(doubtful)
    doubtful.button(key="article none 0").click().run()
    read(doubtful)
    assert "May speak of: 1" in said(doubtful)
    with reading(seeded_engine) as session:
        assert get_event(session, "alibaba-fine").version == 1


GUESSED = (
    "The regulator let ride-hailing firms take on users again, and DiDi said so. "
    "SAMR opened an antitrust investigation into it on 9 September 2024."
)


def test_a_guess_goes_into_the_draft_only_when_it_is_chosen(app: AppTest, seeded_engine: Engine) -> None:
    """What stands in the statement itself is chosen, what stands close by is marked and is not."""
    read(app, GUESSED)
    (key,) = [each.key for each in app.pills]
    assert ("agencies", "SAMR") in app.pills(key=key).value
    assert ("companies", "DiDi") not in app.pills(key=key).value
    assert [each for each in app.pills(key=key).options if "DiDi" in each and "guess" in each]
    app.pills(key=key).select(("companies", "DiDi")).unselect(("agencies", "SAMR")).run()
    app.button(key="article save 0").click().run()
    (draft,) = drafts(seeded_engine)
    assert (draft.companies, draft.agencies) == (("DiDi",), ())


def test_a_new_event_may_be_one_of_the_record(app: AppTest, seeded_engine: Engine) -> None:
    """The likely known ones stand beside it, and one press says that it is this one."""
    read(app, GUESSED)
    assert "Or the record holds it" in said(app)
    app.button(key="article source meituan-probe-opened or 0").click().run()
    with reading(seeded_engine) as session:
        assert URL in {source.url for source in get_event(session, "meituan-probe-opened").sources}
    assert drafts(seeded_engine) == []


def test_a_passed_over_part_opens_as_a_draft(app: AppTest) -> None:
    """The form holds its words, its date and its names; how it is coded is left to the person."""
    read(app, "The CAC did not fine *Moonrabbit* on 2 September 2024.")
    open_passed(app)
    app.button(key="article part 0").click().run()
    state = app.session_state
    assert state["add date"] == "2024-09-02"
    assert state["add agencies"] == ["CAC"]
    assert state["add source 0 url"] == URL


def test_what_was_opened_from_an_article_waits_on_review(app: AppTest, seeded_engine: Engine) -> None:
    """Saved through the form by somebody who may accept, it is a draft that came from an article all the same."""
    read(app, "The CAC did not fine *Moonrabbit* on 2 September 2024.")
    open_passed(app)
    app.button(key="article part 0").click().run()
    go_to(app, "add")
    assert app.button(key="add save").label == "Save as a draft"
    state = app.session_state
    state["add title"], state["add kind"], state["add reach"] = "The CAC speaks of Moonrabbit", Kind.SIGNAL, Reach.FIRM
    state["add stance"], state["add stance_reason"] = Stance.NEUTRAL, "Nothing was decided."
    app.run()
    app.button(key="add save").click().run()
    assert not app.exception
    assert [event.title for event in drafts(seeded_engine)] == ["The CAC speaks of Moonrabbit"]
    assert "Saved as a draft; it waits on Review" in said(app)
    assert app.button(key="add save").label == "Save the event"


def test_a_passed_over_part_is_said_to_be_about_an_event(app: AppTest, seeded_engine: Engine) -> None:
    """A dialog finds the event by words of its title, and the article becomes its source."""
    read(app, "The CAC did not fine *Moonrabbit* on 2 September 2024.")
    open_passed(app)
    app.button(key="article about 0").click().run()
    app.selectbox(key=key_of(app, "article about")).select("didi-app-removal")
    app.button(key="article about add").click().run()
    assert not app.exception
    with reading(seeded_engine) as session:
        assert URL in {source.url for source in get_event(session, "didi-app-removal").sources}


def test_without_an_address_nothing_can_be_saved(app: AppTest, seeded_engine: Engine) -> None:
    """A draft without a source would not be checkable; the page says what is missing."""
    read(app, url="")
    assert app.button(key="article save all").disabled
    assert "address" in said(app)
    assert drafts(seeded_engine) == []


@pytest.mark.parametrize(
    ("text", "published", "url", "words"),
    [
        ("", "", "", "There is no text"),
        (ARTICLE, "12 September 2999", "", "1949 to 2100"),
        (ARTICLE, "12 September 2099", "", "future"),
        (ARTICLE, "no day", "", "cannot be read"),
        (ARTICLE, "", "javascript:alert(1)", "address cannot be used"),
        ("<html><body><script>alert(1)</script></body></html>", "", "", "no main text"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(app: AppTest, text: str, published: str, url: str, words: str) -> None:
    """No traceback, nothing shown of an older article, and what was typed stays."""
    read(app)
    read(app, text, published, url)
    assert [words in each.value.replace("\\", "") for each in app.error] == [True]
    assert "The record holds this" not in said(app)
    assert app.text_area(key="article text").value == text


def test_a_text_without_dates_says_so(app: AppTest) -> None:
    """An empty list would leave the reader guessing."""
    read(app, "The CSRC knows of the structure and has neither blessed nor banned it.")
    assert "no date" in said(app)


def test_marks_keep_the_text_and_escape_it() -> None:
    """Spaces, lines and paragraphs stay, and no sign of the text acts as markup."""
    text = "On *1 May* [x](y) CAC fined\nit.\n\nNext: <b>"
    marks = [Mark(text.index("CAC"), text.index("CAC") + 3, MarkKind.AGENCY, "CAC", "CAC", 1.0)]
    assert marked_text(text, marks) == (
        "On \\*1 May\\* \\[x\\]\\(y\\) :blue-background[CAC] fined  \nit\\.  \n  \nNext\\: \\<b\\>"
    )


def test_signs_that_streamlit_would_draw_together_are_kept_apart() -> None:
    """Arrows, dashes, addresses and the logo's name stay the characters that were typed."""
    assert escape_markdown("a -- b") == r"a \-:small[\-] b"
    assert escape_markdown("->") == r"\-:small[\>]"
    assert escape_markdown(":streamlit:") == r"\::small[s]treamlit\:"
    assert escape_markdown(":+1: at 9:30") == r"\::small[\+]1\: at 9\:30"
    assert escape_markdown("https://x.org") == r"https\:\/:small[\/]x\.org"
