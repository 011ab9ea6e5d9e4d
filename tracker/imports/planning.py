"""What an import would do, row by row, before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, TypeVar, cast

from tracker.cleaning import clean_member, without_invisible
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import COLUMN_NAMES, SOURCE_COLUMNS, VOCABULARY_OF
from tracker.event.labels import invisible_notes
from tracker.imports.cell_values import Translations
from tracker.imports.headers import HeaderMapping
from tracker.imports.matching import (
    ChangedEvent,
    Document,
    KnownEvents,
    NewEvent,
    OpenRow,
    RefusedRow,
    Step,
    UnchangedEvent,
    complete,
    find_changes,
    title_key,
)
from tracker.imports.repeats import Repeats
from tracker.imports.row_reading import RowReader, RowReading
from tracker.slugs import is_slug
from tracker.tables.table import FileProblem, Refusal, Row, Table
from tracker.vocabulary import Origin, ReviewState

MOST_SHOWN = 1000
"""The most rows of each sort that a plan keeps for the preview; it counts all of them."""

_BY_FLAG = "come into a record only by tracker import --synthetic, best into one of their own"

_APART = "take the file into another record, or into this one with tracker import --synthetic; nothing was written."

_BATCH = 500
_SOURCE_HEADERS = {field: column for column, field in SOURCE_COLUMNS.items()}

Member = TypeVar("Member", bound=StrEnum)


class ImportSteps:
    """Goes through a table and tells for each row what it would do. Each instance is good for one pass.

    Args:
        table: from ``open_table``.
        mapping: from ``map_headers``.
        known: the record as it stands.
        day_first: a person's answer where the file leaves open how it orders day and month.
        defaults: field to text for what no column or an empty cell says, such as ``{"kind": "signal"}``.
        values: by field, what words of the file mean, such as ``{"stance": {"positive": "1"}}``.
        takes_synthetic: whether invented events may come in, or others into a record of invented ones; without it the
            first one ends the pass.

    Attributes:
        reader: what was assumed while reading.
        new_names: by field, names that the record does not know yet.
    """

    def __init__(
        self,
        table: Table,
        mapping: HeaderMapping,
        known: KnownEvents,
        *,
        day_first: bool | None = None,
        defaults: Mapping[str, str] | None = None,
        values: Translations | None = None,
        takes_synthetic: bool = False,
    ) -> None:
        self.takes_synthetic = takes_synthetic
        self.reader = RowReader(table, mapping, day_first=day_first, defaults=defaults, values=values)
        self.new_names: dict[str, dict[str, None]] = {}
        self._table, self._mapping, self._known = table, mapping, known
        self._rows_of: dict[object, int] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._unseen: dict[str, list[int]] = {}

    def __iter__(self) -> Iterator[Step]:
        """Yield one step for each row.

        Raises:
            FileProblem: if the file turns out damaged or would mix invented events and others without being asked to.
        """
        rows = self.begin()
        while batch := list(islice(rows, _BATCH)):
            yield from self.settle(batch)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed about the file, for the person."""
        # The further sheets of an own workbook say nothing that the one of the events does not hold.
        is_own_workbook = self._table.sheet is not None and self._table.headers == COLUMN_NAMES
        of_table = () if is_own_workbook else self._table.notes
        return (*of_table, *self.reader.notes, *map(_of_rows, self._unseen.items()))

    @property
    def asks_order(self) -> bool:
        """Whether a date was met that only a person's answer can settle."""
        return self.reader.asks_order

    @property
    def has_slugs(self) -> bool:
        """Whether the rows can have slugs of their own."""
        return "slug" in self._mapping.fields

    def begin(self) -> Iterator[Step | OpenRow]:
        """Yield for each row its step, or what is left to do: nothing here asks the record for an event."""
        return map(partial(self._begin, Repeats(self._table, self._mapping)), self._table.rows())

    def settle(self, rows: Sequence[Step | OpenRow]) -> Iterator[Step]:
        """Yield the steps of rows that were begun, here or in another process."""
        slugs = [row.slug for row in rows if isinstance(row, OpenRow)]
        if not slugs:
            yield from cast("Sequence[Step]", rows)
            return
        documents = self._known.fetch(slugs)
        for row in rows:
            yield self._compared(row, documents.get(row.slug)) if isinstance(row, OpenRow) else row

    def _begin(self, repeats: Repeats, row: Row) -> Step | OpenRow:
        number, cells = row
        width = len(self._mapping.headers)
        if len(cells) != width:
            return self._refused(number, {"": f"The row has {len(cells)} cells under {width} headings."})
        reading = self.reader.read(cells)
        for note in invisible_notes(reading.values) if self.reader.may_hold_invisible(cells) else ():
            self._unseen.setdefault(note, []).append(number)
        slug = self._found(number, reading, repeats)
        if slug is not None and slug in self._known.slugs:
            return OpenRow(number, slug, reading.values, reading.problems)
        return self._drafted(number, slug, reading, None)

    def _compared(self, row: OpenRow, document: Document | None) -> Step:
        if document is not None:
            complete(row.values, document)
        return self._drafted(row.row, row.slug, RowReading(row.values, row.problems), document)

    def _drafted(self, number: int, slug: str | None, reading: RowReading, document: Document | None) -> Step:
        state, origin = _word(reading, "review_state", ReviewState), _word(reading, "origin", Origin)
        if origin is Origin.SYNTHETIC and not self.takes_synthetic:
            raise FileProblem(f"Row {number} is a synthetic event, and those {_BY_FLAG}; nothing was written.")
        if origin is Origin.SYNTHETIC and document is not None and document["origin"] != origin:
            reading.problems["slug"] = f"The event {slug} is no synthetic one, so that no synthetic row changes it."
        self._use_keys(reading.values)
        try:
            draft = parse_event(reading.values)
        except InvalidDraft as invalid:
            return self._refused(number, _together(invalid.problems, reading.problems))
        if reading.problems:
            return self._refused(number, reading.problems)
        if slug is not None and document is not None:
            return self._changed(number, slug, draft, document)
        if origin is not Origin.SYNTHETIC and self._known.is_synthetic and not self.takes_synthetic:
            raise FileProblem(f"Row {number} is no synthetic event and the record holds those; {_APART}")
        return NewEvent(number, slug, draft, state, origin)

    def _found(self, number: int, reading: RowReading, repeats: Repeats) -> str | None:
        """Find the slug of the event that a row speaks of, and note a second row that speaks of the same one."""
        slug = reading.values.pop("slug", None) or None
        if slug is not None and not (isinstance(slug, str) and is_slug(slug)):
            reading.problems["slug"] = "A name in links is lower-case letters and digits, joined by single hyphens."
            return None
        if slug is not None and (rows := repeats.slugs.get(slug)):
            # Nobody can tell which of the rows is right, so none is taken.
            others = ", ".join(str(row) for row in rows if row != number)
            reading.problems["slug"] = f"Row {others} has the same name in links; an event stands in a file once."
            return slug
        title = reading.values.get("title")
        key = title_key(reading.values.get("date"), title) if slug is None else None
        found = self._known.titles.get(key) if key else slug
        # Only what can come again is remembered, so that memory does not grow with the file.
        if (found in self._known.slugs) if found else (key and repeats.may_be_title(title)):
            first = self._rows_of.setdefault(found or key, number)
            if first != number:
                name, same = ("slug", "name in links") if slug else ("title", "title and date")
                reading.problems[name] = f"Row {first} has the same {same}; an event stands in a file once."
        return found

    def _use_keys(self, values: dict[str, Any]) -> None:
        """Put the record's own key in place of each name that it knows, in any of its languages."""
        for field in VOCABULARY_OF:
            value = values.get(field)
            if isinstance(value, str) and value:
                values[field] = self._key(field, value)
            elif isinstance(value, list):
                values[field] = [self._key(field, name) if isinstance(name, str) else name for name in value]

    def _key(self, field: str, name: str) -> str:
        key = self._keys.get((field, name))
        if key is None:
            key = self._known.names.find(VOCABULARY_OF[field], name)
            if not key and name.strip():
                self.new_names.setdefault(field, {})[without_invisible(name).strip()] = None
            key = self._keys[field, name] = key or name
        return key

    def _changed(self, number: int, slug: str, draft: EventDraft, document: Document) -> Step:
        changes = find_changes(draft, document)
        if not changes:
            return UnchangedEvent(number, slug)
        if document.get("review_state") == ReviewState.WITHDRAWN:
            reason = f"The event {slug} was withdrawn; restore it before changing it."
            return self._refused(number, {"slug": reason})
        return ChangedEvent(number, slug, draft, document.get("version"), changes)

    def _refused(self, number: int, problems: Mapping[str, str]) -> RefusedRow:
        return RefusedRow(
            number, tuple(Refusal(number, *self._place(field, reason)) for field, reason in problems.items())
        )

    def _place(self, field: str, reason: str) -> tuple[str, str]:
        """Turn a field such as ``sources.1.url`` into the heading in the file and the place in its list."""
        name, _, rest = field.partition(".")
        if name != "sources":
            return self._mapping.header_of(field), reason
        place, _, part = rest.partition(".")
        column = "sources" if "sources" in self._mapping.fields else _SOURCE_HEADERS.get(part, "source_urls")
        return self._mapping.header_of(column), f"Source {int(place) + 1}: {reason}" if place else reason


