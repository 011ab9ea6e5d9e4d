"""One row of a table to the values of a draft: cells read, columns brought together, date order settled."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from tracker.cleaning import invisible_in
from tracker.dates import parse_one
from tracker.errors import DateProblem
from tracker.event.fields import COLUMN_NAMES, CONTENT, DATES, LISTED, NAME_LISTS, SOURCE_COLUMNS, WORDS_OF
from tracker.imports.cell_values import (
    Reader,
    Translations,
    read_sources,
    split_places,
    spreadsheet_errors,
    text_reader,
    translated,
    value_reader,
)
from tracker.imports.headers import HeaderMapping, fold_header
from tracker.tables.escaping import restore_cell
from tracker.tables.table import ERROR_MARK, Table

DayOrder = Literal["day-first", "month-first", "unsettled", "mixed", "none"]

_NUMERIC = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?![\d/.\-])")
_MONTHS = 12


def day_month_order(values: Iterable[str]) -> DayOrder:
    """Find in which order the dates of a file name day and month.

    Returns:
        ``day-first`` or ``month-first`` where a number above 12 settles it, ``mixed`` where dates contradict each
        other, ``unsettled`` where a person has to say, ``none`` where no date depends on it.
    """
    above_first = above_second = is_open = False
    for value in values:
        for first, _, second, _ in _NUMERIC.findall(value):
            above_first |= int(first) > _MONTHS
            above_second |= int(second) > _MONTHS
            is_open |= _is_open(int(first), int(second))
    if above_first and above_second:
        return "mixed"
    if above_first or above_second:
        return "day-first" if above_first else "month-first"
    return "unsettled" if is_open else "none"


def has_open_order(text: str) -> bool:
    """Tell whether a text holds a date that reads differently with the day or the month first."""
    return any(_is_open(int(first), int(second)) for first, _, second, _ in _NUMERIC.findall(text))


def settle_order(text: str, *, day_first: bool) -> str:
    """Write the dates of a text that could be read both ways in ISO form; all else stays."""

    def settled(match: re.Match[str]) -> str:
        first, second = int(match[1]), int(match[3])
        if not _is_open(first, second):
            return match[0]
        day, month = (first, second) if day_first else (second, first)
        return f"{match[4]}-{month:02}-{day:02}"

    return _NUMERIC.sub(settled, text)


def _is_open(first: int, second: int) -> bool:
    return first != second and 0 < first <= _MONTHS and 0 < second <= _MONTHS


_DATES = frozenset({*DATES, "source_dates"})
_SIDE_COLUMNS = tuple((column, name) for column, name in SOURCE_COLUMNS.items() if name != "url")
_OWN_HEADERS = frozenset(name.replace("_", " ") for name in COLUMN_NAMES)
_ONE_LINE = tuple(
    name for name, field in CONTENT.items() if field.form and not (field.lines or field.members or name in LISTED)
)
_BREAKS = re.compile(r"\s*[\t\n\v\f\r\x85\u2028\u2029]\s*")
_SEPARATORS = (frozenset(",，"), frozenset("|｜"))
_ORDER_QUESTION = "This can be read with the day or the month first; say for the whole file which one comes first."


@dataclass(slots=True)
class RowReading:
    """What one row says: the values by field, and one sentence for each field that could not be read."""

    values: dict[str, Any]
    problems: dict[str, str]


class RowReader:
    """Reads the rows of one table under one mapping.

    Attributes:
        order: how the file orders day and month; None as long as no date depends on it.
    """

    def __init__(
        self,
        table: Table,
        mapping: HeaderMapping,
        *,
        day_first: bool | None = None,
        defaults: Mapping[str, str] | None = None,
        values: Translations | None = None,
    ) -> None:
        self.order: DayOrder | None = None
        self._table = table
        self._mapping = mapping
        self._day_first = day_first
        self._defaults = {name: text_reader(name, is_own=False)(text) for name, text in (defaults or {}).items()}
        self._values = values or {}
        self._errors = spreadsheet_errors(map(fold_header, table.headers))
        self._notes: list[str] = []
        self._broken: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        separators = self._find_separators() if table.is_text else {}
        self._plain: list[tuple[int, str]] = []
        self._read_columns: list[tuple[int, str, Reader]] = []
        self._further: list[tuple[int, str, Reader]] = []
        for place, name in enumerate(mapping.fields):
            if name is not None:
                self._sort_column(place, name, separators.get(place, ""))
        self._has_sources = not SOURCE_COLUMNS.keys().isdisjoint((*mapping.fields, *self._defaults))
        self._dates = [name for name in _DATES if name in mapping.fields]
        self._one_line = [name for name in _ONE_LINE if name in mapping.fields]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed about columns, for the person."""
        broken = (
            f"Line breaks in “{self._mapping.header_of(name)}” became spaces (rows: {count:,})."
            for name, count in self._broken.items()
        )
        left_out = (
            f"“{name}” of sources has no place in the record and was left out (sources: {count:,})."
            for name, count in self._left_out.items()
        )
        return (*self._notes, *broken, *left_out)

    @property
    def asks_order(self) -> bool:
        """Whether a date was met that only a person's answer can settle."""
        return self._day_first is None and self.order in {"unsettled", "mixed"}

    def may_hold_invisible(self, cells: Sequence[Any]) -> bool:
        """Tell whether a row can hold what nobody sees; one look at all cells costs less than one at each field."""
        return bool(not self._table.is_text or self._defaults or invisible_in("\n".join(cells)))

    def read(self, cells: Sequence[Any]) -> RowReading:
        """Read the cells of one row."""
        values: dict[str, Any] = {}
        for place, name in self._plain:
            cell = cells[place]
            values[name] = restore_cell(cell) if "'" in cell else cell
        for place, name, read in self._read_columns:
            values[name] = read(cells[place])
        reading = RowReading(values, {})
        for place, name, read in self._further:
            values[name] = self._united(name, values[name], read(cells[place]), place, reading)
        for name in self._one_line:
            text = values[name]
            if isinstance(text, str) and not text.isprintable():
                self._join_lines(name, values)
        for name in self._dates:
            self._settle(name, reading)
        self._fill_in(values)
        if self._has_sources:
            _join_sources(reading)
        if self._table.is_text and not self._errors.isdisjoint(cells):
            self._refuse_errors(cells, reading)
        return reading

    def _join_lines(self, name: str, values: dict[str, Any]) -> None:
        """Put a field that has one line on one line."""
        text = values[name].strip()
        values[name] = joined = _BREAKS.sub(" ", text)
        if joined != text:
            self._broken[name] += 1

    def _fill_in(self, values: dict[str, Any]) -> None:
        """Say what the cells leave empty, but nothing about the sources where the row has its own list of them."""
        for name, value in self._defaults.items():
            if not (name in SOURCE_COLUMNS and values.get("sources")):
                values[name] = values.get(name) or value

    def _refuse_errors(self, cells: Sequence[str], reading: RowReading) -> None:
        for place, name in enumerate(self._mapping.fields):
            if name is not None and cells[place] in self._errors:
                error = cells[place].removeprefix(ERROR_MARK)
                sentence = f"This is {error}, a formula that failed; mend it in the spreadsheet or empty the cell."
                reading.problems[name] = sentence

    def _sort_column(self, place: int, name: str, separators: str) -> None:
        """Keep plain text apart, since most cells are, and a call for each would be most of the work."""
        read = self._reader(place, name, separators)
        if self._mapping.fields.index(name) < place:
            self._further.append((place, name, read))
        elif read is restore_cell:
            self._plain.append((place, name))
        else:
            self._read_columns.append((place, name, read))

    def _reader(self, place: int, name: str, separators: str) -> Reader:
        if self._table.is_text:
            is_own = fold_header(self._mapping.headers[place]) in _OWN_HEADERS
            read = text_reader(name, is_own=is_own, separators=separators)
        elif name == "sources":
            read = partial(read_sources, left_out=self._left_out)
        else:
            read = value_reader(name)
        return translated(read, self._values[name]) if self._values.get(name) else read

    def _find_separators(self) -> dict[int, str]:
        """Find foreign columns of names that never hold a semicolon, but commas or bars: those separate names there."""
        places = [
            place
            for place, name in enumerate(self._mapping.fields)
            if name in NAME_LISTS and fold_header(self._mapping.headers[place]) not in _OWN_HEADERS
        ]
        if not places:
            return {}
        signs: dict[int, set[str]] = {place: set() for place in places}
        for _, cells in self._table.rows():
            for place in places:
                # A list in the form of a program has commas of its own.
                if place < len(cells) and not cells[place].startswith("["):
                    signs[place].update(sign for sign in ",，|｜;；、\n" if sign in cells[place])
        found: dict[int, str] = {}
        for words, sort in zip(("commas", "bars"), _SEPARATORS, strict=True):
            at = [place for place in places if signs[place] and signs[place] <= sort]
            found |= dict.fromkeys(at, "".join(sorted(sort)))
            names = ", ".join(f"“{self._mapping.headers[place]}”" for place in at)
            if at:
                self._notes.append(f"Names in {names} were separated at {words}, since no semicolon stands there.")
        return found

    def _settle(self, name: str, reading: RowReading) -> None:
        """Write a date that can be read with the day or the month first in the order of the file."""
        text = reading.values[name]
        if not isinstance(text, str) or (text[:4].isdigit() and "/" not in text) or not has_open_order(text):
            return
        day_first = self._find_day_first()
        if day_first is None:
            reading.problems[name] = _ORDER_QUESTION
            return
        reading.values[name] = settle_order(text, day_first=day_first)
        if name in WORDS_OF and not reading.values.get(f"{name}_text"):
            reading.values[f"{name}_text"] = text

    def _find_day_first(self) -> bool | None:
        if self._day_first is not None:
            return self._day_first
        if self.order is None:
            self.order = day_month_order(self._date_texts())
            if self.order in {"day-first", "month-first"}:
                first = self.order.removesuffix("-first")
                self._notes.append(
                    f"Dates such as 03/04/2022 were read with the {first} first, as others of the file show."
                )
        return {"day-first": True, "month-first": False}.get(self.order)

    def _date_texts(self) -> Iterator[str]:
        places = [place for place, name in enumerate(self._mapping.fields) if name in _DATES]
        for _, cells in self._table.rows():
            yield from (str(cells[place]) for place in places if place < len(cells))

    def _united(self, name: str, first: Any, second: Any, place: int, reading: RowReading) -> Any:  # noqa: ANN401
        """Bring two columns of one field together: lists add up, anything else has to agree."""
        if not second or not first:
            return first or second
        if isinstance(first, list) and isinstance(second, list):
            return [*first, *second]
        if first != second and not (name in _DATES and _same_date(first, second)):
            here, there = self._mapping.header_of(name), self._mapping.headers[place]
            reading.problems[name] = (
                f"“{here}” says {str(first)[:60]}, but “{there}” says {str(second)[:60]}; leave one column out."
            )
        return first


def _same_date(first: str, second: str) -> bool:
    try:
        return bool(parse_one(first).edtf == parse_one(second).edtf)
    except DateProblem:
        return False


def _join_sources(reading: RowReading) -> None:
    """Make one source of each address and of what stands in the same place of the columns beside it."""
    values = reading.values
    urls = values.pop("source_urls", None)
    count = len(urls or ())
    sources: list[dict[str, Any]] = [{"url": url} for url in urls or ()]
    for column, name in _SIDE_COLUMNS:
        text = values.pop(column, None)
        if not text:
            continue
        places = split_places(text, count)
        if len(places) != count:
            reading.problems[column] = _count_problem(len(places), count)
            continue
        for source, place in zip(sources, places, strict=True):
            source[name] = place
    if urls is not None:
        own = values.get("sources") or []
        known = {source.get("url") for source in own if isinstance(source, dict)}
        values["sources"] = [*own, *(source for source in sources if source["url"] not in known)]


def _count_problem(values: int, addresses: int) -> str:
    if not addresses:
        return "No web address stands beside this; every source needs one that begins with http:// or https://."
    return f"The number of values is {values}, but the number of addresses is {addresses}."
