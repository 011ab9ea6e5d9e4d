import csv
import io
import json

from tests.support.command_line import Run
from tracker.resources import seeds_folder
from tracker.seeds import read_seeds


def test_eras_are_printed_as_a_table_and_as_documents(run: Run) -> None:
    """Both hold what the curated record does; a file of them is clean for the check of the database."""
    eras = read_seeds(seeds_folder()).eras
    rows = list(csv.DictReader(io.StringIO(run("eras").out)))
    assert [row["key"] for row in rows] == [era.key for era in eras]
    assert rows[-1]["until"] == ""
    documents = json.loads(run("eras", "--format", "json").out)
    assert [each["sources"] for each in documents] == [list(era.sources) for era in eras]
    assert documents[-1]["until"] is None
    assert run("check").status == 0
