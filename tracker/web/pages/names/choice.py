"""Which vocabulary and which of its names the page "Names" shows; the address holds both."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.queries.events import EVERY_STATE
from tracker.read_models import TermRow
from tracker.vocabulary import TermType
from tracker.web import address, held
from tracker.web.choices import Asked, among
from tracker.web.data_view import render_rows
from tracker.web.following import follow_names
from tracker.web.long_boxes import names_to_choose, render_one
from tracker.web.name_view import PLURALS, in_both_languages, uses_of_names
from tracker.web.paging import page_of
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

_TYPE = "names type"
_ROW, _MOST_ROWS = 35, 10
"""The height of a row in pixels, and how many are shown before the table scrolls."""


def _chosen(term_type: TermType) -> str:
    """Name what the session keeps of the name that was chosen; each vocabulary has a place of its own."""
    return f"names chosen {term_type}"


def choose_type(record: Record) -> TermType:
    """Draw the choice of the vocabulary, set from a new address, and return it."""
    params = address.new_parts()
    if params is not None:
        _read(record, params)
    chosen: TermType | None = held.segmented_control(
        "Vocabulary",
        list(TermType),
        key=_TYPE,
        format_func=PLURALS.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or TermType.SECTOR


def _read(record: Record, params: address.Params) -> None:
    asked = Asked(params, record)
    term_type = asked.one("type", among(TermType)) or TermType.SECTOR
    held.put(_TYPE, term_type)
    held.put(_chosen(term_type), asked.one("name", lambda record, text: record.key_of(term_type, text)))
    _tell([*asked.notes, *address.without_filter(params)])


def _tell(notes: Sequence[str]) -> None:
    for note in notes:
        st.info(escape_markdown(note), icon=":material/info:")


def choose_name(record: Record, term_type: TermType) -> TermRow | None:
    """Draw the choice of a name and return its entry; None until one is chosen."""
    terms = {term.key: term for term in record.terms(term_type)}
    place = _chosen(term_type)
    _tell(follow_names(record, {place: term_type}))
    choice = names_to_choose(record, term_type, in_both_languages)
    render_one("Name", choice, key=place, placeholder="Choose a name, or type to find one")
    key: str | None = held.value(place)
    address.write_parts({"type": [term_type.value]} | ({"name": [key]} if key else {}))
    return terms.get(key or "")


def render_names_table(record: Record, term_type: TermType) -> None:
    """Draw a vocabulary as a table; a row that is chosen opens its entry."""
    every, uses = record.terms(term_type), uses_of_names(record, EVERY_STATE)
    if not every:
        st.info("The record has no such name yet; the first event that uses one brings it.", icon=":material/info:")
        return
    terms = page_of(every, f"names page {term_type}", PLURALS[term_type].lower())
    rows = [
        {
            "Name": term.name,
            "Chinese name": term.name_zh or "",
            "Events": uses[term_type, term.key],
            "Other names": "; ".join((*term.aliases, *term.tickers)),
        }
        for term in terms
    ]
    render_rows(
        pd.DataFrame(rows),
        f"names table {term_type}",
        terms,
        lambda term: held.put(_chosen(term_type), term.key),
        height=_ROW * (min(len(rows), _MOST_ROWS) + 1) + 2,
        column_config={"Name": st.column_config.TextColumn(width=260)},
    )
