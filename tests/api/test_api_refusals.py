"""What a request may ask for: what makes no sense is told as commands tell it, and nothing else is in the way."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.support.makers import add_one
from tracker.vocabulary import ReviewState

Ask = Callable[..., TestClient]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("limit=0", "limit has to be a whole number from 1 to 500."),
        ("limit=501", "limit has to be a whole number from 1 to 500."),
        ("limit=1&limit=2", "There is more than one value for limit."),
        ("limit=" + "9" * 5000, "limit has to be a whole number from 1 to 500."),
        ("cursor=xyz", "This cursor is none that this list gave; begin without one."),
        ("cursor=WzFd", "This cursor is none that this list gave; begin without one."),
        ("cursor=WyJ4IiwieSIsInoiXQ", "This cursor is none that this list gave; begin without one."),
        (
            "since=2021-13",
            (
                "since: There is no month 13: months run from 1 to 12, and a quarter or half is typed as Q3 2021 or H1 "
                "2021."
            ),
        ),
        ("since=1900", "since: The year 1900 lies outside 1949 to 2100; check the year."),
        ("stance_min=4", "stance_min: This has to be from -3 to 3; it is 4."),
        ("kinds=rules", "kinds: “rules” is not known; near ones are: rule."),
        (
            "kinds=rule,law",
            (
                "kinds: “rule,law” is not known; near ones are: rule. "
                "Several values are no list with commas: repeat the parameter."
            ),
        ),
        ("since=2020&since=2021", "There is more than one value for since."),
        ("sectors=nothing", "“nothing” is not in the record's sectors; /v1/names?type=sector lists what there is."),
        ("states=withdrawn", "Only accepted events are given out; leave “states” away."),
        ("search=" + "x" * 201, "search: This may have at most 200 characters; it has 201."),
    ],
)
def test_a_bad_parameter_is_told_in_one_sentence(engine: Engine, ask: Ask, asked: str, sentence: str) -> None:
    """What makes no sense gives no answer but a sentence, always in one shape."""
    told = ask(engine).get(f"/v1/events?{asked}")
    assert told.status_code == 400
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json() == {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": sentence}
    assert "etag" not in told.headers


def test_near_names_and_slugs_are_those_of_accepted_events(engine: Engine, ask: Ask) -> None:
    """What a program may have meant is told as commands tell it, but nothing that only drafts bear."""
    add_one(engine, "game-freeze", companies=("Tencent",))
    add_one(engine, "game-freezes", ReviewState.DRAFT, companies=("Tencents",))
    told = ask(engine).get("/v1/events/game-freezer").json()["detail"]
    assert told.endswith("Near ones are: “Title of game-freeze”. Their slugs: game-freeze.")
    told = ask(engine).get("/v1/events?companies=Tencen").json()["detail"]
    assert told == "“Tencen” is not in the record's companies; near ones are: Tencent."


def test_the_address_of_the_timeline_can_be_taken_along(seeded_engine: Engine, ask: Ask) -> None:
    """What says how it is shown is passed over, an empty value is no condition, and what else counts is refused."""
    client = ask(seeded_engine)
    asked = "sectors=gaming&since=2018-03-01&until=2022-12-31&stance_max=-1"
    told = client.get(f"/v1/events?{asked}").json()
    shown = "event=game-freeze-2018&embed=true&embed_options=light_theme&years=all&show=table&order=oldest"
    assert client.get(f"/v1/events?{asked}&{shown}").json() == told
    assert client.get(f"/v1/events?{asked}&agencies=&stance_min=&kinds=&search=&states=").json() == told
    refused = client.get(f"/v1/index?{asked}&half_life=30")
    assert refused.status_code == 400
    assert "has no parameter “half_life”; leave it out: it takes since, " in refused.json()["detail"]
