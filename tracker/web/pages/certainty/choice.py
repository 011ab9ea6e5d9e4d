"""What the page "How sure" lets the reader change: memory, shrinkage, kinds, review state, coder, day of record.

Every switch stands in the address, so that a shared link shows the same line.
"""

import datetime as dt
from enum import StrEnum

import streamlit as st

from tracker.filters import ACCEPTED_ONLY, SHOWN_STATES
from tracker.sentiment import HALF_LIFE, SHRINKAGE
from tracker.vocabulary import Kind
from tracker.web import address, held, screen
from tracker.web.asked import Asked
from tracker.web.pages.certainty.reads import FIRST, USUAL_KINDS, Choice, coders
from tracker.web.reads import Record

HALF_LIVES = (30.0, 60.0, 90.0, 180.0)
SHRINKAGES = (0.0, 2.0, 4.0, 8.0, 16.0)
EARLIEST = dt.date(2000, 1, 1)
"""No day before this can be asked for; no record of this kind is older."""


class Part(StrEnum):
    """What the page shows below its headline."""

    LINE = "line"
    CHOICES = "choices"
    CODERS = "coders"

    @property
    def label(self) -> str:
        """The name on screens."""
        return {Part.LINE: "The line", Part.CHOICES: "Other choices", Part.CODERS: "Coders"}[self]


PART = "sure part"
H, K, KINDS, REVIEW, CODER, KNOWN = (
    f"sure {name}" for name in ("half-life", "shrinkage", "kinds", "review", "coder", "known")
)


def read_choice(params: address.Params, record: Record) -> None:
    """Set the switches from an address."""
    asked = Asked(params)
    held.put(H, asked.number("half_life", HALF_LIVES, HALF_LIFE))
    held.put(K, asked.number("shrinkage", SHRINKAGES, SHRINKAGE))
    held.put(KINDS, asked.some_of("counts", USUAL_KINDS, Kind))
    held.put(REVIEW, asked.some_of("review", ACCEPTED_ONLY, SHOWN_STATES))
    held.put(CODER, asked.one_known("coder", (FIRST, *coders(record))) or FIRST)
    held.put(PART, asked.one_of("part", Part.LINE))
    held.put(KNOWN, asked.day("known_on", EARLIEST, record.today))
    address.add_notes(asked.notes)


def render_choice(record: Record) -> Choice:
    """Draw the switches and return what they say; no kind or no state is the usual one."""
    if screen.is_narrow():
        with st.popover("Change the reading", icon=":material/rule_settings:", width="stretch"):
            _render_usual(record)
            _render_rest(record)
    else:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _render_usual(record)
            with st.popover("Kinds, review, past days", icon=":material/rule_settings:", width="content"):
                _render_rest(record)
    kinds, states = held.value(KINDS), held.value(REVIEW)
    choice = Choice(
        half_life=held.value(H),
        shrinkage=held.value(K),
        kinds=tuple(kind for kind in Kind if kind in kinds) or USUAL_KINDS,
        states=tuple(each for each in SHOWN_STATES if each in states) or ACCEPTED_ONLY,
        coder=held.value(CODER),
        known_on=held.value(KNOWN),
    )
    if choice != Choice():
        st.button(
            "Back to the usual reading", key="sure usual", type="tertiary", icon=":material/undo:", on_click=_reset
        )
    return choice


def render_part() -> Part:
    """Draw the choice of what is shown and return it."""
    part = held.segmented_control(
        "Show", list(Part), key=PART, format_func=lambda part: part.label, required=True, label_visibility="collapsed"
    )
    return part or Part.LINE


def _render_usual(record: Record) -> None:
    held.segmented_control(
        "Half-life, days", HALF_LIVES, key=H, format_func=lambda days: f"{days:.0f}", required=True, help=_HALF_LIFE
    )
    held.segmented_control(
        "Shrinkage k", SHRINKAGES, key=K, format_func=lambda mass: f"{mass:.0f}", required=True, help=_SHRINKAGE
    )
    held.segmented_control(
        "Coder", (FIRST, *coders(record)), key=CODER, format_func=str.capitalize, required=True, help=_CODER
    )


def _render_rest(record: Record) -> None:
    held.keep_some(KINDS, USUAL_KINDS)
    held.keep_some(REVIEW, ACCEPTED_ONLY)
    held.pills("Kinds that count", list(Kind), key=KINDS, selection_mode="multi", format_func=lambda kind: kind.label)
    held.pills(
        "Review", SHOWN_STATES, key=REVIEW, selection_mode="multi", format_func=lambda state: state.value.capitalize()
    )
    held.date_input(
        "As known on",
        value=None,
        key=KNOWN,
        min_value=EARLIEST,
        max_value=record.today,
        format="YYYY-MM-DD",
        help=_KNOWN,
    )


def _reset() -> None:
    usual = Choice()
    held.put(H, usual.half_life)
    held.put(K, usual.shrinkage)
    held.put(KINDS, list(usual.kinds))
    held.put(REVIEW, list(usual.states))
    held.put(CODER, usual.coder)
    held.put(KNOWN, usual.known_on)


_HALF_LIFE = (
    "Days after which an event counts half. On this record 30 to 90 days tell the next event about equally well and "
    "longer ones worse; 60 is a middle and not an optimum."
)
_SHRINKAGE = (
    "So much neutral evidence is always in the sum: at 4, one neutral measure for the whole economy, made today. "
    "At 0 a single event makes the index."
)
_CODER = "Whose stance and reach count. Events that this coder has not coded are left out."
_KNOWN = "Only what the record held at the end of that day. An event that was added later is not in the line."
