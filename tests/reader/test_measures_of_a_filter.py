"""Which rules and cases a filter keeps: the same ones from Python, over HTTP, in a data package and on a site."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from tests.support.asked_api import walk
from tests.support.exporting import DAY, NOTHING, exported
from tests.support.makers import add_half_accepted_measures
from tracker import open_record
from tracker.api.app import make_app
from tracker.database import reading
from tracker.errors import UnknownValue
from tracker.filters import EventFilter
from tracker.publish.facets import read_site
from tracker.queries import list_events, list_measures, strict_filter
from tracker.reader import OpenRecord
from tracker.typed_filter import OF_PROGRAMS, read_filter

ONE_DAY = EventFilter(since=dt.date(2019, 1, 1), until=dt.date(2019, 1, 1))


@pytest.fixture
def opened(seeded_url: str) -> Iterator[OpenRecord]:
    """The curated record, open to be read."""
    with open_record(seeded_url) as record:
        yield record


def keys_in_package(session: Session, chosen: EventFilter, limit: int | None = None) -> list[str]:
    """Return the measures of a data package, each once, in its order."""
    file, _ = exported(session, "zip", chosen, limit=limit)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        text = archive.read("measures.csv").decode()
    return list(dict.fromkeys(row["measure"] for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"since": "2019-01-01", "until": "2019-01-01"},
        {"since": "2021-09-01", "until": "2021-11-30", "sectors": ["gaming", "cybersecurity"]},
        {"since": "2025-11-01"},
        {"until": "2019-02-20", "kinds": ["rule"]},
        {"companies": ["didi"]},
        {"search": "cybersecurity review", "until": "2022-02-15"},
        {"stance_min": "1"},
        {"search": NOTHING.search},
    ],
    ids=str,
)
def test_every_way_out_keeps_the_same_measures(
    opened: OpenRecord, seeded_engine: Engine, asked: dict[str, Any]
) -> None:
    """One filter is one list of keys, in one order."""
    texts = asked | ({"stance_min": int(asked["stance_min"])} if "stance_min" in asked else {})
    keys = [each.key for each in opened.measures(**texts)]
    assert [each["key"] for each in walk(TestClient(make_app(seeded_engine)), "/v1/measures", asked, 50)] == keys
    with reading(seeded_engine) as session:
        chosen = strict_filter(session, read_filter(texts), OF_PROGRAMS)
        assert keys_in_package(session, chosen) == keys
        assert [each.key for each in read_site(session, chosen, DAY).measures] == keys
        every = len(list_measures(session))
    assert (len(keys) == every) == (not asked)
    assert bool(keys) == (chosen != NOTHING)


def test_a_stage_in_the_period_is_enough(opened: OpenRecord, seeded_engine: Engine) -> None:
    """A law of August 2018 took effect on a day that has no event; a filter has to keep the event that tells of it."""
    with reading(seeded_engine) as session:
        assert list_events(session, ONE_DAY) == ()
        assert keys_in_package(session, ONE_DAY, limit=10) == [], "a limit counts events"
    (measure,) = opened.measures(since="2019-01-01", until="2019-01-01")
    assert measure.key == "e-commerce-law"
    assert len(opened.measures(since="2019-01-01", until="2019-01-01", sectors="e-commerce")) == 1
    assert not opened.measures(since="2019-01-01", until="2019-01-01", sectors="gaming")
    assert not opened.measures(since="2019-01-02", until="2019-01-05")


def test_a_filter_without_a_period_looks_at_the_stages_events(opened: OpenRecord) -> None:
    """By hand: a measure is kept as soon as one of its stages is an event of the sector."""
    gaming = {event.slug for event in opened.events(sectors="gaming")}
    by_hand = [each for each in opened.measures() if gaming & {stage.event for stage in each.stages}]
    assert list(opened.measures(sectors="gaming")) == by_hand
    assert 0 < len(by_hand) < len(opened.measures())
    with pytest.raises(UnknownValue, match=r"near ones are: gaming"):
        opened.measures(sectors="gamign")


def test_events_that_wait_are_stages_where_they_are_asked_for(engine: Engine) -> None:
    """What only a draft bears stays out unasked; the states of the filter let it in."""
    add_half_accepted_measures(engine)
    with open_record(engine.url.render_as_string(hide_password=False)) as record:
        told = [[stage.event for stage in each.stages] for each in record.measures()]
        assert told == [["known-event"]]
        drafts = record.measures(states=["draft"])
    assert [(each.key, [stage.event for stage in each.stages]) for each in drafts] == [
        ("known-rule", ["veiled-draft", "known-event"]),
        ("veiled-rule", ["veiled-draft"]),
    ]
