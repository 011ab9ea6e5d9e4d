"""No word of the program's inside stands on a screen: no field's name, no key, no slug, no name of Python."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from page_reading import open_page, texts_of
from somebody_else import ANN, SLUG, change_behind_the_page
from sqlalchemy import Engine
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from tests.support.sources import nodes_of, python_files
from tracker.database import reading, writing
from tracker.errors import InvalidDraft, TrackerError
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import COLUMN_NAMES, EVENT_FIELDS, SOURCE_FIELDS
from tracker.event.labels import label_of, problems_in_words
from tracker.imports import IMPORT_FIELDS, cell_values
from tracker.queries import get_event, list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.read_models import CodingRow
from tracker.store import NewEvent, add_codings, add_events, mark_distinct, merge_events, take_step
from tracker.store.events import current, prepare_event
from tracker.vocabulary import Origin, Reach, ReviewState, Stance, Step
from tracker.web.navigation import SECTIONS
from tracker.web.text import on_screen

INTERNAL = re.compile(
    r"""\bslugs?\b | \b[a-z]+(?:_[a-z0-9]+)+\b | \bsources\.\d | \bedtf\b | \bNone\b | \bTrue\b | \bFalse\b
    | <class | \bTraceback\b | \b(?:Event|Source)Draft\b | \bunknown\ in\b""",
    re.VERBOSE,
)
ADDRESS = re.compile(r"https?://\S+|\(<[^>]*>\)")

FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)

# Who reads these types a command, edits a file or sets the program up, and has to be told the name to write there.
NOT_ON_SCREENS = ("cli/", "seeds/", "checks/", "migrations.py", "web/signing_in.py")

WORDS_OF_FILES = frozenset(cell_values._NAMES.values())
"""What other people's files call a field: these are read, and never shown."""


