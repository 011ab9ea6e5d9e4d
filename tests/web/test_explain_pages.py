"""The pages that explain the index, without a browser."""

import codecs
import datetime as dt
import json

import pytest
from page_reading import address, go_to, key_of, open_boxes, open_page, said, table
from streamlit.testing.v1 import AppTest

from tracker.exports.announced import announced_csv
from tracker.sentiment import ANNOUNCED_COLUMNS, Announced
from tracker.sentiment.periods import Period
from tracker.web.pages.sectors.choice import View


def test_the_filter_goes_along_from_page_to_page(app: AppTest) -> None:
    """Whoever looks at one sector on the timeline finds it still chosen after reading the method."""
    app.run()
    go_to(app, "method")
    go_to(app, "")
    assert not app.exception
    app.multiselect(key="sectors").select("gaming").run()
    go_to(app, "method")
    go_to(app, "")
    assert not app.exception
    assert app.multiselect(key="sectors").value == ["gaming"]
    assert app.query_params["sectors"] == "gaming"


def test_the_move_page_opens_with_the_turn(app: AppTest) -> None:
    """Without anything chosen it explains the way from the lowest point to the first day above zero."""
    go_to(app, "moves")
    assert not app.exception
    assert "From 27 September 2021 to 29 April 2022 the line rose by 1.76" in said(app)
    assert address(app, "from") == ["2021-09-27"]


def test_the_table_of_a_move_adds_up_to_its_headline(app: AppTest) -> None:
    """Fading stands first, then the news of each part; together they are the move."""
    open_page(app, "moves", **{"from": "2021-10-01", "to": "2022-07-01", "by": "sector"})
    open_boxes(app, "moves table")
    assert not app.exception
    table = app.dataframe[0].value
    assert table["Adds"].sum() == pytest.approx(1.6364 + 0.2512, abs=1e-4)
    assert (table["Sectors"][0], table["Adds"][0]) == ("Fading", pytest.approx(0.1558, abs=1e-4))
    assert "rose by 1.89: from −1.64 to +0.25" in said(app)
    assert next(iter(table)) == "Sectors"


@pytest.mark.parametrize("by", ["event", "thread", "sector", "agency"])
def test_a_single_day_is_taken_apart(app: AppTest, by: str) -> None:
    """However it is gathered, the parts of 27 September 2021 are its index."""
    open_page(app, "moves", show="day", to="2021-09-27", by=by)
    open_boxes(app, "moves table")
    assert not app.exception
    assert app.dataframe[0].value["Adds"].sum() == pytest.approx(-1.6698, abs=5e-4)
    assert "On 27 September 2021 the line stood at −1.67" in said(app)


def test_a_named_pair_of_days_sets_both(app: AppTest) -> None:
    """A press on a name fills in its days, and the address holds them."""
    go_to(app, "moves")
    app.button(key="moves Thaw").click().run()
    assert not app.exception
    assert "From 16 March 2022 to 18 July 2023" in said(app)
    assert address(app, "to") == ["2023-07-18"]


def test_days_in_the_wrong_order_and_nonsense_do_no_harm(app: AppTest) -> None:
    """Days are put in order; what cannot be read is told and left out."""
    open_page(app, "moves", **{"from": "2022-07-01", "to": "2021-10-01", "by": "weather"})
    assert not app.exception
    assert "From 1 October 2021 to 1 July 2022" in said(app)
    assert any("weather" in each.value for each in app.info)


def test_the_period_of_the_timeline_becomes_the_two_days(app: AppTest) -> None:
    """Whoever looks at the crackdown and asks what moved the index sees the crackdown explained."""
    app.run()
    app.selectbox(key="period").set_value("crackdown").run()
    go_to(app, "moves")
    assert not app.exception
    assert "From 2 November 2020 to 15 March 2022" in said(app)


def test_a_filter_without_counted_events_has_no_move(app: AppTest) -> None:
    """A search that finds nothing says so."""
    open_page(app, "moves", search="no such words anywhere")
    assert not app.exception
    assert any("No event fits" in each.value for each in app.info)


def test_the_map_of_sectors_has_its_table(app: AppTest) -> None:
    """The table behind the map counts every sector of every counted event."""
    go_to(app, "sectors")
    open_boxes(app, "sectors map table")
    assert not app.exception
    cells = table(app, "Sector")
    assert cells["Events"].sum() == 694
    assert cells[(cells["Sector"] == "Games") & (cells["Quarter"] == "2021 Q3")]["Events"].item() == 5


