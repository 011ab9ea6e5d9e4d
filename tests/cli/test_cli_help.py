"""What ``tracker --help`` prints."""

from typing import Any

import pytest
import typer

from tests.support.command_line import Run
from tracker.cli.program import app

WIDTH = 80


def test_no_description_is_cut_at_eighty_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first sentence on each command stands there whole, on as many lines as it takes, and no line is wider."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    shown = run("--help").out
    assert max(map(len, shown.splitlines())) <= WIDTH
    assert "..." not in shown.partition("Commands:")[2]
    words = " ".join(shown.split())
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        sentence = " ".join(command.help.split()).partition(". ")[0].rstrip(".")
        assert f"{name} {sentence}" in words
