"""The page on which a person codes events without seeing how others did."""

from dataclasses import fields
from typing import TYPE_CHECKING, cast

import pytest
from page_reading import address, go_to, key_of, open_page, said, texts_of
from sqlalchemy import Engine
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from tests.support.makers import SEED_EVENTS
from tests.support.sources import REPOSITORY
from tracker.actors import Actor
from tracker.coders import coding_order
from tracker.database import reading, writing
from tracker.event.fields import NAME_LISTS
from tracker.queries import data_version, get_event, list_codings, list_events, list_revisions, list_terms
from tracker.read_models import CodingRow, EventRow
from tracker.store import revise_event, stored_draft, undo_change
from tracker.store.coding import code_event, set_aside
from tracker.vocabulary import Reach, Stance
from tracker.web.pages.coding.event import BlindEvent, blind_event
from tracker.web.signing_in import SECRET_LENGTH

if TYPE_CHECKING:
    from tracker.web.reads import Record

ED = Actor("Ed")
FILTER = {"agencies": "SAMR", "since": "2021-04-01", "until": "2021-04-30"}
"""A filter that keeps few events, so that a test can code them all."""


def queue(engine: Engine, coder: str, slugs: list[str] | None = None) -> list[str]:
    """Return the events in the coder's order."""
    with reading(engine) as session:
        return coding_order(slugs or [event.slug for event in list_events(session)], coder)


def own(engine: Engine, coder: str) -> dict[str, tuple[int, int, str]]:
    """Return a coder's codings by event."""
    with reading(engine) as session:
        return {
            each.slug: (int(each.stance), int(each.reach), each.reason)
            for each in list_codings(session)
            if each.coder == coder
        }


def box(app: AppTest, part: str, slug: str, coder: str = "Ann", version: int = 0) -> str:
    """Return the key of a box for an event."""
    return key_of(app, f"coding {part} {coder} {slug} {version}")


def code(
    app: AppTest, slug: str, stance: Stance, reach: Reach, reason: str = "", *, coder: str = "Ann", version: int = 0
) -> None:
    """Fill the form for an event and save it."""
    app.radio(key=box(app, "stance", slug, coder, version)).set_value(stance)
    app.radio(key=box(app, "reach", slug, coder, version)).set_value(reach)
    app.text_input(key=box(app, "reason", slug, coder, version)).set_value(reason)
    app.button(key=f"coding save {coder} {slug} {version}").click().run()
    assert not app.exception


def shown(app: AppTest) -> str:
    """Return the title of the event on the page."""
    return (
        next(each.value for each in app.markdown if each.value.startswith("#### "))
        .replace("\\", "")
        .removeprefix("#### ")
    )


def title(engine: Engine, slug: str) -> str:
    """Return an event's title."""
    with reading(engine) as session:
        return get_event(session, slug).title


class ReadRecord:
    """A record that knows the names of the curated one."""

    def __init__(self, session: Session) -> None:
        self.terms = list_terms(session)

    def names(self, term_type: object) -> dict[str, str]:
        """Return a vocabulary's names by key."""
        return {term.key: term.name for term in self.terms if term.type == term_type}


def test_no_event_shows_its_code(record: Session, record_events: tuple[EventRow, ...]) -> None:
    """What a blind coder sees of any event holds neither its reason, nor a level, nor its story, nor a source."""
    assert {each.name for each in fields(BlindEvent)} == {"title", "title_zh", "date", "kind", "names", "summary"}
    names = cast("Record", ReadRecord(record))
    for event in record_events:
        seen = blind_event(names, event)
        text = "\n".join(
            [seen.title, seen.title_zh, seen.date, seen.kind.label, *map(" ".join, seen.names), seen.summary]
        )
        assert event.stance_reason not in text, event.slug
        assert f"{event.stance.signed} {event.stance.label}" not in text
        assert not any(source.url in text for source in event.sources)
        assert len(seen.names) == sum(bool(getattr(event, field)) for field in NAME_LISTS)


def whole_page(app: AppTest) -> list[str]:
    """Return all that the page shows, and all keys of its boxes."""
    return [*texts_of(app), *(str(each.key) for each in app.main)]


