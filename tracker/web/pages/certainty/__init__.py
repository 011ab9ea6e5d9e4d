"""How sure the index is: its range, its doubts, what other choices would show, and how far coders agree."""

import streamlit as st

from tracker.web import address, held, screen
from tracker.web.filter_bar import render_filter_bar
from tracker.web.pages.certainty.agreement import render_agreement
from tracker.web.pages.certainty.choice import PARTS, Part, choose_part, choose_reading
from tracker.web.pages.certainty.line import render_headline, render_line
from tracker.web.pages.certainty.reads import CHOICES, read_index
from tracker.web.pages.certainty.sensitivity import render_sensitivity
from tracker.web.reads import open_record


def render_certainty() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record)
    if params is not None:
        address.add_notes([*CHOICES.read(params, record), *PARTS.read(params, record)])
    headline = st.container()
    chosen = render_filter_bar(record)
    choice, shown = choose_reading(record), choose_part(record)
    own = CHOICES.params(choice, record) | PARTS.params(shown, record)
    address.write_address(chosen, held.value("event"), own)
    found = read_index(record, chosen, choice)
    with headline:
        if found is None:
            st.markdown("# No event counts under this reading")
            st.caption("Take off a filter, or go back to the usual reading.")
        else:
            render_headline(found, record, chosen, choice)
    if shown.part is Part.CODERS:
        render_agreement(record, chosen)
    elif found is not None:
        (render_line if shown.part is Part.LINE else render_sensitivity)(record, chosen, choice)
    screen.watch_width(narrow=screen.is_narrow())
