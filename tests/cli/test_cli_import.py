"""The command ``import`` on other people's tables: what it says first, what it asks, and the options that answer."""

import json
import os
import re
import shlex
from pathlib import Path

import pytest

from tests.support.command_line import Outcome, Run
from tests.support.makers import SEED_EVENTS

THEIRS = """When,Headline,标题,Type,Score,Why,Weight,Link
10 June 2026,Rule on games,游戏规定,处罚,positive,It opens,3.0,https://example.org/a
13/06/2026,Rule on chips,芯片规定,rule,-1.0,It binds,2,https://example.org/b|https://example.org/c
"""
ANSWERS = ("--map", "Weight=reach", "--value", "kind:处罚=enforcement", "--value", "stance:positive=1")


@pytest.fixture
def theirs(tmp_path: Path) -> str:
    """Somebody else's table, in two languages and with words of their own."""
    file = tmp_path / "theirs.csv"
    file.write_text(THEIRS, encoding="utf-8")
    return str(file)


def lines_with(outcome: Outcome, start: str) -> list[str]:
    """Return what the command told beside its result, the lines that begin in one way."""
    return [line for line in outcome.err.splitlines() if line.startswith(start)]


def test_the_reading_is_shown_before_anything_is_asked(run: Run, theirs: str) -> None:
    """Each heading, known or not, with the field that it is taken for and some of its values."""
    outcome = run("import", theirs)
    assert outcome.status == 2
    said = lines_with(outcome, "heading ")
    assert len(said) == 8
    assert said[0] == "heading “When” = date   for example 10 June 2026 | 13/06/2026"
    assert said[2].startswith("heading “标题” = title_zh ")
    assert said[6].startswith("heading “Weight” = ? ")
    assert "--map 'Weight=summary'" in outcome.err


def test_words_that_do_not_fit_are_asked_about_with_the_option_that_answers(run: Run, theirs: str) -> None:
    """The printed options, with a word filled in, make the file whole; the second time nothing is new."""
    outcome = run("import", theirs, "--map", "Weight=reach")
    assert outcome.status == 2
    options = re.findall(r"--value (.+?), one of", outcome.err)
    assert len(options) == 2
    words = {"kind": "enforcement", "stance": "1"}
    filled = [shlex.split(option)[0].replace("…", words[option.strip("'").partition(":")[0]]) for option in options]
    answers = [part for text in filled for part in ("--value", text)]
    assert run("import", theirs, "--map", "Weight=reach", *answers).out.startswith("2 new, 0 changed, 0 unchanged, 0 ")
    assert run("import", theirs, *answers).out.startswith("0 new, 0 changed, 2 unchanged")


def test_a_dry_run_shows_all_and_writes_nothing(run: Run, theirs: str) -> None:
    """Reading, words that do not fit, the order of days that the file shows, and the counts."""
    before = run("status").out
    outcome = run("import", theirs, "--dry-run", "--map", "Weight=reach")
    assert outcome.status == 0
    assert outcome.out.startswith("1 new, 0 changed, 0 unchanged, 1 refused")
    assert "stance “positive” (rows: 1): --value 'stance:positive=…'" in outcome.err
    assert run("status").out == before


def test_rows_with_such_words_can_be_left_out(run: Run, theirs: str) -> None:
    """Nobody has to explain what he does not want."""
    outcome = run("import", theirs, "--map", "Weight=reach", "--skip-refused")
    assert outcome.out.startswith("1 new, 0 changed, 0 unchanged, 1 refused")


def test_a_known_heading_can_be_taken_for_something_else(run: Run, theirs: str) -> None:
    """What a person says counts for more than the program's own list."""
    outcome = run("import", theirs, *ANSWERS, "--map", "标题=summary", "--map", "Headline=title", "--accept")
    assert outcome.out.startswith("2 new")
    found = json.loads(run("list", "--since", "2026-06-10", "--search", "Rule on", "--format", "json").out)
    mine = [event for event in found if event["origin"] == "import"]
    assert {(event["title"], event["title_zh"], event["summary"]) for event in mine} == {
        ("Rule on games", None, "游戏规定"),
        ("Rule on chips", None, "芯片规定"),
    }


