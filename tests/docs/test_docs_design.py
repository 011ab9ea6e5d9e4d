"""docs/design.md shows the layers and the imports as they are."""

from pathlib import Path

import house
import make_tables

PAGE = (Path(__file__).parents[2] / "docs" / "design.md").read_text(encoding="utf-8")


def test_the_plan_is_what_the_code_gives() -> None:
    """The layers are those that import-linter keeps, and the arrows are the imports."""
    assert make_tables.rendered(PAGE) == PAGE, "the plan in docs/design.md is out of date; write it anew: make docs"


def test_every_import_follows_arrows() -> None:
    """An arrow that was left out is a way of several others; no arrow is there without an import."""
    imported, arrows = house.imported(), house.arrows()
    for box, others in imported.items():
        reached, ahead = set(), list(arrows[box])
        while ahead:
            reached.add(ahead[-1])
            ahead += arrows[ahead.pop()]
        assert others <= reached, box
        assert set(arrows[box]) <= others, box
