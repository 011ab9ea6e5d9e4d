"""How a file is read, heading by heading, with a box to change each, and what its words mean."""

from collections import Counter
from functools import partial

import streamlit as st

from tracker.event.labels import label_of
from tracker.imports import (
    CLOSED_WORDS,
    IMPORT_FIELDS,
    LEFT_OUT,
    ColumnReading,
    HeaderMapping,
    Table,
    column_readings,
    find_unfit,
    map_table,
    remembered_choices,
)
from tracker.vocabulary import Kind, Reach, Stance
from tracker.web import held
from tracker.web.keeping import cached
from tracker.web.pages.import_page.choice import ImportAnswers
from tracker.web.text import escape_markdown
from tracker.wording import count_of

_MOST_ASKED = 20
_LONGEST_WORD = 60


def ask_columns(prefix: str, file_key: object, table: Table, remembered: dict[str, str]) -> ImportAnswers | None:
    """Draw one row for each heading, and return what is said; None while a heading waits for its answer.

    Args:
        prefix: begins the keys of the widgets, so that answers about one file never meet another.
        file_key: names the file and its sheet.
        table: the file's table.
        remembered: what was decided about headings earlier.
    """
    earlier = remembered_choices(table.headers, remembered)
    found = map_table(table, chosen=earlier)
    if found.is_export and not held.toggle("Show how each heading is read", key=f"{prefix} columns"):
        return ImportAnswers()
    said = {heading: field for heading in table.headers if (field := _said(prefix, heading, found))}
    mapping = map_table(table, chosen=said)
    unfit = dict(_unfit(file_key, mapping.fields, table, mapping))
    st.markdown("**How each heading is read**")
    st.caption("Nothing is written yet. Change what is wrong; what you change is remembered for the next file.")
    values: dict[str, dict[str, str]] = {}
    defaults: dict[str, str] = {}
    for reading in _once(column_readings(table, mapping)):
        _render_column(prefix, reading, found)
        # Two columns may be taken for one field; its words are asked about once.
        if reading.field and (words := unfit.pop(reading.field, None)):
            _ask_words(prefix, reading.field, words, values, defaults)
    _say_rivals(mapping)
    if mapping.unknown:
        names = ", ".join(f"“{escape_markdown(heading)}”" for heading in mapping.unknown)
        st.warning(f"Say what these headings hold, or leave their columns out: {names}", icon=":material/help:")
        keys = [_key(prefix, heading) for heading in mapping.unknown]
        st.button("Leave all of these out", key=f"{prefix} others", on_click=_leave_out, args=(keys,))
        return None
    changed = {heading: field for heading, field in said.items() if field != _field_of(found, heading)}
    return ImportAnswers(said, changed, defaults, values)


def _say_rivals(mapping: HeaderMapping) -> None:
    """Name the headings that are taken for one field of which an event has one word."""
    for field in CLOSED_WORDS:
        headings = [each for each, of in zip(mapping.headers, mapping.fields, strict=True) if of == field]
        if len(set(headings)) > 1:
            names = " and ".join(f"“{escape_markdown(each)}”" for each in dict.fromkeys(headings))
            words = f"{names} are both taken for “{label_of(field)}”; rows in which they differ are refused."
            st.warning(words, icon=":material/help:")


def _leave_out(keys: list[str]) -> None:
    for key in keys:
        held.put(key, LEFT_OUT)


def _once(readings: tuple[ColumnReading, ...]) -> tuple[ColumnReading, ...]:
    """Leave out a heading that stands a second time: what is said about the first holds for it as well."""
    return tuple({reading.heading: reading for reading in reversed(readings)}.values())[::-1]


def _field_of(found: HeaderMapping, heading: str) -> str | None:
    """Return what the program takes a heading for; None where it asks."""
    return None if heading in found.unknown else found.fields[found.headers.index(heading)] or LEFT_OUT


def _said(prefix: str, heading: str, found: HeaderMapping) -> str | None:
    """Return what a heading's box holds, or will hold when it is drawn for the first time."""
    return held.hold(_key(prefix, heading), _field_of(found, heading))


def _key(prefix: str, heading: str) -> str:
    return f"{prefix} heading {heading}"


def _render_column(prefix: str, reading: ColumnReading, found: HeaderMapping) -> None:
    words, box = st.columns([3, 2], vertical_alignment="center")
    samples = " · ".join(escape_markdown(sample) for sample in reading.samples)
    with words.container(gap=None):
        st.markdown(f"**{escape_markdown(reading.heading)}**")
        st.caption(samples or "The first rows say nothing here.")
    with box:
        # What the program knows has a preset, and only a box that waits for an answer can be emptied again.
        held.selectbox(
            reading.heading,
            [LEFT_OUT, *IMPORT_FIELDS],
            key=_key(prefix, reading.heading),
            format_func=_field_label,
            placeholder="What is this?",
            label_visibility="collapsed",
            index=None if _field_of(found, reading.heading) is None else 0,
        )


@cached(1, per_visitor=True)
def _unfit(
    file_key: object, fields: tuple[str | None, ...], _table: Table, _mapping: HeaderMapping
) -> dict[str, Counter[str]]:
    """Return the words that do not fit; the last answer is kept, since a large file takes a while to go through."""
    del file_key, fields  # They name what is cached.
    return find_unfit(_table, _mapping)


def _ask_words(
    prefix: str, field: str, unfit: Counter[str], values: dict[str, dict[str, str]], defaults: dict[str, str]
) -> None:
    """Ask what words mean that are none of their field's, and what an empty cell stands for."""
    short = [(text, count) for text, count in unfit.most_common() if len(text) <= _LONGEST_WORD]
    for text, count in short[:_MOST_ASKED]:
        words, box = st.columns([3, 2], vertical_alignment="center")
        shown = f"“{escape_markdown(text)}”" if text else "Empty cells"
        words.markdown(f"{shown} ({_rows(count)}) means")
        with box:
            word = held.selectbox(
                f"{text or 'Empty cells'} means",
                list(CLOSED_WORDS[field]),
                key=f"{prefix} value {field} {text}",
                index=None,
                format_func=partial(_word_label, field),
                placeholder="Left as it is, and refused",
                label_visibility="collapsed",
            )
        if word and text:
            values.setdefault(field, {})[text] = word
        elif word:
            defaults[field] = word
    if len(short) < len(unfit) or len(short) > _MOST_ASKED:
        st.caption(f"Further cells hold texts that are no words of “{label_of(field)}”; is the field right?")


def _field_label(name: str) -> str:
    return "Leave this column out" if name == LEFT_OUT else label_of(name)


def _rows(count: int) -> str:
    return count_of(count, "row")


def _word_label(field: str, word: str) -> str:
    if field == "kind":
        return Kind(word).label
    if field == "stance":
        return f"{Stance(int(word)).signed} {Stance(int(word)).label}"
    return f"{word} {Reach(int(word)).label}" if field == "reach" else word
