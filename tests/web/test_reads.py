"""What pages read of the record and of files beside it, and what they keep of it from one run to the next."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from page_reading import open_page
from sqlalchemy import text
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from tests.support.makers import ANN, add_one
from tracker.database import open_engine, reading, writing
from tracker.filters import EventFilter
from tracker.market.stored_prices import PriceDay, StoredPrices, prices_folder, store_prices
from tracker.queries import list_events
from tracker.read_models import EventRow
from tracker.store import rebuild_tables
from tracker.web import headline, price_box, reads
from tracker.web.price_box import prices_at_hand
from tracker.web.reads import Record, open_record

ABOUT = StoredPrices("BABA", "nobody", "2021-04-14", "2021-04-12", "2021-04-12", 1)


@pytest.fixture
def page(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What a page would read, outside one: the URL of a database of this test's own."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    st.cache_resource.clear()
    yield seeded_url
    st.cache_resource.clear()


def test_another_period_is_no_other_read(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Periods share the Events of all times and their index; the database is asked once."""
    del page
    asked: list[EventFilter] = []

    def counted(session: Session, chosen: EventFilter) -> tuple[EventRow, ...]:
        asked.append(chosen)
        return list_events(session, chosen)

    monkeypatch.setattr(reads, "list_events", counted)
    record = open_record()
    every = {id(event) for event in record.events(EventFilter())}
    for year in range(2018, 2024):
        chosen = EventFilter(since=dt.date(year, 1, 1), until=dt.date(year, 12, 31))
        assert record.events(chosen)
        assert {id(event) for event in record.events(chosen)} < every
        assert record.index(chosen) is record.index(EventFilter())
    assert asked == [EventFilter()]


def test_a_rerun_does_not_go_through_the_record_again(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs on the whole record is kept until it changes: stories that decide, uses of names, measures."""
    walks: list[str] = []
    real, fragility = Record.events, headline.fragility

    def events(record: Record, chosen: EventFilter) -> tuple[EventRow, ...]:
        if chosen == EventFilter():
            walks.append("events")
        return real(record, chosen)

    def decided(*args: Any, **named: Any) -> Any:
        walks.append("fragility")
        return fragility(*args, **named)

    monkeypatch.setattr(Record, "events", events)
    monkeypatch.setattr(headline, "fragility", decided)
    for path, params in (("", {"sectors": "gaming"}), ("company", {"name": "DiDi"})):
        open_page(app, path, **params)
        walks.clear()
        app.run()
        assert not app.exception
        assert walks == []


def test_what_was_seen_before_others_saved_stays_what_it_was(page: str) -> None:
    """A page that is still being drawn, or a part that is drawn by itself, names the Events that its numbers are of."""
    view = open_record().view(EventFilter())
    seen = [event.slug for event in list_now(page)]
    for number in range(4):
        add_one(open_engine(page), f"early-{number}", date=f"19{90 + number}-01-01")
        assert open_record().view(EventFilter()).rows(0, 1)[0].slug == "early-0"
    assert [event.slug for event in view.rows()] == list(view.slugs()) == seen


def test_tables_that_were_written_anew_are_read_anew(page: str) -> None:
    """A rebuild is no change of the record, yet a running dashboard shows what the tables say after it."""
    engine, known = open_engine(page), list_now(page)[0]
    with writing(engine) as session:
        session.execute(text("UPDATE event SET stance = 3, title = 'Wrong' WHERE slug = :slug"), {"slug": known.slug})
    wrong = open_record()
    assert (wrong.columns().stance[0], wrong.view(EventFilter()).row(0).title) == (3, "Wrong")
    with writing(engine) as session:
        rebuild_tables(session, actor=ANN)
    right = open_record()
    assert right.version == wrong.version
    assert (right.columns().stance[0], right.view(EventFilter()).row(0)) == (known.stance, known)
    assert right.events(EventFilter())[0] == known


def list_now(url: str) -> tuple[EventRow, ...]:
    """Return the accepted Events of a database."""
    with reading(open_engine(url)) as session:
        return list_events(session)


def test_prices_that_were_replaced_or_could_not_be_read_are_read_again(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fetch on the same day gives the new prices, and a file that failed once is not gone for good."""
    folder = prices_folder(page)
    store_prices(folder, ABOUT, [PriceDay("2021-04-12", 1.0, 1.0)])
    with monkeypatch.context() as broken:
        broken.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError("busy")))
        assert prices_at_hand("market") == ()
    (first,) = prices_at_hand("market")
    store_prices(folder, ABOUT, [PriceDay("2021-04-12", 2.0, 2.0)])
    (second,) = prices_at_hand("market")
    assert (first[0], second[0]) == ("BABA.csv", "BABA.csv")
    assert first[1] != second[1]


def test_a_page_lists_stored_prices_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at the folder serves the box that names them and the page that draws them."""
    looks: list[Path] = []
    real = price_box.list_stored
    monkeypatch.setattr(price_box, "list_stored", lambda folder: looks.append(folder) or real(folder))
    open_page(app, "overlay")
    assert len(looks) == 1
