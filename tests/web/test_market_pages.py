import datetime as dt

import pytest
from page_reading import key_of, open_boxes, open_page, said
from streamlit.testing.v1 import AppTest

from tests.support.price_files import price_files
from tests.support.yahoo import Yahoo
from tracker.market.groupings import Grouping
from tracker.market.stored_prices import prices_folder
from tracker.web.pages.market.choice import On

OPENED, FINED = dt.date(2020, 12, 24), dt.date(2021, 4, 12)


def give(app: AppTest, **files: str) -> AppTest:
    """Upload price files by their names."""
    given = [(f"{name}.csv", text.encode(), "text/csv") for name, text in files.items()]
    app.file_uploader(key="market box").set_value(given).run()
    assert not app.exception
    return app


def with_study(app: AppTest, **params: str | list[str]) -> AppTest:
    """Open the page with a share that falls when the Alibaba probe opens and rises with its fine."""
    open_page(app, "market", market="M", **params)
    open_boxes(app, "market events")
    share, market = price_files({OPENED: -0.09, FINED: 0.11})
    return give(app, BABA=share, M=market)


def test_without_files_the_page_says_what_it_takes(app: AppTest) -> None:
    """Nothing is computed and nothing fails; the layouts are named."""
    open_page(app, "market")
    assert "Yahoo, Stooq and Nasdaq" in said(app)
    assert not app.dataframe
    assert "view=quarters" in {link.proto.query_string for link in app.get("page_link")}


def test_a_study_of_named_events(app: AppTest) -> None:
    """The planted fall and rise are measured, the weekend's event on Monday; the address keeps the choice."""
    with_study(app, study=["alibaba-probe-opened", "alibaba-fine"])
    table = app.dataframe[0].value
    assert list(table["Measured from"]) == ["2020-12-24", "2021-04-12"]
    assert table["Reaction %"][0] < -6
    assert table["Reaction %"][1] > 7
    assert (table["Estimated from"] == 240).all()
    assert "Beside M, BABA rose" in said(app)
    assert "around tightening (2 event days; " in said(app)
    assert len(app.get("plotly_chart")) == 2
    assert app.query_params["study"] == ["alibaba-probe-opened", "alibaba-fine"]
    assert app.query_params["market"] == "M"
    tests = open_boxes(app, "market tests").dataframe[1].value
    assert list(tests["Events"]) == ["Tightening", "All"]
    assert not app.subheader  # Two days have no order of stance.
    assert "p = " in tests["Kolari-Pynnönen"][0]


def test_the_filter_chooses_events_and_says_what_is_left_out(app: AppTest) -> None:
    """Only the share of a company that an event names is measured; other events are counted with the reason."""
    with_study(app, companies=["Alibaba", "DiDi"])
    table = app.dataframe[0].value
    assert set(table["Share"]) == {"BABA"}
    assert "DiDi halts car-pooling after second" in said(app)
    others = " | ".join(table["Confounded with"]).split(" | ")
    assert "Alibaba fined a record CNY 18.2bn" in others  # Names, not slugs.
    assert "alibaba-fine" not in others
    assert "there are no prices of a company that it names" in said(app)
    tests = open_boxes(app, "market tests").dataframe[1].value
    assert list(tests["Events"])[-2:] == ["All", "Not confounded"]  # Some windows overlap.
    assert "Easing" in list(tests["Events"])
    app.selectbox(key="market by").set_value(Grouping.KIND).run()
    assert not app.exception
    assert "Easing" not in list(app.dataframe[1].value["Events"])
    assert app.query_params["by"] == "kind"
    app.segmented_control(key="market on").set_value(On.EVERY).run()
    assert not app.exception
    assert "DiDi lists in New York" in list(app.dataframe[0].value["Event"])


QUESTION = "Does stance go with how shares moved?"


def test_stance_is_held_against_what_shares_did(app: AppTest) -> None:
    """From twelve event days on: whether it goes with them, what limits that, and by stance, kind, reach and year."""
    with_study(app, on="every", by="stance")
    assert QUESTION in [each.value for each in app.subheader]
    assert "rank correlation" in said(app)
    assert "Prices are no check on the sign of one event." in said(app)
    table = open_boxes(app, "market validity").dataframe[-1].value
    assert list(table["By"].unique()) == ["All", "Direction", "Stance", "Kind", "Reach", "Year"]
    by_year = table[table["By"] == "Year"]
    assert list(by_year["Events"]) == ["2019", "2020", "2021", "2022", "2023"]
    assert by_year["Stance and reaction"].iloc[2].count("(p = ") == 1
    assert (table[table["By"] == "Stance"]["Stance and reaction"] == "").all()
    assert table["Placebo"].str.contains("of 200 shifted calendars moved more").all()
    tests = next(
        each.value for each in open_boxes(app, "market tests").dataframe if "Kolari-Pynnönen" in each.value.columns
    )
    assert "-3 severe restriction" in list(tests["Events"])
    app.selectbox(key="market by").set_value(Grouping.YEAR).run()
    assert not app.exception
    assert app.query_params["by"] == "year"


