"""Each rule and case with the dated stages of its life, and where it stood on a day."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.queries import list_slugs
from tracker.web import address, held, screen
from tracker.web.event_card import render_events
from tracker.web.filter_bar import render_empty, render_filter_bar
from tracker.web.measure_view import events_of, render_heading, standings
from tracker.web.name_view import render_names_among
from tracker.web.pages.measures.choice import CHOICES, choose_measure
from tracker.web.pages.measures.parts import render_measures_table
from tracker.web.reads import open_record

_ABOUT = (
    "A measure is one rule or one case; each of its stages is an event of the record or told in the text of one, and "
    "the status follows from the latest stage by the day chosen. “No event” does not mean that a stage never came."
)


def render_measures_page() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("Rules and cases")
    st.caption(_ABOUT)
    chosen = render_filter_bar(record)
    choice = choose_measure(record, chosen)
    screen.watch_width(narrow=screen.is_narrow())
    address.write_address(chosen, held.value("event"), CHOICES.params(choice, record))
    # One measure is read whole, whatever the filter keeps of its events.
    found = standings(record, record.read(list_slugs, EventFilter() if choice.measure else chosen), choice.day)
    if choice.measure:
        one = next(one for one in found if one.measure.key == choice.measure)
        render_heading(record, one, choice.day)
        with st.expander("Who is named in it"):
            render_names_among(record, events_of(one), "measure")
        render_events(events_of(one), choice.day)
    elif found:
        shown = [one for one in found if one.measure.kind is choice.show and choice.status in {None, one.state.latest}]
        render_measures_table(shown, choice.show)
    else:
        render_empty()
