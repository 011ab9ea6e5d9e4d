from page_reading import open_page, said
from streamlit.testing.v1 import AppTest


def test_all_stories_stand_in_the_table_with_status_durations_and_gaps(app: AppTest) -> None:
    """Each thread of the record has one row; the freeze of 2021 lasted 263 days."""
    table = open_page(app, "threads", asof="2026-06-01").dataframe[0].value.set_index("Story")
    assert len(table) == 53
    assert table["Events"].sum() == 369
    assert "263 days frozen" in table.loc["Game licensing", "Lasted"]
    assert table.loc["Alibaba antitrust", "Longest gap"] == "717 days"
    assert table.loc["The DiDi case", "Status"] == "Closed"
    assert set(table["Status"]) == {"Open", "Eased", "Closed"}
    assert len(app.get("plotly_chart")) == 1


def test_as_of_an_earlier_day_later_events_are_not_there(app: AppTest) -> None:
    """In July 2021 the DiDi case has four events and is open; stories that began later are missing."""
    table = open_page(app, "threads", asof="2021-07-10").dataframe[0].value.set_index("Story")
    assert table.loc["The DiDi case", "Events"] == 4
    assert table.loc["The DiDi case", "Status"] == "Open"
    assert "8 days under investigation so far" in table.loc["The DiDi case", "Lasted"]
    assert "The thaw" not in table.index


def test_the_order_and_the_filter_act(app: AppTest) -> None:
    """The story with the latest event comes first; a filter keeps the stories of its events."""
    latest = list(open_page(app, "threads", order="latest").dataframe[0].value["Latest"])
    assert latest[0] == max(latest)
    assert latest[-1] == min(latest)
    app.multiselect(key="companies").select("DiDi").run()
    assert not app.exception
    stories = list(app.dataframe[0].value["Story"])
    assert "The DiDi case" in stories
    assert len(stories) < 10
    assert app.query_params["order"] == "latest"


def test_a_story_is_read_whole_with_gaps_and_sources(app: AppTest) -> None:
    """A chronology names every event, what lasted, how much later the next followed, and links each source."""
    open_page(app, "threads", thread="didi-case", asof="2026-06-01", companies="Tencent")
    text = said(app)
    assert "The DiDi case" in text
    assert "Closed as of 1 June 2026: nothing recorded since 17 January 2023" in text
    for title in ("DiDi lists in New York", "DiDi app ordered out of app stores", "DiDi's ride-hailing app reappears"):
        assert title in text
    assert "384 days under investigation" in text
    assert "↓ 1 day later" in text
    assert text.count("Sources (") == 13
    assert text.count("](<http") > 30
    app.selectbox(key="thread thread").set_value(None).run()
    assert not app.exception
    assert "thread" not in app.query_params


def test_the_card_leads_to_the_story(app: AppTest) -> None:
    """On the timeline the card of an event in a thread has a link to its chronology."""
    app.query_params["event"] = "didi-app-removal"
    app.run()
    assert not app.exception
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    assert "thread=didi-case" in links["Read the whole story"].query_string


def test_nonsense_in_the_address_is_left_out_with_a_note(app: AppTest) -> None:
    """A thread that does not exist and an unknown order are named, and all stories are shown."""
    open_page(app, "threads", thread="no-such-thread", order="up", asof="yesterday")
    notes = " ".join(each.value for each in app.info).replace("\\", "")
    for word in ("no-such-thread", "up", "yesterday"):
        assert word in notes
    assert len(app.dataframe[0].value) == 53
