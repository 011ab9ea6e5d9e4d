"""What is kept of the record from one run of a page to the next, and what a save or a coding makes pages forget."""

import gc
from collections.abc import Iterator

import pytest
import streamlit as st
from page_reading import open_page, said, texts_of
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import ANN, add_one
from tracker.columns import EventColumns
from tracker.database import open_engine, writing
from tracker.filters import EventFilter
from tracker.queries import list_codings
from tracker.read_models import CodingRow
from tracker.store.coding import code_event
from tracker.vocabulary import Kind, Reach, Stance
from tracker.web.keeping import cached
from tracker.web.navigation import SECTIONS
from tracker.web.reads import Record, open_record

FILTERS = [EventFilter(), *(EventFilter(kinds=(kind,)) for kind in Kind)]


@pytest.fixture
def kept(seeded_engine: Engine, seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The curated record, as pages would read it, with nothing kept of it yet."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    st.cache_resource.clear()
    yield seeded_engine
    st.cache_resource.clear()


def code_one(engine: Engine, coder: str = "Bob", reason: str = "Bob thinks so") -> None:
    """Record a coding of one Event."""
    with writing(engine) as session:
        slug = open_record().view(EventFilter()).row(0).slug
        code_event(session, CodingRow(slug, coder, Stance.OPENING, Reach.FIRM, reason), actor=ANN)


def test_a_coding_leaves_everything_that_is_not_about_codings(kept: Engine) -> None:
    """Views, indexes and columns stay; codings, and the number of the latest change, are read again."""
    before = open_record()
    views = [(before.view(chosen), before.index(chosen)) for chosen in FILTERS]
    columns, codings = before.columns(), before.read(list_codings)
    state = before.state()
    code_one(kept)
    after = open_record()
    assert after == before
    assert [(after.view(chosen), after.index(chosen)) for chosen in FILTERS] == views
    assert after.columns() is columns
    assert len(after.read(list_codings)) == len(codings) + 1
    assert (after.version, after.state().change) == (before.version + 1, state.change + 1)
    add_one(kept, "new")
    newest = open_record()
    assert newest != after
    assert len(newest.view(EventFilter())) == len(views[0][0]) + 1


def test_what_is_kept_while_codings_come_in_is_not_let_see_them(kept: Engine) -> None:
    """A function that would go on telling old codings, or an old number, fails at its first run."""
    del kept

    @cached()
    def coded(record: Record) -> int:
        return len(record.read(list_codings))

    @cached()
    def number(record: Record) -> int:
        return record.version

    @cached(of_codings=True)
    def rightly(record: Record) -> int:
        return len(record.read(list_codings)) + record.version

    record = open_record()
    for wrongly in (coded, number):
        with pytest.raises(Exception, match="hangs on codings"):
            wrongly(record)
    assert rightly(record) > record.version


def test_saves_do_not_pile_up_columns(kept: Engine) -> None:
    """However many filters are looked at after each save, two states of the record are in memory at most."""
    gc.collect()
    before = columns_in_memory()
    for number in range(6):
        add_one(kept, f"new-{number}")
        record = open_record()
        for chosen in FILTERS:
            record.view(chosen)
            record.index(chosen)
        del record
    gc.collect()
    assert columns_in_memory() - before <= 2


def columns_in_memory() -> int:
    """Count them, with those that tests before left to a server that they started."""
    return sum(isinstance(each, EventColumns) for each in gc.get_objects())


@pytest.mark.slow
def test_after_a_coding_every_page_tells_what_it_would_tell_from_scratch(app: AppTest, seeded_url: str) -> None:
    """Whatever was kept before it."""
    paths = [page.path for pages in SECTIONS.values() for page in pages]
    asked = [({"part": "coders"} if path == "certainty" else {}) for path in paths]
    engine = open_engine(seeded_url)
    for path, params in zip(paths, asked, strict=True):
        open_page(app, "" if path == "timeline" else path, **params)
    code_one(engine)
    told = []
    for path, params in zip(paths, asked, strict=True):
        open_page(app, "" if path == "timeline" else path, **params)
        told.append((said(app), list(texts_of(app))))
    st.cache_resource.clear()
    for path, params, before in zip(paths, asked, told, strict=True):
        open_page(app, "" if path == "timeline" else path, **params)
        assert (said(app), list(texts_of(app))) == before, path
    engine.dispose()
