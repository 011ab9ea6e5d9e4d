"""What the page "How sure is it?" lets the reader change: memory, shrinkage, kinds, review state, coder, day of record.

Every switch stands in the address, so that a shared link shows the same line.
"""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tracker.coders import ACCEPTED_CODER, MACHINE_CODERS
from tracker.filters import ACCEPTED_ONLY, SHOWN_STATES
from tracker.vocabulary import Kind
from tracker.web import held, screen
from tracker.web.choices import Choices, one_of, switch
from tracker.web.pages.certainty.reads import (
    CHOICES,
    EARLIEST,
    HALF_LIVES,
    SHRINKAGES,
    USUAL_KINDS,
    ReadingChoice,
    coders,
)
from tracker.web.reads import Record


class PagePart(StrEnum):
    """What the page shows below its headline."""

    LINE = "line"
    CHOICES = "choices"
    FEWER = "fewer"
    CODERS = "coders"

    @property
    def label(self) -> str:
        """The name on screens."""
        return {
            PagePart.LINE: "Line",
            PagePart.CHOICES: "Other choices",
            PagePart.FEWER: "Fewer events",
            PagePart.CODERS: "Coders",
        }[self]


@dataclass(frozen=True, slots=True)
class PartChoice:
    """What the page shows.

    Attributes:
        part: the part below the headline.
        average: whether the line is the average stance without the pull towards 0.
    """

    part: PagePart = one_of(PagePart.LINE)
    average: bool = switch("none", name="pull")


PARTS = Choices("sure", PartChoice)


def choose_reading(record: Record) -> ReadingChoice:
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
    choice, usual = CHOICES.value(record), CHOICES.usual(record)
    if choice != usual:
        st.button(
            "Back to the usual reading",
            key="sure usual",
            type="tertiary",
            icon=":material/undo:",
            on_click=CHOICES.put,
            args=(usual,),
        )
    return choice


def choose_part(record: Record) -> PartChoice:
    """Draw the choice of what is shown and return it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        PARTS.row("Show", "part", PagePart, lambda part: part.label, label_visibility="collapsed")
        if held.value(PARTS.key("part")) is PagePart.LINE:
            held.toggle("Average without the pull", key=PARTS.key("average"), help=_AVERAGE)
    return PARTS.value(record)


def _render_usual(record: Record) -> None:
    CHOICES.row("Days until an event counts half", "half_life", HALF_LIVES, lambda days: f"{days:.0f}", help=_HALF_LIFE)
    CHOICES.row("Pull towards 0", "shrinkage", SHRINKAGES, lambda mass: f"{mass:.0f}", help=_SHRINKAGE)
    CHOICES.row("Coder", "coder", (ACCEPTED_CODER, *coders(record)), _name, help=_CODER)
    if coders(record):
        held.toggle("Draw the coder too", key=CHOICES.key("draws_coders"), help=_DRAW)


def _name(coder: str) -> str:
    return coder.capitalize() if coder in MACHINE_CODERS else coder


def _render_rest(record: Record) -> None:
    held.keep_some(CHOICES.key("counts"), USUAL_KINDS)
    held.keep_some(CHOICES.key("review"), ACCEPTED_ONLY)
    held.pills(
        "Kinds that count",
        list(Kind),
        key=CHOICES.key("counts"),
        selection_mode="multi",
        format_func=lambda kind: kind.label,
    )
    held.pills(
        "Review",
        SHOWN_STATES,
        key=CHOICES.key("review"),
        selection_mode="multi",
        format_func=lambda state: state.value.capitalize(),
    )
    held.date_input(
        "As known on",
        value=None,
        key=CHOICES.key("known_on"),
        min_value=EARLIEST,
        max_value=record.today,
        format="YYYY-MM-DD",
        help=_KNOWN,
    )


_HALF_LIFE = (
    "The half-life. On this record the line of the day before lies about equally far from the next event's stance with "
    "30 to 90 days, and further with longer ones; 60 is a middle and not an optimum."
)
_SHRINKAGE = (
    "So much weight at 0 is always in the average (the method calls it k): 4 is one neutral measure of today for the "
    "whole economy. With 0, a single event makes the line."
)
_AVERAGE = (
    "The average stance of the events that still count, without the weight at 0. It stays as it is while nothing comes "
    "in, and so does its range; with few events it jumps from one to the next."
)
_CODER = "Whose stance and reach count. Events that this coder has not coded are left out."
_DRAW = (
    "In each draw of the range every event takes the codes of one of its coders, the first included, at random. The "
    "range then also holds how these coders part."
)
_KNOWN = "Only what the record held at the end of that day. An event that was added later is not in the line."
