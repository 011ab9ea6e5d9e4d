"""What share prices did around the events: a reader's own prices, beside a market series."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.web import address
from tracker.web.event_card import beside_card, chosen_event
from tracker.web.filter_bar import render_filter_bar
from tracker.web.links import render_link
from tracker.web.pages.market.choice import CHOICES, choose_grouping, choose_study
from tracker.web.pages.market.parts import (
    NO_FILES,
    render_events_of_study,
    render_parts,
    render_path,
    render_problems,
    render_study_words,
    render_tests,
)
from tracker.web.pages.market.reads import StudyView, prices_of, study_of
from tracker.web.pages.market.validity import render_validity
from tracker.web.price_box import render_price_box
from tracker.web.reads import Record, open_record
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files, render_file_notes

PATH = "market"


def render_market() -> None:
    """Draw the page."""
    record = open_record()
    CHOICES.open(record)
    st.title("How shares reacted")
    words = st.container()
    chosen = render_filter_bar(record)
    files = render_price_box(PATH, "Prices (CSV, Excel or JSON)", "Daily prices; several files at once, wide or long.")
    event = chosen_event(record)
    if files:
        _render_study(record, files, chosen, event, words)
    else:
        st.markdown(NO_FILES)
        label = "Without prices: the pace of events, the spread of their stance, and what is in force"
        render_link("sectors", label, icon=":material/bar_chart:", params={"view": "quarters"})
    address.write_address(chosen, event.slug if event else None, CHOICES.params(CHOICES.value(record), record))


def _render_study(
    record: Record, files: Files, chosen: EventFilter, event: EventRow | None, words: DeltaGenerator
) -> None:
    reading = prices_of(files)
    render_file_notes(reading.notes)
    if not reading.series:
        return
    choice = choose_study(record, reading.series)
    if choice.market is None:
        st.info("Choose which series stands for the market.", icon=":material/query_stats:")
        return
    study = study_of(files, record, chosen, choice)
    if study.refused:
        st.error(escape_markdown(study.refused), icon=":material/error:")
        return
    with words:
        render_study_words(study)
    with beside_card(record, event):
        _render_results(study, record)


def _render_results(study: StudyView, record: Record) -> None:
    by = choose_grouping(record)
    render_parts(study, by)
    render_path(study)
    render_events_of_study(study)
    render_tests(study, by)
    render_problems(study)
    render_validity(study)