def internal_words(texts: Iterator[str], keys: frozenset[str]) -> set[str]:
    """Return the words in texts that belong to the program's inside, keys of the record among them."""
    found = set()
    for text in texts:
        plain = ADDRESS.sub(" ", FORMULA.sub(" ", text).replace("\\", ""))
        found |= {f"{match[0]} in: {plain[:80]}" for match in INTERNAL.finditer(plain)}
        found |= {f"{word} in: {plain[:80]}" for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", plain) if word in keys}
    return found


def busy_record(engine: Engine) -> None:
    """Fill the record with what pages speak of: changes of all sorts, drafts, a merge, a pair told apart, a coding."""
    change_behind_the_page(engine, stance_reason="Another reason", sectors=["gaming"], thread="didi")
    with writing(engine) as session:
        draft = _draft(session)
        slugs = ("copy-one", "copy-two", "copy-three", "copy-four")
        add_events(session, [NewEvent(draft, slug) for slug in slugs], origin=Origin.IMPORT, actor=ANN)
        add_events(session, [NewEvent(draft, "a-draft", ReviewState.DRAFT)], origin=Origin.IMPORT, actor=ANN)
        merge_events(session, SLUG, "copy-one", kept_version=2, gone_version=1, actor=ANN)
        mark_distinct(session, "copy-two", SLUG, actor=ANN)
        take_step(session, "copy-three", Step.WITHDRAW, version=1, actor=ANN, reason="a copy")
        add_codings(session, [CodingRow(SLUG, "Ann", Stance.RESTRICTION, Reach.FIRM, "One firm")], actor=ANN)


def _draft(session: Session) -> EventDraft:
    _, document = current(session, SLUG)
    return parse_event({name: document[name] for name in EVENT_FIELDS})


@pytest.fixture
def keys(seeded_engine: Engine) -> frozenset[str]:
    """Slugs and keys with a hyphen that are no words of any language."""
    busy_record(seeded_engine)
    with reading(seeded_engine) as session:
        terms, events = list_terms(session), list_events(session, EVERY_STATE)
    words = " ".join(
        [f"{event.title} {event.summary} {event.stance_reason} {event.date_evidence}" for event in events]
        + [f"{term.name} {' '.join(term.aliases)}" for term in terms]
    ).lower()
    found = {event.slug for event in events} | {term.key for term in terms}
    return frozenset(key for key in found if "-" in key and key not in words)


@pytest.mark.slow
@pytest.mark.parametrize("path", [page.path for pages in SECTIONS.values() for page in pages])
def test_no_page_shows_a_word_of_the_inside(app: AppTest, keys: frozenset[str], path: str) -> None:
    """Every page of the navigation, on a record in which something of every sort has happened."""
    params = {"of": "everything"} if path == "history" else {"event": SLUG} if path in {"edit", "timeline"} else {}
    open_page(app, "" if path == "timeline" else path, **params)
    assert internal_words(texts_of(app), keys) == set()


@pytest.mark.parametrize("path", ["history", "edit", ""])
def test_an_address_that_leads_nowhere_is_told_in_plain_words(app: AppTest, keys: frozenset[str], path: str) -> None:
    """Only what stands in the address itself is repeated."""
    open_page(app, path, event="no-such-thing")
    assert internal_words(texts_of(app), keys) == set()


def test_two_texts_of_one_event_are_compared_in_words(
    app: AppTest, seeded_engine: Engine, keys: frozenset[str]
) -> None:
    """Fields bear the form's names, and names stand instead of keys, where two people changed one event."""
    open_page(app, "edit", event=SLUG)
    app.text_input(key=f"edit {SLUG} title").set_value("Mine")
    app.multiselect(key=f"edit {SLUG} sectors").set_value(["ride-hailing", "platforms"])
    change_behind_the_page(seeded_engine, stance_reason="Theirs", title_zh="他们的", sectors=["fintech"], end="2022")
    app.button(key="edit save").click().run()
    assert "Somebody else saved" in " ".join(texts_of(app))
    assert internal_words(texts_of(app), keys) == set()


@pytest.mark.parametrize("field", [*EVENT_FIELDS, *SOURCE_FIELDS, *IMPORT_FIELDS, *COLUMN_NAMES, "sources.0.url",
                                   "sources.3", "sources.1.published_on", "sources.0.nonsense_field"])  # fmt: skip
def test_every_field_has_a_name_for_people(field: str) -> None:
    """What a problem names is found on the form or in the file."""
    assert not INTERNAL.search(label_of(field))


def test_problems_of_a_whole_draft_name_fields_as_the_form_does() -> None:
    """All that can be wrong with an event at once."""
    with pytest.raises(InvalidDraft) as refused:
        parse_event(
            {"title_zh": "题" * 400, "date_text": "\u202e", "sources": [{"url": "x", "kind": "odd"}], "odd_one": 1}
        )
    words = problems_in_words(refused.value.problems)
    assert "Chinese title: " in words
    assert "Address (URL) of source 1: " in words
    assert not INTERNAL.search(words)


@pytest.mark.parametrize(
    "write",
    [
        lambda session: merge_events(session, SLUG, "copy-one", kept_version=3, gone_version=2, actor=ANN),
        lambda session: merge_events(session, "a-draft", SLUG, kept_version=1, gone_version=3, actor=ANN),
        lambda session: merge_events(session, SLUG, "copy-two", kept_version=1, gone_version=1, actor=ANN),
        lambda session: take_step(session, "copy-one", Step.WITHDRAW, version=2, actor=ANN),
        lambda session: take_step(session, SLUG, Step.WITHDRAW, version=1, actor=ANN),
        lambda session: get_event(session, "no-such-thing"),
        lambda session: current(session, "no-such-thing"),
        lambda session: prepare_event("No Link", _draft(session), state=ReviewState.DRAFT, origin=Origin.FORM),
    ],
)
def test_what_the_record_refuses_is_said_by_title(
    seeded_engine: Engine,
    keys: frozenset[str],
    write: Any,
) -> None:
    """The sentence names events as people know them."""
    with pytest.raises(TrackerError) as refused, writing(seeded_engine) as session:
        write(session)
    assert (
        internal_words(iter([on_screen(refused.value)]), keys - {"didi-app-removal"} | frozenset({"copy-one"})) == set()
    )


def sentences(path: str) -> Iterator[str]:
    """Yield the texts of a module that read like sentences, and no documentation."""
    documents = {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr)}
    for node in nodes_of(path):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        text = "…".join(texts)
        if id(node) not in documents and re.search(r"[a-z] [a-z]+ [a-z]", text) and "\n" not in text:
            yield text


def test_no_sentence_of_the_program_holds_a_word_of_the_inside() -> None:
    """All that a screen may ever say, whether or not a test has made it say so."""
    shown = [path for path in python_files("tracker/") if not path.removeprefix("tracker/").startswith(NOT_ON_SCREENS)]
    said = [(path, text) for path in shown for text in sentences(path) if text not in WORDS_OF_FILES]
    assert [f"{path}: {text}" for path, text in said if INTERNAL.search(text)] == []


COINED = re.compile(r"\bthreads?\b|\bevidence\b|resampl|reach-weighted|in memory|shrinkage", re.IGNORECASE)


def test_no_screen_speaks_in_words_of_the_method() -> None:
    """A thread is a story there, and what the method calls evidence or shrinkage is said in plain words."""
    found = [label for label in map(label_of, (*EVENT_FIELDS, *SOURCE_FIELDS)) if COINED.search(label)]
    for path in (*python_files("tracker/web/"), *python_files("tracker/charts/")):
        documents = {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr)}
        for node in nodes_of(path):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in documents else None
            if isinstance(text, str) and re.match(r"\s*[A-Z*#]", text) and COINED.search(text):
                found.append(f"{path}: {text}")
    assert found == []


@pytest.mark.parametrize("name", NOT_ON_SCREENS)
def test_what_is_not_read_for_words_of_the_inside_holds_some(name: str) -> None:
    """A file that was renamed or needs no leave any more is not left out in silence."""
    files = python_files(f"tracker/{name}")
    assert any(INTERNAL.search(text) for path in files for text in sentences(path))
