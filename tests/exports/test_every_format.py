"""What holds for each format of the one list: where it comes from, and what happens where it cannot be written."""

import io
import os
import resource
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from inspect import signature
from pathlib import Path
from pkgutil import resolve_name

import pytest
from pyarrow import parquet as pq
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.as_reader import as_reader, readable_folder
from tests.support.command_line import Run, status_of
from tests.support.exporting import NOTHING, exported
from tests.support.makers import ANN, add_half_accepted_measures, make_draft
from tracker.database import reading, writing
from tracker.errors import UnknownValue
from tracker.filters import SHOWN_STATES, EventFilter
from tracker.formats import FORMATS, format_of
from tracker.store import add_event
from tracker.vocabulary import Origin, ReviewState

NAMES = list(FORMATS)
FILTERED = [name for name, each in FORMATS.items() if each.takes_filter]


class FullDisk(io.RawIOBase):
    """A place on which a few bytes can be written and no more."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, data: object) -> int:
        """Take what there is room for."""
        size = len(bytes(data))  # type: ignore[call-overload]
        if size > self.room:
            raise OSError(28, os.strerror(28))
        self.room -= size
        return size


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may look into."""
    with readable_folder() as folder:
        yield folder


@pytest.mark.parametrize("name", NAMES)
def test_a_format_says_what_it_is(name: str) -> None:
    """Its writer is there, and its sentences are sentences."""
    form = FORMATS[name]
    assert len(signature(resolve_name(form.writer)).parameters) == 2
    assert format_of(f"record.{name}") == format_of(f"a.b.{name.upper()}") == name == form.suffix
    assert all(text.endswith(".") and text[0].isupper() for text in (form.holds, form.leaves_out) if text)
    assert form.is_lossless == (not form.leaves_out)
    assert len({each.label for each in FORMATS.values()}) == len(FORMATS)


def test_the_longer_suffix_counts() -> None:
    """A feed in JSON is no list of events."""
    assert format_of("news.feed.json") == "feed.json"
    assert format_of("feed.json") == "json"


@pytest.mark.parametrize("name", FILTERED)
def test_nothing_is_a_file_too(record: Session, name: str) -> None:
    """A filter that keeps no event is no mistake; what the file is like, the tests of each format say."""
    _, written = exported(record, name, NOTHING)
    assert written.count == 0


@pytest.mark.parametrize("name", FILTERED)
def test_what_only_drafts_bear_is_in_no_file(engine: Engine, name: str) -> None:
    """Neither their names nor the stages that they are, in any part of a file."""
    add_half_accepted_measures(engine)
    with reading(engine) as session:
        content, written = exported(session, name)
    assert written.count > 0
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(each) for each in archive.namelist()]
    assert all(b"veiled" not in part.lower() for part in parts)


@pytest.mark.parametrize("name", FILTERED)
def test_a_search_may_hold_any_sign(record: Session, name: str) -> None:
    """What nobody can see or write is no hindrance, and stands in no file."""
    chosen = EventFilter(search="freeze\x1b\x02\udc80\ufffe")
    content, written = exported(record, name, chosen)
    assert written.count > 0
    if b"\0" not in content:  # else it is packed
        assert "freeze\x1b" not in content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_leaves_no_half_file(run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; a file that is there already stays as it was, and nothing lies beside it."""
    file = tmp_path / f"record.{name}"
    file.write_text("former")
    opened = Path.open

    def full(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if self.name == file.name and mode == "wb":
            return io.BufferedWriter(FullDisk(100), 10)
        return opened(self, mode, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", full)
    with small_files(100_000) if FORMATS[name].to_path else nullcontext():
        outcome = run("export", file)
    monkeypatch.undo()
    assert (outcome.status, outcome.out) == (1, "")
    assert len(outcome.err.strip().splitlines()) == 1
    assert ("The disk did not answer" if FORMATS[name].to_path else "No space left on device") in outcome.err
    assert file.read_text() == "former"
    assert [each.name for each in tmp_path.iterdir() if not each.name.startswith("seeded.db")] == [file.name]


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """Let no program of this process make a file larger, as a disk that fills up: a database is written by SQLite."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_may_not_be_written_is_a_sentence(
    run: Run, open_folder: Path, seeded_file: Path, name: str
) -> None:
    """With the file's name."""
    database = shutil.copy(seeded_file, open_folder / "seeded.db")
    with as_reader(open_folder):
        outcome = run("export", open_folder / f"record.{name}", "--database", f"sqlite:///{database}")
    assert outcome.status == 1
    assert f"record.{name} cannot be written" in outcome.err


