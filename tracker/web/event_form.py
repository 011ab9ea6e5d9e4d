"""Lead a person to a field: the browser scrolls to it and puts the cursor there."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from tracker.dates import DateReading, describe, is_still_going, parse_date
from tracker.errors import DateProblem
from tracker.event.fields import CONTENT, PHRASES, SOURCE_LABELS, Field
from tracker.event.labels import label_in_form, label_of
from tracker.vocabulary import Certainty, Kind, Reach, Seen, Stance, TermType
from tracker.web.form_state import OPTIONAL, SOURCE_CHOICES, FormState
from tracker.web.long_boxes import Choice, keys_in, names_to_choose
from tracker.web.reads import Record
from tracker.web.text import class_of, escape_markdown

_SCRIPT = """
let last = null;

export default function ({ data }) {
  if (data.press === last) return;
  last = data.press;
  const until = Date.now() + 5000;
  const lead = () => {
    const field = document.querySelector("." + CSS.escape(data.name))?.querySelector("input, textarea");
    if (field?.checkVisibility()) {
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    } else if (Date.now() < until) requestAnimationFrame(lead);
  };
  lead();
}
"""
"""Goes to the field once for each press; a box that has to open first is waited for."""


def lead_to(key: str, press: str) -> None:
    """Let the browser go to the widget of a key.

    Args:
        key: the widget's.
        press: names the press of a button that led here; the same one leads once.
    """
    component = st.components.v2.component("lead_to_field", js=_SCRIPT)
    component(key="lead to field", data={"name": class_of(key), "press": press})


_SOURCE_ROWS = (
    {"url": 420, "publisher": 200, "published_on": 150, "kind": 165, "language": 100},
    {"seen": 200, "note": 420},
)
"""The boxes of a source, row by row, with their widths."""

_SOURCE_HINTS = {"kind": "Choose", "language": "en, zh", "seen": "The page itself"}
_SOURCE_WORDS = {Seen.PAGE: "The page itself", Seen.LINK: "Only a link to it"}


NEEDED = " (needed)"
"""What stands behind the label of a field that has to be filled."""

CHOOSE = {"kind": "Choose a kind.", "stance": "Choose a stance.", "reach": "Choose a reach."}
"""What to do about a choice that was not made; the record's own sentence is for those who type."""


def _mark(form: FormState, field: str) -> None:
    if sentence := form.problem_of(field):
        if field in CHOOSE and form.get(field) is None:
            sentence = CHOOSE[field]
        _complain(sentence)


def _complain(sentence: str) -> None:
    st.markdown(f":red[:material/error: {escape_markdown(sentence)}]")


def render_form(form: FormState, record: Record) -> None:
    """Draw all fields; what was typed stays until it is saved."""
    if form.get("certainty") is None:
        form.set("certainty", Certainty.HIGH)
    problems = form.date_problems()
    _render_needed(form, problems)
    _sources(form, problems)
    _render_optional(form, record, problems)


def render_nothing_saved(form: FormState) -> None:
    """Name the fields that kept a form from being saved, and lead to the first of them."""
    fields = form.open_problems
    if not fields:
        return
    labels = dict.fromkeys(label_in_form(field) for field in fields)
    st.error(f"Nothing was saved. To be changed: {escape_markdown(', '.join(labels))}.", icon=":material/error:")
    if form.get("told") != form.get("press"):
        # Whoever is led to the first field is away from the button and the sentence beside it.
        form.set("told", form.get("press"))
        st.toast(f"Not saved yet; the first field to change is {label_in_form(fields[0])}.", icon=":material/error:")
    lead_to(form.key("source 0 url" if fields[0] == "sources" else fields[0]), str(form.get("press")))


def _render_needed(form: FormState, problems: Mapping[str, str]) -> None:
    _text(form, "title", mark=NEEDED)
    _date(form, "date", problems)
    _choice(form, "kind", list(Kind), lambda kind: f"{kind.label}: {kind.definition}", mark=NEEDED)
    st.radio(
        f"{label_of('stance')}{NEEDED}",
        list(Stance),
        key=form.key("stance"),
        index=None,
        format_func=lambda stance: f"{stance.signed} {stance.label}",
        captions=[stance.definition for stance in Stance],
        help=CONTENT["stance"].hint,
        persist_state="session",
    )
    _mark(form, "stance")
    _text(form, "stance_reason", mark=NEEDED)
    _choice(form, "reach", list(Reach), lambda reach: f"{reach.value} {reach.label}", mark=NEEDED)


def _render_optional(form: FormState, record: Record, problems: Mapping[str, str]) -> None:
    """Draw what may stay empty, in a box that is open once it holds something or something in it is refused."""
    box_key = form.key("more open")
    refused = {field for field in OPTIONAL if form.problem_of(field) or field in problems}
    if refused and form.get("more opened for") != form.get("press"):
        form.set("more opened for", form.get("press"))
        st.session_state[box_key] = True
    elif box_key not in st.session_state:
        st.session_state[box_key] = any(form.plain(field) for field in OPTIONAL if field != "certainty") or (
            form.get("certainty") is not Certainty.HIGH
        )
    box = st.expander("More about the event", key=box_key, on_change="rerun", icon=":material/tune:")
    with box:
        for field in OPTIONAL:
            _draw(form, record, CONTENT[field], problems)


