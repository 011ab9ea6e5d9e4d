"""Values of one sort in their order, and as tables of pandas and polars in which each column has one type."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, IntEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin, overload

from tracker.errors import TrackerError
from tracker.exports.news_words import corrected_fields

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from tracker.queries.news import News

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class CorrectedField:
    """One field that a correction changed, with its values in words before and after."""

    field: str
    former: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeCells:
    """A row of the table of changes: what ``tracker changes --format json`` tells of one, with its values in words."""

    number: int
    at: dt.datetime
    what: str
    slug: str
    version: int
    date: str
    title: str
    why: str
    merged_into: str | None
    fields: tuple[CorrectedField, ...]


def change_cells(news: "News") -> dict[str, Any]:
    """Return the cells of one change by column."""
    revision, event = news.revision, news.event
    corrected = tuple(CorrectedField(each.field, each.before, each.after) for each in corrected_fields(news))
    at = revision.recorded_at.replace(tzinfo=dt.UTC, microsecond=0)
    told = (revision.id, at, news.kind.value, event.slug, revision.version, event.date, event.title, revision.reason)
    return plain_cells(ChangeCells(*told, news.merged_into or None, corrected))


def plain_cells(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any read model
    """Return the fields of a value by name as plain values: words for members of lists, lists for several."""
    return {each.name: _plain(getattr(row, each.name)) for each in fields(row)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a read model
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return plain_cells(value) if is_dataclass(value) else value


class Rows(Sequence[_Row], Generic[_Row]):
    """Some values of one sort in their order, which a library for tables takes as a table."""

    def __init__(
        self, rows: Sequence[_Row], kind: type, cells: Callable[[_Row], Mapping[str, Any]] = plain_cells
    ) -> None:
        """Take the values, what holds the names and types of the columns, and what gives a value's cells by column."""
        self._rows, self._kind, self._cells = tuple(rows), kind, cells

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> _Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows[_Row]": ...
    def __getitem__(self, place: int | slice) -> "_Row | Rows[_Row]":
        """Return one value, or some of them."""
        return Rows(self._rows[place], self._kind, self._cells) if isinstance(place, slice) else self._rows[place]

    def __repr__(self) -> str:
        """Say how many there are of what."""
        kind = type(self._rows[0]) if self._rows else self._kind
        return f"<{len(self)} of {kind.__name__}>"

    def columns(self) -> dict[str, list[Any]]:
        """Return the table as a list of plain values for each column; lists and mappings stay in their cells."""
        made: dict[str, list[Any]] = {each.name: [] for each in fields(self._kind)}
        for row in self._rows:
            for name, value in self._cells(row).items():
                made[name].append(value)
        return made

    def to_pandas(self) -> "pd.DataFrame":
        """Return a pandas table, whose columns have the same types whatever they hold, also without a row.

        Days are ``datetime64[s]``, moments ``datetime64[s, UTC]``, texts pandas' own sort of text.

        Raises:
            TrackerError: if pandas is not installed.
        """
        pandas = _library("pandas")
        types = {
            str: pandas.StringDtype(na_value=float("nan")),
            int: "int64",
            float: "float64",
            bool: "bool",
            dt.date: "datetime64[s]",
            dt.datetime: "datetime64[s, UTC]",
        }
        columns = self.columns()
        made = {}
        for each in fields(self._kind):
            # An object column first: a list of cells that hold lists would be taken for a table.
            cells = pandas.Series(columns[each.name], dtype=object)
            made[each.name] = cells.astype(types.get(_sort_of(each.type), object))
        return pandas.DataFrame(made)  # type: ignore[no-any-return]

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars table, whose columns have the same types whatever they hold, also without a row.

        Days are ``Date``, moments ``Datetime`` in UTC, several names ``List(String)``.

        Raises:
            TrackerError: if polars is not installed.
        """
        polars = _library("polars")
        schema = {each.name: _polars_type(polars, each.type) for each in fields(self._kind)}
        table: pl.DataFrame = polars.DataFrame(self.columns(), schema=schema)
        return table


def _sort_of(declared: Any) -> Any:  # noqa: ANN401 - what a field is declared as
    """Return the plain type that a field is declared as, without the None that it may be."""
    if isinstance(declared, UnionType):
        (declared,) = (each for each in get_args(declared) if each is not NoneType)
    if isinstance(declared, type) and issubclass(declared, Enum):
        return int if issubclass(declared, IntEnum) else str
    return declared


def _polars_type(polars: Any, declared: Any) -> Any:  # noqa: ANN401 - a library, and what a field is declared as
    sort = _sort_of(declared)
    if get_origin(sort) is tuple:
        return polars.List(_polars_type(polars, get_args(sort)[0]))
    if is_dataclass(sort):
        return polars.Struct({each.name: _polars_type(polars, each.type) for each in fields(sort)})
    types = {
        str: polars.String,
        int: polars.Int64,
        float: polars.Float64,
        bool: polars.Boolean,
        dt.date: polars.Date,
        dt.datetime: polars.Datetime("us", "UTC"),
    }
    return types[sort]


def _library(name: str) -> Any:  # noqa: ANN401 - one of two libraries
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise TrackerError(f"{name} is not installed: pip install {name}.") from None