@pytest.mark.parametrize("name", NAMES)
def test_standard_output_takes_it(
    seeded_url: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    """Each format can be printed; what a reader has to know stands where errors do, and not in the file."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    assert status_of("export", "-", "--format", name) == 0
    out, err = capfdbinary.readouterr()
    assert len(out) > 100
    remarks = {"ics": b"no certain day", "atom": b"newest 200", "feed.json": b"newest 200"}
    assert remarks.get(name, b"") in err
    assert len(err.splitlines()) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_the_database_itself_is_never_written_over(run: Run, seeded_url: str, name: str) -> None:
    """Not under any of its names, not for any format, and not its log, which holds what was saved last."""
    database = Path(seeded_url.removeprefix("sqlite:///"))
    link = database.with_name("link")
    link.hardlink_to(database)
    before = database.stat().st_ino, database.read_bytes()
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("SELECT count(*) FROM event").fetchone()
        log = database.with_name(f"{database.name}-wal")
        assert log.exists()
        for file in (database, link, log):
            outcome = run("export", file, "--format", name)
            assert (outcome.status, outcome.out) == (1, "")
            assert f"{file} is the database itself" in outcome.err
    assert (database.stat().st_ino, database.read_bytes()) == before == (link.stat().st_ino, link.read_bytes())
    assert list(database.parent.glob("*.metadata.json")) == []


def test_an_unknown_format_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """By suffix and by name, with those that there are."""
    for outcome in (run("export", tmp_path / "record.doc"), run("export", "-", "--format", "doc")):
        assert outcome.status == 2
        assert all(name in outcome.err for name in NAMES)
    assert run("export", tmp_path / "record.ics", "--pages", "ftp://example.org").status == 2
    with pytest.raises(UnknownValue):
        format_of("record")


@pytest.mark.parametrize("name", FILTERED)
def test_what_is_not_accepted_never_leaves_as_a_fact(engine: Engine, name: str) -> None:
    """A draft is in a file that says that it is one, where that was asked for, and in no other; the list says which."""
    url = "https://draft.example.org/page"
    draft = make_draft(title="Unheard of", sources=[{"url": url, "publisher": "Rumours Weekly"}])
    with writing(engine) as session:
        add_event(session, make_draft(title="Known"), origin=Origin.FORM, actor=ANN, slug="known")
        add_event(session, draft, origin=Origin.FORM, actor=ANN, slug="unheard-of", state=ReviewState.DRAFT)
    with reading(engine) as session:
        accepted = exported(session, name)[0]
        asked, written = exported(session, name, EventFilter(states=SHOWN_STATES))
        read = whole_text(name, asked)
    tells = FORMATS[name].tells_state
    assert ("not accepted" in FORMATS[name].leaves_out, "accepted events alone" in written.remark) == (not tells,) * 2
    if tells:
        assert all(text in read for text in ("unheard-of", "draft"))
        assert "unheard-of" not in whole_text(name, accepted)
    else:
        assert [text for text in ("Unheard of", "unheard-of", url, "Rumours Weekly", "Review:") if text in read] == []
        assert read == whole_text(name, accepted)


def whole_text(name: str, file: bytes) -> str:
    """Return what a file holds as text, its parts one after the other where it is an archive."""
    if name == "parquet":
        return repr(pq.read_table(io.BytesIO(file)).to_pylist())
    if not file.startswith(b"PK"):
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return "\n".join(archive.read(part).decode() for part in archive.namelist() if part.endswith(TEXTS))


TEXTS = (".csv", ".json", ".xml", ".rels")
"""How the parts of archives end that are text."""


def test_formats_hold_what_the_filter_keeps(record: Session) -> None:
    """The same number of events in each that holds events."""
    chosen = EventFilter(sectors=("gaming",))
    counts = {name: exported(record, name, chosen)[1] for name in FILTERED}
    assert len({each.count for each in counts.values() if each.noun == "event"}) == 1
