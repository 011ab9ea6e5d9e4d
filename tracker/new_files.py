"""Files that take their place only when they are whole, and what a program that was killed meanwhile left behind."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

_RANDOM_PART = re.compile(r"[a-z0-9_]{8}")
"""What ``mkdtemp`` puts behind the name that it is given."""

FILES_OF_SQLITE = ("", "-journal", "-wal", "-shm")
"""What SQLite puts behind a database's name to call its files: the database itself, and those that it keeps beside."""


@contextmanager
def new_file(file: Path, *, before_placing: Callable[[], object] = lambda: None) -> Iterator[Path]:
    """Give the path of a new file that takes its place when the block ends well, and vanishes otherwise.

    Args:
        file: the place; a file that is there is replaced.
        before_placing: called when the new file is whole; what it raises keeps the place as it is.

    Raises:
        OSError: if the new file cannot be written or put in its place.
    """
    with _own_folder(file) as folder:
        new = folder / file.name
        yield new
        _flush(new)
        before_placing()
        new.replace(file)
        _flush_folder(file.parent)


@contextmanager
def _own_folder(file: Path) -> Iterator[Path]:
    """Give a folder beside a place, held as long as this program runs; those that nobody holds are removed."""
    with _held(file.parent):
        # The parent is held, so that no other program takes the new folder for a leftover before it is held.
        _remove_leftovers(file)
        folder = Path(mkdtemp(dir=file.parent, prefix=f".{file.name}."))
        own = os.open(folder, os.O_RDONLY) if os.name != "nt" else None
        if own is not None:
            _hold(own)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if own is not None:
            os.close(own)


def _remove_leftovers(file: Path) -> None:
    prefix = f".{file.name}."
    ours = {file.name + end for end in FILES_OF_SQLITE}
    for left in file.parent.iterdir():
        is_named_so = left.name.startswith(prefix) and _RANDOM_PART.fullmatch(left.name.removeprefix(prefix))
        if is_named_so and left.is_dir() and not left.is_symlink() and _is_left(left):
            with suppress(OSError):  # One that another user left cannot be removed by this one.
                if {each.name for each in left.iterdir()} <= ours:
                    shutil.rmtree(left)


def _is_left(folder: Path) -> bool:
    """Tell whether no running program holds a folder; Windows cannot tell, and leaves it."""
    if os.name == "nt":
        return False
    number = os.open(folder, os.O_RDONLY)
    try:
        return _hold(number, wait=False)
    finally:
        os.close(number)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    if os.name == "nt":
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        _hold(number)
        yield
    finally:
        os.close(number)


def _hold(number: int, *, wait: bool = True) -> bool:
    """Hold an open folder until it is closed; tell whether that went well, which no file system has to grant."""
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _flush(new: Path) -> None:
    """Wait until a file is on the disk, so that the loss of power right after leaves it whole."""
    with new.open("r+b") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does so by itself and opens no folders."""
    if os.name != "nt":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def hold_folder(folder: Path) -> Iterator[bool]:
    """Hold a folder as long as the block runs, and tell whether no other program holds it; Windows cannot tell.

    One that was moved away or removed before it was held is not held: whatever has its name now is another one.

    Raises:
        OSError: if it cannot be opened.
    """
    if os.name == "nt":
        yield True
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        yield _hold(number, wait=False) and _is_at(folder, number)
    finally:
        os.close(number)


def _is_at(folder: Path, number: int) -> bool:
    """Tell whether an open folder still lies at its place."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(number))
    except FileNotFoundError:
        return False
