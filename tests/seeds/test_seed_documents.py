import re
import tomllib

import pytest

from tracker.coders import CODING_FIELDS
from tracker.errors import InvalidDraft
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord
from tracker.seeds.form import TERM_FIELDS, TERM_FILES
from tracker.vocabulary import Certainty, Kind, Reach, SourceKind, Stance

README = (seeds_folder() / "README.md").read_text(encoding="utf-8")
TEMPLATE = (seeds_folder() / "TEMPLATE.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*EVENT_FIELDS, *SOURCE_FIELDS, *TERM_FIELDS])
def test_the_data_dictionary_has_every_field(name: str) -> None:
    """Every field of events, sources and vocabularies has its line in the README."""
    mark = "`[[sources]]`" if name == "sources" else f"`{name}`"
    assert any(mark in line for line in README.splitlines() if line.startswith("|"))


def test_the_data_dictionary_quotes_the_codebook() -> None:
    """Definitions of kinds, stances and reach are those that form and commands show, word for word."""
    for kind in Kind:
        assert f"| `{kind}` | {kind.definition} |" in README
    for stance in Stance:
        assert f"| {stance.value} | {stance.label} | {stance.definition} |" in README
    for reach in Reach:
        assert f"{reach.value} {reach.label}" in README


def test_the_readme_counts_what_is_there(shipped: SeedRecord) -> None:
    """Numbers in the README are those of the folder."""
    sources = sum(len(draft.sources) for _, draft in shipped.events)
    assert f"{len(shipped.events)} events" in README
    assert f"{sources:,} sources" in README
    assert f"{len(shipped.drafts)} drafts" in README
    for kind, name in TERM_FILES.items():
        assert f"| `{name}` | {sum(term.type == kind for term in shipped.terms)} |" in README
    assert f"`{','.join(CODING_FIELDS)}`" in README


def test_the_readme_says_what_the_codings_are() -> None:
    """Whoever reads an agreement figure is told that machines helped and that people have yet to review."""
    assert "machine-assisted" in README
    assert "await review by people" in README


def test_the_template_has_every_field_and_every_word() -> None:
    """A person needs no second page to fill it in."""
    for name in (*EVENT_FIELDS, *SOURCE_FIELDS):
        assert re.search(rf"^(?:# )?{name} = |^\[\[{name}\]\]", TEMPLATE, re.MULTILINE), name
    for word in (*Kind, *SourceKind, *Certainty):
        assert word in TEMPLATE
    for level in (*Stance, *Reach):
        assert f"{level.value} {level.label}" in " ".join(TEMPLATE.replace("#", " ").split())


def test_an_empty_template_says_what_is_missing() -> None:
    """The template is readable as it is; the checker then names exactly the fields that are needed."""
    with pytest.raises(InvalidDraft) as refusal:
        parse_event(tomllib.loads(TEMPLATE))
    needed = ["title", "date", "kind", "stance", "stance_reason", "reach", "sources.0.url"]
    assert list(refusal.value.problems) == needed
