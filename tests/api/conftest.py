"""Fixtures of the API's tests: the application on a database, asked in the same process."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tracker.api.app import make_app

ORIGIN = "https://reader.example"


@pytest.fixture
def ask() -> Callable[..., TestClient]:
    """Return what gives a client of the API on an engine's database."""

    def client(engine: Engine, origins: tuple[str, ...] = (ORIGIN,), **more: Any) -> TestClient:
        return TestClient(make_app(engine, origins, **more), raise_server_exceptions=False)

    return client
