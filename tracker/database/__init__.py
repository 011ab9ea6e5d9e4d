"""Engines and sessions: how a connection is set up, and the two ways to use one, reading and writing."""

from tracker.database.alone import alone
from tracker.database.copying import copy_beside, copy_file
from tracker.database.engines import (
    COMMAND_SECONDS,
    CONNECT_SECONDS,
    file_of,
    open_engine,
    open_existing,
    open_file,
    place_beside,
)
from tracker.database.explaining import DAMAGED_FILE, explained
from tracker.database.opened_file import open_to_read
from tracker.database.sessions import WRITER_LOCK, connected, in_utc, queue, reading, writing

__all__ = [
    "COMMAND_SECONDS",
    "CONNECT_SECONDS",
    "DAMAGED_FILE",
    "WRITER_LOCK",
    "alone",
    "connected",
    "copy_beside",
    "copy_file",
    "explained",
    "file_of",
    "in_utc",
    "open_engine",
    "open_existing",
    "open_file",
    "open_to_read",
    "place_beside",
    "queue",
    "reading",
    "writing",
]
