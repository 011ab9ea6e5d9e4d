"""The commands for what a reader takes along to show."""

import builtins
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Run
from tests.support.programs import find_browser


@pytest.mark.browser
def test_picture_of_a_filter(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture of a filter says in words what it keeps."""
    monkeypatch.setenv("BROWSER_PATH", find_browser() or "")
    file = tmp_path / "didi.svg"
    outcome = run("picture", file, "--company", "didi", "--since", "2021-04", "--until", "2022")
    assert (outcome.status, outcome.out) == (0, "")
    words = re.sub("<[^>]+>", "", file.read_text(encoding="utf-8"))
    assert re.search(r"DiDi: \d+ events, April 2021 to December 2022", words)
    assert "Company: DiDi; Period: April 2021 to December 2022" in words
    assert "Source: China tech regulation tracker, record of " in words


def test_picture_without_its_package(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, one sentence says what to do, and no file is left."""
    whole = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("kaleido"):
            raise ImportError(name)
        return whole(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    outcome = run("picture", tmp_path / "a.png")
    assert outcome.status == 1
    assert outcome.err == ("Pictures need a further package: pip install 'china-tech-regulation-tracker[pictures]'.\n")
    assert list(tmp_path.glob("a*")) == []


def test_picture_without_a_browser(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no browser is found, one sentence says so."""
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nowhere"))
    outcome = run("picture", tmp_path / "a.png")
    assert outcome.status == 1
    assert outcome.err.startswith("Pictures need Chromium or Chrome on this machine; ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("a.gif",), "has to end in one of: .png, .svg, .pdf"), (("a.png", "--search", "qqqq"), "keeps no event")],
)
def test_picture_that_cannot_be(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """Another ending, or a filter that keeps nothing, is a sentence and no picture."""
    outcome = run("picture", *arguments)
    assert outcome.status == 2
    assert says in outcome.err


@pytest.mark.parametrize(("form", "begins"), [("text", "China tech"), ("bibtex", "@misc{"), ("ris", "TY  - ELEC")])
def test_cite(run: Run, form: str, begins: str) -> None:
    """An event is cited in each format, with its sources."""
    outcome = run("cite", "didi-app-returns-to-stores", "--format", form, "--url", "https://tracker.example/")
    assert outcome.status == 0
    assert outcome.out.startswith(begins)
    assert "https://tracker.example/" in outcome.out
    assert "ources: " in outcome.out
    assert run("cite", "no-such-event").status == 2
