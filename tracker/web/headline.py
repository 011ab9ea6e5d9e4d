"""The heading that reads the index of one day in words, the same on every page that has one."""

import datetime as dt
from collections.abc import Iterable

import streamlit as st

from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.sentiment import Reading
from tracker.web.text import escape_markdown

ONE_SIDE = "The filter keeps only some stances, so the index shows only that side."

EXPLANATION = (
    "Average stance of recorded announcements towards technology firms in mainland China. Newer and broader measures "
    "count more; the line is pulled towards 0 when little is recorded. The band is an 80 % resampling range over "
    "stories. It measures neither enforcement nor intention nor share prices."
)


def day_in_words(chosen: EventFilter, today: dt.date) -> dt.date:
    """Return the day that a heading reads: the last of the chosen period, and none that is still to come."""
    return min(chosen.until or today, today)


def render_reading(reading: Reading, chosen: EventFilter, today: dt.date, *, more: Iterable[str] = ()) -> None:
    """Draw the heading, and below it what has to be known beside it.

    Args:
        reading: the index of the day.
        chosen: the filter; one of stances gives a remark.
        today: a day before it is named.
        more: further words after the direction, such as a state of the record.
    """
    day = day_in_words(chosen, today)
    on = [] if day == today else [f" on {describe(day.isoformat())}"]
    st.markdown(f"# {''.join([reading.direction, *on, *more])}: {reading.sentence}")
    remarks = list(reading.remarks)
    if chosen.stance_min is not None or chosen.stance_max is not None:
        remarks.append(ONE_SIDE)
    if remarks:
        st.markdown(escape_markdown(" ".join(remarks)))
