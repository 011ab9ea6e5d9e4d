"""Events as an Excel workbook: the events, their sources, the index, and what every column and word means.

Rows are written as they come, so that memory does not grow with the record. The sheet of the events is the one that an
import reads back.
"""

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal

from tracker.codebook import codebook_rows
from tracker.errors import TrackerError
from tracker.event.fields import COLUMN_NAMES, COLUMNS, DATES, DERIVED_NAMES, SOURCE_FIELDS
from tracker.event.plain import PLAIN_NAMES, PlainEvent
from tracker.exports.tables import CellValue, table_row
from tracker.sentiment import INDEX_COLUMNS, IndexRow
from tracker.tables.escaping import protect_cell

if TYPE_CHECKING:
    from openpyxl import Workbook

CELL_LENGTH = 32_767
"""The most characters that a cell of an Excel workbook holds."""

SHEET_ROWS = 1_048_575
"""The most rows that a sheet of an Excel workbook holds below its headings."""

_HELD = 2**24
"""So many bytes of a finished workbook are held in memory; a larger one waits in a temporary file."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can note."""

_WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_PLACES = tuple(COLUMN_NAMES.index(name) for name in (*DATES, *DERIVED_NAMES))
_SLUG = PLAIN_NAMES.index("slug")

_WIDE, _MIDDLE, _NARROW = 50, 22, 12
"""Widths of columns in characters."""

_WIDE_FORMS = {"text": _WIDE, "names": _MIDDLE, "addresses": _WIDE}
_SOURCE_WIDTHS = {"url": _WIDE, "publisher": _MIDDLE}

INDEX_MEANINGS: Mapping[str, str] = {
    "date": "The day.",
    "index": "The policy-sentiment index in stance units, -3 to 3.",
    "lower": "Lower bound of the 80 % resampling range; empty where there is only one story.",
    "upper": "Its upper bound.",
    "mass": "How much evidence is in memory, in units of reach.",
    "stories": "Effective number of stories behind the value; it does not fall while all of them fade alike.",
    "mean": "The average stance without the pull towards 0; empty where nothing is in memory. It stays as it is while "
    "nothing comes in.",
    "mean_lower": "Lower bound of its 80 % resampling range; empty where there is only one story.",
    "mean_upper": "Its upper bound.",
    "news": "By how much what entered on the day moved the index.",
    "fading": "By how much it moved because what was in memory faded towards 0; both are the change in one day.",
    "silent": "Days since an event can last have become known, 0 on such a day; empty before the first. Above 90 no "
    "direction is read: the index only fades towards 0.",
}
"""What each column of the index holds."""


