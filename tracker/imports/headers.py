"""Which column of a file holds which field: own columns, and what other people call them in English and Chinese."""

import difflib
import json
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from tracker.errors import UnknownValue
from tracker.event.fields import COLUMN_NAMES, COLUMNS, CONTENT, DERIVED_NAMES
from tracker.tables import open_table
from tracker.tables.table import LINK_OF, Table

IMPORT_FIELDS: tuple[str, ...] = (*(name for name in COLUMN_NAMES if name not in DERIVED_NAMES), "sources")
"""What a column can be read as; ``sources`` is the list of objects in a JSON file."""

_OF_ONE_ROW = frozenset({"slug", "date_text", "end_text", "sources"})

DEFAULT_FIELDS: tuple[str, ...] = tuple(name for name in IMPORT_FIELDS if name not in _OF_ONE_ROW)
"""What one text for all rows can be said of."""

_NEEDED = tuple(column.name for column in COLUMNS if column.needed)
_SAMPLE_ROWS = 50
_PASSED_OVER = frozenset(name.replace("_", " ") for name in (*DERIVED_NAMES, "version"))

# These head addresses in one file and names of newspapers in the next, so that the cells have to decide.
_SOURCE_NAMES = frozenset({"source", "sources", "reference", "references", "来源", "出处", "信息来源", "资料来源"})

_HEADINGS = [(each.name, each.headings) for each in COLUMNS if each.headings]
_KNOWN: dict[str, str] = {name.replace("_", " "): name for name in IMPORT_FIELDS}
_KNOWN |= {other: name for name, others in _HEADINGS for other in others.split("|")}
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = re.compile(r"[_\-/.:;,*#()\[\]]+")
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """For each heading of a table the field that it holds, or None.

    ``unknown`` are the headings that a person should decide about.
    """

    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    unknown: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that every event needs and that no column holds."""
        given = {"source_urls" if field == "sources" else field for field in self.fields}
        return tuple(name for name in _NEEDED if name not in given)

    @property
    def is_export(self) -> bool:
        """Whether the headings are those of an export of the project, so that nothing about them is a guess."""
        return {"slug", "review_state", "origin"} <= set(self.headers) <= {*COLUMN_NAMES, "sources"}

    def header_of(self, field: str) -> str:
        """Return the first heading that holds a field, or the field's own name."""
        return self.headers[self.fields.index(field)] if field in self.fields else field


def map_headers(
    headers: Sequence[str], *, chosen: Mapping[str, str] | None = None, sample: Iterable[Sequence[Any]] = ()
) -> HeaderMapping:
    """Find the field of each heading.

    Args:
        headers: the headings as they stand in the file.
        chosen: heading to field where a person decided; ``-`` leaves a column out. Letter case makes no difference.
        sample: the cells of some rows, by which a column called "Source" is taken for addresses or for publishers.

    Raises:
        UnknownValue: if ``chosen`` names a heading or a field that does not exist; the message lists near ones.
    """
    decided = _checked(headers, chosen or {})
    rows = list(sample)
    columns = [[row[place] for row in rows if place < len(row)] for place in range(len(headers))]
    fields = [
        decided.get(fold_header(header)) or _field_of(header, cells)
        for header, cells in zip(headers, columns, strict=True)
    ]
    settle_columns(
        headers, columns, fields, [place for place, name in enumerate(headers) if fold_header(name) in decided]
    )
    unknown = tuple(header for header, field in zip(headers, fields, strict=True) if field is None)
    return HeaderMapping(tuple(headers), tuple(None if field == LEFT_OUT else field for field in fields), unknown)


def map_table(table: Table, *, chosen: Mapping[str, str] | None = None) -> HeaderMapping:
    """Find the field of each heading of a table, with its first rows as the sample."""
    sample = [cells for _, cells in islice(table.rows(), _SAMPLE_ROWS)]
    return map_headers(table.headers, chosen=chosen, sample=sample)


def _field_of(header: str, cells: Sequence[Any]) -> str | None:
    """Find a heading as it stands, then without brackets: ``Date (UTC)`` is a date, ``Title (Chinese)`` no title."""
    for name in (fold_header(header), fold_header(_BRACKETS.sub(" ", header))):
        if name in _PASSED_OVER:
            return LEFT_OUT
        if name in _SOURCE_NAMES:
            return _source_field(cells)
        if name in _KNOWN:
            return _KNOWN[name]
    return None


def _source_field(cells: Sequence[Any]) -> str:
    if any(isinstance(cell, list) for cell in cells):
        return "sources"
    filled = [str(cell) for cell in cells if cell]
    return "source_publishers" if filled and not any(map(_ADDRESS.match, filled)) else "source_urls"


