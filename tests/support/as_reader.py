"""Folders as somebody sees them who may only read, also where the tests run as root, who may write anywhere."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import rich.progress  # noqa: F401 - slow commands load it late, and a reader may be kept out of where Python lies

_READ = 0o555
_WRITE = 0o755


@contextmanager
def readable_folder() -> Iterator[Path]:
    """Give a new folder that any user of this machine may look into."""
    # pytest's own folders are closed to others.
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(_WRITE)
        yield folder


@contextmanager
def as_reader(folder: Path) -> Iterator[None]:
    """Be a user who may read a folder and write nothing into it, for as long as the block lasts."""
    before = os.geteuid()
    folder.chmod(_READ)
    if before == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(before)
        folder.chmod(_WRITE)