def test_the_page_is_the_same_whatever_the_accepted_code_is(app: AppTest, seeded_engine: Engine) -> None:
    """With stance, reach, reason, story, end and sources of an event changed, not a letter of the page is another."""
    slug = queue(seeded_engine, "Ann")[0]
    open_page(app, "coding", coder="Ann")
    before = whole_page(app)
    assert shown(app) == title(seeded_engine, slug)
    with writing(seeded_engine) as session:
        version, draft = stored_draft(session, slug)
        stance = Stance(-int(draft.stance) or 3)
        reach = Reach(5 - int(draft.reach))
        changes = {
            "stance": stance,
            "reach": reach,
            "stance_reason": "Quite another reason",
            "thread": None,
            "end": None,
        }
        sources = tuple(source.model_copy(update={"publisher": "Strict Times"}) for source in draft.sources)
        new = draft.model_copy(update={**changes, "end_text": None, "sources": sources})
        revise_event(session, slug, new, version=version, actor=ED)
        code_event(session, CodingRow(slug, "Bob", Stance.OPENING, Reach.FIRM, "Bob thinks so"), actor=ED)
    app.run()
    assert whole_page(app) == before


def test_codes_are_kept_and_the_round_goes_on(app: AppTest, seeded_engine: Engine) -> None:
    """Each save is one coding under the own name; who comes back in a new session goes on where they stopped."""
    order = queue(seeded_engine, "Ann")
    go_to(app, "coding")
    assert "Type a name of your own" in said(app)
    app.text_input(key="coding coder").set_value(" Ann ").run()
    assert address(app, "coder") == ["Ann"]
    for place, slug in enumerate(order[:3]):
        assert shown(app) == title(seeded_engine, slug)
        code(app, slug, Stance.TIGHTENING, Reach.SECTOR, f"reason {place}")
    assert own(seeded_engine, "Ann") == {slug: (-1, 3, f"reason {place}") for place, slug in enumerate(order[:3])}
    later = AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60)
    open_page(later, "coding", coder="ann")
    assert shown(later) == title(seeded_engine, order[3])
    assert later.get("progress")[0].proto.text == f"3 of {SEED_EVENTS} events coded"
    (file,) = [each for each in later.get("download_button") if each.proto.label == "Your codings (CSV)"]
    assert not file.proto.disabled


def test_nothing_is_saved_without_a_stance_and_a_reach(app: AppTest, seeded_engine: Engine) -> None:
    """The message says what is missing, and the reason that was typed stays."""
    slug = queue(seeded_engine, "Ann")[0]
    open_page(app, "coding", coder="Ann")
    app.radio(key=box(app, "stance", slug)).set_value(Stance.NEUTRAL)
    app.text_input(key=box(app, "reason", slug)).set_value("half done")
    app.button(key=f"coding save Ann {slug} 0").click().run()
    assert "Choose a stance and a reach" in said(app)
    assert own(seeded_engine, "Ann") == {}
    assert app.text_input(key=box(app, "reason", slug)).value == "half done"
    assert app.radio(key=box(app, "stance", slug)).value == Stance.NEUTRAL


def test_back_shows_the_own_code_and_changes_it(app: AppTest, seeded_engine: Engine) -> None:
    """Step by step through what was coded, then on to where the round was left."""
    first, second, third, *_ = queue(seeded_engine, "Ann")
    open_page(app, "coding", coder="Ann")
    assert app.button(key="coding back").disabled
    code(app, first, Stance.SEVERE, Reach.FIRM, "one")
    code(app, second, Stance.EASING, Reach.ECONOMY, "two")
    app.button(key="coding back").click().run()
    assert shown(app) == title(seeded_engine, second)
    app.button(key="coding back").click().run()
    assert shown(app) == title(seeded_engine, first)
    assert app.button(key="coding back").disabled
    assert app.radio(key=box(app, "stance", first, version=1)).value == Stance.SEVERE
    assert app.text_input(key=box(app, "reason", first, version=1)).value == "one"
    code(app, first, Stance.RESTRICTION, Reach.FIRM, "one again", version=1)
    assert own(seeded_engine, "Ann")[first] == (-2, 1, "one again")
    assert shown(app) == title(seeded_engine, third)
    app.button(key="coding back").click().run()
    app.button(key="coding on").click().run()
    assert shown(app) == title(seeded_engine, third)


