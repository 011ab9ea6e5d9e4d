"""No request writes, whatever it asks: to no table, to no file, and nothing beside a large record's database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, make_url, text
from starlette.testclient import TestClient

from tests.support.makers import add_one
from tests.support.synthetic import synthetic_database
from tracker.api.reads import ENDPOINTS
from tracker.database import file_of, open_engine
from tracker.queries import columns

Ask = Callable[..., TestClient]
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
QUESTIONS = (
    "",
    "since=2021&until=2022-06",
    "sectors=gaming&stance_max=-1",
    "companies=nobody",
    "search=rules",
    "kinds=rule&limit=3",
    "limit=0",
    "after=1",
    "cursor=x",
    "states=draft",
    "x=DROP TABLE event",
)


def ask_everything(client: TestClient) -> None:
    """Ask every address in every way, with every sort of question, and for what was asked already."""
    paths = [each.path.replace("{slug}", "e1") for each in ENDPOINTS]
    for path, question in product((*paths, "/v1/events/nothing", "/openapi.json", "/nowhere"), QUESTIONS):
        for method in METHODS if not question else METHODS[:1]:
            told = client.request(method, f"{path}?{question}")
            assert told.status_code in {200, 204, 400, 404, 405}
        client.get(f"{path}?{question}", headers={"If-None-Match": told.headers.get("etag", "*")})


@contextmanager
def only_reading(engine: Engine) -> Iterator[list[str]]:
    """Hold that every statement that reaches a database reads, and give them."""
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    yield seen
    begins = {each.split()[0].upper() for each in seen}
    assert begins <= {"SELECT", "WITH", "BEGIN", "PRAGMA"}
    assert not [each for each in seen if each.startswith(("BEGIN ", "PRAGMA")) and "=" in each]


def files_below(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder but those that SQLite keeps of whoever reads."""
    every = (each for each in folder.rglob("*") if each.is_file() and each.name[-4:] not in {"-wal", "-shm"})
    return {str(each.relative_to(folder)): each.read_bytes() for each in every}


def test_nothing_is_written(engine: Engine, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On either database only reads come to it, from whoever may do nothing else, and no file appears anywhere.

    The record is a large one to the program: one of which it keeps columns beside the database.
    """
    for number in range(3):
        add_one(engine, f"e{number}", sectors=("gaming",), date=f"2021-0{number + 1}")
    url = engine.url.render_as_string(hide_password=False)
    if file_of(engine) is None:
        with engine.begin() as connection:
            connection.execute(text("DROP ROLE IF EXISTS reader"))
            connection.execute(text("CREATE ROLE reader LOGIN"))
            connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
        url = make_url(url).set(username="reader").render_as_string(hide_password=False)
    engine.dispose()
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setattr(columns, "LEAST_KEPT", 1)
    before = files_below(tmp_path)
    reader = open_engine(url)
    with only_reading(reader) as statements, ask(reader) as client:
        ask_everything(client)
    assert len(statements) > 100
    reader.dispose()
    assert files_below(tmp_path) == before
    assert not home.exists()
    engine.connect().close()
    if file_of(engine) is None:
        with engine.begin() as connection:
            connection.execute(text("DROP OWNED BY reader"))
            connection.execute(text("DROP ROLE reader"))


@pytest.mark.slow
def test_nothing_appears_beside_a_large_record(tmp_path: Path, ask: Ask) -> None:
    """A record of which columns are kept is left alone; a file of them that another program wrote is read as it is."""
    engine = open_engine(synthetic_database(tmp_path, columns.LEAST_KEPT + 1))
    before = files_below(tmp_path)
    with only_reading(engine), ask(engine) as client:
        ask_everything(client)
    assert files_below(tmp_path) == before
    assert len(before) == 1
    engine.dispose()
