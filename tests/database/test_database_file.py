"""A database file that is deleted, moved or replaced while the program has it open."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from tests.support.as_reader import as_reader, readable_folder
from tests.support.makers import ANN, make_draft
from tracker.cli import main
from tracker.database import file_of, open_engine, reading, writing
from tracker.database.opened_file import OpenedFile
from tracker.errors import DatabaseProblem, FileChanged
from tracker.migrations import readiness, upgrade
from tracker.queries import data_version, get_event, list_events
from tracker.store import add_event
from tracker.vocabulary import Origin

Change = Callable[[Path, Path], None]


def delete(file: Path, _other: Path) -> None:
    """Delete the file; what SQLite keeps beside it stays."""
    file.unlink()


def move_away(file: Path, _other: Path) -> None:
    """Give the file another name."""
    file.rename(file.with_name("elsewhere.db"))


def delete_folder(file: Path, _other: Path) -> None:
    """Delete the whole folder."""
    shutil.rmtree(file.parent)


def replace(file: Path, other: Path) -> None:
    """Move another database over the file; the log of the former one stays beside it."""
    other.replace(file)


def delete_log(file: Path, _other: Path) -> None:
    """Delete the log, in which the newest changes are."""
    file.with_name(f"{file.name}-wal").unlink()


def point_elsewhere(file: Path, other: Path) -> None:
    """Let a link lead to another database."""
    file.unlink()
    file.symlink_to(other)


CHANGES = (delete, move_away, delete_folder, replace, delete_log, point_elsewhere)


def add(session: Session, slug: str = "saved") -> str:
    """Add an Event and return its slug."""
    return add_event(session, make_draft(title=slug), origin=Origin.FORM, actor=ANN, slug=slug)


@pytest.fixture
def file(seeded_file: Path, tmp_path: Path) -> Path:
    """A database in a folder of its own."""
    (tmp_path / "folder").mkdir()
    return Path(shutil.copy(seeded_file, tmp_path / "folder" / "tracker.db"))


@pytest.fixture
def other(seeded_file: Path, tmp_path: Path) -> Path:
    """Another record: the curated one with one more Event, closed."""
    other = Path(shutil.copy(seeded_file, tmp_path / "other.db"))
    engine = open_engine(f"sqlite:///{other}")
    with writing(engine) as session:
        add(session, "of-the-other")
    engine.dispose()
    return other


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """An engine with several open connections to the file, with a change that stands in the log alone."""
    engine = open_engine(f"sqlite:///{file}")
    with reading(engine), reading(engine):
        pass
    with writing(engine) as session:
        add(session, "of-the-first")
    yield engine
    engine.dispose()


def save(engine: Engine) -> str:
    """Save an Event; what is returned is acknowledged."""
    with writing(engine) as session:
        return add(session)


def count(engine: Engine) -> int:
    """Read how many changes there are."""
    with reading(engine) as session:
        return data_version(session)


@pytest.mark.parametrize("use", [save, count, readiness, upgrade])
@pytest.mark.parametrize("change", CHANGES)
def test_the_next_step_says_that_the_file_is_another(
    engine: Engine, file: Path, other: Path, change: Change, use: Callable[[Engine], object]
) -> None:
    """Whatever became of the file, neither a read nor a write goes on with the one that nobody else can reach."""
    change(file, other)
    with pytest.raises(FileChanged, match=r"tracker\.db.* was deleted or"):
        use(engine)


@pytest.mark.parametrize("change", CHANGES)
def test_a_save_is_not_acknowledged_when_the_file_changes_in_its_midst(
    engine: Engine, file: Path, other: Path, change: Change
) -> None:
    """The commit itself may go well, but what it wrote is not where the next program looks for it."""

    def save_meanwhile() -> None:
        with writing(engine) as session:
            add(session)
            change(file, other)

    with pytest.raises(FileChanged, match=r"nothing of this step was saved|Nothing is saved until"):
        save_meanwhile()


@pytest.mark.parametrize("change", [delete, move_away, delete_folder])
def test_a_file_that_is_gone_is_not_made_anew(engine: Engine, file: Path, other: Path, change: Change) -> None:
    """Each step says so, and leaves no empty database in its place."""
    change(file, other)
    for use in (save, count, upgrade, save, count):
        with pytest.raises(FileChanged, match="Nothing is saved until it is back"):
            use(engine)
    assert not file.exists()


def test_a_file_that_comes_back_is_gone_on_with(engine: Engine, file: Path, other: Path) -> None:
    """With all that it held, the change that stood in the log alone included."""
    before = count(engine)
    move_away(file, other)
    with pytest.raises(FileChanged):
        save(engine)
    file.with_name("elsewhere.db").rename(file)
    assert count(engine) == before
    assert save(engine) == "saved"
    assert count(engine) == before + 1


def test_a_restored_file_is_told_once_and_then_used(engine: Engine, file: Path, other: Path) -> None:
    """What the log of the former file holds does not get into the new one, and is kept."""
    replace(file, other)
    with pytest.raises(FileChanged):
        save(engine)
    with reading(engine) as session:
        assert get_event(session, "of-the-other")
        assert "of-the-first" not in {event.slug for event in list_events(session)}
    save(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        slugs = {slug for (slug,) in opened.execute("SELECT slug FROM event")}
    assert {"of-the-other", "saved"} <= slugs
    (kept,) = file.parent.glob("tracker.db-wal.replaced-*")
    assert kept.stat().st_size > 0


def test_a_new_connection_does_not_take_up_the_former_log_either(engine: Engine, file: Path, other: Path) -> None:
    """While one reader still holds the former file, another one reads the new file alone."""

    def read_meanwhile() -> None:
        with reading(engine) as held:
            assert data_version(held)
            replace(file, other)
            engine.dispose()  # The pool is empty, so that the next connection is a new one.
            with reading(engine) as session:
                assert get_event(session, "of-the-other")

    with pytest.raises(FileChanged):
        read_meanwhile()
    assert save(engine)


def test_a_lost_log_loses_no_save_that_was_acknowledged(engine: Engine, file: Path, other: Path) -> None:
    """What stood in the log alone is written into the file when the program lets go of it."""
    before = count(engine)
    delete_log(file, other)
    with pytest.raises(FileChanged):
        save(engine)
    assert count(engine) >= before
    with reading(engine) as session:
        assert get_event(session, "of-the-first")


@pytest.mark.parametrize("change", [delete, move_away])
def test_a_file_that_vanishes_while_it_can_only_be_read_is_told(change: Change) -> None:
    """Where nothing can be kept beside the file, its absence is said in the same words as anywhere else."""
    with readable_folder() as folder:
        file = folder / "tracker.db"
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("CREATE TABLE note (words TEXT)")
        file.chmod(0o644)
        opened = OpenedFile(file, 1)
        with as_reader(folder):
            connection = opened.connect()
        with closing(connection):
            assert connection.stamp is not None
            opened.check(connection)
            change(file, file)
            with pytest.raises(FileChanged, match="deleted or moved while it was open"):
                opened.check(connection)


def test_every_replacement_is_counted(engine: Engine, file: Path, other: Path) -> None:
    """So that what was read from an earlier file is not shown as the later one's."""
    found = file_of(engine)
    assert found is not None
    for number in range(1, 4):
        shutil.copy(other, file.with_name("next.db"))
        file.with_name("next.db").replace(file)
        with pytest.raises(FileChanged):
            count(engine)
        assert found.generation == number
        assert count(engine) > 0


