"""Read the texts of the record's files. Each function raises ``InvalidDraft`` with every problem that it sees."""

import csv
import io
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from tracker.addresses import ADDRESS_LENGTH, address_problem
from tracker.cleaning import NAME_LENGTH, clean_jurisdiction, clean_level, clean_names, clean_text
from tracker.coders import CODING_COLUMNS, CODING_FIELDS
from tracker.dates import from_edtf
from tracker.errors import DateProblem, InvalidDraft
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import REASON_LENGTH
from tracker.read_models import CodingRow, TermRow
from tracker.seeds.form import ToldApart
from tracker.slugs import is_slug
from tracker.tables.escaping import restore_cell
from tracker.vocabulary import Reach, Stance, TermType

WHOLE_FILE = "file"
"""The field under which a problem of a file as a whole is reported."""

_Reader = Callable[[object], Any]


def read_name(value: object) -> str:
    """Read a name that is needed."""
    text = clean_text(value, most=NAME_LENGTH)
    if not text:
        raise ValueError("This is needed.")
    return text


def read_slug(value: object) -> str:
    """Read a slug that is needed."""
    text = read_name(value)
    if not is_slug(text):
        raise ValueError("A slug is lower-case letters and digits, joined by single hyphens.")
    return text


def read_reason(value: object) -> str:
    """Read a reason that is needed."""
    text = clean_text(value, most=REASON_LENGTH)
    if not text:
        raise ValueError("This is needed.")
    return text


def read_optional_name(value: object) -> str | None:
    """Read a name; nothing becomes None."""
    return clean_text(value, most=NAME_LENGTH) or None


def read_url(value: object) -> str:
    """Read the address of a page."""
    text = clean_text(value, most=ADDRESS_LENGTH)
    if not text.startswith(("http://", "https://")):
        raise ValueError("This has to be an address that begins with http:// or https://.")
    if problem := address_problem(text):
        raise ValueError(problem)
    return text


def read_date(value: object) -> str:
    """Read a date as the record writes one, and return its EDTF."""
    text = read_name(value)
    try:
        return from_edtf(text).edtf
    except DateProblem as problem:
        raise ValueError(str(problem)) from problem


_TERM_READERS: Mapping[str, _Reader] = {
    "key": read_name,
    "name": read_name,
    "name_zh": read_optional_name,
    "jurisdiction": clean_jurisdiction,
    "tickers": clean_names,
    "aliases": clean_names,
}


def _pair(value: object) -> tuple[str, str]:
    slugs = [read_slug(each) for each in value] if isinstance(value, list) else []
    if len(set(slugs)) != 2:  # noqa: PLR2004 - a pair
        raise ValueError("This has to be a list of two different slugs.")
    first, second = sorted(slugs)
    return first, second


_DISTINCT_READERS: Mapping[str, _Reader] = {
    "slugs": _pair,
    "reason": read_reason,
}

_CODING_READERS: Mapping[str, _Reader] = {
    "slug": read_slug,
    "coder": read_name,
    "stance": lambda value: Stance(clean_level(value, low=-3, high=3)),
    "reach": lambda value: Reach(clean_level(value, low=1, high=4)),
    "reason": lambda value: clean_text(value, most=REASON_LENGTH),
}


def parse_toml(text: str) -> dict[str, Any]:
    """Read TOML; raises ``InvalidDraft``, which names the line."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise InvalidDraft({WHOLE_FILE: f"This is not TOML: {problem}."}) from problem


def parse_event_text(text: str) -> EventDraft:
    """Read the text of one Event's file."""
    return parse_event(parse_toml(text))


def parse_terms_text(kind: TermType, text: str) -> tuple[TermRow, ...]:
    """Read the text of one vocabulary's file."""
    return tuple(TermRow(type=kind, **values) for values in parse_entries(text, kind.value, _TERM_READERS))


def parse_distinct_text(text: str) -> tuple[ToldApart, ...]:
    """Read the text of the file of pairs that were told apart."""
    return tuple(ToldApart(**values) for values in parse_entries(text, "distinct", _DISTINCT_READERS))


def parse_entries(text: str, name: str, readers: Mapping[str, _Reader]) -> list[dict[str, Any]]:
    """Read a file that is one list of entries; raises ``InvalidDraft`` with a sentence for every problem."""
    content = parse_toml(text)
    entries = content.pop(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidDraft({name: f"Every entry has to begin with [[{name}]]."})
    problems = dict.fromkeys(content, f"Only entries that begin with [[{name}]] belong here.")
    read = [_read(entry, readers, f"entry {number}.", problems) for number, entry in enumerate(entries, start=1)]
    if problems:
        raise InvalidDraft(problems)
    return read


def parse_codings_text(text: str) -> tuple[CodingRow, ...]:
    """Read the text of the codings' file, or of an export of codings; days and ways of the latter are left out.

    Raises:
        InvalidDraft: with a sentence for every problem.
    """
    lines = _cells_of(text)
    if lines and tuple(lines[0]) == CODING_COLUMNS:
        # A line of another length is left as it is, and refused below with its number.
        cut = {len(CODING_COLUMNS): len(CODING_FIELDS)}
        lines = [[restore_cell(cell) for cell in cells[: cut.get(len(cells))]] for cells in lines]
    return tuple(CodingRow(**values) for values in _read_lines(lines, _CODING_READERS))


def parse_lines(text: str, readers: Mapping[str, _Reader]) -> list[dict[str, Any]]:
    """Read CSV of which the first line names the fields; raises ``InvalidDraft`` with a sentence for every problem."""
    return _read_lines(_cells_of(text), readers)


def _cells_of(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as problem:
        raise InvalidDraft({WHOLE_FILE: f"This is not CSV: {problem}."}) from problem


def _read_lines(lines: list[list[str]], readers: Mapping[str, _Reader]) -> list[dict[str, Any]]:
    if not lines or tuple(lines[0]) != tuple(readers):
        raise InvalidDraft({"line 1": f"The first line has to be {','.join(readers)}."})
    problems: dict[str, str] = {}
    read = [_read_line(number, cells, readers, problems) for number, cells in enumerate(lines[1:], start=2)]
    if problems:
        raise InvalidDraft(problems)
    return read


def _read_line(
    number: int, cells: list[str], readers: Mapping[str, _Reader], problems: dict[str, str]
) -> dict[str, Any]:
    if len(cells) != len(readers):
        problems[f"line {number}"] = f"This has {len(cells)} cells instead of {len(readers)}."
        return {}
    return _read(dict(zip(readers, cells, strict=True)), readers, f"line {number}.", problems)


def _read(
    values: Mapping[str, Any], readers: Mapping[str, _Reader], prefix: str, problems: dict[str, str]
) -> dict[str, Any]:
    """Read each field with its reader; what fails is noted under the prefix and left out."""
    for name in values.keys() - readers.keys():
        problems[prefix + name] = "There is no such field."
    read: dict[str, Any] = {}
    for name, reader in readers.items():
        try:
            read[name] = reader(values.get(name))
        except ValueError as problem:
            problems[prefix + name] = str(problem)
    return read