def test_what_is_set_aside_comes_last_and_in_turn(app: AppTest, seeded_engine: Engine) -> None:
    """Within a filter: set aside, code the rest, and what was set aside comes, also when it is set aside again."""
    open_page(app, "coding", coder="Ann", **FILTER)
    with reading(seeded_engine) as session:
        inside = [event.slug for event in list_events(session) if "SAMR" in event.agencies and "2021-04" in event.date]
    order = queue(seeded_engine, "Ann", inside)
    assert len(order) >= 3
    for slug in order[:2]:
        app.button(key=f"coding later Ann {slug} 0").click().run()
    assert shown(app) == title(seeded_engine, order[2])
    assert app.get("progress")[0].proto.text == f"0 of {len(order)} events coded, 2 set aside"
    for slug in order[2:]:
        code(app, slug, Stance.TIGHTENING, Reach.SEGMENT)
    assert shown(app) == title(seeded_engine, order[0])
    app.button(key=f"coding later Ann {order[0]} 0").click().run()
    assert shown(app) == title(seeded_engine, order[1])
    for slug in (order[1], order[0]):
        code(app, slug, Stance.TIGHTENING, Reach.SEGMENT)
    assert "You have coded all events here" in said(app)
    assert own(seeded_engine, "Ann").keys() == set(order)


def test_the_filter_leaves_out_what_would_tell_codes(app: AppTest) -> None:
    """A link with stance, words, story and review in it opens the page without them, and the next page with them."""
    told = {"stance_min": "2", "search": "severe", "threads": "didi", "states": "draft"}
    open_page(app, "coding", coder="Ann", **told)
    assert app.get("progress")[0].proto.text == f"0 of {SEED_EVENTS} events coded"
    assert not {"stance_min", "stance_max", "search", "states", "threads"} & {str(each.key) for each in app.main}
    assert not [name for name in told if name in app.query_params]
    assert not [each for each in app.button if str(each.key).startswith("chip")]
    go_to(app, "moves")
    assert address(app, "stance_min") == ["2"]


@pytest.mark.parametrize("name", ["second", "FIRST", "ｔｈｉｒｄ"])
def test_a_machines_name_is_refused(app: AppTest, name: str) -> None:
    """With a sentence, and without an event to code."""
    open_page(app, "coding", coder=name)
    assert "is the name of a machine-assisted coding" in said(app)
    assert not app.radio


def test_a_hostile_name_and_reason_are_text(app: AppTest, seeded_engine: Engine) -> None:
    """Markdown, HTML and formulas come back as they were typed, on this page and among the coders."""
    name, reason = "<b>=1+1</b> ![x](http://example.org/x) :smile:", "$a$ **b** <script>alert(1)</script>"
    slug = queue(seeded_engine, name)[0]
    open_page(app, "coding", coder=name)
    code(app, slug, Stance.NEUTRAL, Reach.FIRM, reason, coder=name)
    assert own(seeded_engine, name) == {slug: (0, 1, reason)}
    open_page(app, "certainty", part="coders")
    assert not app.exception
    shown_texts = [each.value for each in app.markdown]
    assert not any("![x](http" in text or "<b>" in text for text in shown_texts)
    assert any(r"\!\[x\]" in text for text in shown_texts)
    drawn = [
        *(str(cell) for each in app.table for cell in each.value.to_numpy().ravel()),
        *(each.label for each in app.expander),
    ]
    assert not [text for text in drawn if "![x](" in text or "<b>" in text or " :smile:" in text]
    assert len([text for text in drawn if r"\!\[x\]" in text]) == 2, "the table of coders, and the label of a box"


def test_two_people_at_once_do_not_meet(app: AppTest, seeded_engine: Engine) -> None:
    """Each goes their own way; the same name in two windows saves once, and the second is told and loses nothing."""
    other = AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60)
    mine, theirs = queue(seeded_engine, "Ann")[0], queue(seeded_engine, "Bob")[0]
    open_page(app, "coding", coder="Ann")
    open_page(other, "coding", coder="Bob")
    code(app, mine, Stance.SEVERE, Reach.FIRM)
    code(other, theirs, Stance.OPENING, Reach.FIRM, coder="Bob")
    assert (own(seeded_engine, "Ann").keys(), own(seeded_engine, "Bob").keys()) == ({mine}, {theirs})
    next_one = queue(seeded_engine, "Ann")[1]
    with writing(seeded_engine) as session:
        code_event(session, CodingRow(next_one, "Ann", Stance.EASING, Reach.FIRM, ""), actor=ED, version=0)
    code(app, next_one, Stance.SEVERE, Reach.FIRM, "my own words")
    assert "Ann has coded this event meanwhile" in said(app)
    assert own(seeded_engine, "Ann")[next_one][0] == 1
    assert shown(app) == title(seeded_engine, next_one)
    assert app.radio(key=box(app, "stance", next_one, version=1)).value == Stance.SEVERE
    assert app.radio(key=box(app, "reach", next_one, version=1)).value == Reach.FIRM
    assert app.text_input(key=box(app, "reason", next_one, version=1)).value == "my own words"
    app.button(key=f"coding save Ann {next_one} 1").click().run()
    assert own(seeded_engine, "Ann")[next_one] == (-3, 1, "my own words")
    assert shown(app) == title(seeded_engine, queue(seeded_engine, "Ann")[2])


