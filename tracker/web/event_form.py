"""The form for an Event: every field with its help, the date's reading once it is left, each problem in its place."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from tracker.dates import DateReading, describe, is_still_going, parse_date
from tracker.errors import DateProblem
from tracker.vocabulary import Certainty, Kind, Reach, SourceKind, Stance, TermType
from tracker.web.form_state import FormState
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

_LISTS = (
    ("sectors", "Sectors", TermType.SECTOR),
    ("agencies", "Agencies", TermType.AGENCY),
    ("companies", "Companies", TermType.COMPANY),
    ("people", "People", TermType.PERSON),
)
_SOURCE_FIELDS = (("url", "Address (URL)", 420), ("publisher", "Publisher", 200), ("published_on", "Published on", 150))


NEEDED = " (needed)"
"""What stands behind the label of a field that has to be filled."""

CHOOSE = {"kind": "Choose a kind.", "stance": "Choose a stance.", "reach": "Choose a reach."}
"""What to do about a choice that was not made; the record's own sentence is for those who type."""


def _mark(form: FormState, field: str) -> None:
    if sentence := form.problem_of(field):
        if field in CHOOSE and form.get(field) is None:
            sentence = CHOOSE[field]
        st.markdown(f":red[:material/error: {escape_markdown(sentence)}]")


def render_form(form: FormState, record: Record) -> None:
    """Draw all fields; what was typed stays until it is saved."""
    if form.get("certainty") is None:
        form.set("certainty", Certainty.HIGH)
    _text(form, "title", f"Title{NEEDED}", "What happened, in a few words, as a sentence without a full stop.")
    _text(form, "title_zh", "Chinese title", "Only as a source gives it; never translate a title yourself.")
    left, right = st.columns(2)
    with left:
        _date(
            form,
            "date",
            f"Date{NEEDED}",
            "17 May 2022, May 2022, Q3 2021, mid-May 2022, 2022年5月17日 or 17-20 May 2022",
        )
    with right:
        _date(form, "end", "End, if it lasted", "The same forms; .. where it has not ended")
    _choice(form, "kind", f"Kind{NEEDED}", list(Kind), lambda kind: f"{kind.label}: {kind.definition}")
    st.radio(
        f"Stance{NEEDED}",
        list(Stance),
        key=form.key("stance"),
        index=None,
        format_func=lambda stance: f"{stance.signed} {stance.label}",
        captions=[stance.definition for stance in Stance],
        help="From the standpoint of technology firms in mainland China, on the day of the event.",
        persist_state="session",
    )
    _mark(form, "stance")
    _text(form, "stance_reason", f"Why this stance{NEEDED}", "One line; it is shown beside the stance as our reading.")
    _choice(form, "reach", f"Reach{NEEDED}", list(Reach), lambda reach: f"{reach.value} {reach.label}")
    for field, label, term_type in _LISTS:
        _names(form, field, label, record.names(term_type))
    _thread(form, record)
    _area(form, "summary", "Summary", "Two or three sentences of your own.")
    _area(form, "date_evidence", "Evidence for the date", "Which source says which date; name what they disagree on.")
    _choice(form, "certainty", "Certainty", list(Certainty), lambda level: level.value)
    _sources(form)


def _text(form: FormState, field: str, label: str, help_text: str) -> None:
    st.text_input(label, key=form.key(field), help=help_text, persist_state="session")
    _mark(form, field)


def _area(form: FormState, field: str, label: str, help_text: str) -> None:
    st.text_area(label, key=form.key(field), help=help_text, persist_state="session")
    _mark(form, field)


def _choice(form: FormState, field: str, label: str, options: Sequence[Any], words: Callable[[Any], str]) -> None:
    st.selectbox(label, options, key=form.key(field), index=None, format_func=words, persist_state="session")
    _mark(form, field)


def _names(form: FormState, field: str, label: str, names: dict[str, str]) -> None:
    st.multiselect(
        label,
        list(names),
        key=form.key(field),
        format_func=lambda key: names.get(key, key),
        accept_new_options=True,
        # One press on all names of the record would be a mistake in every field of the form.
        select_all=False,
        placeholder="Choose, or type a new name",
        persist_state="session",
    )
    _mark(form, field)


def _thread(form: FormState, record: Record) -> None:
    names = record.names(TermType.THREAD)
    st.selectbox(
        "Thread",
        list(names),
        key=form.key("thread"),
        index=None,
        format_func=lambda key: names.get(key, key),
        accept_new_options=True,
        placeholder="The story that it belongs to, if any",
        persist_state="session",
    )
    _mark(form, "thread")


def _date(form: FormState, field: str, label: str, placeholder: str) -> None:
    text = st.text_input(label, key=form.key(field), placeholder=placeholder, persist_state="session")
    if text and text.strip():
        _echo(form, field, text.strip())
    _mark(form, field)
    _mark(form, f"{field}_text")


def _echo(form: FormState, field: str, text: str) -> None:
    """Say how a date is read, or let the person choose where it can be read in two ways."""
    if field == "end" and is_still_going(text):
        st.caption("Read as: still going")
        return
    try:
        reading = parse_date(text)
    except DateProblem as problem:
        if form.problem_of(field) is None:
            st.markdown(f":red[{escape_markdown(str(problem))}]")
        return
    if reading.date is not None:
        st.caption(f"Read as {escape_markdown(reading.date.reading)}")
        return
    _ask(form, field, text, reading)


def _ask(form: FormState, field: str, text: str, reading: DateReading) -> None:
    st.radio(
        f"{escape_markdown(text)} can be read in two ways. Which is meant?",
        [each.edtf for each in reading.alternatives],
        key=form.key(f"{field} meant {text}"),
        index=None,
        format_func=describe,
        horizontal=True,
    )


def _sources(form: FormState) -> None:
    st.markdown("**Sources (at least one address is needed)**")
    _mark(form, "sources")
    for number in range(form.source_count):
        with st.container(horizontal=True):
            _source(form, number)
        for name in ("url", "publisher", "published_on", "kind", "language"):
            _mark(form, f"sources.{number}.{name}")
    st.button("Another source", icon=":material/add:", on_click=form.add_source, key=form.key("another source"))


def _source(form: FormState, number: int) -> None:
    for name, label, width in _SOURCE_FIELDS:
        st.text_input(label, key=form.key(f"source {number} {name}"), width=width, persist_state="session")
    st.selectbox(
        "Sort",
        list(SourceKind),
        key=form.key(f"source {number} kind"),
        index=None,
        format_func=lambda kind: kind.value,
        width=140,
        persist_state="session",
    )
    key = form.key(f"source {number} language")
    st.text_input("Language", key=key, width=100, placeholder="en, zh", persist_state="session")
