"""The house rules that no linter keeps: sizes, who may use which library, words, versions and traces of a machine."""

import ast
import re
import tomllib
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import tracker
from tests.support.sources import (
    REPOSITORY,
    called_names,
    functions_of,
    imported_modules,
    module_of,
    nodes_of,
    own_parts,
    public_parts,
    python_files,
    running_imports,
    text_of,
    tracked,
    tree_of,
)
from tracker.cli import program

LONGEST_FILE = 400
LONGEST_PAGE = 80
LONGEST_ENTRY = 40
LONGEST_FUNCTION = 45
PAGE = re.compile(r"tracker/web/pages/\w+(/__init__)?\.py")

STORING = ("models", "database", "migrations", "store", "queries")
ALLOWED = {
    "streamlit": ("web",),
    "pandas": ("web",),
    "plotly": ("charts",),
    "dateparser": ("dates",),
    "sqlalchemy": STORING,
    "sqlmodel": STORING,
    "alembic": ("migrations",),
    "typer": ("cli",),
    "fastapi": ("api",),
    "uvicorn": ("api",),
    "krippendorff": ("sentiment",),
}
"""Libraries, and the modules of the package that alone may import them at run time."""

SQL_WORDS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE FROM|JOIN|WHERE|GROUP BY|ORDER BY|PRAGMA)\b")
SQL_STATEMENTS = {"select", "insert", "update", "delete"}
SQL_CALLS = {"exec", "execute", "Session", "create_engine", "open_engine"}

# Put together from parts, so that this file does not name what no file may name.
MACHINE_PATH = re.compile(r"(?<![\w.~*/:-])/(?:" + "work|root|home|tmp|Users" + r")(?:/|\b)")
PACKAGE_INDEX = re.compile(
    "|".join(("py" + r"pi\.", "python" + "hosted", "index" + "[-_]url", "npm" + r"js\.")), re.IGNORECASE
)


def test_files_are_short() -> None:
    """A Python file has at most 400 lines, a page's own module 80, and the dashboard's entry 40."""
    lines = {path: len(text_of(path).splitlines()) for path in python_files()}
    limit = {path: LONGEST_PAGE if PAGE.fullmatch(path) else LONGEST_FILE for path in lines}
    limit["dashboard.py"] = LONGEST_ENTRY
    assert {path: count for path, count in lines.items() if count > limit[path]} == {}


def test_functions_are_short() -> None:
    """No function has more than 45 lines, but for a step of the schema: a table's columns are one list."""
    long = {
        f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        if not path.startswith("db/migrations/versions/")
        for node in functions_of(path)
        if node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_public_functions_say_what_they_do() -> None:
    """Every public class, function and method of the package has a docstring."""
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files("tracker/", "dashboard.py")
        for node in public_parts(tree_of(path))
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_public_functions_say_which_errors_they_raise() -> None:
    """Where a public function raises an error of the project itself, its docstring says so; a command's is its help."""
    above = {
        node.name: {ast.unparse(base) for base in node.bases}
        for path in python_files("tracker/")
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef)
    }
    errors = {"TrackerError"}
    while more := {name for name, bases in above.items() if bases & errors} - errors:
        errors |= more
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files("tracker/")
        for node in public_parts(tree_of(path))
        if not isinstance(node, ast.ClassDef) and node.name not in commands()
        if not re.search(r"\braises?\b", ast.get_docstring(node) or "", re.IGNORECASE)
        if called_names(part.exc for part in own_parts(node) if isinstance(part, ast.Raise) and part.exc) & errors
    ]
    assert silent == []


def commands() -> set[str]:
    """Return the names of the functions that are commands: their docstrings are what ``--help`` prints."""
    return {command.__name__ for command in program.COMMANDS}


