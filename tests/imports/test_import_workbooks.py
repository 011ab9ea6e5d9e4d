import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from bad_files import GOOD_HEADING, GOOD_ROW, good_workbook, rewritten, workbook_bytes
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tables_of import ANSWERS, dates_of, plan_of, refusals_of

from tracker.imports import FileProblem, map_table, open_event_table

DAY = dt.datetime(2022, 5, 17)  # noqa: DTZ001 - a workbook's dates have no zone
STAMP = dt.datetime(2022, 5, 17, 23, 30)  # noqa: DTZ001 - see above
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
MEGABYTE = 1 << 20


def workbook_with(fill: Callable[[Worksheet], None]) -> bytes:
    """Make a workbook of one sheet."""
    workbook = Workbook()
    fill(workbook.active)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def formatted(code: str, value: object = DAY) -> bytes:
    """Make a workbook with one event whose date is shown by a number format."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["title", "date"])
        sheet.append(["Rule", value])
        sheet["B2"].number_format = code

    return workbook_with(fill)


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("mmm-yy", "2022-05"),
        ("yyyy", "2022"),
        ("yy", "2022"),
        ('yyyy"年"m"月"', "2022-05"),
        ('[$-804]yyyy"年"m"月"d"日"', "2022-05-17"),
        ("[$-409]mmmm\\ yyyy;@", "2022-05"),
        ("mmmm", "2022-05"),
        ("mmmmm", "2022-05"),
        ("yyyy/mm", "2022-05"),
        ("mm/yyyy;;", "2022-05"),
        ("[Red]yyyy", "2022"),
        ('"day" yyyy', "2022"),
        ("yyyy\\d", "2022"),
        ("yyyy-mm-dd", "2022-05-17"),
        ("d-mmm", "2022-05-17"),
        ("[$-F800]dddd, mmmm dd, yyyy", "2022-05-17"),
        ("dddd", "2022-05-17"),
        ("m/d/yy h:mm", "2022-05-17"),
        ("yyyy-mm-dd hh:mm:ss AM/PM", "2022-05-17"),
        ("mmm yyyy hh:mm", "2022-05"),
        ('e"年"m"月"', "2022-05"),
    ],
)
@pytest.mark.parametrize("value", [DAY, STAMP], ids=["day", "time of day"])
def test_a_date_of_a_workbook_is_no_finer_than_it_is_shown(code: str, date: str, value: dt.datetime) -> None:
    """The number format says the precision; a time of day beside a date changes nothing."""
    assert dates_of(formatted(code, value)) == [date]


@pytest.mark.parametrize("code", ["h:mm", "mm:ss", "[h]:mm:ss", "h:mm AM/PM", "[mm]:ss.0"])
def test_a_cell_that_shows_a_time_only_is_no_date(code: str) -> None:
    """The day that lies hidden in such a cell is not taken for a date."""
    assert refusals_of(formatted(code, STAMP)) == [(2, "date")]


@pytest.mark.parametrize(
    ("number", "date"),
    [
        *[(14, "2022-05-17"), (15, "2022-05-17"), (16, "2022-05-17"), (17, "2022-05"), (22, "2022-05-17")],
        *[(27, "2022-05"), (31, "2022-05-17"), (36, "2022-05"), (50, "2022-05"), (57, "2022-05"), (58, "2022-05-17")],
    ],
)
def test_a_format_that_is_known_by_its_number_alone_says_the_precision_too(number: int, date: str) -> None:
    """Excel keeps its own formats, and those of its Chinese editions, without their text."""
    data = rewritten(
        formatted('"numbered" yyyy'),
        STYLES,
        lambda old: re.sub(rb'(<xf .*?)numFmtId="165"', rb'\1numFmtId="%d"' % number, old),
    )
    assert dates_of(data) == [date]


def test_numbers_under_a_general_format_stay_numbers() -> None:
    """A year that was typed as a number is a year."""
    assert dates_of(workbook_bytes(["title", "date"], ["Rule", 2022])) == ["2022"]


def test_the_sheet_whose_headings_say_most_is_read_and_others_can_be_named() -> None:
    """A sheet of notes in front is passed over, and the person is told which sheets there are."""
    workbook = Workbook()
    workbook.active.title = "Read me"
    workbook.active.append(["About this table", "It is about rules"])
    for name, title in (("2021", "First"), ("2022", "Second")):
        sheet = workbook.create_sheet(name)
        sheet.append(["title", "date"])
        sheet.append([title, "2021-06-10"])
    workbook.create_sheet("Empty")
    stream = io.BytesIO()
    workbook.save(stream)
    table = open_event_table("events.xlsx", stream.getvalue())
    assert (table.sheet, table.sheets) == ("2021", ("Read me", "2021", "2022"))
    assert "The sheet “2021” was read" in table.notes[0]
    assert "“2022”" in table.notes[0]
    plan = plan_of(stream.getvalue(), sheet="2022", defaults=ANSWERS)
    assert [step.draft.title for step in plan.first_new] == ["Second"]
    with pytest.raises(FileProblem, match="no sheet “2020”"):
        open_event_table("events.xlsx", stream.getvalue(), sheet="2020")
    with pytest.raises(FileProblem, match="Only a workbook has sheets"):
        open_event_table("events.csv", b"title,date\r\n", sheet="2021")


def test_empty_cells_at_the_end_of_a_row_are_empty_cells() -> None:
    """A sheet does not keep them, so a row may be shorter than the heading."""
    headings = [*GOOD_HEADING.split(","), "summary", "thread"]
    assert plan_of(workbook_bytes(list(headings), list(GOOD_ROW.split(",")))).new == 1


def linked(*, formula: bool = False) -> bytes:
    """Make a workbook whose sources are names with an address behind each."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["title", "date", "Source"])
        for row, name in ((2, "First paper"), (3, "Second paper")):
            url = f"https://example.org/{row}"
            sheet.append([f"Rule {row}", "2021-06-10", f'=HYPERLINK("{url}","{name}")' if formula else name])
            if not formula:
                sheet.cell(row, 3).hyperlink = url

    return workbook_with(fill)


