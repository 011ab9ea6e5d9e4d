import pytest
import streamlit as st
from page_reading import key_of, listed, number_listed, open_page, said, table
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from tests.support.makers import SEED_EVENTS
from tracker.dates import describe
from tracker.resources import seeds_folder
from tracker.seeds import read_seeds
from tracker.vocabulary import Kind, Reach, Stance
from tracker.web import long_boxes
from tracker.web.event_form import CHOOSE, NEEDED
from tracker.web.text import as_sentence


def test_the_timeline_opens_with_the_whole_record(app: AppTest) -> None:
    """No filter, all events in the table, the headline as a sentence with numbers."""
    app.run()
    assert not app.exception
    assert number_listed(app) == SEED_EVENTS
    assert any("# China's regulation of technology, 2018" in each.value.replace("\\", "") for each in app.markdown)


def test_a_filter_acts_on_table_and_address(app: AppTest) -> None:
    """What is chosen narrows the table and stands in the address under its key."""
    app.run()
    app.multiselect(key="sectors").select("gaming").run()
    assert not app.exception
    assert 0 < number_listed(app) < 60
    assert app.query_params["sectors"] == "gaming"
    app.button(key="chip sectors gaming").click().run()
    assert number_listed(app) == SEED_EVENTS


def test_a_shared_address_sets_the_filter_and_drops_nonsense_with_a_note(app: AppTest) -> None:
    """Unknown values are named and left out; the rest acts."""
    app.query_params["companies"] = ["DiDi", "NoSuchFirm"]
    app.query_params["kinds"] = ["nix"]
    app.query_params["search"] = "审查"
    app.run()
    assert not app.exception
    assert app.session_state["companies"] == ["DiDi"]
    notes = " ".join(each.value for each in app.info)
    assert "NoSuchFirm" in notes
    assert "nix" in notes
    assert number_listed(app) > 0


def test_the_table_names_things_and_leaves_out_what_is_empty(app: AppTest) -> None:
    """Agencies stand by name; a column that none of the events fills is not shown."""
    app.query_params["show"] = "table"
    app.query_params["threads"] = "didi-case"
    app.run()
    assert not app.exception
    shown = table(app, "Agencies")
    assert any("Cyberspace Administration of China" in cell for cell in shown["Agencies"])
    assert set(shown["Stance"]) <= set(range(-3, 4))
    (proto,) = (each.proto for each in app.dataframe)
    assert "Title" in proto.column_order
    assert ("End" in proto.column_order) == any(shown["End"])
    assert app.query_params["show"] == "table"


def test_the_list_can_be_read_from_either_end(app: AppTest) -> None:
    """The newest come first; the oldest, or the strongest of all, when they are asked for."""
    app.query_params["since"], app.query_params["until"] = "2021-06-01", "2021-08-31"
    app.run()
    newest = listed(app)
    assert 2 < len(newest) == number_listed(app)
    app.query_params["order"] = "oldest"
    app.run()
    assert listed(app) == newest[::-1]
    app.query_params["order"] = "strongest"
    app.run()
    assert set(listed(app)) == set(newest)
    assert listed(app) not in (newest, newest[::-1])


