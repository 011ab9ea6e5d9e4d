"""The card of one Event: what is known, why the stance, the rest of its story, and every source."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from tracker.dates import describe
from tracker.errors import NotFound
from tracker.event.labels import source_remarks, when
from tracker.filters import EventFilter
from tracker.read_models import EventRow, SourceRow
from tracker.theme import badge_colour
from tracker.threads import duration_words, gap_words
from tracker.vocabulary import TermType
from tracker.web import held, session_keys
from tracker.web.card_actions import render_card_actions
from tracker.web.links import render_link
from tracker.web.measure_view import render_chains
from tracker.web.name_view import render_names_of
from tracker.web.reads import Record, read_one
from tracker.web.text import as_sentence, class_of, escape_markdown, on_screen, source_link
from tracker.wording import count_of


def chosen_event(record: Record) -> EventRow | None:
    """Return the Event that the reader has chosen, whatever the filter; a slug that leads nowhere is forgotten."""
    slug = held.value("event")
    if not slug:
        return None
    try:
        return read_one(record, slug)
    except NotFound as problem:
        st.info(escape_markdown(on_screen(problem)), icon=":material/info:")
        held.put("event", None)
        return None


MOST_OF_STORY = 100
"""A card names so many Events of a story at most."""


@contextmanager
def beside_card(record: Record, event: EventRow | None) -> Iterator[None]:
    """Draw what a page shows, and beside it the card of the chosen Event, if there is one."""
    # The page stands in a column either way: elsewhere its charts would be mounted anew, and the keyboard leave them.
    body, *cards = st.columns([7, 3] if event else 1, gap="medium")
    with body:
        yield
    if event:
        with cards[0]:
            render_event_card(record, event)


def render_event_card(record: Record, event: EventRow) -> None:
    """Draw the card."""
    with st.container(border=True, key="card"):
        with st.container(horizontal=True, vertical_alignment="top"):
            st.markdown(f"#### {escape_markdown(event.title)}", width="stretch")
            st.button(
                "Close", icon=":material/close:", key="close card", type="tertiary", on_click=choose, args=(None,)
            )
        if event.title_zh:
            st.markdown(escape_markdown(event.title_zh))
        if event.also_called:
            st.caption(f"Also called: {escape_markdown('; '.join(event.also_called))}")
        st.markdown(f"**{escape_markdown(when(event))}** {escape_markdown(_known(event))}")
        with st.container(horizontal=True, gap="small"):
            st.badge(f"{event.stance.signed} {event.stance.label}", color=badge_colour(event.stance))  # type: ignore[arg-type]
            st.badge(event.kind.label, color="gray")
            st.badge(f"reach {event.reach.value}: {event.reach.label}", color="gray")
            if event.review_state != "accepted":
                st.badge(event.review_state.value, color="gray")
        if event.summary:
            st.markdown(escape_markdown(event.summary))
        st.markdown(f"**Why this stance** (our reading): {escape_markdown(event.stance_reason)}")
        render_names_of(record, event)
        st.caption(escape_markdown(_evidence(event)))
        render_chains(record, [event.slug], record.today)
        _render_thread(record, event)
        render_sources(event)
        render_card_actions(record, event)
    _bring_into_sight()


_SIGHT = """
let seen = 0;
export default function ({ data }) {
  if (data.count <= seen) return;
  seen = data.count;
  setTimeout(() => {
    const card = document.querySelector("." + CSS.escape(data.card));
    const box = card?.getBoundingClientRect();
    if (!box || (box.top >= 0 && Math.min(box.bottom, box.top + 320) <= innerHeight)) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    card.scrollIntoView({ block: box.top < 0 || box.height > innerHeight ? "start" : "end", behavior });
  }, 250);
}
"""
"""Brings the card into sight whenever an Event was chosen on the page, and not when the page was opened with one."""


def _bring_into_sight() -> None:
    sight = st.components.v2.component("card_sight", js=_SIGHT)
    count = st.session_state.get(session_keys.CHOSEN_TIMES, 0)
    sight(key="card sight", data={"count": count, "card": class_of("card")})


def render_sources(event: EventRow) -> None:
    """Draw an Event's sources as a list of links."""
    st.markdown(f"**Sources ({len(event.sources)})**")
    st.markdown("\n".join(f"- {_source(source)}" for source in event.sources))


def _known(event: EventRow) -> str:
    return f"Known since {describe(event.public_on)}." if event.public_on else ""


def _evidence(event: EventRow) -> str:
    date = f"Date: {as_sentence(event.date_evidence)} " if event.date_evidence.strip() else ""
    number = f"Document number: {event.document_number}. " if event.document_number else ""
    return f"{date}{number}Certainty: {event.certainty.value}."


def _source(source: SourceRow) -> str:
    link = source_link(source.url, source.publisher or source.url)
    published = f", {describe(source.published_on)}" if source.published_on else ", date not known"
    notes = [each for each in (source.kind, source.language if source.language != "en" else None) if each]
    words = published + (f" ({', '.join(notes)})" if notes else "")
    return link + escape_markdown(" ".join((words, *source_remarks(source))))


def _render_thread(record: Record, event: EventRow) -> None:
    if not event.thread:
        return
    story = record.view(EventFilter(threads=(event.thread,)))
    name = record.names(TermType.THREAD)[event.thread]
    with st.expander(f"Story: {escape_markdown(name)}, {count_of(len(story), 'event')}", expanded=False):
        render_link("threads", "Read the whole story", icon=":material/route:", params={"thread": event.thread})
        for each in story.rows(0, MOST_OF_STORY):
            words = f"{each.date}  {each.stance.signed}  {each.title}"
            if each.slug == event.slug:
                st.markdown(f"**{escape_markdown(words)}**")
            else:
                st.button(
                    escape_markdown(words),
                    key=f"story {each.slug}",
                    type="tertiary",
                    on_click=choose,
                    args=(each.slug,),
                )
        if len(story) > MOST_OF_STORY:
            st.caption(f"The first {MOST_OF_STORY}; the story's page holds all.")


def choose(slug: str | None) -> None:
    """Choose an Event: the chart rings it, the card shows it, the address names it. Without a slug none is chosen."""
    held.put("event", slug or None)
    if slug:
        st.session_state[session_keys.CHOSEN_TIMES] = st.session_state.get(session_keys.CHOSEN_TIMES, 0) + 1


def render_events(events: Sequence[EventRow], day: dt.date) -> None:
    """Draw Events one below the other, with how much later each followed."""
    earlier: EventRow | None = None
    for event in events:
        if earlier is not None:
            st.caption(f"↓ {gap_words(earlier, event)}")
        _render_event(event, day)
        earlier = event


def _render_event(event: EventRow, day: dt.date) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(when(event))}**  \n**{escape_markdown(event.title)}**")
        if event.title_zh:
            st.markdown(escape_markdown(event.title_zh))
        with st.container(horizontal=True, gap="small"):
            st.badge(f"{event.stance.signed} {event.stance.label}", color=badge_colour(event.stance))  # type: ignore[arg-type]
            st.badge(event.kind.label, color="gray")
            if words := duration_words(event, day):
                st.badge(words, color="gray")
        if event.summary:
            st.markdown(escape_markdown(event.summary))
        render_sources(event)
