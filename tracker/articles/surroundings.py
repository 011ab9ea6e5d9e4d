"""The words of ``surroundings.toml``: what tells a text's language, a page's own lines, and places."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    with (Path(__file__).parent / "surroundings.toml").open("rb") as file:
        return tomllib.load(file)


def surrounding_words(part: str, name: str) -> tuple[str, ...]:
    """Return one list of the file."""
    return tuple(_data()[part][name])


def alternatives(part: str, name: str) -> str:
    """Return one list of the file as a group of a regular expression."""
    return f"(?:{'|'.join(_data()[part][name])})"