def _of_rows(found: tuple[str, list[int]]) -> str:
    note, rows = found
    more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
    return f"Row {rows[0]}{more}: {note}"


def _together(of_draft: Mapping[str, str], of_cells: Mapping[str, str]) -> dict[str, str]:
    """Join what is wrong with the cells and with the draft; a spoiled column of sources explains the missing ones."""
    explained = {"sources"} if any(name in SOURCE_COLUMNS for name in of_cells) else set()
    return {name: text for name, text in of_draft.items() if name not in explained} | dict(of_cells)


def _word(reading: RowReading, field: str, members: type[Member]) -> Member | None:
    text = reading.values.pop(field, None)
    if not text:
        return None
    try:
        return clean_member(text, members)
    except ValueError as problem:
        reading.problems[field] = str(problem)
        return None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. The first rows of each sort are kept for a preview, the numbers count all.

    ``asks_order`` says that some dates wait for a person's answer, day or month first.
    """

    new: int
    changed: int
    unchanged: int
    refused: int
    first_new: tuple[NewEvent, ...]
    first_changed: tuple[ChangedEvent, ...]
    refusals: tuple[Refusal, ...]
    new_names: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    asks_order: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not (self.new or self.changed)


def plan_steps(
    walk: ImportSteps,
    on_rows: Callable[[int], None] = lambda _count: None,
    on_new: Callable[[NewEvent], None] = lambda _step: None,
) -> ImportPlan:
    """Go through the steps of a table and tell what an import would do; nothing is written.

    Args:
        walk: the steps.
        on_rows: told now and then how many rows have been read.
        on_new: told of each new event.

    Raises:
        FileProblem: if the file turns out damaged or too large on the way.
    """
    counts: dict[type, int] = dict.fromkeys((NewEvent, ChangedEvent, UnchangedEvent, RefusedRow), 0)
    first: dict[type, list[Any]] = {sort: [] for sort in counts}
    for number, step in enumerate(walk, start=1):
        if number % _BATCH == 0:
            on_rows(number)
        sort = type(step)
        if isinstance(step, NewEvent):
            on_new(step)
        counts[sort] += 1
        if counts[sort] <= MOST_SHOWN:
            first[sort].append(step)
    return ImportPlan(
        new=counts[NewEvent],
        changed=counts[ChangedEvent],
        unchanged=counts[UnchangedEvent],
        refused=counts[RefusedRow],
        first_new=tuple(first[NewEvent]),
        first_changed=tuple(first[ChangedEvent]),
        refusals=tuple(refusal for step in first[RefusedRow] for refusal in step.refusals),
        new_names={field: tuple(names) for field, names in walk.new_names.items()},
        notes=walk.notes,
        asks_order=walk.asks_order,
    )