def _draw(form: FormState, record: Record, field: Field, problems: Mapping[str, str]) -> None:
    """Draw the widget that fits an optional field."""
    if field.form == "date":
        _date(form, field.name, problems)
    elif field.form == "names" and field.vocabulary:
        _names(form, field.name, names_to_choose(record, field.vocabulary))
    elif field.vocabulary:
        _thread(form, record)
    elif field.members:
        _choice(form, field.name, list(field.members), lambda level: str(level.value))
    elif field.lines or field.name in PHRASES:
        _area(form, field.name)
    else:
        _text(form, field.name)


def _text(form: FormState, field: str, *, mark: str = "") -> None:
    hint = CONTENT[field].hint
    st.text_input(f"{label_of(field)}{mark}", key=form.key(field), help=hint, persist_state="session")
    _mark(form, field)


def _area(form: FormState, field: str) -> None:
    st.text_area(label_of(field), key=form.key(field), help=CONTENT[field].hint, persist_state="session")
    _mark(form, field)


def _choice(
    form: FormState, field: str, options: Sequence[Any], words: Callable[[Any], str], *, mark: str = ""
) -> None:
    label = f"{label_of(field)}{mark}"
    st.selectbox(label, options, key=form.key(field), index=None, format_func=words, persist_state="session")
    _mark(form, field)


def _listed(choice: Choice, chosen: object) -> list[str]:
    """Return what stands in a box that takes new names as well; saving finds what was typed and not listed."""
    return list(dict.fromkeys([*choice.options, *keys_in(chosen)]))


def _names(form: FormState, field: str, choice: Choice) -> None:
    st.multiselect(
        label_of(field),
        _listed(choice, form.get(field)),
        key=form.key(field),
        format_func=choice.say,
        accept_new_options=True,
        # One press on all names of the record would be a mistake in every field of the form.
        select_all=False,
        placeholder="Choose, or type a new name",
        persist_state="session",
    )
    _mark(form, field)


def _thread(form: FormState, record: Record) -> None:
    choice = names_to_choose(record, TermType.THREAD)
    st.selectbox(
        label_of("thread"),
        _listed(choice, form.get("thread")),
        key=form.key("thread"),
        index=None,
        format_func=choice.say,
        accept_new_options=True,
        placeholder=CONTENT["thread"].hint,
        persist_state="session",
    )
    _mark(form, "thread")


_DATE_MARKS = {"date": NEEDED, "end": ", if it lasted", "public_on": ", if not from its date on"}


def _date(form: FormState, field: str, problems: Mapping[str, str]) -> None:
    label = f"{label_of(field)}{_DATE_MARKS[field]}"
    text = st.text_input(label, key=form.key(field), placeholder=CONTENT[field].hint, persist_state="session")
    if not (text and text.strip()):
        _mark(form, field)
        return
    reading = _reading(text.strip())
    if reading is not None and reading.date is None:
        _ask(form, field, text.strip(), reading)
    if field in problems and (reading is None or reading.date is not None or form.problem_of(field)):
        _complain(problems[field])
    elif field == "end" and is_still_going(text.strip()):
        st.caption("Read as: still going")
    elif reading is not None and reading.date is not None:
        st.caption(f"Read as {escape_markdown(reading.date.reading)}")


def _reading(text: str) -> DateReading | None:
    """Return how a date is read; None where it is not read, which the form's problems say."""
    with suppress(DateProblem):
        return parse_date(text)
    return None


def _ask(form: FormState, field: str, text: str, reading: DateReading) -> None:
    st.radio(
        f"{escape_markdown(text)} can be {escape_markdown(reading.choices)}. Which is meant?",
        [each.edtf for each in reading.alternatives],
        key=form.key(f"{field} meant {text}"),
        index=None,
        format_func=describe,
        horizontal=True,
    )


def _sources(form: FormState, problems: Mapping[str, str]) -> None:
    st.markdown("**Sources (at least one address is needed)**")
    _mark(form, "sources")
    for number in range(form.source_count):
        for row in _SOURCE_ROWS:
            with st.container(horizontal=True):
                _source(form, number, row)
        for name in SOURCE_LABELS:
            field = f"source {number} {name}"
            if field in problems:
                _complain(problems[field])
            else:
                _mark(form, field)
    st.button("Another source", icon=":material/add:", on_click=form.add_source, key=form.key("another source"))


def _source(form: FormState, number: int, widths: Mapping[str, int]) -> None:
    for name, width in widths.items():
        key, label, hint = form.key(f"source {number} {name}"), SOURCE_LABELS[name], _SOURCE_HINTS.get(name)
        if name in SOURCE_CHOICES:
            st.selectbox(
                label,
                list(SOURCE_CHOICES[name]),
                key=key,
                index=None,
                format_func=lambda member: _SOURCE_WORDS.get(member, member.value),
                width=width,
                placeholder=hint,
                persist_state="session",
            )
        else:
            st.text_input(label, key=key, width=width, placeholder=hint, persist_state="session")
