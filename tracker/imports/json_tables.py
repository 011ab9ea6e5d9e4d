"""Tables from JSON: a list of objects, one object alone, or one object to a line."""

import json
from collections.abc import Iterator
from typing import Any

from tracker.imports.limits import Limits
from tracker.imports.problems import FileProblem
from tracker.imports.tables import Row, Table

_BLANKS = " \t\r\n"


def open_json(name: str, data: bytes, limits: Limits) -> Table:
    """Open a JSON file. All entries are looked through once, since each may bring further columns.

    Raises:
        FileProblem: if it is no JSON, not made of objects, names a field twice or exceeds the limits.
    """
    text = _decoded(data)
    headers: dict[str, None] = {}
    count = 0
    for count, entry in enumerate(_entries(text), start=1):
        _check_entry(count, entry, limits)
        headers.update(dict.fromkeys(entry))
    if not count:
        raise FileProblem("The file holds no entries.")
    if len(headers) > limits.columns:
        raise FileProblem(f"The entries have {len(headers)} different fields; at most {limits.columns} are read.")
    names = tuple(headers)
    return Table(name=name, headers=names, rows=lambda: _rows(text, names), is_text=False, encoding="utf-8")


def _rows(text: str, names: tuple[str, ...]) -> Iterator[Row]:
    for number, entry in enumerate(_entries(text), start=1):
        yield number, [entry.get(name) for name in names]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise FileProblem(f"Line {line} is not UTF-8, which JSON has to be; save the file as UTF-8.") from problem


def _check_entry(number: int, entry: object, limits: Limits) -> None:
    if not isinstance(entry, dict):
        raise FileProblem(f"Entry {number} is not an object with named fields such as title, date and kind.")
    if number > limits.rows:
        raise FileProblem(f"The file has more than {limits.rows:,} entries; split it into smaller files.")
    for field, value in entry.items():
        if isinstance(value, str) and len(value) > limits.characters:
            raise FileProblem(
                f"Entry {number}, field {field[:60]} has {len(value):,} characters, more than {limits.characters:,}."
            )


def _entries(text: str) -> Iterator[Any]:
    """Take one value after another from the text, so that only one is in memory at a time."""
    decoder = json.JSONDecoder(object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    place = _after_blanks(text, 0)
    is_list = text[place : place + 1] == "["
    place = _after_blanks(text, place + is_list)
    while text[place : place + 1] not in {"", "]"}:
        try:
            value, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as problem:
            raise FileProblem(_place(text, problem.pos, problem.msg)) from problem
        except (ValueError, RecursionError) as problem:
            raise FileProblem(_place(text, place, str(problem))) from problem
        yield value
        place = _after_comma(text, _after_blanks(text, place), is_list=is_list)
    if is_list != text.startswith("]", place) or text[place + is_list :].strip(_BLANKS):
        raise FileProblem(_place(text, place, "the list does not end as it should"))


def _after_comma(text: str, place: int, *, is_list: bool) -> int:
    if not is_list or text[place : place + 1] in {"", "]"}:
        return place
    if text[place] != ",":
        raise FileProblem(_place(text, place, "a comma between two entries is missing"))
    place = _after_blanks(text, place + 1)
    if text[place : place + 1] in {"", "]"}:
        raise FileProblem(_place(text, place, "an entry after the comma is missing"))
    return place


def _after_blanks(text: str, place: int) -> int:
    while text[place : place + 1] and text[place] in _BLANKS:
        place += 1
    return place


def _place(text: str, place: int, reason: str) -> str:
    line = text.count("\n", 0, place) + 1
    return f"The file is not valid JSON; line {line}: {reason[0].lower()}{reason[1:]}."


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an entry holds the field {twice[:60]} twice")
    return entry


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number")
