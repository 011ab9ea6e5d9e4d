"""Large files: a command reads them piece by piece, and what swells is refused before it is in memory."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bad_files import GOOD_HEADING, GOOD_ROW, csv_bytes, good_document, good_workbook

from tracker.imports import COMMAND_LIMITS, UPLOAD_LIMITS, FileProblem, open_event_table
from tracker.imports.headers import count_known
from tracker.tables.json_tables import read_values
from tracker.tables.table import content_of

pytestmark = pytest.mark.slow

SUMMARY = "What happened and what followed. " * 60
PLAN = """
import re, sys
from pathlib import Path
from tracker.imports import COMMAND_LIMITS, FileProblem, ImportSteps, KnownEvents, map_table, open_event_table
try:
    table = open_event_table("file", Path(sys.argv[1]), limits=COMMAND_LIMITS)
    print(sum(1 for step in ImportSteps(table, map_table(table), KnownEvents())))
except FileProblem as problem:
    print(problem)
# The most that this program took; what the system calls the maximum counts the program that started it as well.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1000)
"""


def planned(file: Path) -> tuple[str, int]:
    """Go through a file in another process; return what came of it and the most memory in MB that it took."""
    done = subprocess.run([sys.executable, "-c", PLAN, str(file)], capture_output=True, text=True, check=True)
    said, memory = done.stdout.strip().rsplit("\n", 1)
    return said, int(memory)


def rows_of(kind: str, count: int) -> Iterator[str]:
    """Yield the lines of a file of events without slugs, each with two thousand characters."""
    if kind == "csv":
        yield f"{GOOD_HEADING},summary\n"
    for number in range(count):
        document = {"title": f"Rule {number}", "summary": SUMMARY}
        if kind == "csv":
            yield f"{GOOD_ROW.replace('Rule', document['title'])},{SUMMARY}\n"
        else:
            first, between = {"list": ("[", ","), "wrapped": ('{"of": "x", "events": [', ","), "lines": ("", "")}[kind]
            yield (between if number else first) + json.dumps(good_document(**document)) + "\n"
    yield {"list": "]\n", "wrapped": '], "count": 1}\n'}.get(kind, "")


@pytest.mark.parametrize("kind", ["csv", "lines", "list", "wrapped"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    """A file ten times as long, beyond the limit of an upload, takes no more memory."""
    figures = {}
    for count in (1_000, 15_000):
        file = tmp_path / f"{count}.{kind}"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(rows_of(kind, count))
        said, figures[count] = planned(file)
        assert said == str(count)
    assert file.stat().st_size > UPLOAD_LIMITS.size
    assert figures[15_000] < figures[1_000] + 12


def test_a_cell_of_ninety_million_characters_takes_less_than_300_mb(tmp_path: Path) -> None:
    """A workbook of some hundred kilobytes can hold it, as a text that cells share or in a cell itself."""
    for name, start, end in (
        ("xl/sharedStrings.xml", b"<sst><si><t>", b"</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c><v>", b"</v></c></row></sheetData></worksheet>"),
    ):
        file = tmp_path / "bomb.xlsx"
        with (
            zipfile.ZipFile(io.BytesIO(good_workbook())) as old,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for part in old.namelist():
                if part != name:
                    new.writestr(part, old.read(part))
            with new.open(name, "w") as part:
                part.write(start)
                for _ in range(90):
                    part.write(b"a" * 1_000_000)
                part.write(end)
        said, memory = planned(file)
        assert "32,767" in said
        assert memory < 300


def test_an_upload_names_its_limit_and_a_command_has_none() -> None:
    """The refusal tells of the command."""
    data = b"a" * (UPLOAD_LIMITS.size + 1)
    with pytest.raises(FileProblem, match=r"at most 20 MB are read here.* tracker import"):
        open_event_table("a.csv", data)
    rows = csv_bytes("a,b", *["1,2"] * (UPLOAD_LIMITS.rows + 1))
    assert sum(1 for _ in open_event_table("a.csv", rows, limits=COMMAND_LIMITS).rows()) == UPLOAD_LIMITS.rows + 1


def test_what_is_no_plain_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """A device without end, a pipe that nobody writes to and a folder: none of them is waited for."""
    os.mkfifo(tmp_path / "pipe")
    for file in (Path("/dev/zero"), Path("/dev/null"), tmp_path / "pipe", tmp_path):
        with pytest.raises(FileProblem, match="is no plain file"):
            open_event_table(file.name, file)
    with pytest.raises(FileProblem, match="cannot be read: No such file"):
        open_event_table("none.csv", tmp_path / "none.csv")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """Rows of two states of a file would make a record that was never meant."""
    file = tmp_path / "a.csv"
    file.write_bytes(csv_bytes(GOOD_HEADING, GOOD_ROW))
    table = open_event_table("a.csv", file)
    assert len(list(table.rows())) == 1
    file.write_bytes(csv_bytes(GOOD_HEADING, GOOD_ROW, GOOD_ROW.replace("Rule", "Other")))
    with pytest.raises(FileProblem, match="was changed while it was read"):
        list(table.rows())


@pytest.mark.parametrize("place", [0, 9_000_000, 17_000_000])
def test_an_older_encoding_is_found_wherever_its_first_sign_stands(place: int) -> None:
    """A long file may begin with millions of plain characters."""
    start = csv_bytes("title,date,summary", *["Rule,2021-06-10,plain words"] * (place // 29))
    data = start + "游戏版号恢复发放,2021-06-10,监管部门宣布恢复审批游戏版号。\r\n".encode("gb18030") * 40
    table = open_event_table("a.csv", data, limits=COMMAND_LIMITS)
    assert table.encoding == "gb18030"
    assert list(table.rows())[-1][1][0] == "游戏版号恢复发放"


@pytest.mark.parametrize("length", [1, 10, 1 << 18, (1 << 18) + 1, 600_000])
def test_json_is_read_the_same_wherever_pieces_meet(length: int) -> None:
    """Entries, blanks and line numbers of messages do not depend on how far one piece reaches."""
    entries = [{"title": "标" * length}, {"n": [1, {"a": "}]"}]}, {"title": "x" * 300_000}]
    text = json.dumps(entries, ensure_ascii=False)
    for spaced in (text, text.replace("}, {", "}" + " \n" * length + ",\n{")):
        assert list(read_values(content_of(spaced.encode()))) == entries
    lines = "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    assert list(read_values(content_of(lines.encode()))) == entries
    torn = "[\n" + lines.replace("\n", ",\n", 1) + "]"
    with pytest.raises(FileProblem, match="line 4: a comma between two entries is missing"):
        list(read_values(content_of(torn.encode())))


@pytest.mark.parametrize("number", ["1234567", "-12.5", "1.5e+10", "2E-7", "0"])
@pytest.mark.parametrize("before", range(12))
def test_a_number_beside_the_events_is_read_wherever_pieces_meet(number: str, before: int) -> None:
    """Half of a number is a number, too."""
    start = '{"events": [{"title": "A", "date": "2021"}], "note": "", "count": '
    text = start.replace('""', '"' + "n" * ((1 << 18) - len(start) - before) + '"') + number + ', "last": true}'
    assert list(read_values(content_of(text.encode()), count_known)) == [{"title": "A", "date": "2021"}]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"events": [{"title": "A"}]', "line 1: a comma between two fields is missing, or the object does not end"),
        ('{"events": [{"title": "A"}]\n"more": 1}', "line 2: a comma between two fields is missing"),
        ('{"events": [{"title": "A"},\n]}', "line 2: an entry after the comma is missing"),
        ('{"events": [{"title": "A"}\n', "line 2: the list does not end as it should"),
        ('{"events": [{"title": "A"}],\n}', "line 2: the name of a field is missing"),
        ('{"events"\n[{"title": "A"}]}', "line 2: a colon behind the name of a field is missing"),
        ('{"events": [{"title": "A"}],\n"events": []}', "line 2: an entry holds the field events twice"),
    ],
)
def test_what_is_wrong_with_an_object_around_events_is_said_with_its_line(text: str, reason: str) -> None:
    """As for a list that is all of a file."""
    with pytest.raises(FileProblem, match=reason):
        list(read_values(content_of(text.encode())))


def test_an_entry_without_an_end_is_not_gathered_in_memory(tmp_path: Path) -> None:
    """A text that is opened and never closed is refused once it is longer than any event."""
    file = tmp_path / "a.json"
    file.write_text('[{"title": "' + "no end " * 10_000_000, encoding="utf-8")
    said, memory = planned(file)
    assert "an entry has more than 32,000,000 characters" in said
    assert memory < 500