def test_what_no_column_holds_can_be_said_as_recommended(run: Run, tmp_path: Path) -> None:
    """The message names the option; with it, and nothing else, every row is taken."""
    file = tmp_path / "short.csv"
    file.write_text("date,title\n2026-06-29,Talks restart\n2026-07-30,Talks end\n", encoding="utf-8")
    outcome = run("import", str(file))
    missing = ("kind", "stance", "stance_reason", "reach", "source_urls")
    assert f"No column holds {', '.join(missing)}" in outcome.err
    texts = ("signal", "0", "Talks", "4", "https://example.org/talks")
    defaults = [part for pair in zip(missing, texts, strict=True) for part in ("--default", "=".join(pair))]
    assert run("import", str(file), *defaults).out.startswith("2 new, 0 changed, 0 unchanged, 0 refused")
    refused = run("import", str(file), *defaults, "--default", "slug=a-b")
    assert refused.status == 2
    assert "“slug” cannot be the same for all rows" in refused.err


def test_a_text_in_the_place_of_a_word_leads_to_another_field(run: Run, tmp_path: Path) -> None:
    """No list of meanings helps where a column holds sentences."""
    file = tmp_path / "texts.csv"
    long = "All of the firms that run a platform with more than a million users are touched by it"
    file.write_text(THEIRS.replace("Weight", "Impact").replace(",3.0,", f",{long},"), encoding="utf-8")
    outcome = run("import", str(file), *ANSWERS[2:], "--map", "Impact=reach")
    assert "is no word but a text; give its column another field with --map" in outcome.err


def test_an_own_export_is_taken_without_a_word_about_headings(run: Run, tmp_path: Path) -> None:
    """Nothing about it is a guess."""
    for name in ("csv", "json", "xlsx"):
        file = tmp_path / f"own.{name}"
        run("export", str(file))
        outcome = run("import", str(file))
        assert outcome.out.startswith(f"0 new, 0 changed, {SEED_EVENTS} unchanged, 0 refused")
        assert outcome.err == ""


def test_devices_and_pipes_end_with_a_sentence(run: Run, tmp_path: Path) -> None:
    """None of them is read without end or waited for."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file in ("/dev/zero", str(pipe), str(tmp_path), str(tmp_path / "none.csv")):
        outcome = run("import", file)
        assert outcome.status == 1
        assert "is no plain file" in outcome.err or "No such file" in outcome.err


def test_a_file_beyond_the_limit_of_an_upload_is_taken_and_its_size_is_said(run: Run, tmp_path: Path) -> None:
    """A command has no fixed limit."""
    file = tmp_path / "large.csv"
    summary = "What happened. " * 300
    rows = (
        f"Rule {number},2026-06-10,rule,-1,It binds,3,https://example.org/{number},{summary}\n"
        for number in range(4600)
    )
    file.write_text("title,date,kind,stance,stance_reason,reach,source_urls,summary\n" + "".join(rows))
    outcome = run("import", str(file), "--dry-run")
    assert outcome.out.startswith("4600 new")
    assert f"large.csv has {file.stat().st_size / 1e6:,.1f} MB; its rows are read one after another." in outcome.err
    assert file.stat().st_size > 20_000_000


def test_all_other_columns_can_be_left_out_at_once(run: Run, tmp_path: Path) -> None:
    """A table of many columns needs one word, not one for each; nothing of it is remembered."""
    file = tmp_path / "wide.csv"
    names = ",".join(f"Odd {number}" for number in range(20))
    heading, *rows = THEIRS.splitlines()
    file.write_text("\n".join([f"{heading},{names}", *(f"{row}{',x' * 20}" for row in rows)]), encoding="utf-8")
    assert "--map '*=-' to leave out all of them" in run("import", str(file)).err
    assert run("import", str(file), *ANSWERS, "--map", "*=-").out.startswith("2 new")
    assert "“Odd 0”" in run("import", str(file)).err
    assert run("import", str(file), "--map", "*=summary").status == 2
