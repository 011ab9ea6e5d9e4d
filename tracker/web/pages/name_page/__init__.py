"""One company, sector, agency or person: what happened around it, with whom, by which rules, from which sources."""

import streamlit as st

from tracker.filters import EventFilter
from tracker.vocabulary import TermType
from tracker.web import address
from tracker.web.event_card import chosen_event
from tracker.web.links import render_link
from tracker.web.name_view import FIELD_OF, in_both_languages
from tracker.web.pages.name_page.choice import CHOICES, open_name, plural_of, render_name_box, render_names_list
from tracker.web.pages.name_page.parts import facts_of
from tracker.web.pages.name_page.sections import render_sections
from tracker.web.reads import open_record
from tracker.web.text import escape_markdown


def render_company() -> None:
    """Draw the page of one company."""
    _render_page(TermType.COMPANY)


def render_sector() -> None:
    """Draw the page of one sector."""
    _render_page(TermType.SECTOR)


def render_agency() -> None:
    """Draw the page of one agency."""
    _render_page(TermType.AGENCY)


def render_person() -> None:
    """Draw the page of one person."""
    _render_page(TermType.PERSON)


def _render_page(term_type: TermType) -> None:
    record = open_record()
    term = open_name(record, term_type)
    st.title(escape_markdown(in_both_languages(term) if term else plural_of(term_type)))
    for note in address.notes():
        st.info(escape_markdown(note), icon=":material/info:")
    if term:
        st.caption(escape_markdown(facts_of(term)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        render_name_box(record, term_type)
        if term:
            params = {FIELD_OF[term_type]: term.key}
            render_link("timeline", "Show on the timeline", icon=":material/timeline:", params=params)
    event = chosen_event(record)
    choices = CHOICES[term_type]
    own = choices.params(choices.value(record), record)
    address.write_address(EventFilter(), event.slug if event else None, own)
    if term:
        render_sections(record, term, event)
    else:
        render_names_list(record, term_type)
