"""The table of frozen series for docs/method.md, from ``seeds/releases``."""  # noqa: INP001

from itertools import pairwise

from markdown_table import table

from tracker.resources import releases_folder
from tracker.seeds import Vintage, read_vintages
from tracker.sentiment import shift_between, trough


def vintage_table() -> str:
    """Each frozen series: what it was made of, its lowest and last value, and how far values shifted before it."""
    vintages = read_vintages(releases_folder())
    shifts = ["", *(_shift_words(before, after) for before, after in pairwise(vintages))]
    rows = [(*_cells(vintage), shift) for vintage, shift in zip(vintages, shifts, strict=True)]
    heads = (
        "record of",
        "events",
        "that count",
        "sources",
        "fingerprint",
        "lowest value",
        "shifts since the one before",
    )
    return table(heads, rows)


def _cells(vintage: Vintage) -> tuple[object, ...]:
    made, lowest = vintage.contents, trough(vintage)
    lowest_words = f"{lowest.value:+.4f} on {lowest.day}"
    return (made.record_on, made.events, made.counted, made.sources, f"`{vintage.fingerprint[:12]}`", lowest_words)


def _shift_words(before: Vintage, after: Vintage) -> str:
    shift = shift_between(before, after)
    return f"by {shift.mean:.2f} on average over {shift.days} days, by {shift.largest:.2f} at most ({shift.on})"