def test_the_list_is_turned_page_by_page(app: AppTest) -> None:
    """All events of a view are on its pages, each once; another order begins at its first page."""
    app.run()
    (pager,) = app.get("pagination")
    assert pager.proto.num_pages == -(-SEED_EVENTS // 100)
    pages = [listed(app)]
    key = "page " + pager.proto.id.rpartition("page ")[2]
    for number in range(2, pager.proto.num_pages + 1):
        app.session_state[key] = number
        pages.append(listed(app.run()))
    assert [len(page) for page in pages] == [100] * (len(pages) - 1) + [SEED_EVENTS % 100]
    assert len({slug for page in pages for slug in page}) == SEED_EVENTS
    app.query_params["order"] = "oldest"
    assert listed(app.run()) == pages[-1][::-1] + pages[-2][::-1][: 100 - len(pages[-1])]


def test_the_box_offers_the_last_events_and_the_chosen_one(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of thousands of events does not send them all with each press."""
    monkeypatch.setattr(long_boxes, "MOST_OPTIONS", 5)
    open_page(app, "")
    assert len(app.selectbox(key="event").options) == 5
    open_page(app, "", event="didi-data-fine")
    box = app.selectbox(key=key_of(app, "event"))
    assert len(box.options) == 6
    assert box.value == "didi-data-fine"


def test_an_empty_result_says_so_and_offers_to_clear(app: AppTest) -> None:
    """Nothing found is not an empty chart."""
    app.query_params["search"] = "no such words anywhere"
    app.run()
    assert not app.exception
    assert any("No event fits" in each.value for each in app.info)
    app.button(key="clear when empty").click().run()
    assert number_listed(app) == SEED_EVENTS


def test_the_card_of_an_event_shows_what_is_known(app: AppTest) -> None:
    """Dates as known, the reason, the rest of the thread and every source."""
    app.query_params["event"] = "shanghai-lockdown"
    app.run()
    assert not app.exception
    text = " ".join(each.value for each in app.markdown)
    assert "28 March 2022 to 1 June 2022" in text
    assert "Why this stance" in text
    assert "](<http" in text


def test_the_card_tells_certainty_without_evidence_for_the_date(app: AppTest, seeded_url: str) -> None:
    """Evidence ends like a sentence before the certainty follows; without evidence the certainty stands alone."""
    for evidence, words in (("The notice says so", "Date: The notice says so. Certainty: "), ("", "Certainty: ")):
        with create_engine(seeded_url).begin() as connection:
            change = text("UPDATE event SET date_evidence = :evidence WHERE slug = 'shanghai-lockdown'")
            connection.execute(change, {"evidence": evidence})
        st.cache_resource.clear()
        app.query_params["event"] = "shanghai-lockdown"
        app.run()
        assert not app.exception
        captions = [each.value.replace("\\", "") for each in app.caption]
        assert any(caption.startswith(words) and caption.endswith(".") for caption in captions)


@pytest.mark.parametrize(
    ("typed", "sentence"), [("So it is", "So it is."), ("So it is. ", "So it is."), ("通知说。", "通知说。"), (" ", "")]
)
def test_a_text_is_ended_like_a_sentence(typed: str, sentence: str) -> None:
    """One full stop, in the text's own writing, and none for nothing."""
    assert as_sentence(typed) == sentence


def test_an_address_of_an_event_that_does_not_exist_names_near_ones(app: AppTest) -> None:
    """A slug with a typing mistake is told, and the whole record is shown."""
    app.query_params["event"] = "shanghai-lockdwn"
    app.run()
    assert not app.exception
    assert any("Shanghai locks down for two months" in each.value.replace("\\", "") for each in app.info)
    assert number_listed(app) == SEED_EVENTS


@pytest.mark.parametrize(
    ("period", "least", "most"),
    [("crackdown", 80, 160), ("thaw", 40, 100), ("tightening-again", 40, 80), ("Last 12 months", 5, 60)],
)
def test_named_periods_narrow_the_record(app: AppTest, period: str, least: int, most: int) -> None:
    """The presets hold the events of their months."""
    app.run()
    app.selectbox(key="period").set_value(period).run()
    assert not app.exception
    assert least <= number_listed(app) <= most


def fill(app: AppTest, form: str = "add") -> None:
    """Type a valid event into the form."""
    app.text_input(key=f"{form} title").set_value("Regulator meets platforms")
    app.text_input(key=f"{form} date").set_value("3 June 2026")
    app.selectbox(key=f"{form} kind").set_value(Kind.SIGNAL)
    app.radio(key=f"{form} stance").set_value(Stance.EASING)
    app.text_input(key=f"{form} stance_reason").set_value("A promise")
    app.selectbox(key=f"{form} reach").set_value(Reach.SECTOR)
    app.text_input(key=f"{form} source 0 url").set_value("https://example.org/meeting")


def test_an_event_is_added_through_the_form(app: AppTest) -> None:
    """After saving it is on the timeline; a second press of the button adds nothing."""
    open_page(app, "add")
    fill(app)
    app.run()
    assert any("Read as 3 June 2026" in each.value for each in app.caption)
    app.button(key="add save").click().run()
    assert not app.exception
    assert [each.value for each in app.success] == ["Saved: Regulator meets platforms"]
    app.button(key="add save").click().run()
    open_page(app, "")
    assert number_listed(app) == SEED_EVENTS + 1


def test_a_rejected_form_keeps_everything_and_marks_the_fields(app: AppTest) -> None:
    """Each problem stands at its field; nothing is saved and nothing typed is lost."""
    open_page(app, "add")
    app.text_input(key="add title").set_value("Half an event")
    app.text_input(key="add date").set_value("30 February 2022")
    app.text_input(key="add source 0 url").set_value("javascript:alert(1)")
    app.button(key="add save").click().run()
    assert not app.exception
    assert app.text_input(key="add title").value == "Half an event"
    marks = " ".join(each.value for each in app.markdown)
    assert "28 days" in marks
    assert "http" in marks
    assert any("Nothing was saved" in each.value for each in app.error)


def test_a_likely_duplicate_is_asked_about(app: AppTest) -> None:
    """The same event again is not saved before a second thought."""
    for form in ("add", "add 1"):
        open_page(app, "add")
        fill(app, form)
        app.button(key="add save").click().run()
    assert not app.exception
    assert any("may be in the record already" in each.value for each in app.warning)
    app.button(key="add save alike").click().run()
    assert any("Saved" in each.value for each in app.success)


def test_a_known_act_in_other_words_is_asked_about(app: AppTest) -> None:
    """The removal of an app under another title, of the same day and firm, is not saved before a second thought."""
    open_page(app, "add")
    fill(app)
    app.text_input(key="add title").set_value("DiDi app removed from app stores")
    app.text_input(key="add date").set_value("2021-07-04")
    app.selectbox(key="add kind").set_value(Kind.ENFORCEMENT)
    app.button(key="add save").click().run()
    assert not app.exception
    assert any("may be in the record already" in each.value for each in app.warning)
    links = [each.proto.label for each in app.get("page_link")]
    assert any("DiDi app ordered out of app stores" in label for label in links)


def test_a_hidden_sign_in_the_form_is_taken_out_and_said(app: AppTest) -> None:
    """The title is saved without it, and the news of the save names what was taken out."""
    open_page(app, "add")
    fill(app)
    app.text_input(key="add title").set_value("Regulator meets\u200b platforms")
    app.button(key="add save").click().run()
    assert not app.exception
    assert [each.value for each in app.success] == ["Saved: Regulator meets platforms"]
    assert any("taken out of “Title”" in each.value for each in app.caption)


def test_an_ambiguous_date_offers_both_readings(app: AppTest) -> None:
    """The choice decides; the typed words are kept."""
    open_page(app, "add")
    fill(app)
    app.text_input(key="add date").set_value("03/04/2022").run()
    app.radio(key="add date meant 03/04/2022").set_value("2022-03-04")
    app.button(key="add save").click().run()
    assert not app.exception
    assert any("Saved" in each.value for each in app.success)


def test_the_method_page_opens(app: AppTest) -> None:
    """The codebook and the formula are shown."""
    open_page(app, "method")
    assert not app.exception
    assert len(app.table) == 4


def test_a_read_only_set_up_has_no_form(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page for adding is not offered."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    open_page(app, "add")
    assert not any(each.key == "add save" for each in app.button)


def test_a_database_of_a_newer_version_is_a_sentence(app: AppTest, seeded_url: str) -> None:
    """The page says what to do instead of a traceback."""
    from sqlalchemy import create_engine, text

    with create_engine(seeded_url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    app.run()
    assert any("newer version" in each.value for each in app.error)


def test_the_form_marks_what_is_needed_and_says_what_to_choose(app: AppTest) -> None:
    """Needed fields say so beforehand; an empty try asks for a choice in plain words and not for a number."""
    open_page(app, "add")
    fields = [*app.text_input, *app.selectbox, *app.radio]
    needed = {each.label.removesuffix(NEEDED) for each in fields if each.label.endswith(NEEDED)}
    assert needed == {"Title", "Date", "Kind", "Stance", "Why this stance", "Reach"}
    app.button(key="add save").click().run()
    assert not app.exception
    words = " ".join(each.value.replace("\\", "") for each in app.markdown)
    assert all(sentence in words for sentence in CHOOSE.values())
    assert "whole number" not in words
    assert words.count("This is needed") == 3


def test_the_method_page_tells_what_the_eras_rest_on(app: AppTest) -> None:
    """Each era of the record stands there with its days, its reason and a link to every page that it goes by."""
    open_page(app, "method")
    words = said(app)
    for era in read_seeds(seeds_folder()).eras:
        assert f"{era.name}, {'since ' if era.until is None else ''}{describe(era.since.isoformat())}" in words
        assert era.why in words
        assert all(f"](<{url}>)" in words for url in era.sources)


@pytest.mark.parametrize(("until", "period"), [("2022-03-15", "crackdown"), ("2022-03-14", "Own dates")])
def test_a_link_with_the_days_of_an_era_is_called_by_it(app: AppTest, until: str, period: str) -> None:
    """The address holds days, so that links outlive a name; the same days are the era, others are one's own."""
    open_page(app, "", since="2020-11-02", until=until)
    assert not app.exception
    assert app.selectbox(key=key_of(app, "period")).value == period
    assert app.query_params["since"] == "2020-11-02"
