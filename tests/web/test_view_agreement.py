"""Whatever a filter asks, chart, list, index, export and API hold the same Events, and shades add up to all of them."""

import csv
import datetime as dt
import io
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from starlette.testclient import TestClient

from tests.support.asked_api import walk
from tests.support.synthetic import crowded_events, fill_database
from tracker.api.app import make_app
from tracker.charts import frame_of
from tracker.charts.density import MOST_MARKS, Crowd, Shades
from tracker.charts.frame import Frame
from tracker.database import reading
from tracker.exports import Asked, write_export
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.queries import list_events, list_slugs
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow
from tracker.sentiment import rows as index_rows
from tracker.synth import synthetic_events
from tracker.vocabulary import Kind, ReviewState, TermType
from tracker.web.pages.timeline.choice import ListOrder
from tracker.web.pages.timeline.listing import places_in_order
from tracker.web.reads import IndexView, Record, engine, open_record

EVENTS = 3_000
FILTERS = 500
SHAPES = {
    "realistic": lambda: synthetic_events(EVENTS, 1),
    "crowded": lambda: crowded_events(EVENTS, seed=7, crowd=EVENTS // 2),
}


@pytest.fixture(params=SHAPES)
def record(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """A record of synthetic events of either shape, as the pages see it."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", fill_database(tmp_path, SHAPES[request.param]()))
    st.cache_resource.clear()
    yield open_record()
    engine().dispose()
    st.cache_resource.clear()


def random_filter(draw: random.Random, record: Record) -> EventFilter:
    """Return a filter of a few conditions, any of which may be missing."""
    days = sorted(dt.date(2000, 1, 1) + dt.timedelta(draw.randrange(9_200)) for _ in range(2))
    some = {term_type: list(record.names(term_type)) for term_type in TermType}

    def names(term_type: TermType, chance: float) -> tuple[str, ...]:
        keys = some[term_type]
        return tuple(draw.sample(keys, min(3, len(keys)))) if draw.random() < chance else ()

    low, high = sorted(draw.randint(-3, 3) for _ in range(2))
    return EventFilter(
        since=days[0] if draw.random() < 0.4 else None,
        until=days[1] if draw.random() < 0.4 else None,
        sectors=names(TermType.SECTOR, 0.2),
        agencies=names(TermType.AGENCY, 0.1),
        companies=names(TermType.COMPANY, 0.1),
        kinds=tuple(draw.sample(list(Kind), 4)) if draw.random() < 0.2 else (),
        threads=names(TermType.THREAD, 0.05),
        stance_min=low if draw.random() < 0.2 else None,
        stance_max=high if draw.random() < 0.2 else None,
        search=draw.choice(["rules", "Company 12", "数据", "the 1"]) if draw.random() < 0.1 else "",
        states=tuple(ReviewState)[: draw.randint(1, 3)] if draw.random() < 0.2 else (ReviewState.ACCEPTED,),
    )


@pytest.mark.slow
def test_chart_list_index_export_and_api_agree(record: Record) -> None:
    """For hundreds of random filters on each shape all five tell the same number of Events, and the same Events."""
    draw = random.Random(5)
    kept = 0
    client = TestClient(make_app(engine()))
    with reading(engine()) as session:
        every = {row.slug: row for row in list_events(session, EVERY_STATE)}
    for number in range(FILTERS):
        chosen = random_filter(draw, record)
        view = record.view(chosen)
        exported = io.BytesIO()
        with reading(engine()) as session:
            slugs = list_slugs(session, chosen)
            counted = [slug for slug in list_slugs(session, chosen.of_index) if every[slug].kind.counts]
            assert write_export(Asked(session=session, chosen=chosen), "csv", exported).count == len(slugs)
        rows = [every[slug] for slug in slugs]
        kept += len(rows)
        assert view.slugs() == slugs, chosen
        assert sorted(places_in_order(view, draw.choice(list(ListOrder))).tolist()) == list(range(len(rows)))
        assert view.sources == sum(len(row.sources) for row in rows)
        assert list(record.view(chosen.of_index).counted.slugs()) == counted
        # An index with its range takes some tenths of a second, and is made of the Events looked at above.
        if number % 20 == 0:
            index = record.index(chosen)
            assert list(index.counted.slugs()) == counted if index else not counted
            check_api_index(client, chosen, index)
        lines = csv.DictReader(io.StringIO(exported.getvalue().decode("utf-8-sig")))
        assert tuple(line["slug"] for line in lines) == slugs
        # Page by page over HTTP costs as much as all the others together.
        if number % 4 == 0:
            check_api(client, chosen, rows)
        check_shades(view.crowd, frame_of(view.extent, None, (chosen.since, chosen.until), narrow=draw.random() < 0.5))
    assert kept > FILTERS


def check_api(client: TestClient, chosen: EventFilter, kept: list[EventRow]) -> None:
    """Hold that the API gives these Events and their stories; it has the accepted record alone."""
    if chosen.states != ACCEPTED_ONLY:
        assert client.get("/v1/events", params=chosen.to_params()).status_code == 400
        return
    found = walk(client, "/v1/events", chosen.to_params(), 500)
    assert [each["slug"] for each in found] == [row.slug for row in kept], chosen
    stories = {each["key"]: each["events"] for each in walk(client, "/v1/stories", chosen.to_params(), 500)}
    assert stories == Counter(row.thread for row in kept if row.thread)


def check_api_index(client: TestClient, chosen: EventFilter, index: IndexView | None) -> None:
    """Hold that the API tells the days of an index in the period as the page does."""
    if chosen.states == ACCEPTED_ONLY:
        days = index_rows(index.series, index.band, since=chosen.since, until=chosen.until) if index else ()
        told = walk(client, "/v1/index", chosen.to_params(), 500)
        assert [tuple(each.values()) for each in told] == [(day.isoformat(), *rest) for day, *rest in days]


def check_shades(crowd: Crowd, frame: Frame) -> None:
    """Hold that shades and what lies beside the axis are all Events, and that marks are some of these."""
    shades = Shades.of(crowd, frame)
    shown = crowd.within(frame)
    beside = (crowd.days < frame.since.toordinal()) | (crowd.days > frame.until.toordinal())
    assert shades.total + int(beside.sum()) == len(crowd.days)
    for row, stance in enumerate(range(-3, 4)):
        assert shades.counts[row].sum() == int((crowd.stances[shown] == stance).sum())
    assert list(shades.edges) == sorted(set(shades.edges))
    assert (shades.edges[0], shades.edges[-1]) == (frame.since, frame.until + dt.timedelta(days=1))
    places, is_crowd = crowd.marks(frame)
    assert len(places) <= MOST_MARKS
    assert is_crowd == (len(shown) > MOST_MARKS)
    assert set(places.tolist()) <= set(shown.tolist()) if is_crowd else set(shown.tolist()) <= set(places.tolist())


def test_shades_add_up_over_any_span() -> None:
    """For a thousand axes from a day to a century, wide and narrow, every Event on the axis is in one shade."""
    draw = np.random.default_rng(3)
    for number in range(1000):
        size = int(draw.integers(1, 400))
        first = dt.date(1990, 1, 1).toordinal() + int(draw.integers(0, 3000))
        length = int(10 ** draw.uniform(0, 4.5))
        days = draw.integers(first - length // 2, first + 2 * length + 2, size)
        crowd = Crowd(days, draw.integers(-3, 4, size), draw.integers(0, 13, size))
        span = dt.date.fromordinal(first), dt.date.fromordinal(first + length)
        check_shades(crowd, Frame(*span, narrow=bool(number % 2)))
