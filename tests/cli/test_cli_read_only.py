"""Which commands read and which write: folders that may only be read, and set-ups in which nothing may be changed."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from tests.support.as_reader import as_reader, readable_folder
from tests.support.command_line import NEW_EVENT, Run
from tracker.cli.program import app
from tracker.database import open_engine

pytestmark = pytest.mark.slow

READING = (
    ("status",),
    ("list",),
    ("list", "--format", "csv"),
    ("show", "didi-app-removal"),
    ("export", "-", "--format", "json"),
    ("cite", "didi-app-removal"),
    ("changes", "--limit", "3"),
    ("brief", "--since", "2021-07-01", "--until", "2021-07-31"),
    ("history", "--limit", "3"),
    ("duplicates",),
    ("names",),
    ("names", "sector", "--search", "game", "--format", "json"),
    ("check", "db"),
    ("index", "--no-band", "--from", "2021-07-26", "--to", "2021-07-26"),
    ("vintages",),
    ("backup", "{out}/backup.jsonl"),
    ("backup", "{out}/backup.db"),
    ("export", "{out}/events.csv"),
    ("eras",),
    ("codebook", "--touched"),
    ("codings",),
    ("gaps",),
    ("inbox",),
    ("copy", "--to", "sqlite:///{out}/copy.db"),
    ("draft", "{out}/article.txt", "--published", "2026-06-10", "--url", "https://example.org/fine"),
    ("import", "{out}/table.csv", "--dry-run"),
)
"""Commands that write nothing to the database, with what they write elsewhere."""
WRITING = (
    ("init",),
    NEW_EVENT,
    ("edit", "didi-app-removal", "--title", "Another title"),
    ("withdraw", "didi-app-removal"),
    ("restore", "didi-app-removal"),
    ("submit", "didi-app-removal"),
    ("accept", "didi-app-removal"),
    ("send-back", "didi-app-removal"),
    ("reject", "didi-app-removal"),
    ("merge", "didi-app-removal", "didi-cyber-review"),
    ("undo", "1"),
    ("rename", "sector", "gaming", "--to", "Gaming"),
    ("merge-names", "sector", "gaming", "cloud"),
    ("rebuild",),
    ("add-codings", "{out}/codings.csv"),
    ("inbox", "dismiss", "1"),
    ("import", "{out}/table.csv"),
    ("draft", "{out}/article.txt", "--published", "2026-06-10", "--url", "https://example.org/fine", "--save"),
    ("restore-backup", "{out}/record.jsonl"),
    ("copy", "--to", "{url}", "--database", "sqlite:///{out}/record.db"),
)
"""Commands that write to the database."""
NEITHER = {
    "api",
    "publish",
    "schema",
    "feeds",
    "fetch",
    "watch",
    "serve",
    "picture",
    "prices",
    "event-study",
    "parse-date",
    "synth",
}
"""What has tests of its own, and commands that read no database or only beside prices."""


def test_every_command_is_known_to_read_or_to_write() -> None:
    """A command that is added has to say which of the two it does."""
    names = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert names == {arguments[0] for arguments in (*READING, *WRITING)} | NEITHER
    assert not NEITHER & {arguments[0] for arguments in (*READING, *WRITING)}


def prepare(folder: Path) -> None:
    """Put the files there that the commands take."""
    fine = "On 3 June 2026 the Cyberspace Administration of China fined Tencent 10 million yuan over data security."
    (folder / "article.txt").write_text(fine)
    (folder / "codings.csv").write_text("slug,coder,stance,reach,reason\ndidi-ipo,Ann,0,1,So\n")
    columns = "title,date,kind,stance,stance_reason,reach,source_urls"
    (folder / "table.csv").write_text(f"{columns}\nA meeting,2026-06-03,signal,1,A promise,3,https://example.org/m\n")


def filled(arguments: tuple[str, ...], folder: Path, url: str) -> list[str]:
    """Put the places into a command."""
    return [word.format(out=folder, url=url) for word in arguments]


@pytest.fixture(scope="module")
def shelf(seeded_file: Path) -> Iterator[Path]:
    """A folder with a database that nobody may write to, and nothing else."""
    with readable_folder() as folder:
        shutil.copy(seeded_file, folder / "tracker.db")
        yield folder


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_a_folder_that_may_only_be_read_can_be_read(
    run: Run, shelf: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading command says the same to somebody who may only read as to somebody who may write."""
    with readable_folder() as out:
        prepare(out)
        # Who is somebody else by half, as below, starts no browser; without what draws pictures both are told so.
        monkeypatch.setitem(sys.modules, "kaleido", None)
        command = filled(arguments, out, "")
        expected = run(*command)
        assert expected.status == 0, expected.err
        for made in (*out.glob("backup.*"), *out.glob("events.csv"), *out.glob("copy.db*")):
            made.unlink()
        out.chmod(0o777)
        with as_reader(shelf):
            found = run(*command, "--database", f"sqlite:///{shelf / 'tracker.db'}")
        assert (found.status, found.err) == (0, expected.err)
        assert found.out == expected.out
    assert [path.name for path in shelf.iterdir()] == ["tracker.db"]


