"""Codings of further coders as table rows and as a CSV file."""

import csv
import io
from collections.abc import Iterable

from tracker.coders import CODING_COLUMNS
from tracker.read_models import RecordedCoding
from tracker.tables.escaping import protect_cell


def coding_values(recorded: RecordedCoding) -> tuple[str | int, ...]:
    """Return what is known of a coding in the order of ``CODING_COLUMNS``, as it is."""
    coding = recorded.coding
    values = (coding.slug, coding.coder, int(coding.stance), int(coding.reach), coding.reason)
    return (*values, recorded.recorded_on.isoformat(), recorded.way.value)


def coding_cells(recorded: RecordedCoding) -> tuple[str | int, ...]:
    """Return the same as cells, each safe to open in a spreadsheet."""
    return tuple(protect_cell(each) if isinstance(each, str) else each for each in coding_values(recorded))


def codings_csv(codings: Iterable[RecordedCoding]) -> bytes:
    """Return codings as CSV, safe to open in a spreadsheet, with the byte order mark that Excel needs for Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(CODING_COLUMNS)
    writer.writerows(map(coding_cells, codings))
    return text.getvalue().encode("utf-8-sig")
