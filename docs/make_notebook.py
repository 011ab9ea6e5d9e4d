"""Run the cells of docs/notebook.ipynb and write what they give below them; a part of ``make docs``.

The cells are run here and not by Jupyter's own programs: those bring a server, a kernel and some thirty packages, and
the notebook needs of them only that its cells run one after the other and show their last value.
"""  # noqa: INP001

import ast
import contextlib
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parent / "notebook.ipynb"

Cell = dict[str, Any]


def run_cells(cells: list[Cell]) -> list[Cell]:
    """Return the cells of a notebook with what they give now; each sees what those before it have made.

    Raises:
        Exception: whatever a cell raises.
    """
    names: dict[str, Any] = {}
    count = 0
    done = []
    for cell in cells:
        if cell["cell_type"] == "code":
            count += 1
            cell = cell | {"execution_count": count, "outputs": _outputs("".join(cell["source"]), names, count)}  # noqa: PLW2901
        done.append(cell)
    return done


def _outputs(source: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    shown = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, f"cell {count}", "exec"), names)  # noqa: S102 - the notebook's own cells
        value = eval(compile(shown, f"cell {count}", "eval"), names) if shown else None  # noqa: S307 - the same
    found: list[dict[str, Any]] = []
    if said.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": said.getvalue().splitlines(keepends=True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        found.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return found


def rendered(notebook: dict[str, Any]) -> str:
    """Return a notebook as its file holds it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def read() -> dict[str, Any]:
    """Return the notebook as it stands."""
    notebook: dict[str, Any] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return notebook


if __name__ == "__main__":
    from tracker.cli import main

    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{folder}/tracker.db"
        with contextlib.suppress(SystemExit):
            main(["init"])
        found = read()
        NOTEBOOK.write_text(rendered(found | {"cells": run_cells(found["cells"])}), encoding="utf-8")
