"""``names``, ``rename`` and ``merge-names``; what ``check`` and ``status`` say of the history's end and the clock."""

import json
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url

from tests.support.command_line import NEW_EVENT, Run
from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.read_models import TermRow
from tracker.resources import migrations_folder
from tracker.store import add_terms
from tracker.vocabulary import TermType

NAMES = ("--sector", "Robotics", "--sector", "机器人", "--thread", "Robot rules")


def named(run: Run, *arguments: str) -> dict[str, dict[str, object]]:
    """Return what ``tracker names`` lists, by key."""
    lines = run("names", *arguments, "--format", "json").out.splitlines()
    return {each["key"]: each for each in map(json.loads, lines)}


def test_names_are_listed_renamed_and_merged(run: Run) -> None:
    """The key stays, old names and old keys lead on, the history tells it, and an undo takes it back."""
    assert run(*NEW_EVENT, *NAMES).status == 0
    found = named(run, "--search", "robot")
    assert {key: each["name"] for key, each in found.items()} == {"robotics": "Robotics", "robot-rules": "Robot rules"}
    renamed = ("--to", "Robots", "--name-zh", "机器", "--why", "shorter")
    assert run("rename", "sector", "ROBOTICS", *renamed).out == "robotics\n"
    merged = run("merge-names", "sector", "机器", "机器人")
    assert (merged.out, merged.err) == ("robotics\n", "sector-a4d14414 leads to robotics; that changed 1 event.\n")
    robotics = named(run, "sector")["robotics"]
    assert (robotics["name"], robotics["name_zh"], robotics["events"]) == ("Robots", "机器", 1)
    assert (robotics["aliases"], robotics["former_keys"]) == (["Robotics", "机器人"], ["sector-a4d14414"])
    for old in ("sector-a4d14414", "机器人", "robotics"):
        (event,) = json.loads(run("list", "--sector", old, "--format", "json").out)
        assert event["sectors"] == ["robotics"]
    assert "Names merged by local editor: term sector/robotics" in run("history", "sector/robotics").out
    assert run("check").status == 0
    number = run("history", "sector/sector-a4d14414").out.split(" ")[0]
    assert run("undo", number).status == 0
    assert "sector-a4d14414" in named(run, "sector")
    assert run("check").status == 0


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("rename", "sector", "nothing", "--to", "X"), 2, "“nothing” is no sector of the record"),
        (("rename", "sector", "gaming", "--to", ""), 2, "name: This is needed."),
        (
            ("rename", "sector", "gaming", "--alias", "Cloud computing"),
            2,
            "leads to another entry already, “Cloud computing”",
        ),
        (("merge-names", "sector", "gaming", "gaming"), 2, "cannot be merged with itself"),
        (("rename", "sector", "gaming", "--to", "X", "--version", "9"), 1, "changed by somebody else"),
        (("history", "sector/nothing"), 2, "There is no name “sector/nothing” in the record."),
    ],
)
def test_what_cannot_be_done_is_a_sentence(run: Run, arguments: tuple[str, ...], status: int, sentence: str) -> None:
    """Nothing is changed, and the sentence says why."""
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (status, "")
    assert sentence in outcome.err


def test_a_key_of_an_earlier_version_has_a_way_out(run: Run, seeded_url: str) -> None:
    """The check says what to do about a key that no longer would do, and after that it is content."""
    with writing(open_engine(seeded_url)) as session:
        add_terms(session, [TermRow(TermType.THREAD, "Robot rules", "Robot rules", None)], actor=Actor("Ann"))
    assert run(*NEW_EVENT, "--thread", "Robot rules").status == 0
    found = run("check")
    assert (found.status, "merge this one into that: tracker merge-names" in found.out) == (1, True)
    slug = json.loads(run("list", "--thread", "Robot rules", "--format", "json").out)[0]["slug"]
    assert run("edit", slug, "--thread", "Rules for robots").status == 0
    assert run("merge-names", "thread", "Rules for robots", "Robot rules").status == 0
    assert run("rename", "thread", "Rules for robots", "--to", "Robot rules").status == 0
    assert run("check").status == 0
    (event,) = json.loads(run("list", "--thread", "Robot rules", "--format", "json").out)
    assert event["thread"] == "rules-for-robots"


def test_init_of_an_older_database_writes_its_tables_anew(run: Run, seeded_url: str) -> None:
    """What was made otherwise by an earlier version, such as the text that is searched, is no lasting difference."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    # Without the product's own settings SQLite leaves foreign keys alone, as an upgrade does while it changes tables.
    with create_engine(seeded_url).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        connection.exec_driver_sql("UPDATE event SET search_text = 'as it was made before' WHERE id = 1")
    assert run("init").status == 0
    assert run("check").status == 0
    with sqlite3.connect(str(make_url(seeded_url).database)) as file:
        ((text,),) = file.execute("SELECT search_text FROM event WHERE id = 1")
    assert text != "as it was made before"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE term SET name = 'x' WHERE key = 'gaming'", "term sector gaming: name is “x” in the tables"),
        ("DELETE FROM measure_stage WHERE position = 0", "is missing in the tables"),
        ("UPDATE coding SET stance = 3", "stance is"),
        ("UPDATE event SET first_on = '1999-99-99' WHERE id = 1", "first_on is “1999-99-99” in the tables"),
    ],
)
def test_check_finds_what_was_changed_past_the_history(
    run: Run, seeded_url: str, statement: str, sentence: str
) -> None:
    """In any table; a rebuild puts it right."""
    with sqlite3.connect(str(make_url(seeded_url).database)) as file:
        file.execute(statement)
    found = run("check")
    assert found.status == 1
    assert sentence in found.out
    assert run("rebuild").status == 0
    assert run("check").status == 0


def test_a_lost_end_is_found_with_what_status_and_backup_printed(run: Run, seeded_url: str, tmp_path: Path) -> None:
    """The chain that is left holds in itself, so only digest and count from outside can tell."""
    assert run(*NEW_EVENT).status == 0
    status = json.loads(run("status", "--format", "json").out)
    known = ("--digest", status["digest"], "--count", str(status["changes"]))
    said = run("backup", f"{tmp_path}/record.jsonl").out
    assert f"{status['changes']} changes" in said
    assert status["digest"] in said
    assert status["clock"] == "right"
    assert run("check", *known).status == 0
    with sqlite3.connect(str(make_url(seeded_url).database)) as file:
        file.execute("DROP TRIGGER revision_no_delete")
        file.execute("DELETE FROM revision WHERE id = (SELECT max(id) FROM revision)")
    assert run("rebuild").status == 0
    assert run("check").status == 0
    lost = run("check", *known)
    assert lost.status == 1
    assert "its end is lost" in lost.out
    assert run("check", *known[:2]).status == 1


def test_a_clock_that_was_set_back_is_said(run: Run, seeded_url: str) -> None:
    """A row from the future: the next change is saved, status and check say so, and it is no error."""
    with sqlite3.connect(str(make_url(seeded_url).database)) as file:
        file.execute("DROP TRIGGER revision_no_update")
        file.execute("CREATE TEMP TABLE last AS SELECT max(id) AS id FROM revision")
        file.execute("UPDATE revision SET recorded_at = '2999-01-01 00:00:00.000000' WHERE id = (SELECT id FROM last)")
    assert run(*NEW_EVENT).status == 0
    assert "recorded at 2999-01-01 00:00 UTC" in run("status").out
    newest = json.loads(run("history", "--limit", "1", "--format", "json").out)[0]
    assert newest["at"] == "2999-01-01T00:00:00Z"
