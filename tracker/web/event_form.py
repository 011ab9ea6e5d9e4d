"""The form for an Event: every field with its help, the date's reading once it is left, each problem in its place."""

import uuid
from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.dates import DateReading, describe, parse_date
from tracker.errors import DateProblem
from tracker.vocabulary import Certainty, Kind, Reach, Stance, TermType
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

PREFIX = "add "
"""The form's widgets carry this before the field's name, apart from those of the filter."""

_LISTS = (
    ("sectors", "Sectors", TermType.SECTOR),
    ("agencies", "Agencies", TermType.AGENCY),
    ("companies", "Companies", TermType.COMPANY),
    ("people", "People", TermType.PERSON),
)
_SOURCE_FIELDS = ("url", "publisher", "published_on")


def key_of(field: str) -> str:
    """Return the widget's key of a field."""
    return PREFIX + field


def problem_of(field: str) -> str | None:
    """Return what was wrong with a field at the last try to save."""
    problems: dict[str, str] = st.session_state.get("add problems", {})
    return problems.get(field)


def _mark(field: str) -> None:
    if sentence := problem_of(field):
        st.markdown(f":red[:material/error: {escape_markdown(sentence)}]")


def render_form(record: Record) -> None:
    """Draw all fields; what was typed stays until it is saved."""
    _text("title", "Title", "What happened, in a few words, as a sentence without a full stop.")
    _text("title_zh", "Chinese title", "Only as a source gives it; never translate a title yourself.")
    left, right = st.columns(2)
    with left:
        _date("date", "Date", "17 May 2022, May 2022, Q3 2021, mid-May 2022, 2022年5月17日 or 17-20 May 2022")
    with right:
        _date("end", "End, if it lasted", "The same forms; .. where it has not ended")
    _choice("kind", "Kind", list(Kind), lambda kind: f"{kind.label}: {kind.definition}")
    st.radio(
        "Stance",
        list(Stance),
        key=key_of("stance"),
        index=None,
        format_func=lambda stance: f"{stance.signed} {stance.label}",
        captions=[stance.definition for stance in Stance],
        help="From the standpoint of technology firms in mainland China, on the day of the event.",
        persist_state="session",
    )
    _mark("stance")
    _text("stance_reason", "Why this stance", "One line; it is shown beside the stance as our reading.")
    _choice("reach", "Reach", list(Reach), lambda reach: f"{reach.value} {reach.label}")
    for field, label, term_type in _LISTS:
        _names(field, label, record.names(term_type))
    _thread(record)
    _area("summary", "Summary", "Two or three sentences of your own.")
    _area("date_evidence", "Evidence for the date", "Which source says which date; name what they disagree on.")
    _choice("certainty", "Certainty", list(Certainty), lambda level: level.value, index=0)
    render_sources()


def _text(field: str, label: str, help_text: str) -> None:
    st.text_input(label, key=key_of(field), help=help_text, persist_state="session")
    _mark(field)


def _area(field: str, label: str, help_text: str) -> None:
    st.text_area(label, key=key_of(field), help=help_text, persist_state="session")
    _mark(field)


def _choice(field: str, label: str, options: Sequence[Any], words: Any, index: int | None = None) -> None:  # noqa: ANN401 - members of any vocabulary
    st.selectbox(label, options, key=key_of(field), index=index, format_func=words, persist_state="session")
    _mark(field)


def _names(field: str, label: str, names: dict[str, str]) -> None:
    st.multiselect(
        label,
        list(names),
        key=key_of(field),
        format_func=lambda key: names.get(key, key),
        accept_new_options=True,
        placeholder="Choose, or type a new name",
        persist_state="session",
    )
    _mark(field)


def _thread(record: Record) -> None:
    names = record.names(TermType.THREAD)
    st.selectbox(
        "Thread",
        list(names),
        key=key_of("thread"),
        index=None,
        format_func=lambda key: names.get(key, key),
        accept_new_options=True,
        placeholder="The story that it belongs to, if any",
        persist_state="session",
    )
    _mark("thread")


def _date(field: str, label: str, placeholder: str) -> None:
    text = st.text_input(label, key=key_of(field), placeholder=placeholder, persist_state="session")
    if text and text.strip():
        _echo(field, text.strip())
    _mark(field)


def _echo(field: str, text: str) -> None:
    """Say how a date is read, or let the person choose where it can be read in two ways."""
    if field == "end" and text in {"..", "open", "ongoing", "至今"}:
        st.caption("Read as: still going")
        return
    try:
        reading = parse_date(text)
    except DateProblem as problem:
        if problem_of(field) is None:
            st.markdown(f":red[{escape_markdown(str(problem))}]")
        return
    if reading.date is not None:
        st.caption(f"Read as {escape_markdown(reading.date.reading)}")
        return
    _ask(field, text, reading)


def _ask(field: str, text: str, reading: DateReading) -> None:
    st.radio(
        f"{escape_markdown(text)} can be read in two ways. Which is meant?",
        [each.edtf for each in reading.alternatives],
        key=key_of(f"{field} meant {text}"),
        index=None,
        format_func=describe,
        horizontal=True,
    )


def render_sources() -> None:
    """Draw the rows for sources, and the button for one more."""
    st.markdown("**Sources**")
    _mark("sources")
    for number in range(source_count()):
        with st.container(horizontal=True):
            for name, label, width in zip(
                _SOURCE_FIELDS, ("Address (URL)", "Publisher", "Published on"), (520, 240, 180), strict=True
            ):
                st.text_input(label, key=key_of(f"source {number} {name}"), width=width, persist_state="session")
        for name in _SOURCE_FIELDS:
            _mark(f"sources.{number}.{name}")
    st.button("Another source", icon=":material/add:", on_click=_one_more_source, key="add another source")


def source_count() -> int:
    """Return how many rows for sources the form shows."""
    return int(st.session_state.get("add source count", 1))


def _one_more_source() -> None:
    st.session_state["add source count"] = source_count() + 1


def typed_values() -> dict[str, Any]:
    """Return what the form holds, as ``parse_event`` takes it."""
    state = st.session_state
    fields = ("title", "title_zh", "kind", "stance", "stance_reason", "reach", "summary", "date_evidence", "certainty")
    values: dict[str, Any] = {field: state.get(key_of(field)) for field in fields}
    values |= {field: state.get(key_of(field)) or [] for field, _, _ in _LISTS}
    values["thread"] = state.get(key_of("thread"))
    for field in ("date", "end"):
        text = (state.get(key_of(field)) or "").strip()
        values[field] = state.get(key_of(f"{field} meant {text}")) or text
        values[f"{field}_text"] = text
    rows = [
        {name: state.get(key_of(f"source {number} {name}")) or "" for name in _SOURCE_FIELDS}
        for number in range(source_count())
    ]
    values["sources"] = [row for row in rows if any(text.strip() for text in row.values())]
    return values


def is_blank(values: dict[str, Any]) -> bool:
    """Tell whether nothing has been typed or chosen."""
    return not any(value for field, value in values.items() if field != "certainty")


def clear_form() -> None:
    """Empty the form, and make the next save a new one."""
    for key in [key for key in st.session_state if str(key).startswith(PREFIX) and key != "add saved"]:
        del st.session_state[key]
    st.session_state["add token"] = uuid.uuid4().hex


def token() -> str:
    """Return the name of this press of the button: saved twice under it, an Event is stored once."""
    if "add token" not in st.session_state:
        st.session_state["add token"] = uuid.uuid4().hex
    return str(st.session_state["add token"])
