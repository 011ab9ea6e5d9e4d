"""The table of an Event's fields: what is written out elsewhere agrees with it, and a new row reaches every place."""

import csv
import dataclasses
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from draft_samples import VALID, draft_with

from tests.support.makers import make_draft
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, SourceDraft
from tracker.event.fields import BLANKS, CONTENT, DERIVED_NAMES, EVENT_FIELDS, SOURCE_FIELDS, STORED
from tracker.migrations import HEAD
from tracker.models import Event, Source
from tracker.read_models import EventRow, SourceRow
from tracker.store.merging import unite
from tracker.store.projection import used_names
from tracker.store.terms import with_keys

REPOSITORY = Path(__file__).parents[2]

ROW = """    Field(
        "venue", "Venue", "text", "Where it was made public.", "A press conference",
        hint="Where it was made public.", asks="Where it was made public.", changes="A new venue.",
    ),
"""
NEXT = f"{int(HEAD) + 1:04}"
STEP = f'''"""Venues."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("venue", sa.String(), nullable=False, server_default=""))
'''
EDITS = {
    "tracker/event/fields.py": ('    Field("sources",', ROW + '    Field("sources",'),
    "tracker/event/draft.py": ('    date_evidence: str = ""\n', '    date_evidence: str = ""\n    venue: str = ""\n'),
    "tracker/read_models.py": ("    date_evidence: str\n", "    date_evidence: str\n    venue: str\n"),
    "tracker/models.py": ("    review_state: str\n", '    venue: str = ""\n    review_state: str\n'),
    "tracker/migrations.py": (f'HEAD = "{HEAD}"', f'HEAD = "{NEXT}"'),
}
"""All that a new field of text needs, and a migration."""

READ_ALL = """
import sys
sys.path.insert(0, "docs")
from make_cli import rendered as of_commands
from make_tables import rendered as of_tables
from tracker.web.form_state import FormState
assert "venue" in FormState("add").fields and "venue" in FormState("add").texts
assert "| `venue` | text | JSON and seed | Where it was made public. |" in of_tables(open("docs/data.md").read())
assert of_commands().count("`--venue TEXT`") == 2
"""


def test_what_is_written_out_has_the_fields_of_the_table() -> None:
    """The draft, the row that reads return and the database's table have the table's fields, and no others."""
    assert tuple(each.name for each in dataclasses.fields(SourceRow)) == SOURCE_FIELDS
    assert set(SOURCE_FIELDS) <= Source.model_fields.keys()
    beside = {"precision", "approximate", "version"}
    of_row = {each.name for each in dataclasses.fields(EventRow)}
    assert of_row == {*EVENT_FIELDS, *STORED, *DERIVED_NAMES, *beside}
    assert Event.model_fields.keys() == {*STORED, *DERIVED_NAMES, *beside, "id", "thread_id", "search_text"}


@pytest.mark.parametrize("name", [name for name, field in CONTENT.items() if not field.needed and name != "sources"])
def test_an_empty_field_is_blank_as_the_table_says(name: str) -> None:
    """What the table gives for nothing is what a draft holds."""
    blank = VALID["date"] if name == "date_text" else CONTENT[name].blank
    assert getattr(draft_with(), name) == blank


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": ""}, "title"), ({"date": "not a date"}, "date"), ({"sources": ()}, "sources"), ({"x": 1}, "x"),
     ({"sources": [{"url": "page"}]}, "sources.0.url"), ({"stance": 4}, "stance")],
)  # fmt: skip
def test_a_draft_cannot_be_made_invalid(changes: dict[str, Any], field: str) -> None:
    """Made directly or as a copy of another, a draft is refused in the words of ``parse_event``."""
    with pytest.raises(InvalidDraft) as expected:
        draft_with(**changes)
    with pytest.raises(InvalidDraft) as made:
        EventDraft(**{**VALID, **changes})
    with pytest.raises(InvalidDraft) as copied:
        draft_with().model_copy(update=changes)
    assert expected.value.problems == made.value.problems == copied.value.problems
    assert set(made.value.problems) == {field}


def test_a_source_cannot_be_made_invalid() -> None:
    """A source that stands alone is validated as well."""
    with pytest.raises(InvalidDraft, match="url: "):
        SourceDraft(url="page")


@pytest.mark.slow
def test_a_new_field_is_one_row_and_its_attributes(tmp_path: Path) -> None:
    """One row reaches form, commands, export and documentation; an Event that is older than the row goes on."""
    for name in ("tracker", "docs", "db"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.db*"))
    (tmp_path / "seeds").symlink_to(REPOSITORY / "seeds")
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for path, (old, new) in EDITS.items():
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, path
        (tmp_path / path).write_text(text.replace(old, new), encoding="utf-8")
    (tmp_path / "db/migrations/versions" / f"{NEXT}_venues.py").write_text(STEP, encoding="utf-8")

    def run(*arguments: str, home: Path = tmp_path) -> str:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = kept | {
            "PYTHONPATH": str(home),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TRACKER_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}",
        }
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("-c", READ_ALL)
    code = ["--date", "2022-04-11", "--kind", "rule", "--stance", "-2", "--reason", "It binds", "--reach", "3",
            "--source", "https://example.org/page", "--force"]  # fmt: skip
    run("-m", "tracker", "init", "--empty", home=REPOSITORY)
    run("-m", "tracker", "add", "--title", "Older", *code, home=REPOSITORY)
    run("-m", "tracker", "init", "--empty")
    run("-m", "tracker", "add", "--title", "Rules", "--venue", "A website", *code)
    older, row = csv.DictReader(io.StringIO(run("-m", "tracker", "export", "-", "--format", "csv").lstrip("\ufeff")))
    assert older["venue"] == ""
    assert row["venue"] == "A website"
    run("-m", "tracker", "check", "db")
    for slug in (older["slug"], row["slug"]):
        run("-m", "tracker", "edit", slug, "--venue", "A hall")
    assert "A hall" in run("-m", "tracker", "show", row["slug"], "--format", "json")
    run("-m", "tracker", "check", "db")


@pytest.mark.parametrize("name", [name for name in BLANKS if name != "sources"])
def test_a_document_older_than_a_field_has_no_names_under_it(name: str) -> None:
    """Names are gathered, replaced and united in a document that lacks any field that need not be filled."""
    whole = make_draft(sectors=["gaming"], thread="a-story").model_dump(mode="json")
    old = {field: value for field, value in whole.items() if field != name}
    assert set(used_names(old)) <= set(used_names(whole))
    assert with_keys(old, {("sector", "gaming"): "games"}).get("sectors") in (["games"], None)
    assert unite(old, old)["title"] == whole["title"]