def test_the_lines_of_sectors_have_their_table(app: AppTest) -> None:
    """The table behind the lines hides what has too little in memory."""
    open_page(app, "sectors", view="lines")
    open_boxes(app, "sectors lines table")
    assert not app.exception
    lines = table(app, "Platform economy")
    assert lines["Platform economy"].notna().sum() > 15
    assert lines["Education"].isna().sum() > 25
    shown = next(each.proto for each in app.dataframe if "Platform economy" in each.value)
    assert (shown.HasField("placeholder"), shown.placeholder) == (True, "")
    columns = json.loads(shown.columns)
    assert columns["Platform economy"]["type_config"]["format"] == "%.4f"
    assert "Day" not in columns


def test_the_agency_table_opens_an_agency(app: AppTest) -> None:
    """The busiest agency comes first, and its own events are listed as many as the table says."""
    open_page(app, "sectors", view="agencies", agency="CAC")
    assert not app.exception
    first = table(app, "Agency").iloc[0]
    assert first["Agency"] == "Cyberspace Administration of China"
    assert len(table(app, "Event")) == first["Events"]
    dates = table(app, "Event")["Date"].tolist()
    assert (first["First"], first["Last"]) == (dates[-1], dates[0])
    assert 1 < first["Share tightening"] <= 100


def test_a_company_shows_events_threads_and_neighbours(app: AppTest) -> None:
    """A press on a neighbour looks at it instead, and the address follows."""
    open_page(app, "sectors", view="companies", company="DiDi")
    assert not app.exception
    assert len(table(app, "Event")) == 22
    links = {link.proto.query_string: link.proto.label for link in app.get("page_link")}
    assert "The DiDi case" in links["thread=didi-case"]
    app.button(key="neighbour Meituan").click().run()
    assert not app.exception
    assert app.selectbox(key=key_of(app, "sectors company")).value == "Meituan"
    assert address(app, "company") == ["Meituan"]


def test_the_pace_counts_every_event_once(app: AppTest) -> None:
    """Tightening, easing and neutral together are all counted events; what holds never falls below 0."""
    open_page(app, "sectors", view="quarters")
    assert "Reach times stance as announced, by month" in said(app)
    open_boxes(app, "quarters counts table", "quarters spread table", "quarters holding table")
    assert not app.exception
    counts = table(app, "Complete")
    assert counts[["Tightening", "Easing", "Neutral"]].to_numpy().sum() == 319
    holding = table(app, "Day")
    assert holding["Tightening"].iloc[-1] > holding["Tightening"].iloc[0] >= 0
    assert table(app, "Median")["Events"].sum() == 319


def test_a_notice_that_another_replaced_holds_no_longer(app: AppTest) -> None:
    """Of the two bans on virtual currency one holds at a time, beside the duty of 2019 to register services."""
    open_page(app, "sectors", view="quarters", threads="crypto-ban")
    open_boxes(app, "quarters holding table")
    holding = table(app, "Day").set_index("Day")
    assert holding.loc["2021-06-30", "Tightening"] == 1
    assert holding.loc["2021-12-31", "Tightening"] == holding["Tightening"].iloc[-1] == 2


def test_views_can_be_changed_to_and_fro(app: AppTest) -> None:
    """The filter survives each change of the view."""
    open_page(app, "sectors", sectors="gaming")
    for view in (View.AGENCIES, View.LINES, View.COMPANIES, View.QUARTERS, View.SECTORS):
        app.segmented_control(key="sectors view").set_value(view).run()
        assert not app.exception
        assert view is View.SECTORS or address(app, "view") == [view]
        assert app.multiselect(key="sectors").value == ["gaming"]
    assert "view" not in app.query_params


@pytest.mark.parametrize("view", ["sectors", "lines", "agencies", "companies", "quarters"])
def test_nothing_found_and_unknown_names_are_told(app: AppTest, view: str) -> None:
    """An empty filter says so in every view; an agency or company that does not exist is left out with a note."""
    open_page(app, "sectors", view=view, search="no such words anywhere", company="Nobody", agency="NOBODY")
    assert not app.exception
    notes = " ".join(each.value for each in app.info)
    assert "Nobody" in notes
    assert "No event fits" in notes or "Choose a company" in notes


def test_the_lines_say_which_sector_eased_first(app: AppTest) -> None:
    """Below the lines each sector has its first day above 0 after its lowest point."""
    open_page(app, "sectors", view="lines")
    assert not app.exception
    eased = table(app, "First above 0")
    assert "Games" in eased["Sector"].tolist()


def test_the_file_of_months_is_what_the_command_prints() -> None:
    """The columns of the series, and a row of values for each month."""
    period = Period("2021-07", dt.date(2021, 7, 1), dt.date(2021, 7, 31))
    file = announced_csv([Announced(period, "", 31, 1, 0.5, 0, 4, -1.5)])
    assert file.startswith(codecs.BOM_UTF8)
    assert file.decode("utf-8-sig").splitlines() == [",".join(ANNOUNCED_COLUMNS), "2021-07,31,1.5,1,0.5,0,4,-1.5,2.5"]
