"""The project's own files: which there are, and each read and parsed once a run."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[str, ...]:
    """Return the paths of the files under version control that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return tuple(path for path in listed.stdout.split("\0") if path and (REPOSITORY / path).is_file())


def python_files(*folders: str) -> list[str]:
    """Return the tracked Python files in some folders, or all."""
    return [path for path in tracked() if path.endswith(".py") and (not folders or path.startswith(folders))]


@cache
def text_of(path: str) -> str:
    """Return a file's text."""
    return (REPOSITORY / path).read_text(encoding="utf-8")


@cache
def tree_of(path: str) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(text_of(path))


@cache
def nodes_of(path: str) -> tuple[ast.AST, ...]:
    """Return every part of a file's syntax tree."""
    return tuple(ast.walk(tree_of(path)))


def functions_of(path: str) -> Iterator[Function]:
    """Yield every function of a file, nested ones included."""
    yield from (node for node in nodes_of(path) if isinstance(node, Function))


def public_parts(node: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Yield the public classes and functions of a module, and the public methods of these classes.

    The signatures that ``overload`` gives to a type checker are none of them.
    """
    for child in node.body:
        if not isinstance(child, Function | ast.ClassDef) or child.name.startswith("_"):
            continue
        if "overload" not in map(ast.unparse, child.decorator_list):
            yield child
        if isinstance(child, ast.ClassDef):
            yield from public_parts(child)


def running_imports(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield (library, line) of each import that is carried out; those for annotations only are left out."""
    for child in ast.iter_child_nodes(node):
        if is_for_annotations(child):
            continue
        if isinstance(child, ast.Import):
            yield from ((name.name.partition(".")[0], child.lineno) for name in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.partition(".")[0], child.lineno
        else:
            yield from running_imports(child)


def own_parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is carried out with a module or a function itself: everything outside of the functions in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.Lambda) and not is_for_annotations(child):
            yield child
            yield from own_parts(child)


def called_names(parts: Iterable[ast.AST]) -> set[str]:
    """Return the last names of everything that is called."""
    calls = [part.func for part in parts if isinstance(part, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def is_for_annotations(node: ast.AST) -> bool:
    """Tell what only a type checker reads."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imported_modules(path: str) -> set[str]:
    """Return the modules of the package that begin to run when a module of it is imported by itself.

    A module runs its packages first, before its own first line; these are no imports of its own.
    """
    module = module_of(path)
    names: set[str] = set()
    for node in own_parts(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {
                full if (full := f"{node.module}.{name.name}") in modules() else node.module for name in node.names
            }
    reached = {name.rsplit(".", cut)[0] for name in names for cut in range(name.count(".") + 1)}
    packages = {module.rsplit(".", cut)[0] for cut in range(module.count(".") + 1)}
    return (names | (reached - packages)) & modules()


def module_of(path: str) -> str:
    """Return the dotted name of a module of the package."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def modules() -> frozenset[str]:
    """Return the dotted names of all modules of the package."""
    return frozenset(map(module_of, python_files("tracker/")))
