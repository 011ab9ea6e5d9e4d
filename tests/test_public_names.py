"""Public names of the package: each stands for one thing."""

import ast
from collections import defaultdict
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

SHARED: dict[str, set[str]] = {
    "main": {"api/server", "cli/program", "web/server"},  # all are where a process starts
    "open_record": {"__init__", "web/reads"},  # what people import; what a page does at the start of a run
}
"""Names that may have two homes, and these homes."""

PAGES = "web/pages/"
OF_EVERY_PAGE = "CHOICES"
"""What a page lets its reader choose: each page declares it under this name, as ``tracker.web.choices`` says."""

# The list only shrinks: a name that has one home by now has to leave it.
IN_THE_DASHBOARD = "Asked LAST_YEAR LISTS NEEDED PATH keep save"
IN_READERS_OF_TABLES = "Cell FieldChange Floats NewEvent Point Step"
LEFT_OVER = frozenset(f"{IN_THE_DASHBOARD} {IN_READERS_OF_TABLES}".split())
"""Names that still have several homes."""


def public_names(path: Path) -> set[str]:
    """Return the public classes, functions and constants that a module defines outside of others."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            found |= {part.id for part in parts if isinstance(part, ast.Name)}
    return {name for name in found if not name.startswith("_")}


def test_a_public_name_has_one_home() -> None:
    """A class, function or constant that others may import is called like no other of the package."""
    homes: dict[str, set[str]] = defaultdict(set)
    package = REPOSITORY / "tracker"
    for path in sorted(package.rglob("*.py")):
        home = path.relative_to(package).with_suffix("").as_posix().removesuffix("/__init__")
        for name in public_names(path):
            if name != OF_EVERY_PAGE or not home.startswith(PAGES):
                homes[name].add(home)
    several = {name: places for name, places in homes.items() if len(places) > 1 and SHARED.get(name) != places}
    assert {name: sorted(places) for name, places in several.items() if name not in LEFT_OVER} == {}
    assert LEFT_OVER - several.keys() == set(), "these have one home now; take them off the list"
