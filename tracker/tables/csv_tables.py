"""Tables from CSV text: encoding, separator, heading, and rows read one by one."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from tracker.tables.encodings import Encoding, UnknownEncoding, choose_encoding
from tracker.tables.table import Content, Counting, FileProblem, Manner, Row, Table

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_BYTES = 1 << 16
_HEADING_WITHIN = 10
_GUESSES = ("gb18030", "cp1252")


def open_csv(name: str, content: Content, manner: Manner) -> Table:
    """Open a CSV file whose separator is a comma, a semicolon, a tab or a ``|``.

    Raises:
        FileProblem: if the bytes are no text or hold no heading, or there are too many columns.
    """
    encoding = _encoding_of(content, _GUESSES if manner.is_loose else ())
    sample = content.start(_SAMPLE_BYTES).decode(encoding.codec, errors="ignore")
    delimiter = _told_delimiter(sample) or _likely_delimiter(sample, manner.count_known)
    return open_cells(name, CsvReading(content, encoding.codec, delimiter, manner), encoding.note)


def open_cells(name: str, reading: "CsvReading", note: str | None = None) -> Table:
    """Make a table of rows of cells, the heading among the first of them; raises as ``open_csv``."""
    heading, headers = reading.find_heading()
    place = heading[0]
    notes = [note] if note else []
    if place > reading.first_row:
        notes.append(f"Row {place} was taken as the heading; what stands above it was left out.")
    return Table(
        name=name,
        headers=headers,
        heading=heading,
        rows=lambda: reading.rows(place, len(headers)),
        encoding=reading.codec,
        delimiter=reading.delimiter,
        notes=tuple(notes),
    )


def _encoding_of(content: Content, guesses: tuple[str, ...]) -> Encoding:
    try:
        return choose_encoding(content.open, guesses)
    except UnknownEncoding as problem:
        raise FileProblem(f"{problem}; save the table as CSV UTF-8.") from problem


def _told_delimiter(sample: str) -> str | None:
    """Return what a first line such as ``sep=;`` says, which Excel reads and some programs write."""
    first = sample.split("\n", 1)[0].strip('\r\ufeff"')
    return first[-1] if _tells_delimiter(first) else None


def _tells_delimiter(line: str) -> bool:
    return len(line) == len("sep=;") and line.lower().startswith("sep=")


def _likely_delimiter(sample: str, count_known: Counting) -> str:
    """Choose the separator under which the heading has the most known names, then the most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            records = list(islice(csv.reader(io.StringIO(sample), delimiter=delimiter), _HEADING_WITHIN))
        except csv.Error:
            return (0, 0)
        return max(((count_known(row), len(row)) for row in records), default=(0, 0))

    return max(_DELIMITERS, key=worth)


class CsvReading:
    """Reads the same bytes as often as asked, without a second copy of the text."""

    def __init__(self, content: Content, codec: str, delimiter: str, manner: Manner) -> None:
        self.codec, self.delimiter = codec, delimiter
        self._content, self._limits, self._manner = content, manner.limits, manner
        starts = (number for number, cells in self._records() if not _tells_delimiter(delimiter.join(cells)))
        self.first_row = next(starts, 0)

    def find_heading(self) -> tuple[Row, tuple[str, ...]]:
        """Return the row and the names of the heading: the first row with two filled cells, else the first row.

        In a loose table whose first column has no heading, one further on that is known is enough.

        Raises:
            FileProblem: if there is no row, or the heading is too wide.
        """
        records: list[Row] = []
        try:
            records.extend(islice(self._records(), _HEADING_WITHIN))
        except FileProblem:
            # What is damaged further down is met again when the rows are read.
            if not (records and self._manner.is_loose):
                raise
        if not records:
            raise FileProblem("The file holds no rows.")
        row = next((record for record in records if self._may_be_heading(record[1])), records[0])
        number, cells = row
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > self._limits.columns:
            raise FileProblem(
                f"The heading in row {number} has {len(cells)} columns; at most {self._limits.columns} are read."
            )
        names = (" ".join(cell.split()) or f"column {place}" for place, cell in enumerate(cells, start=1))
        return row, tuple(names)

    def _may_be_heading(self, cells: Sequence[str]) -> bool:
        filled = sum(1 for cell in cells if cell.strip())
        if filled > 1 or not self._manner.is_loose:
            return filled > 1
        return not cells[0].strip() and self._manner.count_known(cells) > 0

    def rows(self, heading: int, width: int) -> Iterator[Row]:
        """Yield the rows below the heading; empty ones are passed over, empty cells beyond the heading are dropped.

        Raises:
            FileProblem: at one row too many, and at a cell that is too long.
        """
        count = 0
        longest = self._limits.characters
        for number, cells in self._records():
            if number <= heading:
                continue
            count += 1
            if count > self._limits.rows:
                raise FileProblem(f"The file has more than {self._limits.rows:,} rows; split it into smaller files.")
            if max(map(len, cells)) > longest:
                raise FileProblem(self._too_long(number, cells))
            yield number, cells if len(cells) <= width or any(map(str.strip, cells[width:])) else cells[:width]

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        number, line = 0, 1
        with io.TextIOWrapper(self._content.open(), encoding=self.codec, newline="") as text:
            loose = self._manner.is_loose
            reader = csv.reader(text, delimiter=self.delimiter, strict=not loose, skipinitialspace=loose)
            try:
                for number, cells in enumerate(reader, start=1):
                    line = reader.line_num + 1
                    if any(map(str.strip, cells)):
                        yield number, cells
            except csv.Error as problem:
                raise FileProblem(_csv_problem(number + 1, line, str(problem))) from problem

    def _too_long(self, number: int, cells: list[str]) -> str:
        length, place = max((len(cell), place) for place, cell in enumerate(cells, start=1))
        return (
            f"Row {number}, column {place} has {length:,} characters, more than {self._limits.characters:,}; "
            "perhaps a quotation mark is not closed."
        )


def _csv_problem(number: int, line: int, message: str) -> str:
    place = f"Row {number} (from line {line})"
    if "expected after" in message:
        return f"{place} has text behind a closing quotation mark; write quotation marks inside a text twice."
    if "larger than" in message:
        return f"{place} opens a quotation mark that is never closed, or holds a text that is too long."
    return f"{place} opens a quotation mark that is never closed."
