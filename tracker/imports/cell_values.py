"""One cell of a table to the value that a draft expects, and the words that none of a closed list is."""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from functools import partial
from typing import Any

from tracker.cleaning import clean_level, clean_member, fold_text
from tracker.errors import UnknownValue
from tracker.event.fields import ALL_FIELDS, CLOSED, COLUMN_NAMES, DATES, LISTED, SOURCE_FIELDS, Field
from tracker.imports.headers import HeaderMapping
from tracker.tables.escaping import restore_cell, split_addresses, split_names, split_typed_addresses, unescape_name
from tracker.tables.table import ERROR_MARK, Table
from tracker.vocabulary import Seen, SourceKind

_NAMES = {
    "url": "link href address source_url sourceurl web_url",
    "publisher": "outlet media newspaper site website publication source",
    "published_on": "date published published_at publication_date date_published",
    "language": "lang",
}
_MEANT = {other: name for name, others in _NAMES.items() for other in others.split()}


def read_sources(value: Any, left_out: Counter[str]) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return sources in the project's own form, as far as the value is a list.

    Args:
        value: an address, or an object with one, for each source; anything else is for the draft to refuse.
        left_out: counts what no source has a place for.
    """
    if not isinstance(value, list):
        return value
    return [_read_source(source, left_out) for source in value]


def _read_source(source: object, left_out: Counter[str]) -> object:
    if isinstance(source, str):
        return {"url": source}
    if not isinstance(source, dict):
        return source
    read: dict[str, Any] = {name: value for name, value in source.items() if name in SOURCE_FIELDS}
    for name, value in source.items():
        meant = _MEANT.get(name.casefold())
        if meant and meant not in read:
            read[meant] = value
        elif name not in SOURCE_FIELDS:
            left_out[name] += 1
    for name, members in (("kind", SourceKind), ("seen", Seen)):
        if read.get(name) and not _passes(partial(clean_member, members=members), read[name]):
            left_out[f"{name} {read.pop(name)}"] += 1
    return read


Reader = Callable[[Any], Any]

_LEVELS = frozenset(name for name, members in CLOSED.items() if issubclass(members, IntEnum))
_WHOLE_YEAR = re.compile(r"\d{4}(?=\.0+$)")

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
        separators: the signs that separate names in this column, if not those of ``tracker.tables.escaping``.
    """
    if field in LISTED:
        read = partial(_read_names_at, separators) if separators else _read_names
        return read if is_own else partial(_read_listed, read)
    if field == "source_urls":
        return partial(_read_with, split_addresses if is_own else split_typed_addresses)
    if field in _LEVELS:
        return _read_level
    if field in DATES:
        return _read_date
    return _read_kind if field == "kind" else restore_cell


def value_reader(field: str) -> Reader:
    """Return how a value of a JSON file is read for a field: lists are lists already, numbers may stand for text."""
    if field in LISTED:
        return lambda value: split_names(value) if isinstance(value, str) else value
    if field == "source_urls":
        return lambda value: split_typed_addresses(value) if isinstance(value, str) else value
    if field in _LEVELS or field == "sources":
        return lambda value: value
    return _read_dated_value if field in DATES else _read_number


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


def _read_with(split: Callable[[str], list[str]], cell: str) -> list[str]:
    return split(restore_cell(cell))


def _read_level(cell: str) -> str:
    """Accept full-width digits and the typographic minus sign, as Chinese keyboards and word processors write them."""
    if cell.isascii():
        return cell.lstrip("'")
    return unicodedata.normalize("NFKC", cell).replace("\N{MINUS SIGN}", "-")


def _read_kind(cell: str) -> str:
    """Accept ``Draft rule`` and ``draft_rule`` for ``draft-rule``."""
    return "-".join(restore_cell(cell).replace("_", " ").split())


Translations = Mapping[str, Mapping[str, str]]
"""By field, what the words of a file mean: one of the field's own words."""


def _check(field: Field) -> Callable[[object], object]:
    members = field.members
    if issubclass(members, IntEnum):
        return lambda value: clean_level(value, low=min(members), high=max(members))
    return lambda value: clean_member(value, members) if value or field.needed else None


_CHECKS = {each.name: _check(each) for each in ALL_FIELDS if each.members}

CLOSED_WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(str(member.value) for member in members) for name, members in CLOSED.items()
}
"""By field, the words that it takes."""

_MOST_KEPT = 200
"""The most different words of one field that are asked about; more of them are no words of a closed list."""


def find_unfit(table: Table, mapping: HeaderMapping, values: Translations | None = None) -> dict[str, Counter[str]]:
    """Return by field what stands in its column and is none of its words, with the number of rows.

    Args:
        table: from ``open_event_table``.
        mapping: its columns.
        values: what has been said about some of the words already.

    Raises:
        FileProblem: if the file turns out damaged on the way.
    """
    places = [(place, name) for place, name in enumerate(mapping.fields) if name in _CHECKS]
    readers = {name: text_reader(name, is_own=True) if table.is_text else value_reader(name) for _, name in places}
    said = {name: {_folded(text) for text in (values or {}).get(name, {})} for _, name in places}
    unfit: dict[str, Counter[str]] = {}
    seen: dict[tuple[str, Any], bool] = {}
    for _, cells in table.rows() if places else ():
        for place, name in places:
            if len(unfit.get(name, ())) >= _MOST_KEPT:
                continue
            cell = cells[place] if place < len(cells) else None
            text = "" if cell is None else str(cell).strip()
            if (name, text) not in seen:
                seen[name, text] = _folded(text) in said[name] or _passes(_CHECKS[name], readers[name](cell))
            if not seen[name, text]:
                unfit.setdefault(name, Counter())[text] += 1
    return unfit


def _passes(check: Callable[[object], object], value: object) -> bool:
    try:
        check(value)
    except ValueError:
        return False
    return True


def translated(read: Reader, words: Mapping[str, str]) -> Reader:
    """Let a reader take what a person said about a cell for the cell."""
    meant = {_folded(text): word for text, word in words.items()}

    def read_meaning(cell: Any) -> Any:  # noqa: ANN401 - a cell's text, or whatever JSON can hold
        word = None if cell is None else meant.get(_folded(str(cell)))
        return read(cell) if word is None else read(word)

    return read_meaning


def _folded(text: str) -> str:
    return " ".join(fold_text(text).split())


def parse_meanings(texts: list[str]) -> dict[str, dict[str, str]]:
    """Read meanings that were typed as ``FIELD:TEXT=WORD``, such as ``stance:positive=1``.

    Raises:
        UnknownValue: if one has another form, names another field, or a word that the field does not take.
    """
    meanings: dict[str, dict[str, str]] = {}
    for typed in texts:
        left, sign, word = typed.rpartition("=")
        name, colon, text = left.partition(":")
        name, word = name.strip(), word.strip()
        if not (sign and colon and text.strip()):
            raise UnknownValue(f"“{typed}” is no meaning of a value; write it like stance:positive=1.")
        if name not in _CHECKS:
            raise UnknownValue(f"“{name}” takes any text; fields with words of their own: {', '.join(_CHECKS)}.")
        if not word or not _passes(_CHECKS[name], word):
            raise UnknownValue(f"{name} is one of: {', '.join(CLOSED_WORDS[name])}; “{word}” is none of them.")
        meanings.setdefault(name, {})[text.strip()] = word
    return meanings
