"""Any file from outside to a table. What a file is, its first bytes tell, not its name."""

from tracker.imports.csv_tables import open_csv
from tracker.imports.json_tables import open_json
from tracker.imports.limits import UPLOAD_LIMITS, Limits
from tracker.imports.problems import FileProblem
from tracker.imports.tables import Table
from tracker.imports.xlsx_tables import open_xlsx

_ZIP = b"PK\x03\x04"

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


def open_table(name: str, data: bytes, *, limits: Limits = UPLOAD_LIMITS) -> Table:
    """Open a CSV, Excel or JSON file as a table.

    Args:
        name: the file's name, for messages.
        data: its bytes.
        limits: the greatest sizes; more is refused before the rows are read.

    Raises:
        FileProblem: with the place and what to do.
    """
    if len(data) > limits.size:
        raise FileProblem(
            f"The file has {len(data) / 1e6:.1f} MB; at most {limits.size // 1_000_000} MB are read. Split it up."
        )
    for mark, kind in _OTHER_KINDS.items():
        if data.startswith(mark):
            raise FileProblem(f"This is {kind}, whatever its name says; save the table as .xlsx or CSV.")
    if data.startswith(_ZIP):
        return open_xlsx(name, data, limits)
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        raise FileProblem("This is a web page or XML, whatever its name says; save the table as .xlsx or CSV.")
    return open_json(name, data, limits) if start.startswith((b"[", b"{")) else open_csv(name, data, limits)
