"""What the page "Changes to the record" lets the reader choose: the sort of change, words, a day and who made it."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

import streamlit as st

from tracker.queries.past import list_actors
from tracker.web import address, held
from tracker.web.choices import Choices, one, one_day, one_of, one_text, search_words
from tracker.web.long_boxes import choice_among, render_one
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

_EARLIEST = dt.date(2000, 1, 1)
WORDS_LENGTH = 200


class Sort(StrEnum):
    """The sorts of change, by what they are changes of."""

    EVENT = "events"
    TERM = "names"
    CODING = "codings"
    ASIDE = "set-aside"
    MEASURE = "measures"
    ERA = "eras"
    DISTINCT = "told-apart"
    CURATED = "curated-record"
    ALL = "everything"

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.value.replace("-", " ").capitalize()

    @property
    def subject(self) -> str | None:
        """The history's word for it; None for every one."""
        return None if self is Sort.ALL else self.name.lower()


def _known_person(record: Record, text: str) -> str | None:
    return text if text in record.read(list_actors) else None


@dataclass(frozen=True, slots=True)
class ChangesChoice:
    """Which changes are shown; an Event's slug shows its changes alone."""

    event: str | None = one_text()
    of: Sort = one_of(Sort.EVENT)
    words: str | None = search_words(WORDS_LENGTH)
    day: dt.date | None = one_day(lambda record: (_EARLIEST, record.today))
    by: str | None = one(_known_person, None)


CHOICES = Choices("history", ChangesChoice)


def open_history(record: Record) -> None:
    """Set the boxes, and of which Event changes are shown, from the address if it is a new one."""
    params = address.new_parts()
    for note in [] if params is None else [*CHOICES.read(params, record), *address.without_filter(params)]:
        st.info(escape_markdown(note), icon=":material/info:")


def choose_changes(record: Record) -> ChangesChoice:
    """Draw the boxes and return what they say; an Event's changes are of one sort."""
    event = CHOICES.value(record).event
    if event is None:
        CHOICES.row("Changes of", "of", Sort, lambda each: each.label)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held.text_input(
            "Search",
            key=CHOICES.key("words"),
            icon=":material/search:",
            max_chars=WORDS_LENGTH,
            width=260,
            placeholder="English or 中文",
        )
        held.date_input(
            "Day",
            value=None,
            key=CHOICES.key("day"),
            min_value=_EARLIEST,
            max_value=record.today,
            format="YYYY-MM-DD",
            width=160,
        )
        people = choice_among({name: name for name in record.read(list_actors)}, "people")
        render_one("By", people, key=CHOICES.key("by"), placeholder="Everybody", width=240)
    choice = CHOICES.value(record)
    return choice if event is None else replace(choice, of=Sort.EVENT)
