"""A sourced timeline of China's regulation of technology, with a policy-sentiment index."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from tracker.reader import OpenRecord

__version__ = "0.1.0"


def open_record(url_or_path: "str | PathLike[str] | None" = None) -> "OpenRecord":
    """Open a record to read it from Python (docs/python.md); use it in a ``with`` block, or close it at the end.

    Args:
        url_or_path: a SQLite file, or the URL of a database; else what TRACKER_DATABASE_URL names, else the default
            file.

    Raises:
        DatabaseProblem: if there is no such database, or it cannot be read.
    """
    # Whoever asks for the version alone does not load a database's library.
    opened: OpenRecord = import_module("tracker.reader").opened(url_or_path)
    return opened
