"""Files that cannot be imported, or only in part, each with the sentence that a person is to see."""

import io
import json
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

GOOD_HEADING = "title,date,kind,stance,stance_reason,reach,source_urls"
GOOD_ROW = "Rule,2021-06-10,rule,-1,It binds,3,https://example.org/a"

Cells = list[object]


def csv_bytes(*rows: str, encoding: str = "utf-8") -> bytes:
    """Join rows to a CSV file."""
    return "".join(f"{row}\r\n" for row in rows).encode(encoding)


def good_with(**cells: str) -> bytes:
    """Return a file with one good row in which some cells are replaced, and columns added."""
    fields = dict(zip(GOOD_HEADING.split(","), GOOD_ROW.split(","), strict=True)) | cells
    quoted = ",".join('"{}"'.format(cell.replace('"', '""')) for cell in fields.values())
    return csv_bytes(",".join(fields), quoted)


def good_document(**fields: object) -> dict[str, object]:
    """Return the JSON entry of one good event, with some fields replaced."""
    cells: dict[str, object] = dict(zip(GOOD_HEADING.split(",")[:-1], GOOD_ROW.split(",")[:-1], strict=True))
    return cells | {"sources": [{"url": "https://example.org/a"}]} | fields


def workbook_bytes(*rows: Cells, sheets: tuple[str, ...] = ("Events",)) -> bytes:
    """Make a workbook whose last sheet holds the rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name in sheets:
        sheet = workbook.create_sheet(name)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def good_workbook() -> bytes:
    """Make a workbook with one good row."""
    return workbook_bytes(list(GOOD_HEADING.split(",")), list(GOOD_ROW.split(",")))


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    """Make an archive of parts; ``__`` in a name stands for a slash, ``_xml`` at its end for the suffix."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def with_declared_size(data: bytes, name: str, size: int) -> bytes:
    """Let the archive's directory and header declare another unpacked size for one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        real = old.getinfo(name).file_size
    return data.replace(real.to_bytes(4, "little"), size.to_bytes(4, "little"))


_SHEET = "xl/worksheets/sheet1.xml"
_DAMAGED = "The workbook is damaged and cannot be read"

WHOLE_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file holds no rows."),
    "blank lines only": (b"\r\n \r\n\r\n", "The file holds no rows."),
    "old Excel renamed to CSV": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "old Excel workbook (.xls)"),
    "PDF renamed to CSV": (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF, whatever its name says"),
    "gzip": (b"\x1f\x8b\x08\0\0", "This is a compressed file"),
    "empty archive": (archive(), "This is an empty archive"),
    "SQLite database": (b"SQLite format 3\0....", "This is a database"),
    "PNG": (b"\x89PNG\r\n\x1a\n", "This is a picture"),
    "JPEG": (b"\xff\xd8\xff\xe0", "This is a picture"),
    "RTF": (b"{\\rtf1 hello}", "This is a text document (RTF)"),
    "web page": (b"\xef\xbb\xbf \n<!DOCTYPE html><table>", "This is a web page or XML"),
    "NUL in the text": (
        csv_bytes(GOOD_HEADING, GOOD_ROW, GOOD_ROW.replace("Rule", "R\0le")),
        "Line 3 holds a NUL character",
    ),
    "UTF-16 without its mark": (csv_bytes(GOOD_HEADING, encoding="utf-16-le"), "Line 1 holds a NUL character"),
    "UTF-16 cut in the middle": (csv_bytes(GOOD_HEADING, encoding="utf-16")[:-1], "holds bytes that no known"),
    "UTF-8 mark, then other bytes": (b"\xef\xbb\xbftitle,date\r\n\xd3\xce,2021", "Line 2 holds bytes that no known"),
    "bytes of no encoding": (b"title,date\r\n\x81\xff\xfe\x81\x8d\x8f\x90\x9d\xff,2021\r\n", "Line 2 holds bytes that"),
    "quotation mark never closed": (
        csv_bytes(GOOD_HEADING, GOOD_ROW, '"Rule,2021', "more"),
        "Row 3 (from line 3) opens a quotation mark that is never closed",
    ),
    "quotation mark never closed in a long file": (
        csv_bytes(GOOD_HEADING, '"Rule,2021', *[GOOD_ROW] * 3000),
        "Row 2 (from line 2) opens a quotation mark that is never closed",
    ),
    "text behind a quotation mark": (
        csv_bytes(GOOD_HEADING, '"Say "no"",2021'),
        "Row 2 (from line 2) has text behind a closing quotation mark",
    ),
    "field too long": (
        good_with(summary="a" * 120_001),
        "Row 2, column 8 has 120,001 characters, more than 120,000",
    ),
    "too many columns": (csv_bytes(",".join(f"c{place}" for place in range(65))), "has 65 columns; at most 64"),
    "too many rows": (csv_bytes("a,b", *["1,2"] * 50_001), "The file has more than 50,000 rows"),
    "too large": (b"a" * 20_000_001, "The file has 20.0 MB; at most 20 MB are read"),
    "archive without workbook": (archive(word__document_xml=b"<a/>"), "This is an archive, not an Excel workbook"),
    "workbook cut in the middle": (good_workbook()[:2000], _DAMAGED),
    "workbook of nothing": (archive(xl__workbook_xml=b"<a/>"), _DAMAGED),
    "sheet that is no XML": (rewritten(good_workbook(), _SHEET, lambda old: old[:-40]), _DAMAGED),
    "sheet with a document type": (
        rewritten(good_workbook(), _SHEET, lambda old: b'<!DOCTYPE a [<!ENTITY b "c">]>' + old),
        _DAMAGED,
    ),
    "workbook that unpacks beyond the limit": (
        archive(xl__workbook_xml=b"<a/>", xl__bomb_xml=b" " * 100_000_001),
        "Unpacked, the workbook is larger than 100 MB",
    ),
    "bomb that declares a small size": (
        with_declared_size(archive(xl__workbook_xml=b"<a/>", xl__bomb_xml=b" " * 3_000_001), "xl/bomb.xml", 10),
        _DAMAGED,
    ),
    "workbook without rows": (workbook_bytes(), "The workbook holds no rows."),
    "sheet with too many columns": (
        workbook_bytes(["title"], [None] * 70 + ["far out"]),
        "Row 2 has 71 columns; at most 64",
    ),
    "sheet with a row beyond the last": (
        rewritten(workbook_bytes(["a", "b"], [1, 2]), _SHEET, lambda old: old.replace(b'r="2"', b'r="9999999999"')),
        "The sheet has more than 50,000 rows",
    ),
    "JSON that ends early": (b'[{"title": "A"', "The file is not valid JSON; line 1"),
    "JSON list that is not closed": (b'[{"title": "A"}', "line 1: the list does not end as it should"),
    "JSON with something behind it": (b'[{"title": "A"}]\n]', "line 2: the list does not end as it should"),
    "JSON without a comma": (b'[{"title": "A"}\n{"title": "B"}]', "line 2: a comma between two entries is missing"),
    "JSON with a comma too many": (b'[{"title": "A"},\n]', "line 2: an entry after the comma is missing"),
    "JSON list of texts": (b'["A", "B"]', "Entry 1 is not an object with named fields"),
    "JSON with a field twice": (b'[{"date": "2021",\n"date": "2022"}]', "an entry holds the field date twice"),
    "JSON with NaN": (b'[{"stance": NaN}]', "line 1: naN is not a number"),
    "JSON nested without end": (b"[" * 100_000, "The file is not valid JSON; line 1"),
    "JSON in another encoding": ('[{\n"title": "标题"}]'.encode("gb18030"), "Line 2 is not UTF-8"),
    "JSON of nothing": (b"[]", "The file holds no entries."),
    "JSON field too long": (
        json.dumps([{"title": "a" * 120_001}]).encode(),
        "Entry 1, field title has 120,001 characters",
    ),
    "JSON with too many fields": (json.dumps([dict.fromkeys(map(str, range(65)), 1)]).encode(), "65 different fields"),
    "JSON with too many entries": (b"[" + b",".join([b"{}"] * 50_001) + b"]", "more than 50,000 entries"),
}
"""Files that are refused as a whole."""

SPOILED_ROWS: dict[str, tuple[bytes, int, str, str]] = {
    "row too short": (csv_bytes(GOOD_HEADING, GOOD_ROW, "Rule,2021"), 3, "", "The row has 2 cells under 7 headings."),
    "row too long": (csv_bytes(GOOD_HEADING, GOOD_ROW + ",more"), 2, "", "The row has 8 cells under 7 headings."),
    "no title": (good_with(title=" "), 2, "title", "This is needed."),
    "title too long": (good_with(title="a" * 301), 2, "title", "at most 300 characters"),
    "control character": (good_with(title="a\x07b"), 2, "title", "control characters"),
    "no date": (good_with(date=""), 2, "date", "This is needed"),
    "impossible date": (good_with(date="2021-02-30"), 2, "date", ""),
    "date that can be read both ways": (good_with(date="03/04/2021"), 2, "date", "with the day or the month first"),
    "end before start": (good_with(end="2021-06-09"), 2, "end", "lies before the date"),
    "unknown kind": (good_with(kind="rumour"), 2, "kind", "“rumour” is not known"),
    "stance out of range": (good_with(stance="-4"), 2, "stance", "from -3 to 3; it is -4"),
    "stance between two levels": (good_with(stance="1.5"), 2, "stance", "whole number"),
    "no reason": (good_with(stance_reason=""), 2, "stance_reason", "This is needed."),
    "no source": (good_with(source_urls=""), 2, "source_urls", "At least one source"),
    "script as source": (good_with(source_urls="javascript:alert(1)"), 2, "source_urls", "Source 1: Only addresses"),
    "second source bad": (
        good_with(source_urls="https://example.org/a; data:text"),
        2,
        "source_urls",
        "Source 2: Only addresses",
    ),
    "more publishers than sources": (
        good_with(source_urls="https://a.example/ https://b.example/", source_publishers="A; B; C"),
        2,
        "source_publishers",
        "The number of values is 3, but the number of addresses is 2.",
    ),
    "source date unreadable": (good_with(source_dates="soon"), 2, "source_dates", "Source 1: "),
    "publishers without addresses": (
        csv_bytes(GOOD_HEADING.replace("source_urls", "publisher"), GOOD_ROW.replace("https://example.org/a", "A")),
        2,
        "publisher",
        "No web address stands beside this",
    ),
    "slug in capitals": (good_with(slug="Not A Slug"), 2, "slug", "lower-case letters"),
    "unknown review state": (good_with(review_state="maybe"), 2, "review_state", "“maybe” is not known"),
    "same title and date twice": (
        csv_bytes(GOOD_HEADING, GOOD_ROW, GOOD_ROW.replace("Rule", "RULE")),
        3,
        "title",
        "Row 2 has the same title and date",
    ),
    "two date columns that disagree": (
        good_with(**{"Start date": "11 June 2021"}),
        2,
        "date",
        "“date” says 2021-06-10, but “Start date” says 11 June 2021",
    ),
    "two date columns of which one is unreadable": (
        good_with(**{"Start date": "soon"}),
        2,
        "date",
        "“date” says 2021-06-10, but “Start date” says soon",
    ),
    "JSON with a number for names": (
        json.dumps([good_document(sectors=5)]).encode(),
        1,
        "sectors",
        "This has to be a list of names.",
    ),
    "JSON source without address": (
        json.dumps([good_document(sources=[{"publisher": "A"}])]).encode(),
        1,
        "sources",
        "Source 1: This is needed.",
    ),
    "JSON sources as text": (json.dumps([good_document(sources="here")]).encode(), 1, "sources", "No web address"),
    "JSON slug as a number": (json.dumps([good_document(slug=[1])]).encode(), 1, "slug", "lower-case letters"),
}
"""Files whose last row is refused: the row, its column and the reason."""
