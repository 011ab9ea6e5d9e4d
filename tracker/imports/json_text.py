"""JSON values from a file one after another: a list, one value to a line, or a list inside an object."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, Self

from tracker.imports.contents import Content
from tracker.imports.headers import count_known
from tracker.imports.problems import FileProblem

_BLANKS = " \t\r\n"
_PIECE = 1 << 18
_LONGEST = 32_000_000
"""The most characters that one value may have: a file without an end is not gathered in memory."""


def read_values(content: Content) -> Iterator[Any]:
    """Yield the entries of a list, values that follow each other, or the entries of the one list in an object.

    Raises:
        FileProblem: with the line where the text is no UTF-8 or no JSON.
    """
    with _Text(content) as text:
        is_list = text.starts("[")
        if not is_list and (wrapped := _wrapped(text)) is not None:
            yield from wrapped
            return
        yield from _values(text, is_list=is_list)


def _wrapped(text: "_Text") -> list[Any] | None:
    """Return the list of an object such as ``{"events": [...]}`` that is all of a file; None for any other text."""
    if not text.starts("{", take=False):
        return None
    text.keep()
    value = text.value()
    lists = [part for part in value.values() if _is_table(part, value)]
    if len(lists) == 1 and text.at_end():
        return list(lists[0])
    text.back()
    return None


def _is_table(part: object, around: dict[str, Any]) -> bool:
    """Tell a list of events from the sources of one event: its entries name at least as many fields as what is around.

    An event that is all of its file has a list of sources, too.
    """
    if not (isinstance(part, list) and part and all(isinstance(entry, dict) for entry in part)):
        return False
    return count_known(part[0]) >= count_known(around)


def _values(text: "_Text", *, is_list: bool) -> Iterator[Any]:
    while text.sign() not in {"", "]"}:
        yield text.value()
        if is_list and text.sign() not in {"", "]"}:
            if text.sign() != ",":
                raise text.problem("a comma between two entries is missing")
            text.take()
            if text.sign() in {"", "]"}:
                raise text.problem("an entry after the comma is missing")
    if is_list and text.sign() == "]":
        text.take()
        is_list = False
    if is_list or text.sign():
        raise text.problem("the list does not end as it should")


class _Text:
    """A window on the text of a file, which moves on from value to value."""

    def __init__(self, content: Content) -> None:
        self._stream = content.open()
        self._utf_8 = codecs.getincrementaldecoder("utf-8-sig")()
        self._decoder = json.JSONDecoder(object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        self._window, self._place, self._lines, self._is_whole = "", 0, 0, False
        self._kept: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def keep(self) -> None:
        """Hold on to the text from here, so that one can come back."""
        self._kept = self._place

    def back(self) -> None:
        """Come back to the place that was kept."""
        self._place, self._kept = self._kept or 0, None

    def starts(self, sign: str, *, take: bool = True) -> bool:
        """Tell whether a sign comes next, and go past it."""
        found = self.sign() == sign
        if found and take:
            self.take()
        return found

    def sign(self) -> str:
        """Return the next sign that is no blank, nothing at the end."""
        while True:
            while self._place < len(self._window) and self._window[self._place] in _BLANKS:
                self._place += 1
            if self._place < len(self._window) or not self._more():
                return self._window[self._place : self._place + 1]

    def at_end(self) -> bool:
        """Tell whether nothing comes any more."""
        return not self.sign()

    def take(self) -> None:
        """Go past one sign."""
        self._place += 1

    def value(self) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Take the next value."""
        self.sign()
        while True:
            try:
                value, self._place = self._decoder.raw_decode(self._window, self._place)
            except json.JSONDecodeError as problem:
                if not self._more():
                    raise self.problem(problem.msg, problem.pos) from problem
            except (ValueError, RecursionError) as problem:
                raise self.problem(str(problem)) from problem
            else:
                return value

    def problem(self, reason: str, place: int | None = None) -> FileProblem:
        """Return what is wrong at a place of the window, by its line."""
        line = self._lines + self._window.count("\n", 0, self._place if place is None else place) + 1
        return FileProblem(f"The file is not valid JSON; line {line}: {reason[0].lower()}{reason[1:]}.")

    def _more(self) -> bool:
        """Read on, twice as far as the window reaches already; tell whether there was more."""
        if self._is_whole:
            return False
        if self._kept is None and self._place:
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
        raise ValueError(f"an entry holds the field {twice[:60]} twice")
    return entry


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number")