def test_a_double_click_codes_once(app: AppTest, seeded_engine: Engine) -> None:
    """The second press is for a version that is gone, and for no other event."""
    slug, after, *_ = queue(seeded_engine, "Ann")
    open_page(app, "coding", coder="Ann")
    code(app, slug, Stance.SEVERE, Reach.FIRM)
    assert f"coding save Ann {slug} 0" not in {str(each.key) for each in app.button}
    assert own(seeded_engine, "Ann").keys() == {slug}
    assert shown(app) == title(seeded_engine, after)


AUTH = {
    "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
    "cookie_secret": "c" * SECRET_LENGTH,
    "client_id": "tracker",
    "client_secret": "secret of the client",
    "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
}


@pytest.mark.parametrize(("name", "role"), [("Ann Lee", "editors"), ("Ann Lee", "viewers"), ("Second", "editors")])
def test_who_signs_in_codes_under_that_name(app: AppTest, seeded_engine: Engine, name: str, role: str) -> None:
    """No other name can be typed or named in the address; a viewer cannot code; who is called like a machine can."""
    app.secrets = {"auth": AUTH, "roles": {role: ["ann@example.org"]}}
    app.user = {"is_logged_in": True, "name": name, "email": "ann@example.org", "email_verified": True}
    app.query_params["coder"] = "Bob"
    go_to(app, "coding")
    assert not app.exception
    assert "coding coder" not in {str(each.key) for each in app.text_input}
    if role == "viewers":
        assert not app.radio
        return
    name = {"Second": "Second (person)"}.get(name, name)
    assert f"You code as {name}, by your sign-in." in captions(app)
    assert "share their codes" in captions(app)
    slug = queue(seeded_engine, name)[0]
    code(app, slug, Stance.NEUTRAL, Reach.FIRM, coder=name)
    assert own(seeded_engine, name).keys() == {slug}
    assert own(seeded_engine, "Bob") == {}


def captions(app: AppTest) -> str:
    """Return all captions as they were before Markdown was taken out."""
    return "\n".join(each.value for each in app.caption).replace("\\", "")


def test_a_name_is_looked_at_before_codes_stand_under_it(app: AppTest, seeded_engine: Engine) -> None:
    """A new one is called new, one that has codes asks whether it is the same person, one taken back is new again."""
    slug = queue(seeded_engine, "Amn")[0]
    open_page(app, "coding", coder="Amn")
    assert "New coder: Amn." in captions(app)
    code(app, slug, Stance.SEVERE, Reach.FIRM, coder="Amn")
    assert "Amn has coded 1 event. Go on only if you are Amn." in captions(app)
    with writing(seeded_engine) as session:
        undo_change(session, list_revisions(session, subject_type="coding", limit=1)[0].id, actor=ED)
    app.run()
    assert "New coder: Amn." in captions(app)
    assert shown(app) == title(seeded_engine, slug)
    code(app, slug, Stance.EASING, Reach.FIRM, coder="Amn", version=2)
    assert own(seeded_engine, "Amn") == {slug: (1, 1, "")}


def test_setting_aside_empties_no_caches(app: AppTest, seeded_engine: Engine) -> None:
    """The record's content stays the same; the page and the history show it all the same."""
    open_page(app, "coding", coder="Ann")
    before, slug = open_record_version(seeded_engine), queue(seeded_engine, "Ann")[0]
    app.button(key=f"coding later Ann {slug} 0").click().run()
    assert open_record_version(seeded_engine) == before
    assert "1 set aside" in app.get("progress")[0].proto.text
    open_page(app, "history", of="set-aside")
    assert "set aside by Ann" in said(app)
    with writing(seeded_engine) as session:
        set_aside(session, slug, "Bob", actor=ED)
    app.run()
    assert "set aside by Bob" in said(app)


def open_record_version(engine: Engine) -> int:
    """Return what the caches of all pages go by."""
    with reading(engine) as session:
        return data_version(session)


def test_a_viewer_has_no_such_page(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody codes a record that may only be read."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    app.query_params["coder"] = "Ann"
    go_to(app, "coding")
    assert "Coding" not in [each.value for each in app.title]
    assert not app.radio
