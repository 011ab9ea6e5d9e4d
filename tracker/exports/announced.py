"""What was announced by period as a CSV file."""

import csv
import io
from collections.abc import Iterable

from tracker.sentiment import ANNOUNCED_COLUMNS, Announced


def announced_csv(found: Iterable[Announced]) -> bytes:
    """Return the rows of ``tracker index --every`` as CSV, with the byte order mark of the other files."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(ANNOUNCED_COLUMNS)
    writer.writerows(each.row() for each in found)
    return text.getvalue().encode("utf-8-sig")
