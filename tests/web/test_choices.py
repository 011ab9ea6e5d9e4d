"""What every box for several choices has in common."""

import ast

from tests.support.sources import nodes_of, python_files


def multiselects() -> list[tuple[str, dict[str | None, ast.expr]]]:
    """Return the keywords of each call that draws such a box, with its place."""
    return [
        (f"{path}:{node.lineno}", {each.arg: each.value for each in node.keywords})
        for path in python_files("tracker/web/")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "multiselect"
    ]


def test_no_box_offers_to_choose_everything() -> None:
    """Choosing nothing means all, so a press on hundreds of names or events would only be a mistake."""
    boxes = multiselects()
    assert boxes
    for place, keywords in boxes:
        chosen = keywords.get("select_all")
        assert isinstance(chosen, ast.Constant), place
        assert chosen.value is False, place
