"""The API as a program that reads whole lists asks it."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.testclient import TestClient


def walk(client: TestClient, path: str, params: Mapping[str, Sequence[str]], limit: int) -> list[dict[str, Any]]:
    """Return all entries of a list, page after page."""
    found, cursor = [], None
    while True:
        told = client.get(path, params={**params, "limit": limit} | ({"cursor": cursor} if cursor else {}))
        assert told.status_code == 200, told.text
        entries, cursor, _change = told.json().values()
        assert len(entries) <= limit
        found += entries
        if cursor is None:
            return found