def test_the_addresses_behind_cells_are_the_sources() -> None:
    """A newspaper's name with a hyperlink is a publisher and an address."""
    without = {name: text for name, text in ANSWERS.items() if name != "source_urls"}
    plan = plan_of(linked(), defaults=without)
    assert plan.refusals == ()
    (first, second) = (step.draft.sources[0] for step in plan.first_new)
    assert (first.url, first.publisher) == ("https://example.org/2", "First paper")
    assert (second.url, second.publisher) == ("https://example.org/3", "Second paper")


def test_an_address_in_a_formula_is_found() -> None:
    """Spreadsheets write a link as the formula HYPERLINK as well."""
    table = open_event_table("events.xlsx", linked(formula=True))
    assert table.headers[-1] == "link of Source"
    assert [cells[-1] for _, cells in table.rows()] == ["https://example.org/2", "https://example.org/3"]


def test_an_address_that_links_to_itself_makes_no_column() -> None:
    """Spreadsheets turn every typed address into a hyperlink."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(GOOD_HEADING.split(","))
        sheet.append(GOOD_ROW.split(","))
        sheet["G2"].hyperlink = "https://example.org/a"

    assert open_event_table("events.xlsx", workbook_with(fill)).headers == tuple(GOOD_HEADING.split(","))


def test_a_column_of_addresses_makes_those_behind_titles_needless() -> None:
    """What names the sources itself is believed; the other column is there to be chosen."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(GOOD_HEADING.split(","))
        sheet.append(GOOD_ROW.split(","))
        sheet["A2"].hyperlink = "https://example.org/other"

    table = open_event_table("events.xlsx", workbook_with(fill))
    assert table.headers[-1] == "link of title"
    assert map_table(table).fields[-1] is None
    assert map_table(table).unknown == ()


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#NAME?"])
def test_a_cell_of_a_formula_that_failed_is_refused(error: str) -> None:
    """Its text is no title; an own export is no exception, since there the workbook marks the cell as an error."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["title", "date", "summary"])
        sheet.append([error, "2021-06-10", "Fine"])
        sheet.append(["Rule", "2021-06-10", error])

    assert refusals_of(workbook_with(fill)) == [(2, "title"), (3, "summary")]


def with_part(name: str, pieces: list[bytes]) -> bytes:
    """Put a part in the place of one of a good workbook's, a piece at a time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w") as part:
            for piece in pieces:
                part.write(piece)
    return stream.getvalue()


