"""Frozen series: the published index of the curated record as it was on a day, kept as files with a fingerprint."""

import csv
import hashlib
import io
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tracker.sentiment import (
    HALF_LIFE,
    SHRINKAGE,
    Evidence,
    policy_index,
    resampling_band,
)
from tracker.sentiment.record import Real

RELEASES_FILE = "releases.toml"
"""What each frozen series was made of, beside the tables of their days (``<day of the record>.csv``)."""

FROZEN_COLUMNS = ("date", "index", "lower", "upper", "mass", "stories")
_DIGITS = 4
"""So many digits of a value are kept, so that no processor's rounding shows."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a frozen series was made of.

    Attributes:
        record_on: the day of the record; it names the series.
        version: that of the program.
        events: accepted Events of the record.
        counted: those of them that the index counts.
        sources: the pages of all of them.
        half_life: days after which an Event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
    """

    record_on: date
    version: str
    events: int
    counted: int
    sources: int
    half_life: float = HALF_LIFE
    shrinkage: float = SHRINKAGE


@dataclass(frozen=True, eq=False)
class Vintage:
    """The published index as it was on a day of the record, rounded to four digits.

    Attributes:
        contents: what it was made of.
        first_day: ordinal of the first day.
        index, lower, upper, mass, stories: one value for each day; a bound is not a number where there is no range.
    """

    contents: Contents
    first_day: int
    index: Real
    lower: Real
    upper: Real
    mass: Real
    stories: Real

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of index and range: a line for each day, four digits each, one blank between two numbers."""
        columns = (self.index, self.lower, self.upper)
        lines = (" ".join(map(_plain, values)) for values in zip(*columns, strict=True))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def make_vintage(evidence: Evidence, contents: Contents, *, since: date, until: date) -> Vintage:
    """Return the index of what counts from ``since`` to ``until``, as it is frozen."""
    h, k = contents.half_life, contents.shrinkage
    series = policy_index(evidence, since=since, until=until, half_life=h, shrinkage=k)
    band = resampling_band(evidence, since=since, until=until, half_life=h, shrinkage=k)
    columns = (series.index, band.lower, band.upper, series.mass, series.stories)
    # Adding zero makes a rounded -0.0 a plain 0.
    return Vintage(contents, series.first_day, *(np.round(each, _DIGITS) + 0.0 for each in columns))


def read_vintages(folder: Path) -> tuple[Vintage, ...]:
    """Return the frozen series of a folder (``resources.releases_folder``), the oldest first."""
    listed = folder / RELEASES_FILE
    if not listed.exists():
        return ()
    entries: list[dict[str, Any]] = tomllib.loads(listed.read_text(encoding="utf-8"))["release"]
    names = [each.name for each in fields(Contents)]
    found = [Contents(**{name: entry[name] for name in names}) for entry in entries]
    return tuple(_read(folder, contents) for contents in sorted(found, key=lambda each: each.record_on))


def _read(folder: Path, contents: Contents) -> Vintage:
    with series_file(folder, contents.record_on).open(encoding="utf-8", newline="") as lines:
        first, *days = list(csv.DictReader(lines))
    start = date.fromisoformat(first["date"]).toordinal()
    return Vintage(contents, start, *(_column([first, *days], name) for name in FROZEN_COLUMNS[1:]))


def _column(days: list[dict[str, str]], name: str) -> Real:
    return np.array([float(day[name] or "nan") for day in days])


def write_vintage(folder: Path, vintage: Vintage) -> None:
    """Keep a frozen series in a folder, in the place of one of the same day."""
    kept = {each.contents.record_on: each for each in (*read_vintages(folder), vintage)}
    folder.mkdir(exist_ok=True)
    (folder / RELEASES_FILE).write_text(_list_text(kept), encoding="utf-8", newline="\n")
    text = series_text(vintage)
    series_file(folder, vintage.contents.record_on).write_text(text, encoding="utf-8", newline="\n")


def series_file(folder: Path, record_on: date) -> Path:
    """Return where the days of a frozen series lie."""
    return folder / f"{record_on}.csv"


def series_text(vintage: Vintage) -> str:
    """Write the days of a frozen series as CSV; a day without a range has empty bounds."""
    days = [date.fromordinal(vintage.first_day + place).isoformat() for place in range(len(vintage.index))]
    columns = (vintage.index, vintage.lower, vintage.upper, vintage.mass, vintage.stories)
    cells = [["" if np.isnan(value) else _plain(value) for value in column] for column in columns]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FROZEN_COLUMNS)
    writer.writerows(zip(days, *cells, strict=True))
    return text.getvalue()


def _list_text(vintages: dict[date, Vintage]) -> str:
    import tomlkit

    entries = [
        {each.name: getattr(vintages[day].contents, each.name) for each in fields(Contents)}
        | {"fingerprint": vintages[day].fingerprint}
        for day in sorted(vintages)
    ]
    return tomlkit.dumps({"release": entries})


def _plain(value: float) -> str:
    return f"{value:.{_DIGITS}f}"
