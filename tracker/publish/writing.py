"""A folder of files that readers look at meanwhile: written beside it, then moved file by file, none of them ever half.

What is unchanged stays as it is. New files come first and those that are gone leave last, so that no link of a page
leads nowhere at any moment; the list of files, by which the folder is known again, comes at the very end.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import TrackerError
from tracker.new_files import hold_folder
from tracker.publish.places import FRONT

LIST = "published.json"
"""The list of the files of a published site, in its folder."""


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


class SiteFolder:
    """A site's folder and the one beside it, in which what is new or changed waits."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder, self._beside = folder, beside
        self._before = _files_before(folder)
        self._places: dict[str, int] = {}
        self._waiting: list[str] = []
        self._made: set[Path] = set()

    def put(self, place: str, content: bytes) -> None:
        """Take a file of the site; it waits beside unless the site has the same one already.

        Raises:
            OSError: if it cannot be written.
            ValueError: if the site has this file already.
        """
        if place in self._places:
            raise ValueError(place)
        self._places[place] = len(content)
        if place in self._before and _has(self._folder / place, content):
            return
        new = self._beside / place
        if new.parent not in self._made:
            new.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(new.parent)
        new.write_bytes(content)
        self._waiting.append(place)

    def move(self) -> Published:
        """Move what waits to its place and remove what the site has no more.

        Raises:
            OSError: if something cannot be moved; each file is then its old or its new self.
        """
        gone = [place for place in self._before if place not in self._places]
        done = Published(len(self._places), len(self._waiting), len(gone), sum(self._places.values()))
        listed = json.dumps({"files": sorted(self._places)}, indent=0).encode()
        if not self._folder.exists():
            (self._beside / LIST).write_bytes(listed)
            self._beside.rename(self._folder)
            return done
        # What is new comes before the pages that link to it, and the front page after all others.
        order = sorted(self._waiting, key=lambda place: (place in self._before, place == FRONT))
        for place in order:
            to = self._folder / place
            to.parent.mkdir(parents=True, exist_ok=True)
            (self._beside / place).replace(to)
        for place in gone:
            (self._folder / place).unlink(missing_ok=True)
        for folder in sorted({(self._folder / place).parent for place in gone} - {self._folder}):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        if not _has(self._folder / LIST, listed):
            (self._beside / LIST).write_bytes(listed)
            (self._beside / LIST).replace(self._folder / LIST)
        return done


def _has(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _files_before(folder: Path) -> frozenset[str]:
    if not folder.exists():
        return frozenset()
    if not folder.is_dir():
        raise TrackerError(f"{folder} is a file; name a folder for the site.")
    if not any(folder.iterdir()):
        return frozenset()
    try:
        listed: Mapping[str, list[str]] = json.loads((folder / LIST).read_bytes())
        places = frozenset(place for place in listed["files"] if _is_inside(place))
    except FileNotFoundError:
        raise TrackerError(
            f"{folder} holds other files and no published site; name an empty folder, or one that is not there yet."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise TrackerError(f"{folder / LIST} cannot be read; remove that folder, or name another one.") from None
    return places


def _is_inside(place: str) -> bool:
    """Tell whether a place is in the site: the list may have been altered, and files are removed by it."""
    path = Path(place)
    return not path.is_absolute() and ".." not in path.parts


@contextmanager
def site_folder(folder: Path) -> Iterator[SiteFolder]:
    """Give a site's folder to put files into; what a program that was killed left beside it is removed first.

    Raises:
        TrackerError: if the folder is something else than a site, or another program publishes to it, or it cannot
            be written.
    """
    folder = folder.absolute()
    try:
        _files_before(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder.with_name(f".{folder.name}.publishing")
        beside.mkdir(exist_ok=True)
        with hold_folder(beside) as is_held:
            if not is_held:
                raise TrackerError(f"Another program is publishing to {folder} just now; try again when it is done.")
            try:
                _empty(beside)
                if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
                    raise PermissionError(13, "Permission denied")
                yield SiteFolder(folder, beside)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except OSError as problem:
        raise TrackerError(f"{folder} cannot be written: {problem.strerror}.") from problem


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
