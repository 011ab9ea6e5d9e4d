"""Which vocabulary and which of its names the page "Names" shows; the address holds both."""

from collections import Counter
from functools import partial

import pandas as pd
import streamlit as st

from tracker.checks.events import TERM_FIELDS
from tracker.queries.events import EVERY_STATE
from tracker.rows import TermRow
from tracker.vocabulary import TermType
from tracker.web.reads import Record

_TYPE, _ASKED = "names type", "names asked"
_LABELS = {
    TermType.SECTOR: "Sectors",
    TermType.AGENCY: "Agencies",
    TermType.COMPANY: "Companies",
    TermType.PERSON: "People",
    TermType.THREAD: "Threads",
}
_ROW, _MOST_ROWS = 35, 10
"""The height of a row in pixels, and how many are shown before the table scrolls."""


def _chosen(term_type: TermType) -> str:
    """Name what the session keeps of the name that was chosen; each vocabulary has a place of its own."""
    return f"names chosen {term_type}"


def choose_type(record: Record) -> TermType:
    """Draw the choice of the vocabulary, set from a new address, and return it."""
    asked = (st.query_params.get("type"), st.query_params.get("name"))
    if asked != st.session_state.get(_ASKED):
        _read(record, *asked)
    st.session_state.setdefault(_TYPE, TermType.SECTOR)
    st.segmented_control(
        "Vocabulary",
        list(TermType),
        key=_TYPE,
        format_func=_LABELS.__getitem__,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return TermType(st.session_state[_TYPE])


def _read(record: Record, type_text: str | None, name: str | None) -> None:
    term_type = TermType(type_text) if type_text in list(TermType) else TermType.SECTOR
    st.session_state[_TYPE] = term_type
    st.session_state[_chosen(term_type)] = record.key_of(term_type, name) if name else None


def choose_name(record: Record, term_type: TermType) -> TermRow | None:
    """Draw the choice of a name and return its entry; None until one is chosen."""
    terms = {term.key: term for term in record.terms(term_type)}
    place = _chosen(term_type)
    if st.session_state.get(place) not in terms:
        # What was merged since leads to another entry.
        st.session_state[place] = record.key_of(term_type, st.session_state.get(place) or "")
    st.selectbox(
        "Name",
        list(terms),
        key=place,
        index=None,
        format_func=lambda key: _in_both(terms[key]) if key in terms else key,
        placeholder="Choose a name, or type to find one",
        persist_state="session",
    )
    key = st.session_state[place]
    asked = {"type": term_type.value} | ({"name": key} if key else {})
    if asked != st.query_params.to_dict():
        st.query_params.from_dict(asked)
    st.session_state[_ASKED] = (term_type.value, key)
    return terms.get(key)


def _in_both(term: TermRow) -> str:
    return f"{term.name} {term.name_zh or ''}".strip()


def uses_of(record: Record, term_type: TermType) -> Counter[str]:
    """Return how many Events name each entry of a vocabulary, in every state."""
    field = next(field for field, each in TERM_FIELDS.items() if each is term_type)
    uses: Counter[str] = Counter()
    for event in record.events(EVERY_STATE):
        value = getattr(event, field)
        uses.update([value] if isinstance(value, str) else value or ())
    return uses


def render_table(record: Record, term_type: TermType) -> None:
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
            "Key": term.key,
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
        st.session_state[_chosen(term_type)] = terms[rows[0]].key
