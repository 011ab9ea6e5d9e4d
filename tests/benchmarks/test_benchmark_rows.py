"""The frame of the benchmarks: when a goal is met, missed or restated, and how pairs are measured in turn."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.sources import REPOSITORY, python_files, tree_of

FOLDER = REPOSITORY / "benchmarks"


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The frame, with a README of the test's own."""
    spec = importlib.util.spec_from_file_location("measuring", FOLDER / "measuring.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks for its module there.
    monkeypatch.setitem(sys.modules, "measuring", module)
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "README", tmp_path / "README.md")
    return module


def test_a_goal_is_met_missed_or_restated(measuring: ModuleType) -> None:
    """A missed goal is an error unless the README restates it by name and events, and then that number has to hold."""
    measuring.README.write_text(
        "<!-- restated -->\n| what | events | goal instead | why |\n| --- | --- | --- | --- |\n"
        "| CSV | 10 | 2.5 | The history is written as well. |\n<!-- end -->\n| CSV | 20 | 9 | not in the list |\n",
        encoding="utf-8",
    )
    goals = measuring.restated()
    assert goals == {("CSV", "10"): 2.5}
    verdicts = {
        (at, measured): measuring.verdict(measuring.Row("CSV", at, measured, 1.5, "floor"), goals)
        for at, measured in (("10", 1.5), ("10", 2.4), ("10", 2.6), ("20", 2.0))
    }
    assert verdicts == {
        ("10", 1.5): "met", ("10", 2.4): "missed; restated 2.5", ("10", 2.6): "MISSED", ("20", 2.0): "MISSED",
    }  # fmt: skip
    assert measuring.verdict(measuring.Row("saves", "8", 0.9, 1.0, "SQLite", is_least=True), {}) == "MISSED"
    assert measuring.verdict(measuring.Row("saves", "8", 1.1, 1.0, "SQLite", is_least=True), {}) == "met"


@pytest.mark.parametrize(("measured", "status"), [(1.4, 0), (1.6, 1)])
def test_a_missed_goal_is_an_error(
    measuring: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    measured: float,
    status: int,
) -> None:
    """A benchmark that misses a goal ends with 1, and its line says so."""
    measuring.README.write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert measuring.main(lambda _large: [measuring.Row("CSV", "10", measured, 1.5, "floor")]) == status
    assert ("MISSED" in capsys.readouterr().out) == bool(status)


def test_pairs_are_measured_in_turn(measuring: ModuleType) -> None:
    """Each round asks both sides, in the other order than the round before; what is warmed up does not count."""
    asked: list[str] = []
    found = measuring.in_turn(2, lambda: asked.append("own"), lambda: asked.append("floor"), warm_up=1)
    assert asked == ["floor", "own", "own", "floor", "floor", "own"]
    assert [len(side) for side in found] == [2, 2]
    assert measuring.ratio_of([2.0, 30.0, 4.0], [1.0, 10.0, 1.0]) == 3.0


def test_a_program_that_fails_ends_the_benchmark(measuring: ModuleType) -> None:
    """No figure is made of a program that did not do its work."""
    assert measuring.run_program(sys.executable, "-c", "pass").megabytes > 1
    with pytest.raises(SystemExit, match="no such thing"):
        measuring.run_program(sys.executable, "-c", "raise ValueError('no such thing')")


def test_every_benchmark_gives_rows() -> None:
    """Each has the one function that ``make bench`` asks, and the page has the places that it writes to."""
    for path in python_files("benchmarks/"):
        if Path(path).name.startswith("bench_"):
            assert "rows" in {getattr(node, "name", "") for node in tree_of(path).body}, path
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in ("restated", "results", "large results"):
        assert page.count(f"<!-- {name} -->\n") == 1
