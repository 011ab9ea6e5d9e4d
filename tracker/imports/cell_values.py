"""One cell of a table to the value that a draft expects. Nothing is guessed: what does not fit, the draft refuses."""

import unicodedata
from collections.abc import Callable
from typing import Any

from tracker.cells import restore_cell, split_addresses, split_names, split_typed_addresses, unescape_name

Reader = Callable[[Any], Any]

_LISTS = frozenset({"sectors", "agencies", "companies", "people"})
_LEVELS = frozenset({"stance", "reach"})


def text_reader(field: str, *, is_own: bool, at_commas: bool = False) -> Reader:
    """Return how a table's cell is read for a field.

    Args:
        field: one of ``headers.IMPORT_FIELDS``.
        is_own: whether the heading is the project's own, so that the cell follows ``docs/data.md`` exactly.
        at_commas: whether names in this column are separated by commas.
    """
    if field in _LISTS:
        return _read_comma_names if at_commas else _read_names
    if field == "source_urls":
        return _read_addresses if is_own else _read_typed_addresses
    if field in _LEVELS:
        return _read_level
    return _read_kind if field == "kind" else restore_cell


def value_reader(field: str) -> Reader:
    """Return how a value of a JSON file is read for a field: lists are lists already, numbers may stand for text."""
    if field in _LISTS:
        return lambda value: split_names(value) if isinstance(value, str) else value
    if field == "source_urls":
        return lambda value: split_typed_addresses(value) if isinstance(value, str) else value
    if field in _LEVELS or field == "sources":
        return lambda value: value
    return lambda value: str(value) if type(value) in {int, float} else value


def split_places(text: str, count: int) -> list[str]:
    """Read a column that should hold one value for each of ``count`` sources; a single value is not taken apart."""
    return [unescape_name(text)] if count == 1 else split_names(text)


def _read_names(cell: str) -> list[str]:
    return split_names(restore_cell(cell)) if cell else []


def _read_comma_names(cell: str) -> list[str]:
    return [name.strip() for name in restore_cell(cell).replace("，", ",").split(",")]


def _read_addresses(cell: str) -> list[str]:
    return split_addresses(restore_cell(cell))


def _read_typed_addresses(cell: str) -> list[str]:
    return split_typed_addresses(restore_cell(cell))


def _read_level(cell: str) -> str:
    """Accept full-width digits and the typographic minus sign, as Chinese keyboards and word processors write them."""
    if cell.isascii():
        return cell.lstrip("'")
    return unicodedata.normalize("NFKC", cell).replace("\N{MINUS SIGN}", "-")


def _read_kind(cell: str) -> str:
    """Accept ``Draft rule`` and ``draft_rule`` for ``draft-rule``."""
    return "-".join(restore_cell(cell).replace("_", " ").split())
