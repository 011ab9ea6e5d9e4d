"""The record of 280 events on which the method was recomputed by code that nobody here wrote, as plain rows.

It is what the record was before corrections and newer events, so that the values of that code stay expected values.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.dates import from_edtf
from tracker.sentiment import Evidence
from tracker.vocabulary import COUNTED_KINDS, Kind

_FILE = Path(__file__).with_name("record_of_280.tsv")


@dataclass(frozen=True, slots=True)
class OldEvent:
    """One event of the record of 280: its days, its codes by each coder (stance, reach), thread and sectors."""

    slug: str
    first: date
    last: date
    kind: Kind
    codes: dict[str, tuple[int, int]]
    thread: str | None
    sectors: tuple[str, ...]


def events_of_280() -> list[OldEvent]:
    """Return all 280 events by date."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return [_event(row) for row in csv.DictReader(file, delimiter="\t")]


def _event(row: dict[str, str]) -> OldEvent:
    days = from_edtf(row["date"])
    codes = {"first": (int(row["stance"]), int(row["reach"]))}
    for coder in ("second", "third"):
        if row[f"{coder}_stance"]:
            codes[coder] = int(row[f"{coder}_stance"]), int(row[f"{coder}_reach"])
    sectors = tuple(filter(None, row["sectors"].split("; ")))
    return OldEvent(
        row["slug"], days.start, days.end or days.start, Kind(row["kind"]), codes, row["thread"] or None, sectors
    )


def counted_of_280() -> list[OldEvent]:
    """Return those of the kinds that count."""
    return [event for event in events_of_280() if event.kind in COUNTED_KINDS]


def evidence_of_280(coder: str = "first", *, without: str = "") -> Evidence:
    """Return the counted events as arrays, with one coder's codes, where wanted without one event."""
    counted = [event for event in counted_of_280() if event.slug != without and coder in event.codes]
    return Evidence.of((event.first, event.last, *event.codes[coder], event.thread) for event in counted)
