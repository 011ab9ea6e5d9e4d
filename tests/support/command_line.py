"""What tests of the command line share: how a command ended, the fixture that runs one, and an event to add."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker.cli import main

NEW_EVENT = (
    "add", "--title", "Regulator meets platforms", "--date", "3 June 2026", "--kind", "signal", "--stance", "1",
    "--reason", "A promise", "--reach", "3", "--source", "https://example.org/meeting",
)  # fmt: skip


class Outcome(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


def status_of(*arguments: object) -> int:
    """Run the program in this process and return its exit status."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


@pytest.fixture
def run(seeded_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the program, on a database that holds the curated record unless another is named."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)

    def run_command(*arguments: object) -> Outcome:
        capfd.readouterr()
        status = status_of(*arguments)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Outcome(status, out, err)

    return run_command


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's own folder."""
    monkeypatch.chdir(tmp_path)
