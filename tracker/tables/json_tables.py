"""Tables from JSON: a list, one value to a line, or a list inside an object, read value by value."""

import codecs
import json
from collections import deque
from collections.abc import Iterator
from typing import Any, Self

from tracker.tables.table import Content, Counting, FileProblem, Limits, Manner, Row, Table, count_words

_BLANKS = " \t\r\n"
_PIECE = 1 << 18
_EXPONENT = len("e+")
_TWICE = "an entry holds the field {} twice"
_LONGEST = 32_000_000
"""The most characters that one value may have: a file without an end is not gathered in memory."""


def read_values(content: Content, count_known: Counting = count_words) -> Iterator[Any]:
    """Yield the entries of a list, values that follow each other, or the entries of the one list in an object.

    Raises:
        FileProblem: with the line where the text is no UTF-8 or no JSON.
    """
    table = _table_within(content, count_known)
    with _Text(content) as text:
        if table is not None:
            yield from _entries_within(text, table)
        elif text.starts("["):
            yield from _entries(text)
            if text.sign():
                raise text.problem("the list does not end as it should")
        else:
            while text.sign():
                yield text.value()


def _table_within(content: Content, count_known: Counting) -> str | None:
    """Return the field of an object such as ``{"events": [...]}``, all of a file, that holds the events.

    It is None for any other text. Entries are read one by one, since the object is as long as the file.
    """
    names: list[str] = []
    first_entries: dict[str, Any] = {}
    with _Text(content) as text:
        if not text.starts("{"):
            return None
        for name in _members(text):
            names.append(name)
            if text.starts("["):
                entries = _entries(text)
                first = next(entries, None)
                # The sum goes through all entries, wherever the first is that is no object.
                others = sum(not isinstance(entry, dict) for entry in entries)
                if isinstance(first, dict) and not others:
                    first_entries[name] = first
            else:
                text.value()
        if text.sign():
            return None
    # An event that is all of its file has a list of sources, too; their entries name fewer fields than it does itself.
    tables = [name for name, first in first_entries.items() if count_known(first) >= count_known(names)]
    return tables[0] if len(tables) == 1 else None


def _entries_within(text: "_Text", table: str) -> Iterator[Any]:
    """Yield the entries of one list of an object that was looked through before."""
    text.starts("{")
    for name in _members(text):
        if not text.starts("["):
            text.value()
        elif name == table:
            yield from _entries(text)
        else:
            deque(_entries(text), maxlen=0)


def _members(text: "_Text") -> Iterator[str]:
    """Yield the names of an object's fields up to its end; the caller takes each value before the next name."""
    names: set[str] = set()
    while not text.starts("}"):
        if names and not text.starts(","):
            raise text.problem("a comma between two fields is missing, or the object does not end as it should")
        if text.sign() != '"':
            raise text.problem("the name of a field is missing")
        name = text.value()
        if name in names:
            raise text.problem(_TWICE.format(name[:60]))
        names.add(name)
        if not text.starts(":"):
            raise text.problem("a colon behind the name of a field is missing")
        yield name


def _entries(text: "_Text") -> Iterator[Any]:
    """Yield the entries of a list that was opened, and go past its end."""
    while text.sign() not in {"", "]"}:
        yield text.value()
        if text.sign() not in {"", "]"}:
            if not text.starts(","):
                raise text.problem("a comma between two entries is missing")
            if text.sign() in {"", "]"}:
                raise text.problem("an entry after the comma is missing")
    if not text.starts("]"):
        raise text.problem("the list does not end as it should")


class _Text:
    """A window on the text of a file, which moves on from value to value."""

    def __init__(self, content: Content) -> None:
        self._stream = content.open()
        self._utf_8 = codecs.getincrementaldecoder("utf-8-sig")()
        self._decoder = json.JSONDecoder(object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        self._window, self._place, self._lines, self._is_whole = "", 0, 0, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def starts(self, sign: str) -> bool:
        """Tell whether a sign comes next, and go past it."""
        found = self.sign() == sign
        self._place += found
        return found

    def sign(self) -> str:
        """Return the next sign that is no blank, nothing at the end."""
        while True:
            while self._place < len(self._window) and self._window[self._place] in _BLANKS:
                self._place += 1
            if self._place < len(self._window) or not self._more():
                return self._window[self._place : self._place + 1]

    def value(self) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Take the next value."""
        self.sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._place)
            except json.JSONDecodeError as problem:
                if not self._more():
                    raise self.problem(problem.msg, problem.pos) from problem
            except (ValueError, RecursionError) as problem:
                raise self.problem(str(problem)) from problem
            else:
                # Of a number that the window cuts through, "1.5e+10" for one, "1.5" is a number as well.
                length = end - self._place
                if isinstance(value, int | float) and len(self._window) - end <= _EXPONENT and self._more():
                    continue
                self._place += length
                return value

    def problem(self, reason: str, place: int | None = None) -> FileProblem:
        """Return what is wrong at a place of the window, by its line."""
        line = self._lines + self._window.count("\n", 0, self._place if place is None else place) + 1
        return FileProblem(f"The file is not valid JSON; line {line}: {reason[0].lower()}{reason[1:]}.")

    def _more(self) -> bool:
        """Read on, twice as far as the window reaches already; tell whether there was more."""
        if self._is_whole:
            return False
        if self._place:
            self._lines += self._window.count("\n", 0, self._place)
            self._window, self._place = self._window[self._place :], 0
        if len(self._window) > _LONGEST:
            raise self.problem(f"an entry has more than {_LONGEST:,} characters")
        piece = self._stream.read(max(_PIECE, len(self._window)))
        self._is_whole = not piece
        try:
            self._window += self._utf_8.decode(piece, final=self._is_whole)
        except UnicodeDecodeError as problem:
            line = self._lines + self._window.count("\n") + problem.object.count(b"\n", 0, problem.start) + 1
            text = f"Line {line} is not UTF-8, which JSON has to be; save the file as UTF-8."
            raise FileProblem(text) from problem
        return bool(piece)


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_TWICE.format(twice[:60]))
    return entry


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number")


def open_json(name: str, content: Content, manner: Manner) -> Table:
    """Open a JSON file. All entries are looked through once, since each may bring further columns.

    Raises:
        FileProblem: if it is no JSON, not made of objects, names a field twice or exceeds the limits.
    """
    headers: dict[str, None] = {}
    limits = manner.limits
    count = 0
    for count, entry in enumerate(read_values(content, manner.count_known), start=1):
        _check_entry(count, entry, limits)
        headers.update(dict.fromkeys(entry))
        if len(headers) > limits.columns:
            raise FileProblem(f"The entries have {len(headers)} different fields; at most {limits.columns} are read.")
    if not headers:
        raise FileProblem("The file holds no entries with fields." if count else "The file holds no entries.")
    names = tuple(headers)

    def rows() -> Iterator[Row]:
        for number, entry in enumerate(read_values(content, manner.count_known), start=1):
            yield number, [entry.get(name) for name in names]

    return Table(name=name, headers=names, heading=(0, names), rows=rows, is_text=False, encoding="utf-8")


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
