import pytest
from command_line import Outcome, Run

from tracker.cli import main

PYTHON_ERROR = "Traceback"


@pytest.fixture
def run(seeded_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the program on a database that holds the curated record."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)

    def run_command(*arguments: str) -> Outcome:
        capfd.readouterr()
        try:
            main(arguments)
            status = 0
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        out, err = capfd.readouterr()
        assert PYTHON_ERROR not in err
        return Outcome(status, out, err)

    return run_command
