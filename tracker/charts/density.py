"""Beyond a thousand Events: a map of week by stance instead of marks, with the strongest Events as marks on it.

A browser draws a thousand marks in twice the time of a hundred, and a hundred thousand in a quarter of a minute; the
map costs as little as the empty chart, whatever it counts.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from tracker.charts.template import DAY, Trace, day_text
from tracker.charts.words import strength
from tracker.read_models import EventRow
from tracker.theme import Palette, mixed
from tracker.vocabulary import Stance

MOST_MARKS = 1_000
"""More Events than this are counted by week."""

STRONGEST = 300
"""So many of them are still drawn as marks."""

_WEEK = 7
_GAP = 5
"""Pixels between two levels of the map."""

PALEST, FULLEST = 0.12, 0.75
"""Share of a level's colour at a count of one, and at the greatest count of all."""


def strongest(events: Sequence[EventRow], most: int = STRONGEST) -> list[EventRow]:
    """Return the Events of greatest strength; where not all of one strength fit, those at even distances in time."""
    by_strength: defaultdict[int, list[EventRow]] = defaultdict(list)
    for event in events:
        by_strength[strength(event)].append(event)
    kept: list[EventRow] = []
    for value in sorted(by_strength, reverse=True):
        alike = sorted(by_strength[value], key=lambda event: (event.first_on, event.slug))
        room = min(most - len(kept), len(alike))
        kept += [alike[place] for place in np.linspace(0, len(alike) - 1, room).astype(int).tolist()]
    return kept


def density_trace(events: Sequence[EventRow], colours: Palette) -> Trace:
    """Return how many Events each week holds at each stance, as a map in the colours of the stances."""
    days = np.array([(event.first_on.toordinal() + event.last_on.toordinal()) // 2 for event in events])
    rows = np.array([event.stance - min(Stance) for event in events])
    first = int(days.min()) - (int(days.min()) - 1) % _WEEK
    weeks = (days - first) // _WEEK
    length = int(weeks.max()) + 1
    counts = np.bincount(rows * length + weeks, minlength=len(Stance) * length).reshape(len(Stance), length)
    return {
        "type": "heatmap",
        "x0": day_text(first + (_WEEK - 1) / 2),
        "dx": _WEEK * DAY,
        "y": [stance.value for stance in sorted(Stance)],
        "z": _shades(counts),
        "zmin": 0,
        "zmax": len(Stance),
        "colorscale": _scale(colours),
        "showscale": False,
        "ygap": _GAP,
        "customdata": counts.astype(np.uint16),
        "hovertemplate": "Week around %{x|%-d %B %Y}<br>%{customdata:,} events at stance %{y:+d}<extra></extra>",
        "hoverongaps": False,
    }


def _shades(
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return the number of the level plus a part below 1 that grows with the count; nothing where nothing is."""
    share = np.log(np.maximum(counts, 1)) / max(float(np.log(counts.max())), 1.0)
    shades = np.arange(len(counts))[:, None] + 0.01 + 0.98 * share
    return np.where(counts > 0, shades, np.nan).astype(np.float32)


def _scale(colours: Palette) -> list[tuple[float, str]]:
    """Return one ramp per level, end to end."""
    scale = []
    for number, stance in enumerate(sorted(Stance)):
        for place, share in ((number, PALEST), (number + 1, FULLEST)):
            scale.append((place / len(Stance), mixed(colours.stances[stance], colours.background, share)))
    return scale
