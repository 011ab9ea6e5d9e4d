"""The work list of events that lack something."""

from page_reading import address, open_page, said
from streamlit.testing.v1 import AppTest

from tests.support.makers import SEED_EVENTS
from tracker.gaps import Gap


def test_the_page_lists_what_lacks_something_and_narrows(app: AppTest) -> None:
    """Each listed event misses what was asked for, in the year that was asked for, and the address says both."""
    open_page(app, "gaps")
    assert not app.exception
    everything = len(app.dataframe(key="gaps events").value)
    assert 0 < everything < SEED_EVENTS
    open_page(app, "gaps", lacks="chinese-source", year="2021")
    assert not app.exception
    found = app.dataframe(key="gaps events").value
    assert 0 < len(found) < everything
    assert set(found[Gap.CHINESE.wanted]) == {"missing"}
    assert all(date.startswith("2021") for date in found["Date"])
    assert f"{len(found)} events" in said(app)
    assert (address(app, "lacks"), address(app, "year")) == (["chinese-source"], ["2021"])


def test_where_nothing_is_missing_the_page_says_so(app: AppTest) -> None:
    """Every event has been coded twice, so that this list is empty."""
    open_page(app, "gaps", lacks="second-coding")
    assert "No event lacks it" in said(app)


def test_an_address_that_asks_for_nothing_known_is_told(app: AppTest) -> None:
    """A gap that is none and a year without events are left out with a note."""
    open_page(app, "gaps", lacks="nothing", year="1999")
    assert not app.exception
    assert len(app.info) == 2
