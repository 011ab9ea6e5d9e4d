"""Whatever a filter asks, the API gives what lists and exports hold, and its pages give each event once."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.support.exporting import exported
from tests.support.makers import add_one
from tests.support.synthetic import fill_database
from tracker.database import open_engine, reading
from tracker.exports.indexed import index_of
from tracker.filters import EventFilter
from tracker.queries import list_events, list_slugs, list_terms
from tracker.sentiment import rows
from tracker.synth import synthetic_events
from tracker.vocabulary import Kind, TermType

Ask = Callable[..., TestClient]
EVENTS = 2_000
FILTERS = 120


def random_filter(draw: random.Random, keys: dict[TermType, list[str]]) -> EventFilter:
    """Return a filter of a few conditions, any of which may be missing."""
    since, until = sorted(dt.date(2000, 1, 1) + dt.timedelta(draw.randrange(9_200)) for _ in range(2))
    low, high = sorted(draw.randint(-3, 3) for _ in range(2))

    def names(term_type: TermType, chance: float) -> tuple[str, ...]:
        some = keys[term_type]
        return tuple(draw.sample(some, min(3, len(some)))) if draw.random() < chance else ()

    return EventFilter(
        since=since if draw.random() < 0.4 else None,
        until=until if draw.random() < 0.4 else None,
        sectors=names(TermType.SECTOR, 0.2),
        agencies=names(TermType.AGENCY, 0.1),
        companies=names(TermType.COMPANY, 0.1),
        people=names(TermType.PERSON, 0.05),
        kinds=tuple(kind for kind in Kind if draw.random() < 0.4) if draw.random() < 0.3 else (),
        threads=names(TermType.THREAD, 0.05),
        stance_min=low if draw.random() < 0.2 else None,
        stance_max=high if draw.random() < 0.2 else None,
        search=draw.choice(["rules", "Company 12", "数据", "the 1"]) if draw.random() < 0.15 else "",
    )


def walk(client: TestClient, path: str, params: dict[str, list[str]], limit: int) -> list[dict[str, object]]:
    """Return all entries of a list, page after page."""
    found, cursor = [], None
    while True:
        told = client.get(path, params={**params, "limit": limit} | ({"cursor": cursor} if cursor else {}))
        assert told.status_code == 200, told.text
        entries, cursor = told.json().values()
        assert len(entries) <= limit
        found += entries
        if cursor is None:
            return found


@pytest.mark.slow
def test_lists_exports_index_and_stories_agree(tmp_path: Path, ask: Ask) -> None:
    """For a hundred random filters the API gives the events of lists and exports, their stories and their index."""
    engine = open_engine(fill_database(tmp_path, synthetic_events(EVENTS, 1)))
    client, draw, kept = ask(engine), random.Random(5), 0
    with reading(engine) as session:
        keys = {each: [term.key for term in list_terms(session, each)] for each in TermType}
    for number in range(FILTERS):
        chosen = random_filter(draw, keys)
        params = chosen.to_params()
        with reading(engine) as session:
            slugs, events = list_slugs(session, chosen), list_events(session, chosen)
            assert exported(session, "csv", chosen)[1].count == len(slugs)
            found = index_of(session, chosen, dt.datetime.now(dt.UTC).date()) if number % 20 == 0 else None
        kept += len(slugs)
        assert tuple(each["slug"] for each in walk(client, "/v1/events", params, 500)) == slugs, chosen
        stories = {each["key"]: each["events"] for each in walk(client, "/v1/stories", params, 100)}
        assert stories == {
            key: sum(event.thread == key for event in events) for key in {event.thread for event in events} - {None}
        }
        if found:
            days = walk(client, "/v1/index", params, 500)
            told = [(day.isoformat(), *rest) for day, *rest in rows(*found[1], since=chosen.since, until=chosen.until)]
            assert [tuple(each.values()) for each in days] == told
    engine.dispose()
    assert kept > FILTERS


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pages=st.integers(1, 7),
    days=st.lists(st.tuples(st.integers(1, 28), st.booleans()), min_size=1, max_size=12),
    saves=st.lists(st.integers(1, 28), max_size=6),
)
def test_pages_give_each_event_once_while_others_save(
    tmp_path_factory: pytest.TempPathFactory, pages: int, days: list[tuple[int, bool]], saves: list[int]
) -> None:
    """Who reads page by page while events are added sees each event once, and all that were there from the start."""
    from tests.support.makers import new_database
    from tracker.api.app import make_app

    engine = new_database(f"sqlite:///{tmp_path_factory.mktemp('walk') / 'tracker.db'}")
    client, start = TestClient(make_app(engine)), set()
    for number, (day, is_known) in enumerate(days):
        start.add(add_one(engine, f"old-{number}", date=f"2021-02-{day:02d}" if is_known else "2021-02"))
    seen: list[str] = []
    cursor, later = None, iter(enumerate(saves))
    while True:
        told = client.get("/v1/events", params={"limit": pages} | ({"cursor": cursor} if cursor else {})).json()
        seen += [each["slug"] for each in told["events"]]
        cursor = told["next"]
        if cursor is None:
            break
        if (save := next(later, None)) is not None:
            add_one(engine, f"new-{save[0]}", date=f"2021-02-{save[1]:02d}")
    engine.dispose()
    assert len(seen) == len(set(seen))
    assert start <= set(seen)


def test_pages_are_in_the_same_order_on_both_databases(engine: Engine, ask: Ask) -> None:
    """Events of one day, of one month and with slugs that databases order by rules of their own are paged in order."""
    for slug in ("b", "a-1", "a1", "a", "a-b", "ab"):
        add_one(engine, slug, date="2021-03-05")
    add_one(engine, "month", date="2021-03")
    with reading(engine) as session:
        whole = list_slugs(session, EventFilter())
    for limit in (1, 2, 3, 500):
        assert tuple(each["slug"] for each in walk(ask(engine), "/v1/events", {}, limit)) == whole


@pytest.mark.parametrize("path", ["/v1/names", "/v1/measures", "/v1/stories", "/v1/changes", "/v1/index?since=2026"])
def test_every_list_is_the_same_in_pages_and_as_a_whole(seeded_engine: Engine, ask: Ask, path: str) -> None:
    """Pages of another length give the same entries in the same order, each once."""
    path, _, since = path.partition("?since=")
    params = {"since": [since]} if since else {}
    long, short = (walk(ask(seeded_engine), path, params, limit) for limit in (500, 37))
    assert long == short
    assert len(long) > 37


def test_names_find_events_as_in_an_address(seeded_engine: Engine, ask: Ask) -> None:
    """A company can be asked for by any of its names, and a month stands for its days."""
    client = ask(seeded_engine)
    by_key, by_name = (walk(client, "/v1/events", {"companies": [name]}, 500) for name in ("DiDi", "滴滴出行"))
    assert by_key == by_name
    assert by_key
    month = walk(client, "/v1/events", {"since": ["2021-07"], "until": ["2021-07"]}, 500)
    assert all(each["first_on"] <= "2021-07-31" and each["last_on"] >= "2021-07-01" for each in month)


def test_a_measure_tells_its_accepted_stages(seeded_engine: Engine, ask: Ask) -> None:
    """Rules and cases of a filter come with all their stages, each of which leads to an event."""
    client = ask(seeded_engine)
    slugs = {each["slug"] for each in walk(client, "/v1/events", {}, 500)}
    found = walk(client, "/v1/measures", {"companies": ["didi"]}, 500)
    assert found
    assert {stage["event"] for each in found for stage in each["stages"]} <= slugs  # type: ignore[attr-defined]
    assert len(found) < len(walk(client, "/v1/measures", {}, 500))