def test_connections_that_are_closed_in_order_cause_no_alarm(engine: Engine) -> None:
    """SQLite itself removes the log with the last connection; that is no change behind the program's back."""
    for number in range(3):
        engine.dispose()
        with writing(engine) as session:
            add(session, f"saved-{number}")


def test_a_checkpoint_and_a_vacuum_cause_no_alarm(engine: Engine, file: Path) -> None:
    """What SQLite does within a file leaves it the same file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.execute("VACUUM")
    assert save(engine)


def test_a_file_that_was_never_there_is_named_as_such(tmp_path: Path) -> None:
    """Reading makes neither a file nor a folder."""
    engine = open_engine(f"sqlite:///{tmp_path / 'none' / 'new.db'}")
    with pytest.raises(DatabaseProblem, match=r"There is no database file .*new\.db yet"):
        count(engine)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", [delete, replace, delete_log])
def test_a_command_prints_no_slug_of_what_is_not_there(
    file: Path, other: Path, change: Change, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command whose database is replaced while it runs ends with status 1, a sentence and nothing acknowledged."""
    from tracker import store

    def add_and_change(*arguments: object, **values: object) -> str:
        slug = add_event(*arguments, **values)  # type: ignore[arg-type]
        change(file, other)
        return slug

    monkeypatch.setattr(store, "add_event", add_and_change)
    facts = ("--kind", "signal", "--stance", "1", "--reason", "A promise", "--reach", "3", "--date", "3 June 2026")
    where = ("--source", "https://example.org/m", "--database", f"sqlite:///{file}")
    with pytest.raises(SystemExit, match=r"^1$"):
        main(["add", "--title", "A meeting", *facts, *where])
    out, err = capsys.readouterr()
    assert out == ""
    assert "while it was open" in err


def test_statements_of_others_are_not_disturbed(engine: Engine) -> None:
    """A write that is refused for another reason says that reason."""
    with pytest.raises(DatabaseProblem, match="no such column"), writing(engine) as session:
        session.execute(text("SELECT none_such FROM event"))
