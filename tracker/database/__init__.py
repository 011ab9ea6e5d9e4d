"""Engines and sessions: how a connection is set up, and the two ways to use one, reading and writing."""

from tracker.database.alone import alone
from tracker.database.copying import copy_beside, copy_file, copy_without
from tracker.database.engines import (
    COMMAND_SECONDS,
    CONNECT_SECONDS,
    file_of,
    open_engine,
    open_existing,
    open_file,
    place_beside,
    url_of_file,
)
from tracker.database.explaining import DAMAGED_FILE, explained
from tracker.database.opened_file import open_to_read
from tracker.database.replicas import Replica, replica_of, with_replica
from tracker.database.sessions import WRITER_LOCK, connected, in_utc, queue, reading, writing
from tracker.database.stopping import Stoppable
from tracker.database.trips import Asked, answered, ask, ask_ahead, forget_answers, write_rows
from tracker.database.written_anew import mark_of_tables, mark_written_anew

__all__ = [
    "COMMAND_SECONDS",
    "CONNECT_SECONDS",
    "DAMAGED_FILE",
    "WRITER_LOCK",
    "Asked",
    "Replica",
    "Stoppable",
    "alone",
    "answered",
    "ask",
    "ask_ahead",
    "connected",
    "copy_beside",
    "copy_file",
    "copy_without",
    "explained",
    "file_of",
    "forget_answers",
    "in_utc",
    "mark_of_tables",
    "mark_written_anew",
    "open_engine",
    "open_existing",
    "open_file",
    "open_to_read",
    "place_beside",
    "queue",
    "reading",
    "replica_of",
    "url_of_file",
    "with_replica",
    "write_rows",
    "writing",
]
