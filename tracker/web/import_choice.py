"""What a person says about a file before it is imported: what its headings hold, and what no column says."""

from dataclasses import dataclass, field

import streamlit as st

from tracker.imports import IMPORT_FIELDS, LEFT_OUT, HeaderMapping, Table, map_table, remembered_choices
from tracker.labels import label_of
from tracker.vocabulary import Kind
from tracker.web.text import escape_markdown


@dataclass(frozen=True)
class Choices:
    """The answers: heading to field, field to text for all rows, and the order of day and month where it was asked."""

    headings: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None


def ask_headings(table: Table, remembered: dict[str, str]) -> tuple[HeaderMapping, dict[str, str]]:
    """Ask what each unknown heading holds; return the mapping and the answers given here."""
    earlier = remembered_choices(table.headers, remembered)
    unknown = map_table(table, chosen=earlier).unknown
    answers: dict[str, str] = {}
    if unknown:
        st.markdown("**What these headings hold**")
        st.caption("The answers are remembered for the next file.")
        with st.container(horizontal=True):
            for heading in unknown:
                answer = st.selectbox(
                    escape_markdown(heading),
                    [LEFT_OUT, *IMPORT_FIELDS],
                    key=f"import heading {heading}",
                    index=None,
                    format_func=lambda name: "leave this column out" if name == LEFT_OUT else label_of(name),
                    width=240,
                )
                if answer:
                    answers[heading] = answer
    return map_table(table, chosen=earlier | answers), answers


def ask_defaults(missing: tuple[str, ...]) -> dict[str, str]:
    """Ask for one value for all rows where no column holds a field that every Event needs."""
    given: dict[str, str] = {}
    if missing:
        st.markdown("**No column holds these; say one value for all rows**")
        with st.container(horizontal=True):
            for name in missing:
                if text := _ask_default(name):
                    given[name] = text
    return given


def _ask_default(name: str) -> str:
    key, label = f"import default {name}", label_of(name)
    if name == "kind":
        return (
            st.selectbox(label, list(Kind), key=key, index=None, format_func=lambda kind: kind.label, width=240) or ""
        )
    return st.text_input(label, key=key, width=240).strip()


def ask_order() -> bool | None:
    """Ask how the file writes days and months."""
    order = st.radio(
        "Some dates can be read in two ways. How does this file write 3 April 2022?",
        ["03/04/2022", "04/03/2022"],
        key="import order",
        index=None,
        horizontal=True,
    )
    return None if order is None else order == "03/04/2022"
