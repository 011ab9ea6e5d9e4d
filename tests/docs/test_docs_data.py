"""docs/data.md names every column, field, setting and word that the program has."""

from enum import Enum

import make_tables
import pytest

from tests.support.sources import text_of
from tracker.coders import CODING_COLUMNS
from tracker.event.fields import (
    COLUMNS,
    DERIVED_NAMES,
    EVENT_FIELDS,
    REASON_LENGTH,
    SOURCE_COLUMNS,
    SOURCE_FIELDS,
    TEXT_LENGTH,
    TITLE_LENGTH,
)
from tracker.exports import event_document
from tracker.exports.eras import ERA_COLUMNS
from tracker.market.results import STUDY_COLUMNS
from tracker.read_models import EventRow, Way
from tracker.seeds.form import TERM_FIELDS
from tracker.sentiment import ANNOUNCED_COLUMNS, INDEX_COLUMNS
from tracker.settings import SETTINGS
from tracker.vocabulary import (
    Certainty,
    Kind,
    Origin,
    Precision,
    Reach,
    ReviewState,
    Role,
    Seen,
    SourceKind,
    Stance,
    TermType,
)

PAGE = text_of("docs/data.md")


def section(heading: str) -> str:
    """Return the text below a heading up to the next one of any level."""
    assert f"\n{heading}\n" in PAGE, f"docs/data.md has no section {heading}"
    lines = PAGE.partition(f"\n{heading}\n")[2].splitlines()
    end = next((place for place, line in enumerate(lines) if line.startswith("#")), len(lines))
    return "\n".join(lines[:end])


def row_names(text: str) -> list[str]:
    """Return the first cell of each row of the tables in a text, without its quotes."""
    rows = [line.strip("|").split("|")[0].strip(" `") for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows if row != "---"]


def test_tables_are_what_the_program_gives() -> None:
    """Every made table is exactly what the vocabularies, columns and settings give now."""
    assert make_tables.rendered(PAGE) == PAGE, "a table of docs/data.md is out of date; write it anew: make docs"


def test_every_column_is_listed_in_its_order() -> None:
    """The table of columns is the list of exported columns."""
    listed = row_names(section("## One event"))
    assert listed[1:] == [column.name for column in COLUMNS]
    assert all(f"`{name}`" in section("## One event") for name in DERIVED_NAMES)


def test_needed_columns_are_named() -> None:
    """The sentence on what an import needs names exactly the needed columns."""
    sentence = " ".join(section("## One event").split()).partition("to be imported needs ")[2].partition(";")[0]
    assert {word.strip("`,") for word in sentence.split()} - {"and"} == {each.name for each in COLUMNS if each.needed}


def test_every_form_of_a_cell_is_explained() -> None:
    """Each form that a column names has its row."""
    assert set(row_names(section("### Forms"))[1:]) == {column.form for column in COLUMNS}


def test_every_field_of_documents_and_seed_files_is_listed(an_event: EventRow) -> None:
    """What a JSON object and a seed file hold is in the table, source fields included."""
    text = section("## One event")
    assert all(f"`{name}`" in text for name in {*event_document(an_event), *EVENT_FIELDS, *SOURCE_FIELDS})
    for name in EVENT_FIELDS:
        row = next((line for line in text.splitlines() if line.startswith(f"| `{name}` |")), "sources and seed")
        assert "seed" in row
    assert set(SOURCE_COLUMNS.values()) == set(SOURCE_FIELDS)


def test_lengths_are_those_of_the_drafts() -> None:
    """The limits of texts in the page are the limits that drafts keep."""
    limits = f"{TITLE_LENGTH} characters for titles, {REASON_LENGTH:,} for reasons and {TEXT_LENGTH:,} for summaries"
    assert limits in PAGE


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("### `kind`", Kind),
        ("### `certainty`", Certainty),
        ("### `review_state`", ReviewState),
        ("### `origin`", Origin),
        ("### `precision`", Precision),
        ("### `source_kinds`", SourceKind),
        ("### `source_seen`", Seen),
        ("### `way`", Way),
        ("### Roles", Role),
    ],
)
def test_every_word_has_its_meaning(heading: str, words: type[Enum]) -> None:
    """Each member of a closed list has one row, in the list's order, with a meaning beside it."""
    text = section(heading)
    assert row_names(text)[1:] == [str(word.value) for word in words]
    assert all(len(line.strip("|").split("|")[1].strip()) > 3 for line in text.splitlines() if line.startswith("| `"))


def test_every_level_has_its_meaning() -> None:
    """All levels of stance and reach are listed."""
    assert row_names(section("### `stance`"))[1:] == [stance.signed for stance in Stance]
    assert row_names(section("### `reach`"))[1:] == [str(reach.value) for reach in Reach]


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("## Vocabularies", TERM_FIELDS),
        ("## Further codings", CODING_COLUMNS),
        ("## Eras", ERA_COLUMNS),
        ("## The index", INDEX_COLUMNS),
        ("## Announcements by week or month", ANNOUNCED_COLUMNS),
        ("## An event study", tuple(STUDY_COLUMNS)),
        ("## Settings", tuple(setting.name for setting in SETTINGS)),
    ],
)
def test_every_field_has_its_row(heading: str, fields: tuple[str, ...]) -> None:
    """Each field of the other files, and each setting, has one row, in order."""
    assert tuple(row_names(section(heading))[1:]) == fields


def test_every_vocabulary_is_named() -> None:
    """The types of terms are named."""
    assert all(f"`{each.value}`" in section("## Vocabularies") for each in TermType)
