"""``tracker codings``, ``add-codings`` and ``codebook``."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.command_line import Run
from tracker.codebook import codebook_rows
from tracker.coders import CODING_COLUMNS

HEAD = "slug,coder,stance,reach,reason\n"


def printed(run: Run, *arguments: str) -> list[dict[str, str]]:
    """Return the rows of a table that a command prints."""
    outcome = run(*arguments)
    assert outcome.status == 0
    return list(csv.DictReader(io.StringIO(outcome.out)))


def test_what_is_exported_comes_back(run: Run, tmp_path: Path) -> None:
    """A person's codings go out as CSV and come back from it exactly; what stands is left alone."""
    reason = '=SUM(1), "quoted"; 禁令 \'@x'
    file = tmp_path / "own.csv"
    with file.open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream).writerows([CODING_COLUMNS[:5], ["didi-ipo", "Ann Lee", 0, 1, reason]])
    assert run("add-codings", file).out == "1 coding recorded, 0 unchanged.\n"
    rows = printed(run, "codings")
    assert tuple(rows[0]) == CODING_COLUMNS
    (mine,) = (row for row in rows if row["coder"] == "Ann Lee")
    assert mine["reason"] == f"'{reason}"
    assert (mine["stance"], mine["reach"], mine["way"]) == ("0", "1", "open")
    assert {row["way"] for row in rows if row["coder"] == "second"} == {"machine"}
    (told,) = (row for row in json.loads(run("codings", "--format", "json").out) if row["coder"] == "Ann Lee")
    assert (told["reason"], told["stance"]) == (reason, 0)
    file.write_text(run("codings").out, encoding="utf-8")
    assert run("add-codings", file).out == f"0 codings recorded, {len(rows)} unchanged.\n"


def test_an_older_file_leaves_newer_codes(run: Run, tmp_path: Path) -> None:
    """They are named, and --replace writes the file's; no reason that is given makes a file's code a blind one."""
    file = tmp_path / "own.csv"
    file.write_text(f"{HEAD}didi-ipo,Ann,0,1,\n")
    assert run("add-codings", file, "--why", "coded blind").status == 0
    file.write_text(f"{HEAD}didi-ipo,Ann,-1,1,\nant-ipo-suspended,Ann,-3,3,\n")
    outcome = run("add-codings", file)
    assert outcome.out == "1 coding recorded, 0 unchanged.\n"
    assert outcome.err == "1 coding left as the record has it; --replace writes the file's:\ndidi-ipo/Ann\n"
    mine = [row for row in printed(run, "codings") if row["coder"] == "Ann"]
    assert {(row["slug"], row["stance"], row["way"]) for row in mine} == {
        ("didi-ipo", "0", "open"),
        ("ant-ipo-suspended", "-3", "open"),
    }
    assert run("add-codings", file, "--replace").out == "1 coding recorded, 1 unchanged.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slug,coder\n", "line 1: The first line has to be slug,coder,stance,reach,reason."),
        (f"{HEAD}didi-ipo,Ann,0,1,\ndidi-ipo,Bob,4,1,\n", "line 3.stance"),
        (f"{HEAD}didi-ipo,Ann,0,1\n", "line 2: This has 4 cells instead of 5."),
        (f"{','.join(CODING_COLUMNS)}\ndidi-ipo,Ann,0,1,,2026-01-01\n", "line 2: This has 6 cells instead of 5."),
        (f"{HEAD}didi-ipo,Ann,0,1,\nno-such-event,Ann,0,1,\n", "There is no event “no-such-event”"),
        (f"{HEAD}didi-ipo,second,3,1,\n", "machine-assisted coding"),
    ],
)
def test_a_bad_file_changes_nothing(run: Run, tmp_path: Path, text: str, words: str) -> None:
    """The place is named, and the good lines are not taken either."""
    file = tmp_path / "own.csv"
    file.write_text(text)
    before = run("codings").out
    outcome = run("add-codings", file)
    assert outcome.status == 2
    assert words in outcome.err
    assert run("codings").out == before


def test_a_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    """One that is missing, and one of another encoding."""
    assert "cannot be read" in run("add-codings", tmp_path / "none.csv").err
    (tmp_path / "old.csv").write_bytes(f"{HEAD}didi-ipo,Ann,0,1,不明\n".encode("gb18030"))
    assert "not UTF-8" in run("add-codings", tmp_path / "old.csv").err


def test_the_codebook_is_printed(run: Run) -> None:
    """All of it, as the workbook has it; and the codes that it touches, with what the codebook says."""
    rows = printed(run, "codebook")
    assert [tuple(row.values()) for row in rows] == [tuple(map(str, row)) for row in codebook_rows()]
    touched = run("codebook", "--touched")
    found = list(csv.DictReader(io.StringIO(touched.out)))
    assert {"fsdc-liu-he-market-support", "jd-wins-antitrust-damages"} <= {row["slug"] for row in found}
    assert touched.err == f"{len(found)} codes to look at. Candidates by kind and title; none was changed.\n"
    assert run("codebook", "--touched", "--format", "json").out.count('"slug"') == len(found)


def test_a_code_that_a_person_gave_too_is_no_longer_listed(run: Run, tmp_path: Path) -> None:
    """One who gave another code leaves it open."""
    rows = {row["slug"]: row for row in printed(run, "codebook", "--touched")}
    same, other = rows["jd-wins-antitrust-damages"], rows["fsdc-liu-he-market-support"]
    file = tmp_path / "own.csv"
    lines = [f"{same['slug']},Ann,{same['stance']},{same['reach']},\n", f"{other['slug']},Ann,-3,{other['reach']},\n"]
    file.write_text(HEAD + "".join(lines))
    assert run("add-codings", file).status == 0
    assert {row["slug"] for row in printed(run, "codebook", "--touched")} == rows.keys() - {same["slug"]}