def test_windows_are_taken_from_the_boxes_and_impossible_ones_refused(app: AppTest) -> None:
    """A longer window is measured over more days; one that ends before it begins is a sentence, and the page stays."""
    with_study(app, study="alibaba-probe-opened", window="0,5")
    open_boxes(app, "market path")
    assert len(app.dataframe[0].value) == 6
    app.number_input(key="market window first").set_value(9).run()
    assert not app.exception
    assert "ends before it begins" in app.error[0].value
    app.number_input(key="market window first").set_value(0).run()
    assert not app.error
    assert len(open_boxes(app, "market path").dataframe[0].value) == 6


BAD = {
    "words": ("no prices\nin here\n", "words.csv"),
    "constant": (None, "constant"),
    "gap": ("Date,Close\n2021-01-04,1\n2021-01-05,N/A\n2021-01-06,2\n", "gap has no price on this day"),
    "twice": ("Date,Close\n2021-01-04,1\n2021-01-04,5\n2021-01-05,2\n2021-01-06,2\n", "another value on the same day"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_line_and_the_rest_is_computed(app: AppTest, name: str) -> None:
    """Beside an unusable file the others are still measured, and a line says what is wrong."""
    text, words = BAD[name]
    share, market = price_files({OPENED: -0.09})
    rows = market.split()
    constant = "\n".join([rows[0], *(f"{row.split(',')[0]},5" for row in rows[1:])])
    open_page(app, "market", market="M", study="alibaba-probe-opened", on="every")
    open_boxes(app, "market events")
    give(app, BABA=share, M=market, **{name: text or constant})
    assert words in said(app)
    assert list(app.dataframe[0].value["Share"]) == ["BABA"]


def test_a_constant_market_and_events_outside_are_lines(app: AppTest) -> None:
    """Nothing can be measured against a market that stands still; an early event has too few returns."""
    with_study(app, study=["neihan-duanzi-closed", "platform-economy-support-2019", "alibaba-fine"], on="every")
    text = said(app)
    assert "is outside the prices" in text
    assert "fewer than 100 returns before the event" in text
    assert list(app.dataframe[0].value["Event"]) == ["Alibaba fined a record CNY 18.2bn"]
    share, market = price_files()
    rows = market.split()
    give(app, BABA=share, M="\n".join([rows[0], *(f"{row.split(',')[0]},5" for row in rows[1:])]))
    assert "the market series M is constant" in said(app)
    assert "No event could be measured" in said(app)


def test_the_files_stay_while_another_page_is_shown(app: AppTest) -> None:
    """Whoever comes back finds the prices; they can be forgotten."""
    with_study(app, study="alibaba-fine")
    open_page(app, "method")
    open_page(app, "market", market="M", study="alibaba-fine")
    assert "BABA.csv, M.csv" in said(app)
    assert "BABA fell" in said(app) or "BABA rose" in said(app)
    app.button(key="market forget").click().run()
    assert not app.exception
    assert not app.dataframe


def test_nonsense_in_the_address_is_left_out_with_a_note(app: AppTest) -> None:
    """Unknown events, windows and words are named and do nothing."""
    open_page(app, "market", study="no-such-event", window="1;2", on="sometimes", market="NIX")
    notes = " ".join(each.value for each in app.info).replace("\\", "")
    for word in ("no-such-event", "1;2", "sometimes"):
        assert word in notes
    give(app, BABA=price_files()[0], M=price_files()[1])
    assert "Choose which series stands for the market" in said(app)


def test_stored_prices_are_used_and_named_and_more_are_fetched(app: AppTest, yahoo: Yahoo, seeded_url: str) -> None:
    """What is fetched lies beside the database, is named with day and origin, and is measured like a file."""
    open_page(app, "market", market="M", on="every", study="alibaba-fine")
    app.text_input(key="market fetch tickers").set_value("baba, mchi").run()
    assert yahoo.asked == []
    app.button(key="market fetch go").click().run()
    assert not app.exception
    assert "Stored: BABA, to 12 April 2021, from Yahoo Finance" in said(app)
    assert "- MCHI, to 12 April 2021, from Yahoo Finance" in said(app)
    assert app.selectbox(key=key_of(app, "market market")).options == ["BABA", "MCHI"]
    yahoo.mode = "limited"
    app.text_input(key="market fetch tickers").set_value("JD").run()
    app.button(key="market fetch go").click().run()
    assert "takes no more requests" in " ".join(each.value for each in app.warning)
    assert [each.name for each in prices_folder(seeded_url).glob("*.csv")]


def test_a_viewer_makes_the_server_fetch_nothing(
    app: AppTest, yahoo: Yahoo, monkeypatch: pytest.MonkeyPatch, seeded_url: str
) -> None:
    """Who may not write is offered no fetch; a press that was on its way is refused as well."""
    open_page(app, "market")
    app.text_input(key="market fetch tickers").set_value("BABA").run()
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    app.button(key="market fetch go").click().run()
    assert not app.exception
    assert not [each for each in app.button if each.key == "market fetch go"]
    assert yahoo.asked == []
    assert not prices_folder(seeded_url).exists()
