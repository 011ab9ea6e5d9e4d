"""The built package does everything from an empty folder: nothing of the checkout is needed."""

import csv
import json
import os
import site
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.dashboard import Visitor
from tests.support.makers import SEED_ALL, SEED_EVENTS
from tests.support.postgres import free_port
from tests.support.sources import REPOSITORY
from tracker.theme import LIGHT

pytestmark = pytest.mark.wheel

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Installation:
    """The package, installed from its wheel, with a home and a working folder of its own."""

    environment: Path
    home: Path
    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """What a person's shell would hold, and nothing of these tests."""
        return {
            "PATH": f"{self.environment / 'bin'}{os.pathsep}{os.defpath}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
        }

    def run(self, *command: str) -> str:
        """Run a program in the empty folder and return what it printed."""
        done = subprocess.run(
            [self.environment / "bin" / command[0], *command[1:]],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self, port: int) -> Iterator[int]:
        """Run ``tracker serve`` until the block ends; give its process id and end it by that."""
        command = [str(self.environment / "bin" / "tracker"), "serve", "--no-browser", "--port", str(port)]
        log = self.home / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=self.folder, env=self.variables, stdout=output, stderr=output)
        try:
            until = time.monotonic() + SECONDS_TO_START
            while not answers(port):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def answers(port: int) -> bool:
    """Tell whether the dashboard says that it is healthy."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as response:
            return bool(response.read() == b"ok")
    except OSError:
        return False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tree as it is, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel in an environment of its own, which borrows the libraries of this one."""
    top = tmp_path_factory.mktemp("installation")
    made = Installation(top / "environment", top / "home", top / "empty")
    made.home.mkdir()
    made.folder.mkdir()
    venv.create(made.environment, with_pip=False, symlinks=True)
    python = str(made.environment / "bin" / "python")
    # A path file adds the folder of the libraries, but not what path files in that folder add: the checkout.
    packages = Path(made.run("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "-qq", "--no-deps", "--no-index", str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="module")
def filled(installation: Installation) -> Installation:
    """The installation after ``tracker init``."""
    assert installation.run("tracker", "init").startswith(f"{SEED_ALL} events added")
    return installation


def test_nothing_of_the_checkout_is_imported(installation: Installation) -> None:
    """The package and every module of it come from the environment, and the checkout is not on the path."""
    script = "import sys, tracker, tracker.cli.program as program; print(tracker.__file__, program.__file__, *sys.path)"
    paths = installation.run("python", "-c", script).split()
    assert all(path.startswith(str(installation.environment)) for path in paths[:2])
    assert str(REPOSITORY) not in paths


def test_all_that_travels_is_inside(installation: Installation) -> None:
    """The seeds, the schema's steps, the dashboard and its settings are the checkout's, file by file."""
    script = "from tracker import resources as r; print(r.seeds_folder(), r.migrations_folder(), r.dashboard_file())"
    seeds, migrations, dashboard = map(Path, installation.run("python", "-c", script).split())
    for inside, outside, pattern in (
        (seeds, REPOSITORY / "seeds", "**/*.*"),
        (migrations, REPOSITORY / "db" / "migrations", "**/*.py"),
        (dashboard.parent / ".streamlit", REPOSITORY / ".streamlit", "config.toml"),
        (dashboard.parent, REPOSITORY, "dashboard.py"),
    ):
        names = {path.relative_to(outside) for path in outside.glob(pattern) if path.is_file()}
        assert names
        assert all((inside / name).read_bytes() == (outside / name).read_bytes() for name in names)


def test_the_database_is_made_in_the_home(filled: Installation) -> None:
    """Without any setting the record goes to the user's data folder, not to the folder of the moment."""
    assert len(list(filled.home.rglob("tracker.db"))) == 1
    assert list(filled.folder.glob("*.db")) == []


def test_the_record_can_be_read(filled: Installation) -> None:
    """The list, the export, the index and the check of an installed package work on the whole record."""
    assert "didi-app-removal" in filled.run("tracker", "list", "--thread", "didi-case")
    filled.run("tracker", "export", "events.csv")
    with (filled.folder / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == SEED_EVENTS
    day = ("--from", "2021-07-26", "--to", "2021-07-26", "--format", "json")
    (row,) = json.loads(filled.run("tracker", "index", *day))
    assert round(row["index"], 3) == -1.597
    assert filled.run("tracker", "check").endswith("No errors.\n")
    assert filled.run("tracker", "check", "seeds").endswith("No errors.\n")


def test_the_dashboard_draws_and_ends(filled: Installation, visit: Callable[..., Visitor]) -> None:
    """``tracker serve`` draws the record with its own theme and asks no other host; ending it ends all of it."""
    port = free_port()
    with filled.serving(port):
        visitor = visit()
        visitor.goto(f"http://127.0.0.1:{port}")
        expect(visitor.page.locator(".js-plotly-plot").first).to_be_visible()
        colour = visitor.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).color")
        assert colour == f"rgb{tuple(bytes.fromhex(LIGHT.text.removeprefix('#')))}"
        assert visitor.errors == []
        assert visitor.outside == []
        visitor.page.goto("about:blank")
    assert not answers(port)
