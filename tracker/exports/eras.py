"""Eras as table rows and as a CSV file."""

import csv
import io
from collections.abc import Iterable

from tracker.read_models import EraRow
from tracker.tables.escaping import join_addresses, protect_cell

ERA_COLUMNS = ("key", "name", "name_zh", "since", "until", "why", "sources")


def era_rows(eras: Iterable[EraRow]) -> list[tuple[str, ...]]:
    """Return the cells of eras in the order of ``ERA_COLUMNS``, each safe to open in a spreadsheet."""
    return [
        (
            era.key,
            protect_cell(era.name),
            protect_cell(era.name_zh or ""),
            era.since.isoformat(),
            era.until.isoformat() if era.until else "",
            protect_cell(era.why),
            protect_cell(join_addresses(era.sources)),
        )
        for era in eras
    ]


def eras_csv(eras: Iterable[EraRow]) -> bytes:
    """Return eras as CSV, with the byte order mark that Excel needs to show Chinese intact."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(ERA_COLUMNS)
    writer.writerows(era_rows(eras))
    return text.getvalue().encode("utf-8-sig")
