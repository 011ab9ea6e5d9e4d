"""What the API answers: the record as exports hold it, tags, packing, other origins, refusals, and no way to write."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.api.conftest import ORIGIN
from tests.support.exporting import HOSTILE, add_hostile, exported
from tests.support.makers import ANN, add_half_accepted_measures, add_one, make_draft
from tracker.actors import Actor
from tracker.api.reads import ENDPOINTS
from tracker.database import reading, writing
from tracker.exports.news_words import news_document
from tracker.filters import EventFilter
from tracker.queries import get_event
from tracker.queries.news import list_news
from tracker.settings import known_hosts
from tracker.store import merge_events, rebuild_tables, revise_event, take_step
from tracker.vocabulary import ReviewState, Role, Step

Ask = Callable[..., TestClient]
LISTS = [each.path for each in ENDPOINTS if "{" not in each.path]


def test_events_are_the_documents_of_an_export(seeded_engine: Engine, ask: Ask) -> None:
    """Page after page the same documents come as in a JSON file, and each by itself is the same again."""
    with reading(seeded_engine) as session:
        file = json.loads(exported(session, "json")[0])
    client, cursor, found = ask(seeded_engine), None, []
    while True:
        told = client.get("/v1/events", params={"limit": 150} | ({"cursor": cursor} if cursor else {})).json()
        found += told["events"]
        cursor = told["next"]
        if cursor is None:
            break
    assert found == file
    assert client.get(f"/v1/events/{file[7]['slug']}").json() == file[7]


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_record_gives_empty_lists(engine: Engine, ask: Ask, path: str) -> None:
    """Each list of a record without events is an empty one, on either database."""
    told = ask(engine).get(path)
    assert told.status_code == 200
    name, entries = next(iter(told.json().items()))
    assert (entries, told.json()["next"]) == ([], None), name


def test_what_is_not_accepted_is_never_given_out(engine: Engine, ask: Ask) -> None:
    """Neither a draft nor what was withdrawn stands in a list, has an address of its own or is told as a change."""
    add_one(engine, "seen")
    add_one(engine, "waiting", ReviewState.DRAFT)
    add_one(engine, "gone", ReviewState.WITHDRAWN)
    client = ask(engine)
    assert [each["slug"] for each in client.get("/v1/events").json()["events"]] == ["seen"]
    assert client.get("/v1/events/waiting").status_code == client.get("/v1/events/gone").status_code == 404
    assert "waiting" not in client.get("/v1/events/waitin").text
    assert [each["slug"] for each in client.get("/v1/changes").json()["changes"]] == ["seen"]
    assert client.get("/v1/events?states=draft").json()["detail"].startswith("Only accepted events")
    assert all("waiting" not in client.get(path).text for path in LISTS)


@pytest.mark.parametrize("path", LISTS)
def test_what_only_drafts_bear_is_never_given_out(engine: Engine, ask: Ask, path: str) -> None:
    """Neither their names and stories nor the stages that they are: by no address, whatever is asked."""
    add_half_accepted_measures(engine)
    client = ask(engine)
    for asked in ("", "?companies=known-co", "?type=company", "?since=2000"):
        assert "veiled" not in client.get(f"{path}{asked}").text.casefold()
    names = client.get("/v1/names").json()["names"]
    assert [each["name"] for each in names] == ["Known Co", "known-story"]
    (measure,) = client.get("/v1/measures").json()["measures"]
    assert measure["stages"] == [{"stage": "adopted", "event": "known-event"}]


def test_what_left_the_record_is_told_by_its_news_alone(engine: Engine, ask: Ask) -> None:
    """A withdrawn event is in no list and has no address; that it was there, and why it left, is told as in feeds."""
    add_one(engine, "gone", summary="Only the event tells this.")
    with writing(engine) as session:
        take_step(session, "gone", Step.WITHDRAW, version=1, actor=ANN, reason="It never happened")
    client = ask(engine)
    assert client.get("/v1/events/gone").status_code == 404
    for path in LISTS:
        told = client.get(path).text
        assert ("gone" in told) == (path == "/v1/changes"), path
        assert "Only the event tells this." not in told
    left, came = client.get("/v1/changes").json()["changes"]
    assert (left["what"], left["why"], left["title"]) == ("withdrawn", "It never happened", "Title of gone")
    assert (left["fields"], came["what"]) == ({}, "added")


def test_a_merged_event_leads_to_the_other_one(engine: Engine, ask: Ask) -> None:
    """The slug of an event that was merged leads on, also below another path."""
    add_one(engine, "kept")
    add_one(engine, "merged")
    with writing(engine) as session:
        versions = [get_event(session, slug).version for slug in ("kept", "merged")]
        merge_events(session, "kept", "merged", kept_version=versions[0], gone_version=versions[1], actor=ANN)
    news = ask(engine).get("/v1/changes").json()["changes"][0]
    assert (news["what"], news["slug"], news["merged_into"]) == ("merged", "merged", "kept")
    moved = ask(engine).get("/v1/events/merged", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (307, "kept")
    assert ask(engine).get("/v1/events/merged").json()["slug"] == "kept"


@pytest.mark.parametrize("path", [*LISTS, "/v1/events/seen"])
def test_a_tag_holds_until_the_record_changes(engine: Engine, ask: Ask, path: str) -> None:
    """With the tag of the last answer nothing is sent again; after a save, or of another filter, everything is."""
    add_one(engine, "seen")
    client = ask(engine)
    first = client.get(path)
    tag = first.headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    lines = [("If-None-Match", '"other"'), ("If-None-Match", tag), ("If-None-Match", '"third"')]
    assert client.get(path, headers=lines).status_code == 304
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304
    if path in LISTS:
        assert client.get(f"{path}?limit=7", headers={"If-None-Match": tag}).status_code == 200
    add_one(engine, "another")
    later = client.get(path, headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert later.headers["etag"] != tag


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/events/nothing", 404), ("/v1/events?sectors=nope", 400), ("/v1/events?cursor=x", 400), ("/nowhere", 404)],
)
def test_any_tag_stands_for_no_refusal(engine: Engine, ask: Ask, path: str, status: int) -> None:
    """Who knows any answer is told what is wrong all the same: 304 says that there is an answer."""
    assert ask(engine).get(path, headers={"If-None-Match": "*"}).status_code == status


def test_the_description_has_a_tag(engine: Engine, ask: Ask) -> None:
    """It is sent again only where the program is another one."""
    client = ask(engine)
    first = client.get("/openapi.json")
    assert first.headers["cache-control"] == "no-cache"
    for known in (first.headers["etag"], "*"):
        again = client.get("/openapi.json", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get("/openapi.json", headers={"If-None-Match": '"other"'}).json() == first.json()


def test_an_answer_changes_where_tables_are_written_anew(engine: Engine, ask: Ask) -> None:
    """A rebuild is no change of the record, yet what was wrong in the tables is kept by no tag and in no answer."""
    add_one(engine, "seen")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET title = 'Wrong'")
    client = ask(engine)
    first = client.get("/v1/events")
    assert first.json()["events"][0]["title"] == "Wrong"
    with writing(engine) as session:
        rebuild_tables(session, actor=ANN)
    later = client.get("/v1/events", headers={"If-None-Match": first.headers["etag"]})
    assert later.status_code == 200
    assert later.json()["events"] == [client.get("/v1/events/seen").json()]
    assert later.json()["events"][0]["title"] == "Title of seen"


def test_an_index_of_names_outlasts_tables_that_are_written_anew(engine: Engine, ask: Ask) -> None:
    """On PostgreSQL names have other numbers after a rebuild; the index of one of them stays what it was."""
    for slug, sector in (("early", "gaming"), ("late", "fintech")):
        add_one(engine, slug, sectors=(sector,))
    client = ask(engine)

    def days(limit: int) -> list[list[dict[str, object]]]:
        asked = (client.get("/v1/index", params={"sectors": each, "limit": limit}) for each in ("gaming", "fintech"))
        return [each.json()["days"] for each in asked]

    before = days(20)
    with writing(engine) as session:
        rebuild_tables(session, actor=ANN)
    assert all(before)
    assert [each[:20] for each in days(21)] == before


def test_answers_are_packed_for_who_takes_that(seeded_engine: Engine, ask: Ask) -> None:
    """A long answer comes packed where the program says that it can read it, else as it is."""
    client = ask(seeded_engine)
    with client.stream("GET", "/v1/events", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    plain = client.get("/v1/events", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3
    assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip;q=0", False),
        ("br, GZIP ; q=0.000, identity", False),
        ("gzip;q=0.1", True),
        ("deflate;q=0, gzip", True),
        ("gzip;q=1.0", True),
    ],
)
def test_who_refuses_packed_answers_gets_none(
    seeded_engine: Engine, ask: Ask, accepted: str, *, is_packed: bool
) -> None:
    """A weight of 0 is a refusal."""
    told = ask(seeded_engine).get("/v1/events", headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in told.headers) == is_packed
    assert told.json()["events"]


def test_head_is_get_without_its_body(seeded_engine: Engine, ask: Ask) -> None:
    """HEAD has the headers of GET and no body."""
    client = ask(seeded_engine)
    for path in ("/v1/events", "/v1/events/nothing", "/openapi.json"):
        head, whole = client.head(path), client.get(path)
        assert head.content == b""
        assert (head.status_code, dict(head.headers)) == (whole.status_code, dict(whole.headers))


def test_pages_of_named_origins_may_read(engine: Engine, ask: Ask) -> None:
    """A browser lets pages of a named origin read, refusals too, and those of no other; nobody may write from there."""
    client = ask(engine)
    told = client.get("/v1/events?limit=none", headers={"Origin": ORIGIN})
    assert told.headers["access-control-allow-origin"] == ORIGIN
    assert (
        "access-control-allow-origin" not in client.get("/v1/events", headers={"Origin": "https://x.example"}).headers
    )
    before = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    allowed = client.options("/v1/events", headers=before)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert client.options("/v1/events", headers={**before, "Access-Control-Request-Method": "POST"}).status_code == 400
    refused = client.post("/v1/events", headers={"Origin": ORIGIN})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (405, ORIGIN)
    assert "access-control-allow-origin" not in ask(engine, ()).get("/v1/events", headers={"Origin": ORIGIN}).headers
    assert (
        ask(engine, ("*",)).get("/v1/events", headers={"Origin": ORIGIN}).headers["access-control-allow-origin"] == "*"
    )


def test_a_page_may_ask_whether_something_is_new(engine: Engine, ask: Ask) -> None:
    """A browser lets a script read the tag and send it back, and read when it may come again."""
    client = ask(engine)
    first = client.get("/v1/events", headers={"Origin": ORIGIN})
    told = {each.strip() for each in first.headers["access-control-expose-headers"].split(",")}
    assert told == {"ETag", "Retry-After"}
    before = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    allowed = client.options("/v1/events", headers=before)
    assert allowed.status_code == 200
    assert "if-none-match" in allowed.headers["access-control-allow-headers"].lower()
    again = client.get("/v1/events", headers={"Origin": ORIGIN, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, ORIGIN)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8502", 200),
        ("localhost", 200),
        ("[::1]:8502", 200),
        ("api.example.org", 200),
        ("rebound.example.com", 400),
        ("127.0.0.1.example.org", 400),
        ("", 400),
    ],
)
def test_a_foreign_name_is_refused(
    engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    """The names that a dashboard on this machine knows are those that the API knows; a page elsewhere reads nothing."""
    monkeypatch.setenv("TRACKER_HOSTS", "api.example.org")
    client = ask(engine, hosts=known_hosts("127.0.0.1"))
    for path in ("/v1/events", "/openapi.json"):
        told = client.get(path, headers={"Host": host, "Origin": ORIGIN})
        assert told.status_code == status
        assert ("access-control-allow-origin" in told.headers) == (status == 200)
    assert ask(engine, hosts=known_hosts("0.0.0.0")).get("/v1/events", headers={"Host": host}).status_code == 200  # noqa: S104


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "MAKE"])
@pytest.mark.parametrize("path", ["/v1/events", "/v1/events/seen", "/openapi.json", "/nowhere"])
def test_nothing_but_reading_is_let_in(engine: Engine, ask: Ask, method: str, path: str) -> None:
    """Any other method is refused at every address, with what is allowed."""
    told = ask(engine).request(method, path, content=b"{}")
    assert (told.status_code, told.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert ask(engine).options(path.replace("/nowhere", "/v1/index")).status_code in {204, 405}


def test_hostile_texts_come_through_as_texts(engine: Engine, ask: Ask) -> None:
    """Texts that are signs of some format come through as they are, in a type that no browser takes for a page."""
    add_hostile(engine)
    told = ask(engine).get("/v1/events")
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert [each["title"] for each in told.json()["events"]] == list(HOSTILE)
    for text in (*HOSTILE, "\x00", "\ud800".encode("utf-16-le", "surrogatepass").decode("latin-1"), "a" * 5000):
        for asked in ({"search": text}, {"sectors": text}, {"cursor": text}, {"since": text}, {text or "x": "1"}):
            answer = ask(engine).get("/v1/events", params=asked)
            assert answer.status_code in {200, 400}, asked
        answer = ask(engine).get(f"/v1/events/{quote(text, safe='')}")
        assert answer.status_code in {404, 307}
        assert answer.headers["content-type"] == "application/problem+json"


def test_other_addresses_and_failures_have_the_same_shape(
    engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not there, a database that is away and a fault of our own are told alike, and give nothing away."""
    client = ask(engine)
    assert client.get("/nowhere").json()["status"] == 404
    assert client.get("/v1/events/").json()["status"] == 404
    assert "no parameter “q”" in client.get("/v1/names?q=1").json()["detail"]
    monkeypatch.setattr("tracker.api.app.strict_filter", lambda *_: 1 / 0)
    told = client.get("/v1/events")
    assert (told.status_code, told.json()["detail"]) == (
        500,
        "The answer could not be made; the server's log says why.",
    )


