"""A folder of files that readers look at meanwhile: written aside, then moved file by file, none of them ever half.

What is unchanged stays as it is. New files come first and those that are gone leave last, so that no link of a page
leads nowhere at any moment. The list of files, by which the folder is known again, names all that may be there from
before the first move on, so that a run that ends midway leaves nothing behind that the next one does not know.
"""

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tracker.errors import TrackerError
from tracker.new_files import hold_folder
from tracker.publish.places import FRONT, changes_its_name

LIST = "published.json"
"""The list of the files of a published site, in its folder."""

ASIDE = ".publishing"
"""The folder in a site's own in which files wait; a folder elsewhere may lie on another disk."""

KEPT_DAYS = 2
"""So many days a file stays that a page of before may ask for, where readers' programs and hosts keep pages."""

_BUSY = "Another program is publishing to {} just now; try again when it is done."


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a site has, and what became of them: written anew, left as they were, removed."""

    files: int
    written: int
    removed: int
    size: int

    @property
    def unchanged(self) -> int:
        """How many were left as they were."""
        return self.files - self.written


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a site's list names: its files, and those that no page asks for any more, with the day of the last one."""

    files: frozenset[str] = frozenset()
    leaving: Mapping[str, str] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[str]:
        return self.files | self.leaving.keys()

    def to_json(self) -> bytes:
        return json.dumps(
            {"files": sorted(self.files), "leaving": dict(sorted(self.leaving.items()))}, indent=0
        ).encode()


class SiteFolder:
    """A site's folder and the one in which what is new or changed waits."""

    def __init__(self, folder: Path, waiting: Path, today: dt.date) -> None:
        self._folder, self._aside, self._today = folder, waiting, today
        self._before = _listed_in(folder)
        self._places: dict[str, int] = {}
        self._waiting: list[str] = []
        self._made: set[Path] = set()
        self.is_renamed = False

    def put(self, place: str, content: bytes) -> None:
        """Take a file of the site; it waits aside unless the site has the same one already.

        Raises:
            TrackerError: if the site has this file already, or the folder cannot be written.
        """
        if place in self._places:
            raise TrackerError(f"Two pages would lie at {place}; no site is written until one of them is renamed.")
        self._places[place] = len(content)
        if place in self._before.all and _has(self._folder / place, content):
            return
        with _written(self._folder):
            self._write(place, content)
        self._waiting.append(place)

    def _write(self, place: str, content: bytes) -> None:
        new = self._aside / place
        if new.parent not in self._made:
            new.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(new.parent)
        new.write_bytes(content)

    def move(self) -> Published:
        """Move what waits to its place and remove what the site has no more.

        Raises:
            TrackerError: if something cannot be moved; each file is then its old or its new self.
        """
        with _written(self._folder):
            return self._move()

    def _move(self) -> Published:
        now = _Listed(frozenset(self._places), self._leaving())
        gone = self._before.all - now.all
        done = Published(len(self._places), len(self._waiting), len(gone), sum(self._places.values()))
        if not self._folder.exists():
            self._write(LIST, now.to_json())
            self._aside.rename(self._folder)
            self.is_renamed = True
            return done
        if self._waiting or gone:
            self._list(_Listed(self._before.all | now.all))
        # What is new comes before the pages that link to it, and the front page after all others.
        for place in sorted(self._waiting, key=lambda place: (place in self._before.all, place == FRONT)):
            self._place(place)
        for place in gone:
            (self._folder / place).unlink(missing_ok=True)
        for folder in sorted({(self._folder / place).parent for place in gone} - {self._folder}):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        self._list(now)
        return done

    def _leaving(self) -> dict[str, str]:
        """Return the files that stay for a while though no page asks for them any more."""
        left = dict.fromkeys(filter(changes_its_name, self._before.files), self._today.isoformat())
        last = (self._today - dt.timedelta(days=KEPT_DAYS)).isoformat()
        found = {**left, **self._before.leaving}
        return {place: day for place, day in found.items() if place not in self._places and day > last}

    def _list(self, listed: _Listed) -> None:
        content = listed.to_json()
        if not _has(self._folder / LIST, content):
            self._write(LIST, content)
            self._place(LIST)

    def _place(self, place: str) -> None:
        to = self._folder / place
        to.parent.mkdir(parents=True, exist_ok=True)
        (self._aside / place).replace(to)


def _has(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _listed_in(folder: Path) -> _Listed:
    if not folder.exists():
        return _Listed()
    if not folder.is_dir():
        raise TrackerError(f"{folder} is a file; name a folder for the site.")
    if all(each.name == ASIDE for each in folder.iterdir()):
        return _Listed()
    try:
        told = json.loads((folder / LIST).read_bytes())
        leaving: dict[str, str] = told.get("leaving", {})
        return _Listed(
            frozenset(filter(_is_inside, told["files"])),
            {place: day for place, day in leaving.items() if _is_inside(place)},
        )
    except FileNotFoundError:
        raise TrackerError(
            f"{folder} holds other files and no published site; name an empty folder, or one that is not there yet."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TrackerError(f"{folder / LIST} cannot be read; remove that folder, or name another one.") from None


def _is_inside(place: str) -> bool:
    """Tell whether a place is in the site: the list may have been altered, and files are removed by it."""
    path = Path(place)
    return not path.is_absolute() and ".." not in path.parts


@contextmanager
def site_folder(folder: Path, today: dt.date) -> Iterator[SiteFolder]:
    """Give a site's folder to put files into; what a program that was killed left there is removed first.

    Args:
        folder: the site's folder, there or not; a link to one is followed.
        today: the day on which files leave.

    Raises:
        TrackerError: if the folder is something else than a site, or another program publishes to it, or it cannot
            be written.
    """
    with _written(folder):
        folder = folder.resolve()
        _listed_in(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = _aside_of(folder)
        aside.mkdir(exist_ok=True)
    with hold_folder(aside) as is_held:
        if not is_held:
            raise TrackerError(_BUSY.format(folder))
        waiting = SiteFolder(folder, aside, today)
        try:
            if _is_used_otherwise(folder, aside):
                raise TrackerError(_BUSY.format(folder))
            with _written(folder):
                _empty(aside)
            yield waiting
        finally:
            # Renamed, it is the site; what has its name by now is another program's.
            if not waiting.is_renamed:
                shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    """Say in one sentence what keeps a folder from being written; what fails elsewhere tells of another place."""
    try:
        yield
    except OSError as problem:
        raise TrackerError(f"{folder} cannot be written: {problem.strerror}.") from problem


def _aside_of(folder: Path) -> Path:
    # Files move within one file system only, and a folder that is there may be the root of its own.
    return folder / ASIDE if folder.exists() else _beside(folder)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{ASIDE}")


def _is_used_otherwise(folder: Path, aside: Path) -> bool:
    """Tell whether the site's folder came meanwhile, or another program began to publish before it did."""
    if aside != _aside_of(folder):
        return True
    before = _beside(folder)
    if aside == before or not before.exists():
        return False
    with hold_folder(before) as is_held:
        return not is_held


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