def _checked(headers: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    known = {fold_header(header): header for header in headers}
    decided: dict[str, str] = {}
    for header, field in chosen.items():
        if fold_header(header) not in known:
            raise UnknownValue(f"The file has no column “{header}”; it has: {', '.join(_near(header, headers))}.")
        if field not in {*IMPORT_FIELDS, LEFT_OUT}:
            raise UnknownValue(f"There is no field “{field}”; there are: {', '.join(_near(field, IMPORT_FIELDS))}.")
        decided[fold_header(header)] = field
    return decided


def _near(text: str, known: Sequence[str]) -> Sequence[str]:
    return difflib.get_close_matches(text, known, n=5) or known


def fold_header(header: str) -> str:
    """Reduce a heading to what two ways of writing it have in common: sourceUrl, source_url and Source URL."""
    words = _HUMPS.sub(" ", unicodedata.normalize("NFKC", header))
    return " ".join(_SIGNS.sub(" ", words.casefold()).split())


def count_known(cells: Iterable[str]) -> int:
    """Count the headings that are known without a person's choice."""
    return sum(1 for cell in cells if _field_of(cell, ()) is not None)


open_event_table = partial(open_table, count_known=count_known)
"""Opens a file of events as ``open_table`` does, by the headings that are known here."""


def parse_choices(texts: Iterable[str]) -> dict[str, str]:
    """Read choices that were typed as ``HEADING=field``.

    Raises:
        UnknownValue: if one has another form.
    """
    choices: dict[str, str] = {}
    for text in texts:
        header, sign, field = text.rpartition("=")
        if not (sign and header.strip() and field.strip()):
            raise UnknownValue(
                f"“{text}” is no choice of a column; write it like Impact=reach, or Impact=- to leave it out."
            )
        choices[header.strip()] = field.strip()
    return choices


LEFT_OUT = "-"
"""What a person chooses for a column that is not to be read."""

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_MOST = 0.5
_ONE_TEXT = tuple(
    name
    for name, field in CONTENT.items()
    if field.form in {"text", "word", "number"} and field.headings and name != "certainty"
)


def settle_columns(
    headers: Sequence[str], columns: Sequence[Sequence[Any]], found: list[str | None], decided: Container[int] = ()
) -> None:
    """Settle in place which of several columns holds a field.

    Two columns of titles in different scripts are the title and the Chinese title. Of two columns for one text, one
    stays open where it says something else, since a person has to choose. The addresses behind another column are the
    sources where no column names them.

    Args:
        headers: the headings as they stand in the file.
        columns: some cells of each.
        found: the field that each heading alone would have, None where it is unknown.
        decided: the places of columns that a person decided about; these stay.
    """
    _settle_titles(columns, found, decided)
    for field in _ONE_TEXT:
        places = [place for place, name in enumerate(found) if name == field]
        places.sort(key=lambda place: place not in decided)
        for place in places[1:]:
            if place not in decided and list(columns[place]) != list(columns[places[0]]):
                found[place] = None
    _settle_links(headers, found, decided)


def _settle_titles(columns: Sequence[Sequence[Any]], found: list[str | None], decided: Container[int]) -> None:
    titles = [place for place, field in enumerate(found) if field == "title"]
    chinese = [place for place in titles if place not in decided and _is_chinese(columns[place])]
    if "title_zh" not in found and len(chinese) == 1 and len(titles) > 1:
        found[chinese[0]] = "title_zh"


def _is_chinese(cells: Sequence[Any]) -> bool:
    filled = [cell for cell in map(str, cells) if cell.strip()]
    return sum(1 for cell in filled if _HAN.search(cell)) > _MOST * len(filled)


def _settle_links(headers: Sequence[str], found: list[str | None], decided: Container[int]) -> None:
    links = {
        place: list(headers).index(header.removeprefix(LINK_OF))
        for place, header in enumerate(headers)
        if header.startswith(LINK_OF) and header.removeprefix(LINK_OF) in headers and place not in decided
    }
    has_sources = "source_urls" in found
    for place in links:
        found[place] = LEFT_OUT
    if links and not has_sources:
        found[min(links, key=lambda place: found[links[place]] != "source_publishers")] = "source_urls"


_SAMPLES = 3
_SHOWN_ROWS = 200
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column: its heading, the field that it is taken for, None for left out, and some of its values.

    ``is_open`` says that a person has to decide what it holds.
    """

    heading: str
    field: str | None
    is_open: bool
    samples: tuple[str, ...]


def column_readings(table: Table, mapping: HeaderMapping) -> tuple[ColumnReading, ...]:
    """Return how each column of a table is read, with up to three different values from its first rows."""
    samples: list[dict[str, None]] = [{} for _ in table.headers]
    for _, cells in islice(table.rows(), _SHOWN_ROWS):
        for found, cell in zip(samples, cells, strict=False):
            if len(found) < _SAMPLES and (text := _shown(cell)):
                found[text] = None
    return tuple(
        ColumnReading(heading, field, heading in mapping.unknown, tuple(found))
        for heading, field, found in zip(table.headers, mapping.fields, samples, strict=True)
    )


def _shown(cell: Any) -> str:  # noqa: ANN401 - a cell's text, or whatever JSON can hold
    text = cell if isinstance(cell, str) else "" if cell in (None, [], {}) else json.dumps(cell, ensure_ascii=False)
    plain = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