def test_tests_say_what_must_hold() -> None:
    """Every test has a docstring."""
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files("tests/")
        for node in functions_of(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_test_is_left_out() -> None:
    """No test is skipped or expected to fail: what is missing on a machine is installed or fails loudly."""
    marks = {"skip", "skipif", "xfail", "importorskip"}
    left_out = [
        f"{path}:{node.lineno}"
        for path in python_files("tests/")
        for node in nodes_of(path)
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
        for name, line in running_imports(tree_of(path))
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
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}
        if path != "tracker/settings.py"
    ]
    assert reads == []
    early = [ast.unparse(node) for node in own_parts(tree_of("tracker/settings.py")) if isinstance(node, ast.Attribute)]
    assert "os.environ" not in early


def test_nothing_opens_a_database_at_import() -> None:
    """No module makes an engine or a session while it is imported."""
    makers = {"create_engine", "open_engine", "Session", "sessionmaker", "connect"}
    early = {path: called_names(own_parts(tree_of(path))) & makers for path in python_files("tracker/", "dashboard.py")}
    assert {path: names for path, names in early.items() if names} == {}


def test_pages_hold_no_sql() -> None:
    """Pages ask functions and write no SQL, as text or by calls."""
    for path in python_files("tracker/web/pages/", "dashboard.py"):
        assert called_names(nodes_of(path)) & SQL_CALLS == set(), path
        bare = {
            node.func.id for node in nodes_of(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert bare & SQL_STATEMENTS == set(), path
        words = [node.value for node in nodes_of(path) if isinstance(node, ast.Constant)]
        assert [word for word in words if isinstance(word, str) and SQL_WORDS.search(word)] == [], path


def test_no_page_writes_html_or_styles() -> None:
    """No raw HTML and no CSS: Streamlit's own elements and the theme draw everything."""
    forbidden = re.compile(
        r"unsafe_allow_html|unsafe_allow_javascript|st\.html|components\.v1|<style|<script", re.IGNORECASE
    )
    assert [path for path in python_files("tracker/", "dashboard.py") if forbidden.search(text_of(path))] == []


def test_versions_agree() -> None:
    """The package, its metadata, the citation and the changelog name one version."""
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert tracker.__version__ == version
    assert f"\nversion: {version}\n" in text_of("CITATION.cff")
    assert f"Version {version}." in text_of("docs/method.md")
    released = re.findall(r"^## \[?([^\]\s]+)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert released[0] in {"Unreleased", version}
    assert [name for name in released if name != "Unreleased"][:1] in ([], [version])


def test_every_make_target_is_explained() -> None:
    """Whatever `make` offers is named in the README or in CONTRIBUTING, and nothing else is."""
    offered = set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.MULTILINE)) - {"help"}
    named = set(
        re.findall(r"\bmake ([a-z-]+)\b(?! sure)", _marked(text_of("README.md")) + _marked(text_of("CONTRIBUTING.md")))
    )
    assert named == offered


def _marked(page: str) -> str:
    """Return what stands in a page as code, in blocks or between backticks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", page, re.DOTALL))


def test_every_benchmark_is_listed() -> None:
    """Each benchmark has its row with floor, goal and last figures, and no row is left of one that has gone."""
    rows = set(re.findall(r"^\| `(bench_\w+\.py)` \|", text_of("benchmarks/README.md"), re.MULTILINE))
    measured = {Path(path).name for path in python_files("benchmarks/") if Path(path).name.startswith("bench_")}
    assert rows == measured, "benchmarks/README.md has one row for each benchmark: what, floor, goal, last figures"


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link and picture of a Markdown page names a file that is there."""
    lost = [
        f"{path}: {target}"
        for path in tracked()
        if path.endswith(".md")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text_of(path))
        if not ((REPOSITORY / path).parent / target).exists()
    ]
    assert lost == []


def test_no_file_names_a_machine_or_an_index() -> None:
    """No tracked file holds an absolute path of somebody's machine or the host of a package index."""
    found = []
    for path in tracked():
        try:
            lines = text_of(path).splitlines()
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
