"""The part of the page "How sure is it?" below the line: how sure the days of its lowest point and of its rise are."""

import datetime as dt

import streamlit as st

from tracker.charts.plain import signed
from tracker.filters import EventFilter
from tracker.sentiment import Bottom, TurnRange, bottom_of, searched_days, turn_above_zero
from tracker.sentiment.turning import flat_words
from tracker.web.pages.certainty.reads import IndexReading, ReadingChoice, read_index, turns_in_draws
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import days_in_short

DRAWN = "In four of five draws"
NO_DAY = "never"


def render_turning(record: Record, chosen: EventFilter, choice: ReadingChoice, *, average: bool) -> None:
    """Draw the table of the turning points, with what it rests on; ``average``: another line is drawn above it."""
    found, drawn = read_index(record, chosen, choice), turns_in_draws(record, chosen, choice)
    if found is None or drawn is None:
        return
    bottom, turn = turn_of(found)
    if bottom.lowest.value >= 0:
        return
    st.subheader("How sure the days of the turn are")
    rows = {
        "Lowest point": (lowest_words(bottom), days_in_short(*drawn.lowest)),
        "Index there": (signed(bottom.lowest.value), f"{signed(drawn.depth[0])} to {signed(drawn.depth[1])}"),
        "First day above 0 after it": (
            days_in_short(turn, turn) if turn else NO_DAY,
            days_in_short(*drawn.above) if drawn.above else NO_DAY,
        ),
    }
    recorded, in_draws = zip(*rows.values(), strict=True)
    st.table({"": list(rows), "As recorded": list(recorded), DRAWN: list(in_draws)})
    of_index = "The table is of the index, not of the average without the pull. " if average else ""
    st.caption(escape_markdown(of_index + _words(bottom, drawn, draws_coders=found.draws_coders)))


def turn_of(found: IndexReading) -> tuple[Bottom, dt.date | None]:
    """Return the lowest point of a line and the first day above zero after it."""
    # After the last Event the line only fades, and no day there is as low because of anything that happened.
    recorded = found.series.days <= found.line.recorded.last_day.toordinal()
    searched = searched_days(found.series) & recorded
    bottom = bottom_of(found.series, within=searched if searched.any() else recorded)
    return bottom, turn_above_zero(found.series, bottom.lowest.day)


def lowest_words(bottom: Bottom) -> str:
    """Return when a line was lowest; where no single day was, between which days it is flat."""
    if bottom.is_flat:
        return f"flat: {days_in_short(bottom.first, bottom.last)}"
    return days_in_short(bottom.lowest.day, bottom.lowest.day)


def _words(bottom: Bottom, drawn: TurnRange, *, draws_coders: bool) -> str:
    never = f"; in {100 * drawn.never:.1f} % of the draws it does not come" if drawn.never and drawn.above else ""
    coded = "; every event takes the codes of one of its coders in each" if draws_coders else ""
    errors = "of errors that all coders share" if draws_coders else "of errors of coding"
    words = (
        f"The stories were drawn again {drawn.draws:,} times, as for the band{coded}. The days of the rise are "
        f"those of the draws in which it comes{never}. Like the band, these ranges know nothing of events that nobody "
        f"recorded, nor {errors}."
    )
    return " ".join(filter(None, (flat_words(bottom), words)))
