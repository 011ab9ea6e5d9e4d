"""What ``tracker history`` prints."""

import json
import re

import pytest

from tests.support.command_line import Run
from tracker.changes import action_words, field_changes
from tracker.vocabulary import Step

SLUG = "game-freeze-2018"


def test_history_speaks_the_words_of_the_history_page(run: Run) -> None:
    """Who did what, in words, with the fields that changed; the raw word stays in the data for other programs."""
    assert run("edit", SLUG, "--summary", "Shorter.", "--why", "too long").status == 0
    assert run("withdraw", SLUG, "--why", "a test").status == 0
    assert run("restore", SLUG, "--why", "a test").status == 0
    number = json.loads(run("history", SLUG, "--format", "json", "--limit", "1").out)[0]["number"]
    assert run("undo", str(number), "--why", "a test").status == 0
    shown = run("history", SLUG).out
    lines = [line for line in shown.splitlines() if not line.startswith(" ")]
    done = [re.fullmatch(r"\d+ \S+Z (.+) by .+: event game-freeze-2018", line) for line in lines]
    assert [match[1] for match in done if match] == [
        "An earlier change taken back",
        "Brought back",
        "Withdrawn",
        "Revised",
        "Added",
    ]
    assert "    review: accepted -> withdrawn" in shown.lower()
    held = json.loads(run("history", SLUG, "--format", "json").out)
    assert [each["action"] for each in held] == ["undo", "restore", "withdraw", "revise", "add"]


@pytest.mark.parametrize("step", [*Step, "add", "revise", "merge", "unmerge", "undo"])
def test_every_action_of_the_history_has_words(step: str) -> None:
    """No raw word reaches a reader."""
    assert action_words(step)[0].isupper()
    assert action_words("something new") == "something new"


def test_decisions_are_told_in_words(run: Run) -> None:
    """Neither the record's own word for a pair nor a field's own name reaches a reader."""
    heads = [line for line in run("history", "--limit", "100000").out.splitlines() if not line.startswith(" ")]
    assert any(": not the same: " in line for line in heads)
    assert not any(": distinct " in line for line in heads)
    (change,) = field_changes({"open_fields": ["title_zh", "also_called"]}, {"open_fields": []})
    assert (change.name, change.before, change.after) == ("To be decided", "Chinese title; Also called", "")
