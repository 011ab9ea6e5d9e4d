"""The folder of a published site: what readers of before still need, other file systems, failures while files move."""

import datetime as dt
import errno
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tracker import new_files
from tracker.errors import TrackerError
from tracker.publish.writing import Published, site_folder

DAY = dt.date(2026, 11, 30)
OLD = {"index.html": b"old", "left.html": b"left", "assets/site-1.css": b"red", "search/1/index.json": b"{}"}
NEW = {"index.html": b"new", "come.html": b"come", "assets/site-2.css": b"blue", "search/2/index.json": b"[]"}


def put(folder: Path, files: Mapping[str, bytes], today: dt.date = DAY) -> Published:
    """Publish some files."""
    with site_folder(folder, today) as waiting:
        for place, content in files.items():
            waiting.put(place, content)
        return waiting.move()


def held(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, without the list of them."""
    found = {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    del found["published.json"]
    return found


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder of another file system than that of the tests: Linux has one in memory."""
    folder = Path(mkdtemp(dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)


def test_what_a_page_of_before_asks_for_stays_for_a_while(tmp_path: Path) -> None:
    """Files whose name changes with their content leave two days after the last page that asked for them."""
    folder = tmp_path / "site"
    asked_for = {place: OLD[place] for place in ("assets/site-1.css", "search/1/index.json")}
    put(folder, OLD)
    done = put(folder, NEW)
    assert (done.files, done.removed) == (4, 1)
    assert held(folder) == NEW | asked_for
    assert put(folder, NEW, DAY + dt.timedelta(days=1)).removed == 0
    assert held(folder) == NEW | asked_for
    assert put(folder, NEW, DAY + dt.timedelta(days=2)).removed == 2
    assert held(folder) == NEW
    assert not (folder / "search" / "1").exists()


def test_a_file_that_comes_back_stays(tmp_path: Path) -> None:
    """One that was about to leave is there already, and its time begins anew when it leaves again."""
    folder = tmp_path / "site"
    put(folder, OLD)
    put(folder, NEW)
    assert put(folder, OLD, DAY + dt.timedelta(days=1)).written == 2
    put(folder, NEW, DAY + dt.timedelta(days=2))
    assert "assets/site-1.css" in held(folder)
    assert "assets/site-2.css" in held(folder)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_to_another_disk_is_followed(tmp_path: Path, elsewhere: Path, *, is_there: bool) -> None:
    """A site's folder may be a link into another file system, whether the folder is there already or not."""
    link, folder = tmp_path / "site", elsewhere / "site"
    link.symlink_to(folder)
    if is_there:
        folder.mkdir()
    put(link, OLD)
    put(link, NEW)
    assert NEW.items() <= held(folder).items()
    assert link.is_symlink()
    assert [each.name for each in (*tmp_path.iterdir(), *elsewhere.iterdir())] == ["site", "site"]


def test_a_folder_that_is_there_needs_nothing_of_the_one_above(tmp_path: Path) -> None:
    """It may be a mounted volume: files wait inside, from where each is moved in one step, and that place goes."""
    folder = tmp_path / "site"
    folder.mkdir()
    with site_folder(folder, DAY) as waiting:
        waiting.put("index.html", b"new")
        assert [each.name for each in tmp_path.iterdir()] == ["site"]
        waiting.move()
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("place", ["come.html", "index.html"])
def test_a_failure_while_files_move_is_put_right_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """What had come by then is known to the next run, which removes it where the site has it no more."""
    folder = tmp_path / "site"
    put(folder, OLD)
    whole = Path.replace

    def failing(path: Path, to: Path) -> Path:
        if to == folder / place:
            raise OSError(errno.EIO, "Input/output error")
        return whole(path, to)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(TrackerError, match="cannot be written: Input/output error"):
        put(folder, {"first.html": b"first", **NEW})
    monkeypatch.undo()
    assert held(folder)["index.html"] == b"old"
    put(folder, OLD)
    put(folder, OLD, DAY + dt.timedelta(days=2))
    assert held(folder) == OLD


def test_two_pages_of_one_place_are_a_sentence(tmp_path: Path) -> None:
    """And no site, rather than a page of which one never knows which it is."""
    with site_folder(tmp_path / "site", DAY) as waiting:
        waiting.put("a/b.html", b"1")
        with pytest.raises(TrackerError, match=r"Two pages would lie at a/b\.html"):
            waiting.put("a/b.html", b"2")
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_was_killed_leaves_nothing_that_stays(tmp_path: Path) -> None:
    """What waited in a folder that is there is removed by the next run, also where nothing was published yet."""
    folder = tmp_path / "site"
    (folder / ".publishing" / "event").mkdir(parents=True)
    (folder / ".publishing" / "event" / "a.html").write_text("half")
    put(folder, OLD)
    assert held(folder) == OLD


def test_a_folder_that_comes_meanwhile_lets_no_second_program_in(tmp_path: Path) -> None:
    """The first one, whose files wait beside, is the only one until it is done."""
    folder = tmp_path / "site"
    with site_folder(folder, DAY) as first:
        first.put("index.html", b"new")
        folder.mkdir()
        with pytest.raises(TrackerError, match="Another program is publishing"):
            put(folder, OLD)
        assert list(folder.iterdir()) == []
        first.move()
    assert held(folder) == {"index.html": b"new"}
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
    put(folder, OLD)


def test_a_folder_that_came_before_anything_was_held_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds the place that waits for a new site no longer right leaves it to the program that came first."""
    folder, whole = tmp_path / "site", Path.mkdir

    def slow(path: Path, *args: int, **more: bool) -> None:
        whole(path, *args, **more)
        if path.name == ".site.publishing":
            whole(folder)

    monkeypatch.setattr(Path, "mkdir", slow)
    with pytest.raises(TrackerError, match="Another program is publishing"):
        put(folder, NEW)
    monkeypatch.undo()
    assert [each.name for each in tmp_path.rglob("*")] == ["site"]


def test_what_another_program_puts_where_files_waited_stays(tmp_path: Path) -> None:
    """Once the new folder has become the site, its former name is anybody's."""
    others = tmp_path / ".site.publishing"
    with site_folder(tmp_path / "site", DAY) as waiting:
        waiting.put("index.html", b"new")
        waiting.move()
        others.mkdir()
    assert others.is_dir()


def test_a_folder_that_was_moved_away_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between its opening and its holding another program may have ended and made it the site."""
    folder, whole = tmp_path / "a", new_files._hold
    folder.mkdir()

    def slow(number: int, *, wait: bool = True) -> bool:
        folder.rename(tmp_path / "b")
        return whole(number, wait=wait)

    monkeypatch.setattr(new_files, "_hold", slow)
    with new_files.hold_folder(folder) as is_held:
        assert not is_held


def test_what_fails_elsewhere_is_not_told_of_the_site(tmp_path: Path) -> None:
    """Its folder can be written, and nobody shall look for the fault there."""
    with pytest.raises(OSError, match="No space left"), site_folder(tmp_path / "site", DAY):
        raise OSError(errno.ENOSPC, "No space left on device", "/elsewhere")
    assert list(tmp_path.iterdir()) == []
