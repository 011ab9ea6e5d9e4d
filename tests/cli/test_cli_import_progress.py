"""How far an import has come, as the command tells it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.command_line import Run
from tests.support.tables import write_events
from tracker.cli import importing, options

ROWS = 1100

Report = Callable[[str, int, int | None], None]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What the bar is told, in place of the bar, which waits for a second and for a terminal."""
    reports: list[tuple[str, int]] = []

    @contextmanager
    def bar() -> Iterator[Report]:
        yield lambda step, done, _total: reports.append((step, done))

    monkeypatch.setattr(importing, "delayed_bar", bar)
    return reports


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_an_import_tells_how_many_rows_are_read(
    run: Run, tmp_path: Path, told: list[tuple[str, int]], arguments: tuple[str, ...]
) -> None:
    """With and without writing, the count grows while the rows are read, so that nobody looks at a still screen."""
    file = tmp_path / "many.csv"
    write_events(file, ROWS)
    outcome = run("import", str(file), *arguments)
    assert outcome.status == 0
    assert outcome.out.startswith(f"{ROWS} new")
    assert told[:2] == [("rows", 500), ("rows", 1000)]


def test_a_bar_that_nobody_sees_leaves_no_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what is told goes into a file, it is the same whether a step was quick or slow."""
    monkeypatch.setattr(options, "_SECONDS_UNSEEN", 0.0)
    with options.delayed_bar() as report:
        report("rows", 1, 2)
        report("rows", 2, 2)
    assert capsys.readouterr().err == ""