def test_a_correction_tells_what_it_changed_and_nobodys_name(engine: Engine, ask: Ask) -> None:
    """A change says what it did, to which event and field by field; who made it stays with the record."""
    add_one(engine, "seen")
    with writing(engine) as session:
        version = get_event(session, "seen").version
        revise_event(
            session, "seen", make_draft(title="Anew"), version=version, actor=Actor("Bob", Role.REVIEWER), reason="Typo"
        )
    told = ask(engine).get("/v1/changes").json()["changes"]
    assert [each["what"] for each in told] == ["corrected", "added"]
    assert told[0]["fields"]["title"] == ["Title of seen", "Anew"]
    assert (told[0]["why"], told[0]["slug"], told[0]["title"]) == ("Typo", "seen", "Anew")
    with reading(engine) as session:
        assert told == [dict(news_document(each)) for each in list_news(session, EventFilter())]
    assert "Bob" not in ask(engine).get("/v1/changes").text
    newer = ask(engine).get(f"/v1/changes?after={told[1]['number']}").json()["changes"]
    assert newer == told[:1]
    one = ask(engine).get("/v1/changes?limit=1").json()
    assert ask(engine).get("/v1/changes", params={"cursor": one["next"]}).json()["changes"] == told[1:]
    assert date.fromisoformat(told[0]["at"][:10])
