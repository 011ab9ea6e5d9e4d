"""The house rules that no linter keeps: sizes, who may use which library, words, versions and traces of a machine."""

import ast
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import tracker

REPOSITORY = Path(__file__).parents[1]
Function = ast.FunctionDef | ast.AsyncFunctionDef

LONGEST_FILE = 400
LONGEST_PAGE = 80
LONGEST_ENTRY = 40
LONGEST_FUNCTION = 45

STORING = ("models", "drafts", "database", "migrations", "store", "queries")
ALLOWED = {
    "streamlit": ("web",),
    "pandas": ("web",),
    "plotly": ("charts",),
    "dateparser": ("dates",),
    "sqlalchemy": STORING,
    "sqlmodel": STORING,
    "alembic": ("migrations",),
    "typer": ("cli",),
    "krippendorff": ("sentiment",),
}
"""Libraries, and the modules of the package that alone may import them at run time."""

SQL_WORDS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE FROM|JOIN|WHERE|GROUP BY|ORDER BY|PRAGMA)\b")
SQL_CALLS = {"select", "insert", "update", "delete", "exec", "execute", "Session", "create_engine", "open_engine"}

# Put together from parts, so that this file does not name what no file may name.
MACHINE_PATH = re.compile(r"(?<![\w.~*/:-])/(?:" + "work|root|home|tmp|Users" + r")(?:/|\b)")
PACKAGE_INDEX = re.compile(
    "|".join(("py" + r"pi\.", "python" + "hosted", "index" + "[-_]url", "npm" + r"js\.")), re.IGNORECASE
)


@cache
def tracked() -> tuple[str, ...]:
    """Return the paths of the files under version control that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return tuple(path for path in listed.stdout.split("\0") if path and (REPOSITORY / path).is_file())


def python_files(*folders: str) -> list[str]:
    """Return the tracked Python files in some folders, or all."""
    return [path for path in tracked() if path.endswith(".py") and (not folders or path.startswith(folders))]


def pages() -> list[str]:
    """Return the files that draw a page as a whole: a page's own module, or the front of its folder."""
    of_pages = (path for path in python_files("tracker/web/pages/") if path != "tracker/web/pages/__init__.py")
    return [
        path
        for path in of_pages
        if path.endswith("/__init__.py") or path.count("/") == len(("tracker", "web", "pages"))
    ]


@cache
def tree(path: str) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))


def text(path: str) -> str:
    """Return a file's text."""
    return (REPOSITORY / path).read_text(encoding="utf-8")


def functions(path: str) -> Iterator[Function]:
    """Yield every function of a file, nested ones included."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, Function))


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


def is_for_annotations(node: ast.AST) -> bool:
    """Tell what only a type checker reads."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is carried out when a module is imported: everything outside of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.Lambda) and not is_for_annotations(child):
            yield child
            yield from at_import(child)


def imported_modules(path: str) -> set[str]:
    """Return the modules of the package that begin to run when a module of it is imported by itself.

    A module runs its packages first, before its own first line; these are no imports of its own.
    """
    module = module_of(path)
    names: set[str] = set()
    for node in at_import(tree(path)):
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


def called_names(nodes: Iterator[ast.AST]) -> set[str]:
    """Return the last names of everything that is called."""
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def test_files_are_short() -> None:
    """A Python file has at most 400 lines, a page 80, and the dashboard's entry 40."""
    lines = {path: len(text(path).splitlines()) for path in python_files()}
    limit = {path: LONGEST_PAGE if path in pages() else LONGEST_FILE for path in lines}
    limit["dashboard.py"] = LONGEST_ENTRY
    assert {path: count for path, count in lines.items() if count > limit[path]} == {}


def test_functions_are_short() -> None:
    """No function has more than 45 lines, but for a step of the schema: a table's columns are one list."""
    long = {
        f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        if not path.startswith("db/migrations/versions/")
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_public_functions_say_what_they_do() -> None:
    """Every public class, function and method of the package has a docstring."""
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files("tracker/", "dashboard.py")
        for node in public_parts(tree(path))
        if not ast.get_docstring(node)
    ]
    assert silent == []


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


