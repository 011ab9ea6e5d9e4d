"""The panel of the page "How sure is it?" that shows how far the line depends on choices and on single stories."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from tracker.charts.fan import Blade, fan_figure
from tracker.charts.plain import signed
from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.sentiment import Sensitivity, zero_crossings
from tracker.web import screen
from tracker.web.data_view import render_behind, render_figure
from tracker.web.keeping import cached
from tracker.web.pages.certainty.reads import ReadingChoice, names_of_stories, other_readings, read_index
from tracker.web.reads import Record
from tracker.web.taking import picture_words
from tracker.web.text import escape_markdown

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CHOICES = "other choices of the method, or coder"
STORIES = "one story left out"
NARROW_CHOICES = "other choices"


def render_sensitivity(record: Record, chosen: EventFilter, choice: ReadingChoice) -> None:
    """Draw the fan, its range in words, and the table of all readings."""
    found = other_readings(record, chosen, choice)
    narrow = screen.is_narrow()
    figure = _figure(record, chosen, choice, dark=screen.is_dark(), narrow=narrow)
    if found is None or figure is None:
        return
    st.subheader("What if the choices were others")
    st.markdown(escape_markdown(_words(found)))
    if found.coders:
        st.markdown(escape_markdown(_coder_words(found, choice)))
    alt = "Fan of the index under other choices, with the lowest points and the turns of all readings."
    render_figure(figure, "sure fan", picture=picture_words(record, chosen, "sensitivity", alt), alt=alt)
    st.caption(
        f"{len(found.choices)} combinations of half-life (30, 60, 90, 180, 365 days), pull towards 0 (0, 2, 4, 8, 16) "
        f"and weight of reach (linear, square root, equal), {len(found.left_out)} readings that leave out one story "
        f"each, and the codes of {len(found.coders)} other coders. Lowest points are looked for on days that are not "
        "marked “few events”."
    )
    label = f"All {len(found.variants)} readings as a table"
    render_behind(label, "sure fan table", partial(_table, record, chosen, choice))


def _words(found: Sensitivity) -> str:
    first, last = (describe(day.isoformat()) for day in found.trough_days())
    low, high = (signed(value) for value in found.trough_values())
    lowest = f"The lowest point lies between {first} and {last} in every reading, at {low} to {high}."
    turns = found.turns()
    turned = sorted(day for day in turns if day is not None)
    if not turned:
        return f"{lowest} No reading rises above 0 after it."
    early, late = (describe(day.isoformat()) for day in (turned[0], turned[-1]))
    turn = f"The index is first above 0 after it between {early} and {late}"
    middle = (len(turns) - 1) // 2
    half = f", in half of the readings by {describe(turned[middle].isoformat())}" if middle < len(turned) else ""
    never = len(turns) - len(turned)
    without = f"; in {never} of {len(turns)} it never is" if never else ""
    few, many = found.crossing_counts()
    return f"{lowest} {turn}{half}{without}. It crosses 0 between {few} and {many} times."


def _coder_words(found: Sensitivity, choice: ReadingChoice) -> str:
    """Name the day on which the line turns by each coder: a choice among codes is no small one."""
    turns = zip(found.variants, found.turns(), strict=True)
    count = 1 + len(found.coders)
    known = [(variant.coder or choice.coder, turn) for variant, turn in list(turns)[:count]]
    words = [
        f"by the {coder} coder {f'on {describe(turn.isoformat())}' if turn else 'never'}"
        for coder, turn in sorted(known, key=lambda each: each[1] or dt.date.max)
    ]
    return f"Whose codes count matters as well: the index is first above 0 after its lowest point {', '.join(words)}."


@cached(32, of_codings=True)
def _figure(record: Record, chosen: EventFilter, choice: ReadingChoice, *, dark: bool, narrow: bool) -> "Figure | None":
    found, read = other_readings(record, chosen, choice), read_index(record, chosen, choice)
    if found is None or read is None:
        return None
    # After the latest Event every reading only fades.
    shown = slice(read.line.recorded.last_day.toordinal() - found.base.first_day + 1)
    families = ((NARROW_CHOICES if narrow else CHOICES, (*found.coders, *found.choices)), (STORIES, found.left_out))
    tables = [
        (name, np.stack([found.base.index, *(each.index for each in family)])[:, shown]) for name, family in families
    ]
    return fan_figure(
        dt.date.fromordinal(found.base.first_day),
        found.base.index[shown],
        [Blade(name, table.min(axis=0), table.max(axis=0)) for name, table in tables],
        troughs=[(point.day, point.value) for point in found.troughs()],
        turn_days=[day for day in found.turns() if day is not None],
        since=chosen.since,
        until=chosen.until,
        dark=dark,
        narrow=narrow,
    )


@cached(32, of_codings=True)
def _table(record: Record, chosen: EventFilter, choice: ReadingChoice) -> pd.DataFrame:
    found, read = other_readings(record, chosen, choice), read_index(record, chosen, choice)
    if found is None or read is None:
        return pd.DataFrame()
    names = names_of_stories(record, read.acts, [variant.left_out for variant in found.variants])
    return pd.DataFrame(
        [
            {
                "Coder": variant.coder or choice.coder,
                "Half-life": variant.half_life,
                "Pull towards 0": variant.shrinkage,
                "Weight of reach": variant.weighting.value,
                "Left out": names.get(variant.left_out, ""),
                "Lowest on": point.day.isoformat(),
                "Lowest": round(point.value, 4),
                "First above 0": turn.isoformat() if turn else "",
                "Crossings of 0": len(zero_crossings(variant)),
            }
            for variant, point, turn in zip(found.variants, found.troughs(), found.turns(), strict=True)
        ]
    )
