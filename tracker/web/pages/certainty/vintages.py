"""The part of the page "How sure is it?" that shows how far values shifted once more was recorded."""

from itertools import pairwise

import streamlit as st

from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.resources import releases_folder
from tracker.seeds import Vintage, read_vintages
from tracker.sentiment import Shift, shift_between
from tracker.web.keeping import cached
from tracker.web.pages.certainty.reads import ReadingChoice, later_shifts
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

PAST_VALUES = "A past value is no fixed number: what is recorded later counts from the day on which it became known."
COMPARED = (
    "The index of days a week apart, each as it was known on that day and as it was known weeks later; shifts in "
    "stance units:"
)


@st.fragment
def render_vintages(record: Record, chosen: EventFilter, choice: ReadingChoice) -> None:
    """Draw a closed box: shifts by age, and what became of the index from one published series to the next.

    The whole history is read for it, so only once it is opened.
    """
    box = st.expander("How far values shifted later", key="sure later open", on_change="rerun")
    if not box.open:
        return
    found = later_shifts(record, chosen, choice)
    box.markdown(PAST_VALUES)
    if reached := {age: shift for age, shift in found.by_age.items() if shift.days}:
        box.markdown(COMPARED)
        box.table(_columns(reached))
    for words in filter(None, (found.age, *_published_words())):
        box.markdown(escape_markdown(words))


def _columns(shifts: dict[int, Shift]) -> dict[str, list[str]]:
    return {
        "Weeks later": [str(age) for age in shifts],
        "Days compared": [f"{shift.days:,}" for shift in shifts.values()],
        "Mean shift": [f"{shift.mean:.2f}" for shift in shifts.values()],
        "Largest shift": [f"{shift.largest:.2f}" for shift in shifts.values()],
        "Day of the largest": [str(shift.on) if shift.largest else "" for shift in shifts.values()],
    }


@cached(1)
def _published_words() -> list[str]:
    vintages = read_vintages(releases_folder())
    return [_shift_words(before, after) for before, after in pairwise(vintages)]


def _shift_words(before: Vintage, after: Vintage) -> str:
    shift = shift_between(before, after)
    first, last = (
        f"that of {describe(each.contents.record_on.isoformat())} ({each.contents.events:,} events)"
        for each in (before, after)
    )
    return (
        f"The published index of the whole record shifted as well: from {first} to {last}, by {shift.mean:.2f} on "
        f"average over {shift.days:,} days, and by {shift.largest:.2f} at most ({describe(str(shift.on))})."
    )
