"""What the page "History" lets the reader choose: the sort of change, words, a day and who made it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tracker.queries.past import list_actors
from tracker.web import address, held
from tracker.web.asked import Asked
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

EVENT, SORT, WORDS, DAY, PERSON = "history event", "history type", "history search", "history day", "history by"
_EARLIEST = dt.date(2000, 1, 1)
WORDS_LENGTH = 200


class Sort(StrEnum):
    """The sorts of change, by what they are changes of."""

    EVENT = "events"
    TERM = "names"
    CODING = "codings"
    MEASURE = "measures"
    DISTINCT = "told-apart"
    ALL = "everything"

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.value.replace("-", " ").capitalize()

    @property
    def subject(self) -> str | None:
        """The history's word for it; None for every one."""
        return None if self is Sort.ALL else self.name.lower()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which changes are shown; an Event's slug shows its changes alone."""

    slug: str | None
    sort: Sort
    words: str
    day: dt.date | None
    person: str | None

    def to_params(self) -> dict[str, str]:
        """Write the choice as parts of an address; ``read_choice`` reads them back."""
        params = {
            "event": self.slug,
            "of": None if self.slug or self.sort is Sort.EVENT else self.sort.value,
            "words": self.words,
            "day": self.day.isoformat() if self.day else None,
            "by": self.person,
        }
        return {name: value for name, value in params.items() if value}


def read_choice(record: Record) -> None:
    """Set the boxes, and of which Event changes are shown, from the address if it is a new one."""
    params = address.new_parts()
    if params is None:
        return
    asked = Asked(params)
    held.put(EVENT, asked.text("event"))
    held.put(SORT, asked.one_of("of", Sort.EVENT))
    held.put(WORDS, " ".join(params.get("words", ())[:1])[:WORDS_LENGTH])
    held.put(DAY, asked.day("day", _EARLIEST, record.today))
    held.put(PERSON, asked.one_known("by", record.read(list_actors)))
    for note in asked.notes:
        st.info(escape_markdown(note), icon=":material/info:")


def render_choice(record: Record) -> Choice:
    """Draw the boxes and return what they say."""
    slug = held.value(EVENT)
    sort: Sort | None = Sort.EVENT
    if slug is None:
        sort = held.segmented_control(
            "Changes of", list(Sort), key=SORT, format_func=lambda each: each.label, required=True
        )
    people = record.read(list_actors)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = held.text_input(
            "Search",
            key=WORDS,
            icon=":material/search:",
            max_chars=WORDS_LENGTH,
            width=260,
            placeholder="English or 中文",
        )
        day = held.date_input(
            "Day",
            value=None,
            key=DAY,
            min_value=_EARLIEST,
            max_value=record.today,
            format="YYYY-MM-DD",
            width=160,
        )
        person = held.selectbox("By", people, key=PERSON, index=None, placeholder="Everybody", width=240)
    return Choice(slug, sort or Sort.EVENT, " ".join((words or "").split()), day, person)


def write_choice(choice: Choice) -> None:
    """Write the choice into the address."""
    address.write_parts({name: [value] for name, value in choice.to_params().items()})
