"""What reads a whole record holds a few hundred of its Events and codings at a time, however many there are."""

import tracemalloc
from collections import deque
from collections.abc import Callable

import pytest
from sqlmodel import Session

from tests.support.makers import ANN
from tests.support.synthetic import synthetic_database
from tracker.backup.making import held_by
from tracker.database import open_engine, reading, writing
from tracker.queries.codings import iter_recorded_codings
from tracker.queries.events import EVERY_STATE, list_slugs
from tracker.read_models import CodingRow
from tracker.store import add_codings
from tracker.vocabulary import Reach, Stance

SIZES = (1_500, 6_000)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two records, the second one four times as large, with a coding of each Event."""
    urls = [synthetic_database(tmp_path_factory.mktemp("records"), size) for size in SIZES]
    for url in urls:
        engine = open_engine(url)
        with writing(engine) as session:
            slugs = list_slugs(session, EVERY_STATE)
            codings = [CodingRow(slug, "Ann", Stance(-1), Reach(2), f"As {slug} says " * 5) for slug in slugs]
            add_codings(session, codings, actor=ANN)
        engine.dispose()
    return urls


def all_codings(session: Session) -> None:
    """Go through the codings as ``tracker codings`` does."""
    deque(iter_recorded_codings(session), maxlen=0)


def peak_of(url: str, read: Callable[[Session], object]) -> int:
    """Return the most bytes that a read held of Python's memory, once all that is kept between reads is there."""
    engine = open_engine(url)
    with reading(engine) as session:
        read(session)
        tracemalloc.start()
        try:
            read(session)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            engine.dispose()


@pytest.mark.parametrize("read", [held_by, all_codings])
def test_memory_does_not_grow_with_the_record(records: list[str], read: Callable[[Session], object]) -> None:
    """Four times as many Events and codings take less than twice as much; the vocabulary grows a little."""
    few, many = (peak_of(url, read) for url in records)
    assert many < few * 2
