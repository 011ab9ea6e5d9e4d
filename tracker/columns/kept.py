"""Columns in a file beside the database: a cache that can be thrown away at any time and is never trusted over it."""

import json
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from tracker.columns.arrays import DTYPES, EventColumns
from tracker.new_files import new_file
from tracker.vocabulary import Certainty, Kind, Origin, Precision, ReviewState

KEPT_FORM = f"tracker columns 1 {[[*map(str, each)] for each in (Kind, Certainty, Precision, ReviewState, Origin)]}"
"""What a file of these columns begins with; numbers stand for places in these vocabularies."""

_HEAD_LENGTH = 1 << 16
"""Longer than any first line that ``write_kept`` writes."""


def write_kept(file: Path, columns: EventColumns, schema: str) -> None:
    """Put columns into a file that takes its place only when it is whole; a folder that refuses it is no error.

    Args:
        file: the place; its folder is made.
        columns: what to keep.
        schema: version of the database's schema, and the mark on its tables (``database.mark_of_tables``).
    """
    arrays = {name: np.ascontiguousarray(getattr(columns, name), dtype=dtype) for name, dtype in DTYPES.items()}
    check = 0
    for array in arrays.values():
        check = _sum(array, check)
    head = {
        "form": KEPT_FORM,
        "schema": schema,
        "change": columns.change,
        "digest": columns.digest,
        "lengths": {name: len(array) for name, array in arrays.items()},
        "check": check,
    }
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with new_file(file) as place, place.open("wb") as stream:
            stream.write(json.dumps(head).encode() + b"\n")
            for array in arrays.values():
                array.tofile(stream)


def read_kept(file: Path, schema: str) -> EventColumns | None:
    """Return the columns that a file keeps; None where there are none, or it is broken or of another schema.

    The file is read and not mapped: a map would end the program where somebody cuts the file meanwhile. Whether the
    columns belong to the record is for the caller to ask, by their change and its digest.
    """
    try:
        with file.open("rb") as stream:
            head = json.loads(stream.readline(_HEAD_LENGTH))
            if head["form"] != KEPT_FORM or head["schema"] != schema:
                return None
            sizes = {name: int(head["lengths"][name]) for name in DTYPES}
            if sum(length * np.dtype(DTYPES[name]).itemsize for name, length in sizes.items()) != _left(stream):
                return None
            arrays, check = {}, 0
            for name, length in sizes.items():
                array = np.fromfile(stream, DTYPES[name], length)
                check = _sum(array, check)
                array.setflags(write=False)
                arrays[name] = array
            if check != head["check"]:
                return None
            return EventColumns(**arrays, change=int(head["change"]), digest=str(head["digest"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _left(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size - stream.tell()


def _sum(array: Any, before: int) -> int:  # noqa: ANN401 - an array of any type
    return zlib.crc32(array.data if array.size else b"", before)
