"""Events as table rows: one row per Event, every source in it, each cell safe to open in a spreadsheet."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from tracker.read_models import EventRow, SourceRow
from tracker.tables.escaping import join_addresses, join_names, protect_cell

CellValue = str | int | dt.date | None


def table_row(row: EventRow) -> tuple[CellValue, ...]:
    """Return the cells of one Event in the order of ``tracker.columns.COLUMNS``.

    Stance and reach are numbers and the derived days are dates; everything else is text that no spreadsheet runs.
    """
    sources = row.sources
    return (
        row.slug,
        protect_cell(row.title),
        protect_cell(row.title_zh or ""),
        row.date,
        protect_cell(row.date_text),
        row.first_on,
        row.last_on,
        row.end,
        protect_cell(row.end_text or ""),
        row.end_on,
        row.kind.value,
        row.stance.value,
        protect_cell(row.stance_reason),
        row.reach.value,
        row.certainty.value,
        _names_cell(row.sectors),
        _names_cell(row.agencies),
        _names_cell(row.companies),
        _names_cell(row.people),
        protect_cell(row.thread or ""),
        protect_cell(row.summary),
        protect_cell(row.date_evidence),
        protect_cell(join_addresses([source.url for source in sources])),
        *_source_cells(sources),
        row.review_state.value,
        row.origin.value,
    )


# The same few names and publishers return in thousands of rows, so their cells are made once.
@lru_cache(maxsize=10_000)
def _names_cell(names: tuple[str, ...]) -> str:
    return protect_cell(join_names(names)) if names else ""


def _source_cells(sources: Sequence[SourceRow]) -> tuple[str, str, str, str]:
    return (
        _places_cell(tuple([source.publisher for source in sources])),
        _places_cell(tuple([source.published_on for source in sources])),
        _places_cell(tuple([source.language for source in sources])),
        _places_cell(tuple([source.kind for source in sources])),
    )


@lru_cache(maxsize=10_000)
def _places_cell(values: tuple[str | None, ...]) -> str:
    """Write one value per source; a list without any value becomes an empty cell."""
    return protect_cell(join_names([value or "" for value in values])) if any(values) else ""
