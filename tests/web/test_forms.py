"""The form for an event: what was refused, what is folded, and what the browser is given to keep."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from page_reading import open_page, said
from somebody_else import SLUG
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tracker.database import reading
from tracker.queries import get_event, list_events
from tracker.vocabulary import Kind, Reach, Seen, Stance

TITLE = "Regulator meets map makers"


def fill(app: AppTest, **texts: str) -> AppTest:
    """Fill all that is needed, and some texts."""
    app.selectbox(key="add kind").set_value(Kind.SIGNAL)
    app.radio(key="add stance").set_value(Stance.EASING)
    app.selectbox(key="add reach").set_value(Reach.SECTOR)
    needed = {"title": TITLE, "date": "3 June 2013", "stance_reason": "A pledge"}
    for field, text in (needed | {"source 0 url": "https://example.org/maps"} | texts).items():
        box = app.text_area if field in {"summary", "date_evidence"} else app.text_input
        box(key=f"add {field.replace('source_0', 'source 0')}").set_value(text)
    return app


def save(app: AppTest) -> AppTest:
    """Press the button."""
    return app.button(key="add save").click().run()


def told_to_the_browser(app: AppTest, component: str) -> dict[str, Any]:
    """Return what a component of the page was given."""
    found = [each.proto for each in app.get("bidi_component") if each.proto.component_name == component]
    return dict(json.loads(found[-1].json)) if found else {}


@pytest.mark.parametrize(
    ("refused", "mended", "label"),
    [
        ({"date": "30 February 2018"}, "28 February 2018", "Date"),
        ({"title": " "}, "A title", "Title"),
        ({"source 0 url": "ftp://example.org"}, "https://example.org", "Address (URL) of source 1"),
        ({"source 0 published_on": "Smarch 2018"}, "March 2018", "Published on of source 1"),
        ({"source 0 language": "English!"}, "en", "Language of source 1"),
        ({"title_zh": "题" * 301}, "题", "Chinese title"),
        ({"end": "2 June 2013"}, "4 June 2013", "End"),
    ],
)
def test_a_complaint_goes_with_the_value_that_it_was_about(
    app: AppTest, refused: Mapping[str, str], mended: str, label: str
) -> None:
    """The sentence below the button names the refused fields by their labels; a changed value is no refused one."""
    open_page(app, "add")
    save(fill(app, **refused, summary="x" * 5001))
    both = ", ".join([label, "Summary"] if label != "Summary" else [label])
    assert f"Nothing was saved. To be changed: {both}." in said(app)
    field = next(iter(refused))
    app.text_input(key=f"add {field}").set_value(mended).run()
    assert "Nothing was saved. To be changed: Summary." in said(app)
    app.text_area(key="add summary").set_value("Short.").run()
    assert "Nothing was saved" not in said(app)
    save(app)
    assert "Saved: " in said(app)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("date", "30 February 2018", "the month has 28 days"),
        ("end", "2 June 2013", "lies before the date"),
        ("source 0 published_on", "31 June 2013", "the month has 30 days"),
    ],
)
def test_an_unreadable_date_says_so_when_its_field_is_left(app: AppTest, field: str, text: str, sentence: str) -> None:
    """Nobody has to press the button to learn it."""
    open_page(app, "add")
    app.text_input(key="add date").set_value("3 June 2013").run()
    assert sentence not in said(app)
    app.text_input(key=f"add {field}").set_value(text).run()
    assert sentence in said(app)


def test_an_article_says_at_once_that_its_day_cannot_be_read(app: AppTest) -> None:
    """The day of publication is a date as any other."""
    open_page(app, "article")
    app.text_input(key="article published").set_value("31 June 2013").run()
    assert "the month has 30 days" in said(app)


def test_the_second_of_two_sources_is_the_one_that_is_marked(app: AppTest) -> None:
    """A row that was left empty is no source, and the problem stands at the row that has it."""
    open_page(app, "add")
    fill(app, **{"source 0 url": ""})
    app.button(key="add another source").click().run()
    app.text_input(key="add source 1 url").set_value("ftp://example.org")
    save(app)
    assert "To be changed: Address (URL) of source 2." in said(app)
    assert told_to_the_browser(app, "lead_to_field")["name"] == "st-key-add-source-1-url"


def test_the_browser_is_led_to_the_first_problem_once_for_each_press(app: AppTest) -> None:
    """A form that is empty leads to its first field; a run without a press leads nowhere new."""
    open_page(app, "add")
    save(app)
    first = told_to_the_browser(app, "lead_to_field")
    assert first["name"] == "st-key-add-title"
    app.text_input(key="add date").set_value("2013").run()
    assert told_to_the_browser(app, "lead_to_field")["press"] == first["press"]
    save(app)
    assert told_to_the_browser(app, "lead_to_field")["press"] != first["press"]


def test_what_may_stay_empty_is_folded_until_it_holds_something(app: AppTest, seeded_engine: Engine) -> None:
    """A new event shows what is needed; a correction of one with a summary shows the summary."""
    open_page(app, "add")
    assert [each.label for each in app.expander] == ["More about the event"]
    assert not app.session_state["add more open"]
    save(fill(app, summary="x" * 5001))
    assert app.session_state["add more open"], "it opens for what is refused in it"
    with reading(seeded_engine) as session:
        assert get_event(session, SLUG).summary
    open_page(app, "edit", event=SLUG)
    assert app.session_state[f"edit {SLUG} more open"]


def test_what_is_typed_is_given_to_the_browser_until_it_is_saved(app: AppTest, seeded_engine: Engine) -> None:
    """Only what differs from an empty form, or from the record; after a save the browser is told to forget it."""
    open_page(app, "add")
    assert told_to_the_browser(app, "unsaved_text")["values"] == {}
    fill(app, summary="Half a summary").run()
    kept = told_to_the_browser(app, "unsaved_text")
    assert (kept["values"]["kind"], kept["values"]["stance"], kept["values"]["summary"]) == (
        "signal",
        1,
        "Half a summary",
    )
    save(app)
    after = told_to_the_browser(app, "unsaved_text")
    assert (after["values"], kept["id"] in after["gone"]) == ({}, True)
    open_page(app, "edit", event=SLUG)
    app.text_input(key=f"edit {SLUG} title").set_value("Mine").run()
    assert told_to_the_browser(app, "unsaved_text")["values"] == {"title": "Mine"}
    with reading(seeded_engine) as session:
        assert TITLE in [event.title for event in list_events(session)]


def test_unsaved_text_belongs_to_a_person_and_a_database(
    app: AppTest, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same form of somebody else, of another database or of another event has another place in the browser."""
    places = [told_to_the_browser(open_page(app, "add"), "unsaved_text")["place"]]
    monkeypatch.setenv("TRACKER_EDITOR", "Somebody else")
    places.append(told_to_the_browser(open_page(app, "add"), "unsaved_text")["place"])
    places.append(told_to_the_browser(open_page(app, "edit", event=SLUG), "unsaved_text")["place"])
    places.append(told_to_the_browser(open_page(app, "edit", event="alibaba-fine"), "unsaved_text")["place"])
    assert len(set(places)) == len(places)
    assert not any(part in place for place in places for part in ("Somebody", "sqlite", seeded_url))


