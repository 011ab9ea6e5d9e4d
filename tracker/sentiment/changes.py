"""What changes in each story on each day, for the measures that look at single stories."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tracker.sentiment.decay import Steps, binned
from tracker.sentiment.evidence import Real, Whole


@dataclass(frozen=True, eq=False)
class Changes:
    """One row per day and story that changes on it, sorted by day.

    Attributes:
        day: place of the day in the grid.
        story: place of the story in ``codes``.
        jump: what arrives at once.
        turn: change of what arrives per day, from this day on.
        codes: the story codes, at least one (-1 where there is no event).
    """

    day: Whole
    story: Whole
    jump: Real
    turn: Real
    codes: Whole

    def days(self) -> Iterator[tuple[int, slice]]:
        """Yield each day on which a story changes, with its rows."""
        days, starts = np.unique(self.day, return_index=True)
        stops = np.append(starts[1:], len(self.day))
        for day, start, stop in zip(days.tolist(), starts.tolist(), stops.tolist(), strict=False):
            yield day, slice(start, stop)


def changes_by_day(steps: Steps, group: Whole, values: Real) -> Changes:
    """Return the changes of the stories when each event weighs ``values`` on its day."""
    codes, story = np.unique(group, return_inverse=True)
    stories = max(len(codes), 1)
    jumps = steps.jump_bin * stories + story[steps.jump_event]
    turns = steps.rate_bin * stories + story[steps.rate_event]
    keys, place = np.unique(np.concatenate([jumps, turns]), return_inverse=True)
    jump = binned(place[: len(jumps)], steps.jump_size * values[steps.jump_event], len(keys))
    turn = binned(place[len(jumps) :], steps.rate_size * values[steps.rate_event], len(keys))
    return Changes(keys // stories, keys % stories, jump, turn, codes if len(codes) else np.array([-1]))
