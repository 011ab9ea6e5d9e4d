"""Fixtures that all tests share: databases on SQLite and PostgreSQL, the curated record, and the coverage gate."""

import datetime as dt
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support import coverage_gate
from tests.support.made_history import recorded_at
from tests.support.makers import accepted_record, new_database
from tests.support.postgres import PostgresServer
from tracker.database import open_engine, reading, writing
from tracker.queries import list_events, list_revisions, list_terms
from tracker.read_models import EventRow, TermRow
from tracker.seeds import load_seeds

# Shared machines pause at any moment, so no example is judged by its time.
settings.register_profile("shared", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
# For ``make test-fast``: a fifth of the usual hundred examples.
settings.register_profile("fast", settings.get_profile("shared"), max_examples=20)
settings.load_profile("shared")

pytest_plugins = [
    "tests.support.command_line",
    "tests.support.dashboard",
    "tests.support.exporting",
    "tests.support.feed_server",
    "tests.support.yahoo",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the gate that ``make test`` closes."""
    parser.addoption("--coverage-gate", action="store_true", help="fail where the core is covered less than promised")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that visits a page in the browser, and try it once more where it fails.

    On a busy machine a click can come in an unlucky moment. The summary names each such test, and one that fails twice
    fails the run.
    """
    for item in items:
        if "visit" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hold the core to its promised coverage; the verdict stands above pytest's own summary."""
    is_worker = hasattr(session.config, "workerinput")
    if session.config.getoption("--coverage-gate") and not is_worker and not coverage_gate.passes(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what Streamlit's tests of pages say the running program is: other processes would begin with a page."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this run's own, ended by its process id."""
    # pytest's own folder is closed to the server's user as soon as another run begins.
    with TemporaryDirectory() as folder, PostgresServer.started(Path(folder) / "postgres") as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A new, empty PostgreSQL database."""
    return postgres_server.new_database()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with tables and no rows."""
    engine = new_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the curated record but for its drafts; tests work on copies of it.

    It was recorded a day ago: a run may go on past midnight, and what a test saves is of a later day in any case.
    """
    file = tmp_path_factory.mktemp("seeded") / "tracker.db"
    engine = new_database(f"sqlite:///{file}")
    with recorded_at(dt.datetime.now(dt.UTC) - dt.timedelta(days=1)), writing(engine) as session:
        load_seeds(session, accepted_record())
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture
def seeded_url(seeded_file: Path, tmp_path: Path) -> str:
    """A SQLite database of this test's own that holds the curated record."""
    return f"sqlite:///{shutil.copy(seeded_file, tmp_path / 'seeded.db')}"


@pytest.fixture
def seeded_engine(seeded_url: str) -> Iterator[Engine]:
    """An engine on a database that holds the curated record."""
    engine = open_engine(seeded_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def record(seeded_file: Path) -> Iterator[Session]:
    """A reading session on the curated record; nothing may be written through it."""
    engine = open_engine(f"sqlite:///{seeded_file}")
    with reading(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def recorded_on(record: Session) -> dt.date:
    """The day (UTC) on which the curated record was put in; whatever a test saves is of a later one."""
    return list_revisions(record, limit=1)[0].recorded_at.date()


@pytest.fixture(scope="session")
def record_events(record: Session) -> tuple[EventRow, ...]:
    """Every accepted Event of the curated record."""
    return list_events(record)


@pytest.fixture(scope="session")
def record_terms(record: Session) -> tuple[TermRow, ...]:
    """Every vocabulary entry of the curated record."""
    return list_terms(record)
