"""The plan of the house for docs/design.md: the layers of pyproject.toml, and a picture of what imports what."""  # noqa: INP001

import ast
import tomllib
from pathlib import Path

import grimp
from markdown_table import table

ROOT = Path(__file__).parents[1]


def layers() -> list[list[str]]:
    """Return the modules of each layer, the topmost first, as import-linter keeps them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    return [line.split(" | ") for line in contract["layers"]]


def layer_table() -> str:
    """Every module with its layer and the first line of what it says of itself."""
    rows = [(number, f"`{name}`", _summary(name)) for number, names in enumerate(layers(), 1) for name in names]
    return table(("layer", "module", "what it is"), rows)


def _summary(name: str) -> str:
    path = ROOT / "tracker" / name / "__init__.py"
    path = path if path.exists() else path.parent.with_suffix(".py")
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0].replace("``", "`")


def house_picture() -> str:
    """Draw folders as boxes and imports as arrows, in the language of Mermaid."""
    labels = {box: ", ".join(names) for box, names in boxes().items()}
    lines = [f'    {box}["{label}"]' for box, label in labels.items()]
    lines += [f"    {box} --> {other}" for box, others in arrows().items() for other in others]
    return "\n".join(["```mermaid", "graph TD", *lines, "```", ""])


def boxes() -> dict[str, list[str]]:
    """Return the modules in each box by its name: a folder has its own, the other modules of a layer share one."""
    found: dict[str, list[str]] = {}
    for number, names in enumerate(layers(), 1):
        for name in names:
            is_folder = (ROOT / "tracker" / name).is_dir()
            found.setdefault(name if is_folder else f"layer{number}", []).append(name)
    return found


def imported() -> dict[str, set[str]]:
    """Return for each box the other boxes that a module in it imports from, in whichever place."""
    graph = grimp.build_graph("tracker", cache_dir=None)
    box_of = {name: box for box, names in boxes().items() for name in names}
    found: dict[str, set[str]] = {box: set() for box in boxes()}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            pair = [box_of.get(f"{each}.".split(".")[1]) for each in (module, other)]
            if pair[0] and pair[1] and pair[0] != pair[1]:
                found[pair[0]].add(pair[1])
    return found


def arrows() -> dict[str, list[str]]:
    """Return the imports between boxes without those that a longer way of imports leads to as well."""
    direct = imported()
    below: dict[str, set[str]] = {}
    for box in reversed(direct):
        below[box] = direct[box].union(*(below[other] for other in direct[box]))
    return {
        box: [other for other in direct if other in others and not any(other in below[each] for each in others)]
        for box, others in direct.items()
    }