@pytest.mark.parametrize("arguments", WRITING, ids=lambda arguments: arguments[0])
def test_what_writes_into_a_folder_that_may_only_be_read_is_refused(
    run: Run, shelf: Path, seeded_file: Path, arguments: tuple[str, ...]
) -> None:
    """One sentence that says why, and the file as it was."""
    with readable_folder() as out:
        prepare(out)
        shutil.copy(seeded_file, out / "record.db")
        url = f"sqlite:///{shelf / 'tracker.db'}"
        run("backup", str(out / "record.jsonl"), "--database", f"sqlite:///{out / 'record.db'}")
        before = (shelf / "tracker.db").read_bytes()
        out.chmod(0o777)
        more = () if "--database" in arguments else ("--database", url)
        with as_reader(shelf):
            found = run(*filled(arguments, out, url), *more)
        # Where nothing is to be changed, or the step does not fit the event, it is not the folder that is in the way.
        names = {"rename", "merge-names"}
        if arguments[0] in {"add", "edit", "withdraw", "send-back", "merge", "rebuild", "import", "draft", *names}:
            assert (found.status, "read-only" in found.err) == (1, True)
        assert (shelf / "tracker.db").read_bytes() == before


def test_a_log_that_was_left_in_a_folder_that_may_only_be_read_is_told(run: Run, seeded_file: Path) -> None:
    """What stands in the log alone is not passed over in silence: the sentence says what to do, and that works."""
    with readable_folder() as folder:
        file = Path(shutil.copy(seeded_file, folder / "live.db"))
        engine = open_engine(f"sqlite:///{file}")
        with engine.connect():  # As long as somebody else has it open, SQLite keeps the log.
            run("edit", "didi-app-removal", "--title", "In the log", "--database", f"sqlite:///{file}")
            shutil.copy(file, folder / "left.db")
            shutil.copy(f"{file}-wal", folder / "left.db-wal")
        engine.dispose()
        assert (folder / "left.db-wal").stat().st_size > 0
        left = ("show", "didi-app-removal", "--database", f"sqlite:///{folder / 'left.db'}")
        with as_reader(folder):
            told = run(*left)
        assert told.status == 1
        assert "left.db-wal holds changes that are not in the database file yet" in told.err
        assert run("status", *left[2:]).status == 0
        with as_reader(folder):
            assert "In the log" in run(*left).out


@pytest.fixture(params=["there", "missing"])
def kept(request: pytest.FixtureRequest, seeded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that may not be changed, or the place of one that may not be made."""
    file = tmp_path / "folder" / "tracker.db"
    if request.param == "there":
        file.parent.mkdir()
        shutil.copy(seeded_file, file)
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    return file


@pytest.mark.parametrize("arguments", WRITING, ids=lambda arguments: arguments[0])
def test_a_read_only_set_up_changes_nothing(
    run: Run, seeded_file: Path, tmp_path: Path, kept: Path, arguments: tuple[str, ...]
) -> None:
    """With TRACKER_READ_ONLY=1 no command changes a record, and none makes a database, a table or a folder."""
    prepare(tmp_path)
    shutil.copy(seeded_file, tmp_path / "record.db")
    run("backup", str(tmp_path / "record.jsonl"), "--database", f"sqlite:///{tmp_path / 'record.db'}")
    url = f"sqlite:///{kept}"
    found = run(*filled(arguments, tmp_path, url), *(() if "--database" in arguments else ("--database", url)))
    assert found.status == 1
    assert "read-only" in found.err or "There is no database file" in found.err
    if kept.exists():
        assert kept.read_bytes() == seeded_file.read_bytes()
    else:
        assert not kept.parent.exists()