def test_tests_say_what_must_hold() -> None:
    """Every test has a docstring."""
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files("tests/")
        for node in functions(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_test_is_left_out() -> None:
    """No test is skipped or expected to fail: what is missing on a machine is installed or fails loudly."""
    marks = {"skip", "skipif", "xfail", "importorskip"}
    left_out = [
        f"{path}:{node.lineno}"
        for path in python_files("tests/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in marks and ast.unparse(node).startswith("pytest.")
    ]
    assert left_out == []


def test_test_modules_have_names_of_their_own() -> None:
    """No two modules below tests/ share a name, since folders of tests are no packages."""
    names = Counter(Path(path).name for path in python_files("tests/"))
    assert [name for name, count in names.items() if count > 1 and name not in {"__init__.py", "conftest.py"}] == []


@pytest.mark.parametrize("library", ALLOWED)
def test_libraries_stay_in_their_place(library: str) -> None:
    """A library with a place of its own is imported nowhere else in the package."""
    allowed = tuple(f"tracker/{name}{end}" for name in ALLOWED[library] for end in ("/", ".py"))
    strays = [
        f"{path}:{line}"
        for path in python_files("tracker/")
        if not path.startswith(allowed)
        for name, line in running_imports(tree(path))
        if name == library
    ]
    assert strays == [], f"{library} has its place in {ALLOWED[library]}; for annotations import it under TYPE_CHECKING"


def test_no_imports_in_a_circle() -> None:
    """Modules of the package import each other in no circle, so that each can be imported by itself, as the first."""
    graph = {module_of(path): imported_modules(path) for path in python_files("tracker/")}
    TopologicalSorter(graph).prepare()


def test_environment_is_read_in_settings_only() -> None:
    """Nothing but tracker/settings.py reads the environment, and not at import."""
    reads = [
        f"{path}:{node.lineno}"
        for path in python_files("tracker/", "dashboard.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}
        if path != "tracker/settings.py"
    ]
    assert reads == []
    early = [ast.unparse(node) for node in at_import(tree("tracker/settings.py")) if isinstance(node, ast.Attribute)]
    assert "os.environ" not in early


def test_nothing_opens_a_database_at_import() -> None:
    """No module makes an engine or a session while it is imported."""
    makers = {"create_engine", "open_engine", "Session", "sessionmaker", "connect"}
    early = {path: called_names(at_import(tree(path))) & makers for path in python_files("tracker/", "dashboard.py")}
    assert {path: names for path, names in early.items() if names} == {}


def test_pages_hold_no_sql() -> None:
    """Pages ask functions and write no SQL, as text or by calls."""
    for path in (*pages(), "dashboard.py"):
        assert called_names(ast.walk(tree(path))) & SQL_CALLS == set(), path
        words = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
        assert [word for word in words if isinstance(word, str) and SQL_WORDS.search(word)] == [], path


def test_no_page_writes_html_or_styles() -> None:
    """No raw HTML and no CSS: Streamlit's own elements and the theme draw everything."""
    forbidden = re.compile(
        r"unsafe_allow_html|unsafe_allow_javascript|st\.html|components\.v1|<style|<script", re.IGNORECASE
    )
    assert [path for path in python_files("tracker/", "dashboard.py") if forbidden.search(text(path))] == []


def test_versions_agree() -> None:
    """The package, its metadata, the citation and the changelog name one version."""
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert tracker.__version__ == version
    assert f"\nversion: {version}\n" in text("CITATION.cff")
    assert f"Version {version}." in text("docs/method.md")
    released = re.findall(r"^## \[?([^\]\s]+)", text("CHANGELOG.md"), re.MULTILINE)
    assert released[0] in {"Unreleased", version}
    assert [name for name in released if name != "Unreleased"][:1] in ([], [version])


def test_every_make_target_is_explained() -> None:
    """Whatever `make` offers is named in the README or in CONTRIBUTING, and nothing else is."""
    offered = set(re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE)) - {"help"}
    named = set(
        re.findall(r"\bmake ([a-z]+)\b(?! sure)", _marked(text("README.md")) + _marked(text("CONTRIBUTING.md")))
    )
    assert named == offered


def _marked(page: str) -> str:
    """Return what stands in a page as code, in blocks or between backticks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", page, re.DOTALL))


def test_every_benchmark_is_listed() -> None:
    """Each benchmark has its row with floor, goal and last figures, and no row is left of one that has gone."""
    rows = set(re.findall(r"^\| `(bench_\w+\.py)` \|", text("benchmarks/README.md"), re.MULTILINE))
    measured = {Path(path).name for path in python_files("benchmarks/") if Path(path).name.startswith("bench_")}
    assert rows == measured, "benchmarks/README.md has one row for each benchmark: what, floor, goal, last figures"


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link and picture of a Markdown page names a file that is there."""
    lost = [
        f"{path}: {target}"
        for path in tracked()
        if path.endswith(".md")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(path))
        if not ((REPOSITORY / path).parent / target).exists()
    ]
    assert lost == []


def test_no_file_names_a_machine_or_an_index() -> None:
    """No tracked file holds an absolute path of somebody's machine or the host of a package index."""
    found = []
    for path in tracked():
        try:
            lines = text(path).splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path}:{at}"
            for at, line in enumerate(lines, 1)
            if MACHINE_PATH.search(line) or PACKAGE_INDEX.search(line)
        ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["cd /wo" + "rk/main", 'Path("/tm' + 'p")', "see /ho" + "me/ann/x", "https://py" + "pi.org/simple"]
)
def test_traces_of_a_machine_would_be_found(line: str) -> None:
    """The patterns of the test above find what they are made for, and leave web addresses alone."""
    assert MACHINE_PATH.search(line) or PACKAGE_INDEX.search(line)
    assert not MACHINE_PATH.search("https://example.org/home/news and ~/wo" + "rk/x")
