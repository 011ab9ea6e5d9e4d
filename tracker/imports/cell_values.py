"""One cell of a table to the value that a draft expects. Nothing is guessed: what does not fit, the draft refuses."""

import ast
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from tracker.cells import restore_cell, split_addresses, split_names, split_typed_addresses, unescape_name
from tracker.columns import COLUMN_NAMES

Reader = Callable[[Any], Any]

_LISTS = frozenset({"sectors", "agencies", "companies", "people"})
_LEVELS = frozenset({"stance", "reach"})
_DATES = frozenset({"date", "end"})
_WHOLE_YEAR = re.compile(r"\d{4}(?=\.0+$)")

ERROR_MARK = "\x1f"
"""Stands before an error that a workbook marks as one, so that it is not taken for a text that somebody typed."""

_ERRORS = frozenset({
    "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA", "#ERROR!", "#PYTHON!",
})  # fmt: skip
_MARKED_ERRORS = frozenset(ERROR_MARK + error for error in _ERRORS)


def spreadsheet_errors(headers: Iterable[str]) -> frozenset[str]:
    """Return the cells of a table that are what a spreadsheet shows where a formula fails.

    A whole export of the project holds texts exactly as they were typed, so only what is marked is an error there.
    """
    is_export = {name.replace("_", " ") for name in COLUMN_NAMES} <= set(headers)
    return _MARKED_ERRORS if is_export else _ERRORS | _MARKED_ERRORS


def text_reader(field: str, *, is_own: bool, separators: str = "") -> Reader:
    """Return how a table's cell is read for a field.

    Args:
        field: one of ``headers.IMPORT_FIELDS``.
        is_own: whether the heading is the project's own, so that the cell follows ``docs/data.md`` exactly.
        separators: the signs that separate names in this column, where they are others than those of ``tracker.cells``.
    """
    if field in _LISTS:
        read = partial(_read_names_at, separators) if separators else _read_names
        return read if is_own else partial(_read_listed, read)
    if field == "source_urls":
        return _read_addresses if is_own else _read_typed_addresses
    if field in _LEVELS:
        return _read_level
    if field in _DATES:
        return _read_date
    return _read_kind if field == "kind" else restore_cell


def value_reader(field: str) -> Reader:
    """Return how a value of a JSON file is read for a field: lists are lists already, numbers may stand for text."""
    if field in _LISTS:
        return lambda value: split_names(value) if isinstance(value, str) else value
    if field == "source_urls":
        return lambda value: split_typed_addresses(value) if isinstance(value, str) else value
    if field in _LEVELS or field == "sources":
        return lambda value: value
    return _read_dated_value if field in _DATES else _read_number


def _read_dated_value(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    return _read_date(value) if isinstance(value, str) else _read_number(value)


def _read_number(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Write a number as text; a program that knows no empty whole numbers writes a year as 2022.0."""
    if type(value) is float and value.is_integer():
        return str(int(value))
    return str(value) if type(value) in {int, float} else value


def split_places(text: str, count: int) -> list[str]:
    """Read a column that should hold one value for each of ``count`` sources; a single value is not taken apart."""
    return [unescape_name(text)] if count == 1 else split_names(text)


def _read_names(cell: str) -> list[str]:
    return split_names(restore_cell(cell)) if cell else []


def _read_listed(read: Reader, cell: str) -> list[str]:
    """Read a list that a program wrote into a cell in its own form, such as ``["A", "B"]`` or ``['A', 'B']``."""
    text = cell.strip()
    if text.startswith("[") and text.endswith("]"):
        try:
            names = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            names = None
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return names
    names_read: list[str] = read(cell)
    return names_read


def _read_names_at(separators: str, cell: str) -> list[str]:
    first = separators[0]
    text = restore_cell(cell)
    for sign in separators[1:]:
        text = text.replace(sign, first)
    return [name.strip() for name in text.split(first)]


def _read_date(cell: str) -> str:
    year = _WHOLE_YEAR.match(cell)
    return year[0] if year else restore_cell(cell)


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
