"""What a search finds: first the names that the words may mean, then the texts that hold them, each with its words."""

from collections.abc import Sequence, Sized
from functools import partial

import streamlit as st

from tracker.dates import describe
from tracker.event.fields import FILTERED_NAMES
from tracker.filters import EventFilter
from tracker.naming import terms_like
from tracker.queries import best_hits
from tracker.read_models import Hit, TermRow
from tracker.searching import places_of
from tracker.vocabulary import TermType
from tracker.web import held
from tracker.web.event_card import choose
from tracker.web.keeping import cached
from tracker.web.name_view import uses_of_names
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import count_of

MOST_OFFERS = 5
MOST_HITS = 20
AROUND = 60
"""So many characters of a text stand on each side of a word that was found in it."""

_FIELDS = {term_type: field for field, term_type in FILTERED_NAMES.items()}


@cached()
def offered_names(record: Record, search: str) -> tuple[TermRow, ...]:
    """Return the names of the record that a search may mean, the likeliest first, and of equal ones the most used."""
    uses = uses_of_names(record)
    terms = [term for term_type in TermType for term in record.terms(term_type) if uses[term_type, term.key]]
    return tuple(terms_like(sorted(terms, key=lambda term: -uses[term.type, term.key]), search)[:MOST_OFFERS])


def render_name_offers(record: Record, chosen: EventFilter) -> None:
    """Draw the names that the search may mean; one that is pressed takes the place of the search."""
    offers = offered_names(record, chosen.search) if chosen.search else ()
    uses = uses_of_names(record)
    for term in offers:
        words = f"{term.type.label}: {term.name}, {count_of(uses[term.type, term.key], 'event')}"
        st.button(
            escape_markdown(words),
            key=f"offer {term.type} {term.key}",
            icon=":material/arrow_forward:",
            type="primary" if term is offers[0] else "secondary",
            on_click=partial(_take, term),
            help="Show these instead of the texts that hold the words",
        )


def _take(term: TermRow) -> None:
    field = _FIELDS[term.type]
    held.put(field, list(dict.fromkeys([*held.value(field), term.key])))
    held.put("search", "")


def render_hits(record: Record, chosen: EventFilter, events: Sized) -> None:
    """Draw where the words of a search stand, the best Event first; one that is pressed becomes the chosen one."""
    if not chosen.words:
        return
    box = st.expander(f"Where the words stand: {count_of(len(events), 'event')}", expanded=True)
    with box.container(gap=None):
        for hit in record.read(best_hits, chosen, MOST_HITS):
            words = f"{describe(hit.event.date)}: {marked(hit.event.title, chosen.words)}"
            where = _elsewhere(hit, chosen.words)
            st.button(
                f"{words} ({where})" if where else words,
                key=f"hit {hit.event.slug}",
                type="tertiary",
                on_click=partial(choose, hit.event.slug),
            )
        if len(events) > MOST_HITS:
            st.caption(f"The best {MOST_HITS} of {len(events):,}; the table holds all.")


def _elsewhere(hit: Hit, words: Sequence[str]) -> str:
    """Return the first text beside the title that a word was found in, cut to the words around it."""
    found = next((place.text for place in hit.places if place.text != hit.event.title), "")
    return marked(_cut(found, words), words)


def _cut(text: str, words: Sequence[str]) -> str:
    at = next((first for first, _ in places_of(words, text)), 0)
    first, last = max(at - AROUND, 0), at + AROUND
    return f"{'…' * bool(first)}{text[first:last]}{'…' * (last < len(text))}"


def marked(text: str, words: Sequence[str]) -> str:
    """Return a text as Markdown that shows it as it is, with the words of a search on a ground of their own."""
    plain, parts, at = " ".join(text.split()), [], 0
    for first, last in places_of(words, plain):
        parts += [_escaped(plain[at:first]), f":blue-background[{escape_markdown(plain[first:last])}]"]
        at = last
    return "".join([*parts, _escaped(plain[at:])])


def _escaped(part: str) -> str:
    """Escape a part of a text, keeping the blanks at its ends."""
    start, end = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{start}{escape_markdown(part)}{end if part.strip() else ''}"
