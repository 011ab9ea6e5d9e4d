"""The proof that nothing of the gathered facts was lost or invented finds what it is to find."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.seeds.carried import DECIDED, differences, read_decided, read_decisions
from tracker.resources import seeds_folder
from tracker.seeds import read_seeds

FolderMaker = Callable[..., Path]

FACT: dict[str, Any] = {
    "id": "a-rule",
    "title": "A rule is published",
    "date": "2022-05-17",
    "kind": "rule",
    "stance": -2,
    "stance_reason": "It binds",
    "reach": 3,
    "certainty": "high",
    "sectors": ["gaming"],
    "people": [],
    "date_evidence": "",
    "sources": [{"url": "https://example.org/page", "publisher": "Example", "published": None, "language": None}],
}
CORRECTIONS = "# Corrections\n\n## a-rule\n\n- The page: Another day. Decision: Kept. Changed: nothing.\n"


def facts(folder: Path, *, corrections: int = 1, **changes: Any) -> Path:
    """Write a folder of gathered facts about one event."""
    folder.mkdir()
    second = {"new_events": [], "new_sources": [], "public_on": [], "new_vocabulary": {"people": []}}
    second["corrections"] = [{"event": "a-rule", "text": "Another day."}] * corrections
    words = {"sectors": [{"key": "gaming"}], "agencies": [], "companies": [], "threads": []}
    for name, content in (("events", [FACT | changes]), ("update_2", second), ("vocabulary", words)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (folder / "second_coding.csv").write_text(
        'id,coder,stance,reach,reason\na-rule,second,-1,3,"Narrow, but binding"\n', encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"title": "Another"}, "other than gathered: a-rule title"),
        ({"date_evidence": "Seen only as addresses, seen only as addresses."}, "lost: draft a-rule"),
        ({"sources": [*FACT["sources"], {**FACT["sources"][0], "url": "https://example.org/b"}]}, "lost: source"),
        ({"sources": [{**FACT["sources"][0], "seen": "link"}]}, "other than gathered: a-rule https"),
        ({"id": "b-rule"}, "invented: event a-rule"),
        ({"corrections": 2}, "corrections of a-rule: 2 gathered, 1 decided"),
    ],
)
def test_each_difference_is_found(
    make_folder: FolderMaker, tmp_path: Path, changes: dict[str, Any], problem: str | None
) -> None:
    """What is equal is no difference; what is lost, invented or other has its sentence."""
    folder = make_folder({"CORRECTIONS.md": CORRECTIONS})
    _, problems = differences(facts(tmp_path / "facts", **changes), folder, {})
    assert problems == [] if problem is None else any(each.startswith(problem) for each in problems)


def test_a_listed_change_is_allowed_and_has_to_be_one(make_folder: FolderMaker, tmp_path: Path) -> None:
    """The list of decisions is held to what it says in both directions."""
    folder = make_folder({"CORRECTIONS.md": CORRECTIONS.replace("nothing", "`title`")})
    decided = {("a-rule", "title"): str(FACT["title"])}
    assert differences(facts(tmp_path / "other", title="Another"), folder, decided)[1] == []
    (problem,) = differences(facts(tmp_path / "third", title="Another"), folder, {("a-rule", "title"): "A third"})[1]
    assert problem.startswith("other than decided: a-rule title")
    (problem,) = differences(facts(tmp_path / "same"), folder, decided)[1]
    assert problem == "listed as changed, but as it was gathered: a-rule title"


def test_the_words_of_a_note_may_be_changed_where_it_is_listed(make_folder: FolderMaker, tmp_path: Path) -> None:
    """A note in other words is a difference, unless it is listed and holds what was decided."""
    gathered = facts(tmp_path / "facts", sources=[{**FACT["sources"][0], "note": "in a stored note"}])
    plain = make_folder({"CORRECTIONS.md": CORRECTIONS})
    assert differences(gathered, plain, {})[1] == ["other than gathered: a-rule https://example.org/page note"]
    (plain / "CORRECTIONS.md").write_text(
        CORRECTIONS + "\n# Words on sources\n\n- Changed: `a-rule`.\n", encoding="utf-8"
    )
    assert differences(gathered, plain, {("a-rule", "note"): ""})[1] == []
    (problem,) = differences(facts(tmp_path / "same"), plain, {("a-rule", "note"): ""})[1]
    assert problem == "listed as changed, but as it was gathered: a-rule note"


def test_every_decision_is_about_an_event_of_the_record() -> None:
    """The list that ships names events that are there."""
    decisions = read_decisions((seeds_folder() / "CORRECTIONS.md").read_text(encoding="utf-8"))
    record = read_seeds(seeds_folder())
    known = {slug for slug, _ in (*record.events, *record.drafts)}
    assert decisions.changed.keys() | decisions.kinds.keys() <= known
    assert sum(decisions.corrections.values()) == 43
    assert {slug for slug, _ in read_decided(DECIDED)} <= decisions.changed.keys()
