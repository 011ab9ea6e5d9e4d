"""How large a file may be. A file beyond a limit is refused before its rows are read."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The greatest sizes that are read: bytes, unpacked bytes, rows, columns, and characters in one field."""

    size: int = 20_000_000
    unpacked: int = 100_000_000
    rows: int = 50_000
    columns: int = 64
    characters: int = 32_000


UPLOAD_LIMITS = Limits()
"""For files that a browser sends, since several visitors share one memory."""

COMMAND_LIMITS = Limits(size=sys.maxsize, unpacked=4_000_000_000, rows=sys.maxsize)
"""For files on this machine: rows are read one by one. A workbook is unpacked, so it may not swell without end."""

OWN_LIMITS = Limits(size=sys.maxsize, unpacked=sys.maxsize, rows=sys.maxsize)
"""For files that the project itself wrote, such as the export of a large record."""
