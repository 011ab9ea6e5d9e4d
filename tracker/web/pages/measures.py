"""Each rule and case with the dated stages of its life, and where it stood on a day."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.web import address, screen
from tracker.web.asked import Asked
from tracker.web.filter_bar import render_filter_bar
from tracker.web.measure_view import (
    DAY,
    MEASURE,
    events_of,
    render_choice,
    render_heading,
    render_table,
    standings,
)
from tracker.web.reads import first_day, open_record
from tracker.web.story_view import render_events
from tracker.web.timeline_view import render_empty

PATH = "measures"
_ABOUT = (
    "A measure is one rule or one case; its stages are events of the record. The status follows from the latest stage "
    "by the day chosen. Stages that every measure passes and of which the record holds no event are not recorded here, "
    "which does not mean that they did not happen."
)


def render_measures() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record, PATH)
    events = record.events(EventFilter())
    first = first_day(events) if events else record.today
    if params is not None:
        asked = Asked(params)
        st.session_state[MEASURE] = next(iter(params.get("measure", ())), None)
        st.session_state[DAY] = asked.day("asof", first, record.today) or record.today
        address.add_notes(asked.notes)
    st.title("Measures")
    st.caption(_ABOUT)
    chosen = render_filter_bar(record)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input("As of", key=DAY, min_value=first, max_value=record.today, format="YYYY-MM-DD", width=150)
        key = render_choice(record, day)
    screen.watch_width(narrow=screen.is_narrow())
    own = {"measure": [key]} if key else {}
    own |= {"asof": [day.isoformat()]} if day != record.today else {}
    address.write_address(chosen, st.session_state.get("event"), PATH, own)
    found = standings(record, [event.slug for event in (events if key else record.events(chosen))], day)
    one = next((one for one in found if one.measure.key == key), None)
    if one is not None:
        render_heading(one, day)
        render_events(events_of(one), day)
    elif found:
        render_table(found)
    else:
        render_empty()
