"""The shipped record, read once, and small folders of records made for one test."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, read_seeds

TODAY = dt.date(2026, 11, 25)

EVENT = """\
title = "A rule is published"
date = "2022-05-17"
kind = "rule"
stance = -2
stance_reason = "It binds"
reach = 3
certainty = "high"
sectors = ["gaming"]

[[sources]]
url = "https://example.org/page"
publisher = "Example"
"""

SECTORS = """\
[[sector]]
key = "gaming"
name = "Games"
"""

CODINGS = """\
slug,coder,stance,reach,reason
a-rule,second,-1,3,"Narrow, but binding"
"""

FolderMaker = Callable[..., Path]


@pytest.fixture
def today() -> dt.date:
    """Return the day that counts as the present in these tests."""
    return TODAY


@pytest.fixture(scope="session")
def shipped() -> SeedRecord:
    """Return the record that the project ships."""
    return read_seeds(seeds_folder())


@pytest.fixture
def event_text() -> str:
    """Return the text of the event in a sound folder."""
    return EVENT


@pytest.fixture
def make_folder(tmp_path: Path) -> FolderMaker:
    """Return a function that writes a sound folder with one event, changed by place; None leaves a file out."""

    def make(changes: dict[str, str | bytes | None] | None = None) -> Path:
        files: dict[str, str | bytes | None] = {
            "events/2022/a-rule.toml": EVENT,
            "sectors.toml": SECTORS,
            "codings.csv": CODINGS,
        }
        for place, content in (files | (changes or {})).items():
            if content is None:
                continue
            path = tmp_path / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make