def write_xlsx(
    events: Iterable[PlainEvent],
    stream: BinaryIO,
    *,
    index: Iterable[IndexRow] = (),
    about: Sequence[tuple[str, str]] = (),
) -> None:
    """Write Events as an Excel workbook whose sheets can be sorted and filtered.

    Args:
        events: the Events.
        stream: where to.
        index: the rows of the index; without one its sheet has its headings alone.
        about: what the codebook says first, such as which filter was on: what, and its words.

    Raises:
        TrackerError: if a text is longer than a cell of a workbook holds, or there are more rows than a sheet holds;
            nothing is cut off silently.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    with SpooledTemporaryFile(_HELD) as whole:
        _fill(workbook, whole, events, index, about)
        whole.seek(0)
        shutil.copyfileobj(whole, stream)


def _fill(
    workbook: "Workbook",
    whole: IO[bytes],
    events: Iterable[PlainEvent],
    index: Iterable[IndexRow],
    about: Sequence[tuple[str, str]],
) -> None:
    try:
        sheets = _events_and_sources(workbook, events)
        series = _Sheet(workbook, "Index", INDEX_COLUMNS, [_NARROW] * len(INDEX_COLUMNS))
        for day in index:
            series.append(day)
        codebook = _Sheet(workbook, "Codebook", ("part", "word", "meaning"), (_MIDDLE, _MIDDLE, 2 * _WIDE))
        for entry in (*(("about", *each) for each in about), *_codebook()):
            codebook.append(entry)
        for sheet in (*sheets, series, codebook):
            sheet.finish()
    finally:
        # Only saving ends the sheets and their temporary files, so a workbook that is given up is saved as well. A
        # stream that ends in the midst, as a full disk does, would break openpyxl's own order of closing.
        save_steadily(workbook, whole)


def require_fitting(count: int) -> None:
    """Raise a ``TrackerError`` if so many Events are more than a sheet holds."""
    if count > SHEET_ROWS:
        raise TrackerError(
            f"A sheet of a workbook holds {SHEET_ROWS:,} events, and there are {count:,}; export as CSV or JSON, or "
            "fewer of them."
        )


def _events_and_sources(workbook: "Workbook", events: Iterable[PlainEvent]) -> "tuple[_Sheet, _Sheet]":
    table = _Sheet(workbook, "Events", COLUMN_NAMES, [_WIDE_FORMS.get(column.form, _NARROW) for column in COLUMNS])
    names = ("slug", *SOURCE_FIELDS)
    sources = _Sheet(workbook, "Sources", names, [_SOURCE_WIDTHS.get(name, _MIDDLE) for name in names])
    for event in events:
        table.append(_event_cells(event))
        for source in event[-1]:
            sources.append([event[_SLUG], *map(_source_cell, SOURCE_FIELDS, source)])
    return table, sources


class _Sheet:
    """A sheet that is written row by row, its headings fixed."""

    def __init__(self, workbook: "Workbook", title: str, headings: Sequence[str], widths: Sequence[int]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheet: Any = workbook.create_sheet(title)
        self._sheet.freeze_panes = "B2"
        self._count = 1
        self._last = get_column_letter(len(headings))
        for number, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        cells = [WriteOnlyCell(self._sheet, heading) for heading in headings]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)

    def append(self, cells: Sequence[CellValue | float]) -> None:
        """Write a row."""
        from openpyxl.cell.cell import ERROR_CODES

        if self._count > SHEET_ROWS:
            raise TrackerError(
                f"The sheet {self._sheet.title} would have more than the {SHEET_ROWS:,} rows that a workbook holds; "
                "export as CSV or JSON, or fewer events."
            )
        special = [isinstance(cell, float) or cell in ERROR_CODES for cell in cells]
        self._sheet.append([self._shown(cell) if is_so else cell for cell, is_so in zip(cells, special, strict=True)])
        self._count += 1

    def _shown(self, value: CellValue | float) -> Any:  # noqa: ANN401 - a cell of openpyxl
        """Give a number two places, of which the cell holds all, and take a text such as "#N/A" for no error."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value)
        if isinstance(value, float):
            cell.number_format = "0.00"
        else:
            cell.data_type = "s"
        return cell

    def finish(self) -> None:
        """Let the rows be filtered by each column."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._count}"


def _event_cells(event: PlainEvent) -> list[CellValue]:
    cells = list(table_row(event))
    for name, cell in zip(COLUMN_NAMES, cells, strict=True):
        if isinstance(cell, str) and len(cell) > CELL_LENGTH:
            raise TrackerError(
                f"The {name} of {event[_SLUG]} have {len(cell):,} characters, more than a cell of a workbook holds; "
                "export as CSV or JSON."
            )
    for place in _DATE_PLACES:
        cells[place] = _day_or_text(cells[place])
    return cells


def _day_or_text(cell: CellValue) -> CellValue:
    """Make a day that is known to a date, which sorts and filters; what is no day of the calendar stays a text."""
    if isinstance(cell, str) and _WHOLE_DAY.fullmatch(cell):
        with suppress(ValueError):
            return dt.date.fromisoformat(cell)
    return cell


def _source_cell(name: str, text: str | None) -> CellValue:
    cell = protect_cell(text or "")
    return _day_or_text(cell) if name == "published_on" else cell


def _codebook() -> Iterable[tuple[str, str | int, str]]:
    """Give what each column means, and the codebook itself."""
    yield from (("Events", column.name, column.meaning) for column in COLUMNS)
    yield from (("Index", name, INDEX_MEANINGS[name]) for name in INDEX_COLUMNS)
    yield from codebook_rows()


def save_steadily(workbook: "Workbook", stream: IO[bytes]) -> None:
    """Save a workbook; neither its parts nor its properties say when."""
    from openpyxl.writer.excel import ExcelWriter

    when = dt.datetime(*EPOCH)  # noqa: DTZ001 - a workbook's times have no zone
    workbook.properties.created = workbook.properties.modified = when
    with SteadyArchive(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).save()


class SteadyArchive(zipfile.ZipFile):
    """An archive whose parts all have the same time; each way of writing one opens it here."""

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Open a part."""
        if isinstance(name, zipfile.ZipInfo):
            name.date_time = EPOCH
        return super().open(name, mode, pwd, force_zip64=force_zip64)
