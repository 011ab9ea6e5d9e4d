"""docs/cli.md against the program, and every command line that the documentation prints against its parser."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import make_cli
import pytest
import typer

from tests.support.sources import REPOSITORY, python_files, text_of
from tracker.cli.program import app

PAGES = (
    *("README.md", "CONTRIBUTING.md", "seeds/README.md"),
    *("docs/method.md", "docs/data.md", "docs/deploy.md", "docs/sign-in.md"),
)
_FENCE = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`((?:[A-Z_]+=\S+ )?tracker [a-z][^`]*)`")
_REST = re.compile(r"\s(?:\||>|&&|;)\s.*")
_CALL = re.compile(r"(?:[A-Z_]+=\S* )*(?:\.venv/bin/)?tracker (.*)")


def command_lines() -> Iterator[tuple[str, str]]:
    """Yield (page, line) for every command line of the program, in blocks and within sentences."""
    for page in PAGES:
        if not (REPOSITORY / page).exists():
            continue
        text = (REPOSITORY / page).read_text(encoding="utf-8")
        blocks = [line.strip() for block in _FENCE.findall(text) for line in block.replace("\\\n", " ").splitlines()]
        for line in (*blocks, *_INLINE.findall(_FENCE.sub("", text))):
            if _words(line):
                yield page, line


def _words(line: str) -> list[str]:
    """Return the arguments of a call of the program, without what the shell does around it; none for other lines."""
    called = _CALL.fullmatch(_REST.sub("", line))
    return shlex.split(called[1], comments=True) if called else []


def parsed(arguments: list[str]) -> str:
    """Parse arguments as the program would, run nothing, and return the command's name.

    Raises:
        Exception: the framework's own error, which names what the parser does not know.
    """
    command: Any = typer.main.get_command(app)
    context = command.make_context("tracker", [], resilient_parsing=True)
    while hasattr(command, "commands"):
        name, *arguments = arguments
        assert name in command.commands, f"there is no command {name}"
        command = command.commands[name]
        resilient = hasattr(command, "commands")
        context = command.make_context(name, [] if resilient else list(arguments), context, resilient_parsing=resilient)
    return str(context.command_path)


def test_cli_page_is_what_the_program_says() -> None:
    """docs/cli.md is exactly what the help texts give now."""
    page = text_of("docs/cli.md")
    assert page == make_cli.rendered(), "docs/cli.md is out of date; write it anew with: make docs"


def test_cli_page_lists_every_command_and_option() -> None:
    """Each command has its section, and each option its row, whatever the generator does."""
    page = text_of("docs/cli.md")
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            continue
        section = page.partition(f"\n## tracker {name}\n")[2].partition("\n## ")[0]
        assert section, f"tracker {name} is missing; write docs/cli.md anew with: make docs"
        for parameter in command.params:
            shown = parameter.opts[0] if parameter.param_type_name == "option" else parameter.name.upper()
            assert f"| `{shown}" in section, f"tracker {name} {shown} is missing; run: make docs"


@pytest.mark.parametrize(("page", "line"), sorted(set(command_lines())))
def test_printed_command_lines_are_understood(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever copies a command line from the documentation is not told that an option does not exist."""
    monkeypatch.chdir(tmp_path)
    words = _words(line)
    for file in (word for word in words if Path(word).suffix in {".csv", ".json", ".xlsx", ".txt"}):
        Path(file).touch()
    assert parsed(words), page


def test_messages_name_commands_that_exist() -> None:
    """A message that names the way out, as in "create it with: tracker init", names a command of the program."""
    group: Any = typer.main.get_command(app)
    named = {
        name for path in python_files("tracker/") for name in re.findall(r": tracker ([a-z][a-z-]*)", text_of(path))
    }
    assert "init" in named
    assert named <= set(group.commands)


def test_a_wrong_command_line_would_be_found() -> None:
    """The parser of these tests refuses an unknown option and an unknown command."""
    with pytest.raises(Exception, match="--sectors"):
        parsed(["list", "--sectors", "gaming"])
    with pytest.raises(AssertionError, match="there is no command"):
        parsed(["lists"])
