"""The work list of events that lack something."""

from functools import partial

import pytest
from page_reading import address, go_to, open_page, said, table
from streamlit.testing.v1 import AppTest

from tests.support.makers import SEED_EVENTS
from tracker.gaps import Gap
from tracker.web.pages.gaps import parts
from tracker.web.paging import page_of


def test_the_page_lists_what_lacks_something_and_narrows(app: AppTest) -> None:
    """Each listed event misses what was asked for, in the year that was asked for, and the address says both."""
    open_page(app, "gaps")
    assert not app.exception
    everything = len(table(app, "Event"))
    assert 0 < everything < SEED_EVENTS
    open_page(app, "gaps", lacks="chinese-source", year="2021")
    assert not app.exception
    found = table(app, "Event")
    assert 0 < len(found) < everything
    assert set(found[Gap.CHINESE.wanted]) == {"missing"}
    assert all(date.startswith("2021") for date in found["Date"])
    assert f"{len(found)} events" in said(app)
    assert (address(app, "lacks"), address(app, "year")) == (["chinese-source"], ["2021"])


def test_a_row_opens_its_event_and_the_list_stays(app: AppTest) -> None:
    """The next event can be taken from the list without choosing anew what is missing."""
    open_page(app, "gaps")
    found = table(app, "Event")
    assert "close card" not in {button.key for button in app.button}
    # AppTest cannot click a row; what the click chooses is chosen on the timeline.
    open_page(app, "", event="alibaba-fine")
    go_to(app, "gaps")
    assert not app.exception
    assert "Alibaba" in said(app)
    assert "close card" in {button.key for button in app.button}
    assert len(table(app, "Event")) == len(found)


def test_the_shares_tell_opened_pages_from_those_only_seen(app: AppTest) -> None:
    """The goal stands below a label that fits on a phone, and the help gives both figures."""
    open_page(app, "gaps")
    official = app.metric[0]
    assert (official.label, official.delta) == (Gap.OFFICIAL.wanted, "goal 60%")
    assert "with a page that was opened" in official.help
    assert "only with one seen on another page" in official.help


def test_where_nothing_is_missing_the_page_says_so(app: AppTest) -> None:
    """Every event has been coded twice, so that this list is empty."""
    open_page(app, "gaps", lacks="second-coding")
    assert "No event lacks it" in said(app)


def test_an_address_that_asks_for_nothing_known_is_told(app: AppTest) -> None:
    """A gap that is none and a year without events are left out with a note."""
    open_page(app, "gaps", lacks="nothing", year="1999")
    assert not app.exception
    assert len(app.info) == 2


def test_a_chosen_row_is_not_inherited_by_the_row_of_another_page(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit keeps a row's number for a table's key: other rows stand in another table, the same in the same one."""
    monkeypatch.setattr(parts, "page_of", partial(page_of, size=5))
    open_page(app, "gaps")
    (first,) = (each.key for each in app.dataframe if "Event" in each.value)
    app.session_state[first] = {"selection": {"rows": [3], "columns": [], "cells": []}}
    app.run()
    assert app.session_state[first]["selection"]["rows"] == [3]
    (pages,) = app.get("pagination")
    app.session_state[pages.key] = 2
    app.run()
    (second,) = (each.key for each in app.dataframe if "Event" in each.value)
    assert second != first
    assert app.session_state[second]["selection"]["rows"] == []
