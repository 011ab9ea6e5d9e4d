"""What every box for several choices has in common."""

import ast
from pathlib import Path

import tracker.web

FOLDER = Path(tracker.web.__file__).parent


def multiselects() -> list[tuple[str, dict[str | None, ast.expr]]]:
    """Return the keywords of each call that draws such a box, with its place."""
    return [
        (f"{file.name}:{node.lineno}", {each.arg: each.value for each in node.keywords})
        for file in sorted(FOLDER.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "multiselect"
    ]


def test_no_box_offers_to_choose_everything() -> None:
    """Choosing nothing means all, so a press on hundreds of names or events would only be a mistake."""
    boxes = multiselects()
    assert len(boxes) >= 5
    for place, keywords in boxes:
        chosen = keywords.get("select_all")
        assert isinstance(chosen, ast.Constant), place
        assert chosen.value is False, place