def test_a_likely_duplicate_is_shown_with_its_date_and_a_source(app: AppTest, seeded_engine: Engine) -> None:
    """Whoever is asked can look at the event that is meant."""
    with reading(seeded_engine) as session:
        known = get_event(session, SLUG)
    open_page(app, "add")
    save(fill(app, title=known.title, date=known.date, **{"source 0 url": known.sources[0].url}))
    assert "this may be in the record already" in said(app)
    links = [each.proto for each in app.get("page_link")]
    assert any(known.title in each.label.replace("\\", "") and "4 July 2021" in each.label for each in links)
    assert any(f"event={SLUG}" in each.query_string for each in links)
    assert known.sources[0].url in said(app)


def test_a_press_on_clear_gives_up_what_was_typed(app: AppTest) -> None:
    """The form is empty, and the browser forgets it as well."""
    open_page(app, "add")
    fill(app).run()
    kept = told_to_the_browser(app, "unsaved_text")
    app.button(key="add clear").click().run()
    after = told_to_the_browser(app, "unsaved_text")
    assert (after["values"], kept["id"] in after["gone"]) == ({}, True)
    assert [each.value for each in app.text_input if each.label == "Title (needed)"] == [""]


def test_phrases_day_number_and_what_was_seen_go_through_the_form_and_stand_on_the_card(
    app: AppTest, seeded_engine: Engine
) -> None:
    """What is typed is stored, a correction begins with it and changes nothing, and the card shows it."""
    open_page(app, "add")
    fill(app, public_on="5 June 2013", document_number="No. 7", **{"source 0 note": "The label names the number"})
    app.text_area(key="add also_called").set_value("Map rules; 地图规定\nMaps \\; charts")
    app.selectbox(key="add source 0 seen").set_value(Seen.LINK)
    save(app)
    with reading(seeded_engine) as session:
        (stored,) = [event for event in list_events(session) if event.title == TITLE]
    assert stored.also_called == ("Map rules", "地图规定", "Maps ; charts")
    assert (stored.public_on, stored.document_number) == ("2013-06-05", "No. 7")
    assert (stored.sources[0].seen, stored.sources[0].note) == ("link", "The label names the number")
    open_page(app, "edit", event=stored.slug)
    app.button(key="edit save").click().run()
    with reading(seeded_engine) as session:
        assert get_event(session, stored.slug) == stored
    open_page(app, "", event=stored.slug)
    card = said(app)
    for words in (
        "Also called: Map rules; 地图规定; Maps ; charts",
        "Known since 5 June 2013",
        "Document number: No. 7",
    ):
        assert words in card
    assert "(known by its address only, not opened by us)" in card
    assert "The label names the number" not in card


def test_a_day_since_when_it_was_known_has_to_be_one_date(app: AppTest) -> None:
    """A range is told at its field, as any date that cannot be read is."""
    open_page(app, "add")
    app.text_input(key="add public_on").set_value("5-7 June 2013").run()
    assert "This has to be one date, not a range." in said(app)
