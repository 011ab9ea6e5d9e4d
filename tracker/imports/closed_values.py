"""Fields that hold one of a few words: which cells hold something else, and what a person says that it means."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tracker.cleaning import clean_level, clean_member, fold_text
from tracker.errors import UnknownValue
from tracker.imports.cell_values import Reader, text_reader, value_reader
from tracker.imports.headers import HeaderMapping
from tracker.imports.tables import Table
from tracker.vocabulary import Certainty, Kind, Origin, Reach, ReviewState, Stance

Translations = Mapping[str, Mapping[str, str]]
"""By field, what the words of a file mean: one of the field's own words."""

_CHECKS: dict[str, Callable[[object], object]] = {
    "kind": lambda value: clean_member(value, Kind),
    "stance": lambda value: clean_level(value, low=min(Stance), high=max(Stance)),
    "reach": lambda value: clean_level(value, low=min(Reach), high=max(Reach)),
    "certainty": lambda value: clean_member(value, Certainty) if value else None,
    "review_state": lambda value: clean_member(value, ReviewState) if value else None,
    "origin": lambda value: clean_member(value, Origin) if value else None,
}

CLOSED_WORDS: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "stance": tuple(str(int(level)) for level in Stance),
    "reach": tuple(str(int(level)) for level in Reach),
    "certainty": tuple(Certainty),
    "review_state": tuple(ReviewState),
    "origin": tuple(Origin),
}
"""By field, the words that it takes."""

_MOST_KEPT = 200
"""The most different words of one field that are asked about; more of them are no words of a closed list."""


def find_unfit(table: Table, mapping: HeaderMapping, values: Translations | None = None) -> dict[str, Counter[str]]:
    """Return by field what stands in its column and is none of its words, with the number of rows.

    Args:
        table: from ``open_table``.
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
                seen[name, text] = _folded(text) in said[name] or _fits(name, readers[name](cell))
            if not seen[name, text]:
                unfit.setdefault(name, Counter())[text] += 1
    return unfit


def _fits(name: str, value: object) -> bool:
    try:
        _CHECKS[name](value)
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
        if not word or not _fits(name, word):
            raise UnknownValue(f"{name} is one of: {', '.join(CLOSED_WORDS[name])}; “{word}” is none of them.")
        meanings.setdefault(name, {})[text.strip()] = word
    return meanings
