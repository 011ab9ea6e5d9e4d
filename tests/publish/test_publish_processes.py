"""Several processes make the same site as one does, and give up nothing where one of them fails."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from sqlmodel import Session

from tests.publish.conftest import TODAY
from tracker.errors import TrackerError
from tracker.filters import EventFilter
from tracker.publish import publish_site, side_by_side
from tracker.publish.facets import read_site
from tracker.publish.filter_pages import File
from tracker.publish.pages import Pages, SiteWords

CHOSEN = EventFilter(companies=("DiDi",))


def made(session: Session, folder: Path) -> dict[str, bytes]:
    """Publish what is about one company, and return the files."""
    publish_site(session, folder, CHOSEN, today=TODAY)
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def three_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two further processes be worth it for any site."""
    monkeypatch.setattr(side_by_side, "_processors", lambda: 3)
    monkeypatch.setattr(side_by_side, "_WORTH_IT", 1)


def test_processes_make_the_same_site(record: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte by byte, whoever made which page."""
    monkeypatch.setattr(side_by_side, "_processors", lambda: 1)
    alone = made(record, tmp_path / "alone")
    monkeypatch.setattr(side_by_side, "_processors", lambda: 3)
    monkeypatch.setattr(side_by_side, "_WORTH_IT", 1)
    assert made(record, tmp_path / "together") == alone
    assert sum(place.endswith(".chart.json") for place in alone) > 1


@pytest.mark.usefixtures("three_processes")
def test_what_others_have_made_does_not_pile_up(record: Session) -> None:
    """It is given while this process is at its own pages, and each filter is told once at the end."""
    site, told = read_site(record, CHOSEN, TODAY), []

    def own() -> Iterator[File]:
        number = 0
        while not others:
            number += 1
            yield f"own/{number}", b""

    others: list[str] = []
    places = []
    for place, _ in side_by_side.files_side_by_side(site, Pages(SiteWords("")), own(), told.append):
        places.append(place)
        others += [place] if not place.startswith("own/") else []
    assert len(places) == len(set(places))
    assert {facet.place for facet in (site.whole, *site.facets)} <= set(places)
    assert told[-1] == 1 + len(site.facets)


@pytest.mark.usefixtures("three_processes")
def test_a_failure_of_one_page_ends_all(record: Session) -> None:
    """No process stays behind, and the failure is told."""
    site = read_site(record, CHOSEN, TODAY)

    def own() -> Iterator[File]:
        yield "own", b""
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        list(side_by_side.files_side_by_side(site, Pages(SiteWords("")), own(), lambda _number: None))


@pytest.mark.usefixtures("three_processes")
def test_a_process_that_cannot_begin_is_told(record: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends before it has read anything, as where the program around it cannot be read again; nobody waits for it."""
    program = ModuleType("__main__")
    program.__file__ = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text("raise SystemExit(1)")
    monkeypatch.setitem(sys.modules, "__main__", program)
    with pytest.raises(TrackerError, match="was ended by the system"):
        made(record, tmp_path / "site")
    assert not (tmp_path / "site" / "index.html").exists()


@pytest.mark.usefixtures("three_processes")
def test_a_full_folder_for_temporary_files_is_told_as_such(
    record: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is handed to further processes there, and the site's own folder has room."""
    given, whole = tmp_path / "temporary", Path.write_bytes
    given.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(given))

    def full(path: Path, content: bytes) -> int:
        if given in path.parents:
            raise OSError(28, "No space left on device")
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(TrackerError, match=rf"^{given}/\S+ cannot be written: No space left on device\.$"):
        made(record, tmp_path / "site")
    assert [each.name for each in tmp_path.iterdir()] == ["temporary"]
