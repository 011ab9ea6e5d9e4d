"""The page of one company, sector, agency or person."""

import re
from typing import Any

import pytest
from page_reading import address, key_of, number_listed, open_page, said, table
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest
from test_market_pages import FINED, OPENED

from tests.support.makers import ANN, event_row
from tests.support.price_files import price_files
from tracker.database import reading, writing
from tracker.event.fields import NAME_LISTS
from tracker.filters import EventFilter
from tracker.queries import list_events, list_terms
from tracker.read_models import TermRow
from tracker.store import merge_names
from tracker.vocabulary import Kind, Reach, TermType
from tracker.web.pages.name_page.parts import facts_of, strongest_of
from tracker.web.pages.timeline import listing

ONE_OF_EACH = {"companies": "DiDi", "sectors": "gaming", "agencies": "CAC", "people": "Liu He"}


def count_of(engine: Engine, field: str, key: str) -> int:
    """Return how many Events the timeline's filter keeps for a name."""
    condition: dict[str, Any] = {field: (key,)}
    with reading(engine) as session:
        return len(list_events(session, EventFilter(**condition)))


@pytest.mark.parametrize(("field", "key"), ONE_OF_EACH.items())
def test_a_page_counts_what_the_timeline_counts(app: AppTest, seeded_engine: Engine, field: str, key: str) -> None:
    """Heading, table and the file to take away hold the Events that the timeline shows under a filter of the name."""
    count = count_of(seeded_engine, field, key)
    open_page(app, NAME_LISTS[field].value, name=key)
    assert f"All events ({count})" in said(app)
    assert len(table(app, "Event")) == count
    links = [link.proto for link in app.get("page_link") if link.proto.label == "Show on the timeline"]
    assert [link.query_string for link in links] == [f"{field}={key.replace(' ', '+')}"]
    open_page(app, "", **{field: key})
    assert number_listed(app) == count


