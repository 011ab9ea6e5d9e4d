"""Which vocabulary and which of its names the page "Names" shows; the address holds both."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from tracker.checks.events import terms_of
from tracker.queries.events import EVERY_STATE
from tracker.read_models import TermRow
from tracker.vocabulary import TermType
from tracker.web import address, held
from tracker.web.choices import Asked, among
from tracker.web.following import follow_names
from tracker.web.name_view import in_both_languages
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

_TYPE = "names type"
_LABELS = {
    TermType.SECTOR: "Sectors",
    TermType.AGENCY: "Agencies",
    TermType.COMPANY: "Companies",
    TermType.PERSON: "People",
    TermType.THREAD: "Stories",
}
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
        format_func=_LABELS.__getitem__,
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
    key: str | None = held.selectbox(
        "Name",
        list(terms),
        key=place,
        index=None,
        format_func=lambda key: in_both_languages(terms[key]) if key in terms else key,
        placeholder="Choose a name, or type to find one",
    )
    address.write_parts({"type": [term_type.value]} | ({"name": [key]} if key else {}))
    return terms.get(key or "")


def uses_of(record: Record, term_type: TermType) -> Counter[str]:
    """Return how many Events name each entry of a vocabulary, in every state."""
    used = (use for event in record.events(EVERY_STATE) for use in terms_of(event))
    return Counter(key for _, type_, key in used if type_ is term_type)


def render_names_table(record: Record, term_type: TermType) -> None:
    """Draw a vocabulary as a table; a row that is chosen opens its entry."""
    terms, uses = record.terms(term_type), uses_of(record, term_type)
    if not terms:
        st.info("The record has no such name yet; the first event that uses one brings it.", icon=":material/info:")
        return
    rows = [
        {
            "Name": term.name,
            "Chinese name": term.name_zh or "",
            "Events": uses[term.key],
            "Other names": "; ".join((*term.aliases, *term.tickers)),
        }
        for term in terms
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=_ROW * (min(len(rows), _MOST_ROWS) + 1) + 2,
        key=f"names table {term_type} {record.version}",
        on_select=partial(_open_row, f"names table {term_type} {record.version}", terms, term_type),
        selection_mode="single-row",
        column_config={"Name": st.column_config.TextColumn(width=260)},
    )


def _open_row(table: str, terms: tuple[TermRow, ...], term_type: TermType) -> None:
    rows = st.session_state[table].selection.rows
    if rows:
        held.put(_chosen(term_type), terms[rows[0]].key)
