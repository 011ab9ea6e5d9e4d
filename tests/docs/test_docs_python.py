"""docs/python.md runs as it stands there, and docs/notebook.ipynb shows what its cells give."""

import re
from typing import Any

import make_notebook
import pytest
from sqlalchemy import make_url

from tests.support.sources import text_of
from tracker import open_record
from tracker.reader import FilterValues, OpenRecord

PAGE = text_of("docs/python.md")


@pytest.fixture
def own_record(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the examples open the curated record."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    return seeded_url


def test_the_examples_run(own_record: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One after the other, in one program."""
    assert make_url(own_record).database
    names: dict[str, Any] = {}
    examples = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert len(examples) == 3
    for text in examples:
        exec(compile(text, "docs/python.md", "exec"), names)  # noqa: S102 - the page's own examples
    said = capsys.readouterr().out
    assert "Video game licence approvals stop" in said
    assert "near ones are: gaming" in said


def test_the_page_tells_of_every_call_and_condition() -> None:
    """What a record offers stands in the table, and each condition in the text."""
    offered = [name for name in vars(OpenRecord) if not name.startswith("_") and name != "close"]
    assert sorted(re.findall(r"^\| `record\.(\w+)\(", PAGE, re.MULTILINE)) == sorted(offered)
    told = PAGE.partition("The filters are those")[2].partition("## ")[0]
    assert [name for name in FilterValues.__annotations__ if f"`{name}`" not in told] == []


@pytest.mark.parametrize("name", ["events", "index", "measures", "changes"])
def test_the_page_names_the_columns_of_each_table(own_record: str, name: str) -> None:
    """All of them, in their order."""
    assert own_record
    with open_record() as record:
        rows = record.index(2022, 2022, band=False) if name == "index" else getattr(record, name)()
    (told,) = re.findall(rf"^\| `{name}` \| (.+) \|$", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", told) == list(rows.columns())


@pytest.mark.slow
def test_the_notebook_shows_what_its_cells_give(own_record: str) -> None:
    """Its cells run in their order, and what stands below each is what it gives; it is a notebook of version 4.5."""
    with open_record(own_record) as record:
        assert record.events()
    notebook = make_notebook.read()
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    made = notebook | {"cells": make_notebook.run_cells(notebook["cells"])}
    assert make_notebook.rendered(made) == text_of("docs/notebook.ipynb"), "run it anew: make docs"


def test_a_cell_that_fails_is_an_error() -> None:
    """The runner hides nothing, and shows what is printed before the last value."""
    cell = {"cell_type": "code", "source": ["print(1)\n", "2"]}
    (done,) = make_notebook.run_cells([cell])
    assert [each["output_type"] for each in done["outputs"]] == ["stream", "execute_result"]
    assert done["outputs"][1]["data"] == {"text/plain": ["2"]}
    with pytest.raises(ZeroDivisionError):
        make_notebook.run_cells([{"cell_type": "code", "source": ["1 / 0"]}])