def test_many_events_of_a_name_are_cut_with_a_word(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table holds the latest, as the timeline's does, and says so."""
    monkeypatch.setattr(listing, "MOST_ROWS", 5)
    open_page(app, "company", name="DiDi")
    assert len(table(app, "Event")) == 5
    assert "The last 5 of 22 events; a download holds all of them." in said(app)


@pytest.mark.slow
@pytest.mark.parametrize("term_type", list(NAME_LISTS.values()))
def test_every_name_of_the_record_has_a_page(app: AppTest, seeded_engine: Engine, term_type: TermType) -> None:
    """None fails, each has its name as the heading, and each counts what the timeline counts."""
    field = next(field for field, each in NAME_LISTS.items() if each is term_type)
    with reading(seeded_engine) as session:
        terms = [term for term in list_terms(session) if term.type is term_type]
    assert terms
    for term in terms:
        open_page(app, term_type.value, name=term.key)
        text, count = said(app), count_of(seeded_engine, field, term.key)
        assert f"{term.name} {term.name_zh or ''}".strip() in text
        assert (f"All events ({count})" if count else "No accepted event") in text


def test_a_company_is_told_with_all_that_hangs_on_it(app: AppTest) -> None:
    """Both names, shares, a sentence, a chart, threads, rules, names and sources stand on its page."""
    open_page(app, "company", name="didi")
    text = said(app)
    assert "DiDi 滴滴出行" in text
    assert "Company; shares: DIDI (to June 2022), DIDIY." in text
    assert "Of 22 events, 26 August 2018 to 17 January 2023, 18 tightened, 3 eased" in text
    assert "by 76 publishers" in text
    assert len(app.get("plotly_chart")) == 1
    links = {link.proto.query_string for link in app.get("page_link")}
    assert {"thread=didi-case", "measure=didi-review", "name=CAC", "name=ride-hailing"} <= links
    assert address(app, "name") == ["DiDi"]


def test_a_strong_step_opens_its_card(app: AppTest) -> None:
    """A press on one of what moved it shows the card beside the chart, and the address names the event."""
    open_page(app, "company", name="DiDi")
    app.button(key="strongest didi-data-fine").click().run()
    assert not app.exception
    assert "Why this stance" in said(app)
    assert (address(app, "event"), address(app, "name")) == (["didi-data-fine"], ["DiDi"])


def test_without_a_name_or_with_an_unknown_one_all_can_be_chosen(app: AppTest) -> None:
    """The page says what was left out and lists all, the most frequent first; the box opens one."""
    open_page(app, "agency", name="No Such Agency", sectors="gaming")
    text = said(app)
    assert "The record does not know “No Such Agency”; choose a name that it knows." in text
    assert "This page has no filter; “sectors” was left out." in text
    assert list(table(app, "Name")["Events"]) == sorted(table(app, "Name")["Events"], reverse=True)
    app.selectbox(key=key_of(app, "agency name")).set_value("SAMR").run()
    assert "State Administration for Market Regulation" in said(app)
    assert (address(app, "name"), "sectors" in app.query_params) == (["SAMR"], False)


def test_a_name_that_was_merged_leads_to_the_one_that_stays(app: AppTest, seeded_engine: Engine) -> None:
    """A link to the former name opens the page of the other, also where it is open while somebody merges the two."""
    open_page(app, "sector", name="cloud")
    with writing(seeded_engine) as session:
        merge_names(session, TermType.SECTOR, "gaming", "cloud", kept_version=1, gone_version=1, actor=ANN)
    app.run()
    assert not app.exception
    assert "was merged into “Games”" in said(app)
    assert address(app, "name") == ["gaming"]
    open_page(app, "sector", name="cloud")
    assert address(app, "name") == ["gaming"]


def test_a_viewer_reads_it_as_well(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be changed the page is the same, and the names on a card lead to theirs."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    open_page(app, "person", name="Liu He", event="fsdc-liu-he-market-support")
    assert "Named with it" in said(app)


def test_names_on_cards_stories_and_measures_lead_to_their_pages(app: AppTest) -> None:
    """A card, a thread, a measure and the views of sectors link the names in them."""
    for path, params, expected in (
        ("", {"event": "didi-data-fine"}, ("company", "name=DiDi")),
        ("threads", {"thread": "didi-case"}, ("agency", "name=CAC")),
        ("measures", {"measure": "data-security-law"}, ("agency", "name=NPC")),
        ("sectors", {}, ("sector", "name=ai")),
        ("sectors", {"view": "agencies", "agency": "CAC"}, ("agency", "name=CAC")),
        ("sectors", {"view": "companies", "company": "DiDi"}, ("company", "name=DiDi")),
        ("names", {"type": "person", "name": "Liu He"}, ("person", "name=Liu+He")),
    ):
        app.query_params.clear()
        open_page(app, path, **params)
        assert expected in {(link.proto.page, link.proto.query_string) for link in app.get("page_link")}, path


def test_the_share_is_measured_where_prices_are_there(app: AppTest) -> None:
    """Without prices a sentence says how; with them each event's own return stands in a table."""
    open_page(app, "company", name="Alibaba")
    assert "To see what the share (BABA, 9988.HK) did around these events, give daily prices" in said(app)
    share, market = price_files({OPENED: -0.09, FINED: 0.11})
    app.session_state["market"] = (("BABA.csv", share.encode()), ("M.csv", market.encode()))
    app.run()
    assert "choose which series stands for the market" in said(app)
    open_page(app, "market", market="M")
    app.query_params.clear()
    open_page(app, "company", name="Alibaba")
    measured = table(app, "Beside the market, %").set_index("Date")["Beside the market, %"]
    assert measured["2020-12-24"] < -6
    assert measured["2021-04-10"] > 7
    assert "Beside M, BABA " in said(app)
    assert "p by the " in said(app)
    (shown,) = [each.value for each in app.dataframe if "Beside the market, %" in each.value]
    assert not shown["p"].str.startswith("p").any()


def test_a_share_with_two_listings_counts_its_events_once_in_the_reader_s_window(app: AppTest) -> None:
    """Days of events are counted and not measured returns; the window is that of the page of prices, the link too."""
    share, market = price_files({OPENED: -0.09, FINED: 0.11})
    files = [("BABA.csv", share.encode()), ("9988.HK.csv", share.encode()), ("M.csv", market.encode())]
    app.session_state["market"] = tuple(files)
    open_page(app, "market", market="M", window="0,0")
    app.query_params.clear()
    open_page(app, "company", name="Alibaba")
    measured = table(app, "Beside the market, %")
    days = sum(map(int, re.findall(r"\((\d+) event days?;", said(app))))
    assert 2 * measured["Date"].nunique() == len(measured)
    assert 0 < days <= measured["Date"].nunique()
    assert "over the trading days 0 to 0" in said(app)
    (link,) = [each.proto for each in app.get("page_link") if each.proto.page == "market"]
    assert "window=0%2C0" in link.query_string
    assert "market=M" in link.query_string


def test_the_strongest_steps_of_a_name() -> None:
    """The greatest stance comes first, whatever its side; what the index does not count is none of them."""
    events = [
        event_row("first", "2020-01", -1),
        event_row("hard", "2021-07-01", -3, reach=Reach(2)),
        event_row("own-step", "2021-08-01", -3, kind=Kind.COMPANY_RESPONSE, reach=Reach(4)),
        event_row("soft", "2022-03-16", 2),
    ]
    assert [event.slug for event in strongest_of(events, side=-1)] == ["hard", "first"]


def test_facts_of_a_name() -> None:
    """Whose body it is, its shares and its other names stand in one line; a name is not told twice."""
    agency = TermRow(TermType.AGENCY, "SEC", "SEC", "证监会", "US", aliases=("Commission", "SEC", "证监会"))
    assert facts_of(agency) == "Agency of the United States; also called Commission."
    assert facts_of(TermRow(TermType.PERSON, "Li", "Li", None)) == "Person."
