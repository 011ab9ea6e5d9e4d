"""How sure the index is: its range, its doubts, what other choices would show, and how far coders agree."""

import streamlit as st

from tracker.filters import ACCEPTED_ONLY, SHOWN_STATES, EventFilter
from tracker.web import address, held, screen
from tracker.web.filter_bar import render_filter_bar
from tracker.web.pages.certainty.agreement import render_agreement
from tracker.web.pages.certainty.choice import PARTS, PagePart, PartChoice, choose_part, choose_reading
from tracker.web.pages.certainty.fewer import render_fewer
from tracker.web.pages.certainty.line import render_index_line, render_reading_headline
from tracker.web.pages.certainty.reads import CHOICES, ReadingChoice, read_index, why_nothing
from tracker.web.pages.certainty.sensitivity import render_sensitivity
from tracker.web.pages.certainty.vintages import render_vintages
from tracker.web.reads import Record, open_record


def render_certainty() -> None:
    """Draw the page."""
    record = open_record()
    params = address.read_address(record)
    if params is not None:
        if states := [state for state in params.get("states", ()) if state in SHOWN_STATES]:
            # The states that a shared filter asks for are the ones that count here, unless the address names others.
            params = {"review": states, **params}
        address.add_notes([*CHOICES.read(params, record), *PARTS.read(params, record)])
    headline = st.container()
    chosen = render_filter_bar(record)
    choice, shown = choose_reading(record), choose_part(record)
    # Beside a filter with states of its own, the usual ones have to be named as well.
    named = {"review": [state.value for state in choice.review]} if chosen.states != ACCEPTED_ONLY else {}
    own = named | CHOICES.params(choice, record) | PARTS.params(shown, record)
    address.write_address(chosen, held.value("event"), own)
    found = read_index(record, chosen, choice)
    with headline:
        st.title("How sure is it?")
        if found is None:
            st.markdown("**No event counts under this reading.**")
            st.caption(why_nothing(record, choice))
        else:
            render_reading_headline(found, record, chosen, choice)
    if shown.part is PagePart.CODERS:
        render_agreement(record, chosen, choice)
    elif found is not None:
        _render_part(record, chosen, choice, shown)
    screen.watch_width(narrow=screen.is_narrow())


def _render_part(record: Record, chosen: EventFilter, choice: ReadingChoice, shown: PartChoice) -> None:
    if shown.part is PagePart.CHOICES:
        render_sensitivity(record, chosen, choice)
    elif shown.part is PagePart.FEWER:
        render_fewer(record, chosen, choice)
    else:
        render_index_line(record, chosen, choice, average=shown.average)
        render_vintages(record, chosen, choice)
