"""Names and months of a filter, and pages: each event once, in one order, and a copy that changes make whole."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.support.asked_api import walk
from tests.support.makers import ANN, add_one, make_draft, new_database
from tracker.api.app import make_app
from tracker.database import reading, writing
from tracker.filters import EventFilter
from tracker.queries import get_event, list_slugs
from tracker.store import merge_events, revise_event, take_step
from tracker.vocabulary import ReviewState, Step

Ask = Callable[..., TestClient]
SAVES = ("add", "move", "withdraw", "merge")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pages=st.integers(1, 7),
    days=st.lists(st.tuples(st.integers(1, 28), st.booleans()), min_size=1, max_size=12),
    saves=st.lists(st.tuples(st.sampled_from(SAVES), st.integers(1, 28), st.integers(0, 11)), max_size=6),
)
@example(pages=2, days=[(day, True) for day in range(1, 6)], saves=[("merge", 1, 0), ("merge", 1, 1)])
@example(pages=2, days=[(day, True) for day in range(1, 6)], saves=[("move", 28, 0), ("move", 1, 4)])
def test_a_copy_is_whole_after_the_changes_since_its_first_page(
    tmp_path_factory: pytest.TempPathFactory,
    pages: int,
    days: list[tuple[int, bool]],
    saves: list[tuple[str, int, int]],
) -> None:
    """Others write while one reads page by page: additions spoil nothing, and changes close the gap.

    The copy is what its program makes of both: what changed since the first page is asked for again by name.
    """
    engine = new_database(f"sqlite:///{tmp_path_factory.mktemp('walk') / 'tracker.db'}")
    client, start, seen, copy = TestClient(make_app(engine)), set(), [], {}
    for number, (day, is_known) in enumerate(days):
        start.add(add_one(engine, f"old-{number}", date=f"2021-02-{day:02d}" if is_known else "2021-02"))
    cursor, later, state = None, iter(enumerate(saves)), None
    while True:
        told = client.get("/v1/events", params={"limit": pages} | ({"cursor": cursor} if cursor else {})).json()
        seen += [each["slug"] for each in told["events"]]
        copy |= {each["slug"]: each for each in told["events"]}
        cursor, state = told["next"], told["change"] if state is None else state
        if cursor is None:
            break
        if (save := next(later, None)) is not None:
            save_one(engine, save[1][0], f"2021-02-{save[1][1]:02d}", f"old-{save[1][2] % len(days)}", f"new-{save[0]}")
    if all(what == "add" for what, *_ in saves):
        assert len(seen) == len(set(seen))
        assert start <= set(seen)
    for change in walk(client, "/v1/changes", {"after": [str(state)]}, 3):
        for slug in filter(None, (change["slug"], change["merged_into"])):
            now = client.get(f"/v1/events/{slug}", follow_redirects=False)
            copy.pop(str(slug), None)
            copy |= {str(slug): now.json()} if now.status_code == 200 else {}
    assert copy == {str(each["slug"]): each for each in walk(client, "/v1/events", {}, 500)}
    engine.dispose()


def save_one(engine: Engine, what: str, date: str, slug: str, new: str) -> None:
    """Add an event under a new slug, or move, withdraw or merge the one that has a slug."""
    if what == "add":
        add_one(engine, new, date=date)
        return
    with writing(engine) as session:
        found = get_event(session, slug)
        if found.review_state is not ReviewState.ACCEPTED:
            return
        if what == "merge":
            kept = next((each for each in list_slugs(session, EventFilter()) if each != slug), None)
            if kept:
                versions = {"kept_version": get_event(session, kept).version, "gone_version": found.version}
                merge_events(session, kept, slug, **versions, actor=ANN)
        elif what == "withdraw":
            take_step(session, slug, Step.WITHDRAW, version=found.version, actor=ANN)
        elif found.date != date:
            revise_event(
                session, slug, make_draft(title=f"Title of {slug}", date=date), version=found.version, actor=ANN
            )


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
    assert {stage["event"] for each in found for stage in each["stages"]} <= slugs
    assert len(found) < len(walk(client, "/v1/measures", {}, 500))
