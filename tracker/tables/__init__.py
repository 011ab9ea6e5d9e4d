"""One reader of tables: CSV, Excel and JSON files from outside, and the cells in what is written.

What a file is, its first bytes tell, not its name.
"""

import re
from pathlib import Path

from tracker.tables.csv_tables import open_csv
from tracker.tables.json_tables import open_json
from tracker.tables.table import UPLOAD_LIMITS, Counting, FileProblem, Limits, Manner, Table, content_of, count_words
from tracker.tables.xlsx_tables import open_xlsx

_ZIP = b"PK\x03\x04"
_START = 1000

# "<TICKER>,<DATE>" is a heading of some price files.
_LOOSE_MARKUP = re.compile(rb"<(?![^<>]*>[,;\t|])")

_OTHER_KINDS: dict[bytes, str] = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or one locked with a password",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"PK\x05\x06": "an empty archive",
    b"SQLite format 3\0": "a database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document (RTF)",
}


def open_table(
    name: str,
    source: bytes | Path,
    *,
    limits: Limits = UPLOAD_LIMITS,
    sheet: str | None = None,
    count_known: Counting = count_words,
    is_loose: bool = False,
) -> Table:
    """Open a CSV, Excel or JSON file as a table.

    Args:
        name: the file's name, for messages.
        source: its bytes, or where it lies; from there it is read piece by piece.
        limits: the greatest sizes; more is refused before the rows are read.
        sheet: which sheet of a workbook; without it the one whose headings say most.
        count_known: counts the known headings in a row; by them the separator of a CSV file, the sheet of a workbook
            and the list in a JSON object are found.
        is_loose: whether CSV may have a heading in angle brackets, blanks before a quotation mark, text behind a
            closing one, and hardly a letter that tells its encoding.

    Raises:
        FileProblem: with the place and what to do.
    """
    manner = Manner(limits, count_known, is_loose)
    content = content_of(source)
    if content.size > limits.size:
        raise FileProblem(
            f"The file has {content.size / 1e6:.1f} MB; at most {limits.size // 1_000_000} MB are read here. Split it "
            "up, or use the command tracker import, which has no such limit."
        )
    start = content.start(_START)
    for mark, kind in _OTHER_KINDS.items():
        if start.startswith(mark):
            raise FileProblem(f"This is {kind}, whatever its name says; save the table as .xlsx or CSV.")
    if start.startswith(_ZIP):
        return open_xlsx(name, content, manner, sheet)
    if sheet is not None:
        raise FileProblem("Only a workbook has sheets; leave the sheet out.")
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _LOOSE_MARKUP.match(start) if is_loose else start.startswith(b"<"):
        raise FileProblem("This is a web page or XML, whatever its name says; save the table as .xlsx or CSV.")
    return (open_json if start.startswith((b"[", b"{")) else open_csv)(name, content, manner)