def part_of(name: str) -> bytes:
    """Return a part of a good workbook."""
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        return archive.read(name)


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_document_type_that_lies_over_two_pieces_is_refused(cut: int) -> None:
    """Wherever the pieces meet in which a part is unpacked."""
    blanks = b" " * (MEGABYTE - len(b"<?xml version='1.0'?>") - cut)
    sheet = part_of(SHEET)
    body = sheet[sheet.index(b"<worksheet") :]
    with pytest.raises(FileProblem, match="damaged"):
        open_event_table("a.xlsx", with_part(SHEET, [b"<?xml version='1.0'?>", blanks, DOCTYPE, body]))


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", [SHEET, STYLES, "xl/workbook.xml"])
def test_parts_in_utf_16_are_refused(codec: str, name: str) -> None:
    """No spreadsheet writes them, and a document type could hide there."""
    text = part_of(name).decode()
    with pytest.raises(FileProblem, match="damaged"):
        open_event_table("a.xlsx", with_part(name, [text.encode(codec)]))


def test_a_document_type_is_refused_whatever_the_part_is_called() -> None:
    """The table of contents may name any part as a sheet."""
    data = with_part("xl/odd.bin", [DOCTYPE, b"<a/>"])
    with pytest.raises(FileProblem, match="damaged"):
        open_event_table("a.xlsx", data)


@pytest.mark.parametrize("blanks", [b" ", "\n".encode("utf-16-le")])
def test_a_document_type_behind_many_blanks_is_refused(blanks: bytes) -> None:
    """Blanks that fill the first piece hide nothing, in either encoding."""
    text = (DOCTYPE + b"<a/>").decode().encode("utf-16-le" if b"\0" in blanks else "utf-8")
    with pytest.raises(FileProblem, match=r"damaged|32,767"):
        open_event_table("a.xlsx", with_part("xl/odd.bin", [blanks * (MEGABYTE // len(blanks)), text]))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("xl/printerSettings/printerSettings1.bin", "HP LaserJet".encode("utf-16-le") + bytes(900)),
        ("xl/printerSettings/printerSettings1.bin", "\\\\server\\打印机".encode("utf-16-le") + bytes(900)),
        ("xl/media/image1.emf", b"\x01\0\0\0\x6c\0\0\0" + bytes(range(256))),
        ("xl/media/image2.tiff", b"MM\0*\0\0\0\x08" + bytes(range(256))),
        ("xl/media/image3.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))),
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)),
        ("xl/embeddings/oleObject1.bin", bytes(900)),
    ],
)
def test_parts_that_are_no_xml_are_passed_over(name: str, data: bytes) -> None:
    """Excel keeps the set-up of a printer and pictures beside the sheets, also with NULs at their start."""
    assert open_event_table("a.xlsx", with_part(name, [data])).headers == tuple(GOOD_HEADING.split(","))


@pytest.mark.parametrize(
    "pieces",
    [
        [b"<c t='inlineStr'><is><t>", b"a" * 3_000_000, b"</t></is></c>"],
        [b"<c t='inlineStr'><is>", b"<r><t>many runs of words</t></r>" * 40_000, b"</is></c>"],
        [b"<c t='inlineStr' r='", b"A" * 3_000_000, b"'></c>"],
    ],
    ids=["one text", "many runs", "an attribute"],
)
def test_a_cell_that_is_longer_than_any_spreadsheet_allows_is_refused(pieces: list[bytes]) -> None:
    """Before it is held in memory, in whatever way it is written."""
    sheet = part_of(SHEET)
    start, end = sheet.split(b"<row", 1)[0] + b"<row>", b"</row></sheetData></worksheet>"
    with pytest.raises(FileProblem, match="32,767"):
        open_event_table("a.xlsx", with_part(SHEET, [start, *pieces, end]))
