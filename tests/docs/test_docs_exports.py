"""docs/exports.md lists every format of files, and its examples run as they stand there."""

import re
import shlex
from pathlib import Path

import make_tables
import pytest

from tests.support.command_line import Run
from tests.support.sources import text_of
from tracker.formats import FORMATS

PAGE = text_of("docs/exports.md")
EXAMPLES = dict(re.findall(r"^### `\.([a-z.]+)`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_the_table_is_what_the_program_gives() -> None:
    """The table of formats is made of the one list of them."""
    assert make_tables.rendered(PAGE) == PAGE, "the table of docs/exports.md is out of date; write it anew: make docs"


def test_each_format_has_an_example() -> None:
    """In the order of the list, and no other."""
    assert list(EXAMPLES) == list(FORMATS)


@pytest.mark.parametrize("name", [*FORMATS, "what is new"])
def test_an_example_runs(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands write the file, and the program below reads it."""
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(EXAMPLES.get(name) or PAGE.partition("## What is new")[2])
    assert {language for language, _ in blocks} == {"sh", "python"}
    for language, text in blocks:
        if language == "python":
            exec(compile(text, "docs/exports.md", "exec"), {})  # noqa: S102 - the page's own example
            continue
        for line in text.splitlines():
            command, _, into = line.partition(" > ")
            outcome = run(*shlex.split(command)[1:])
            assert outcome.status == 0, outcome.err
            if into:
                Path(into).write_text(outcome.out, encoding="utf-8")
