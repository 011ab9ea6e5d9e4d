"""What an item speaks of: known Events and new ones, each with a box to tick."""

import streamlit as st

from tracker.articles import Analysis, Article, Mention, Question, has_source
from tracker.feed_items import InboxItem
from tracker.queries.events import IN_PLAY
from tracker.vocabulary import STATES_IN_PLAY
from tracker.web import held
from tracker.web.asked import asked_once, label_of_tick, words_of_event
from tracker.web.links import render_link
from tracker.web.long_boxes import events_to_choose, render_some
from tracker.web.reads import Record
from tracker.web.text import escape_markdown


def key_of_part(item: InboxItem, *parts: object) -> str:
    """Return a key that belongs to the item as it is: a press is never for the one that takes its place."""
    return " ".join(map(str, ("inbox", item.id, item.version, *parts)))


def mentions_to_tick(found: Analysis) -> list[Mention]:
    """Return the Events to tick: those that are surely meant, then those that may be, each once."""
    asked = (each for question in found.questions for each in question.mentions)
    every = (*found.mentions, *asked, *(each for candidate in found.new for each in candidate.alternatives))
    return list({mention.event.slug: mention for mention in reversed(every)}.values())[::-1]


def render_known_of_item(record: Record, item: InboxItem, found: Analysis) -> None:
    """Draw the Events that the item speaks of, surely or perhaps, each with a box to tick, and a box for any other."""
    st.markdown(f"**The record holds this: {len(found.mentions)}**")
    for mention in found.mentions:
        _render_tick(item, found.article, mention, is_ticked=mention.event.review_state in STATES_IN_PLAY)
    _render_questions(item, found)
    key = key_of_part(item, "others")
    choice = events_to_choose(record, IN_PLAY, held.value(key) or ())
    render_some("It is about another event", choice, key=key, placeholder="Type words of its title")


def _render_questions(item: InboxItem, found: Analysis) -> None:
    likely, others = asked_once(found)
    if not likely:
        return
    st.markdown(f"**May speak of: {len(likely) + len(others)}**")
    for question in likely:
        _render_question(item, found.article, question)
    if others:
        with st.expander(f"{len(others)} less likely"):
            for question in others:
                _render_question(item, found.article, question)


def _render_question(item: InboxItem, article: Article, question: Question) -> None:
    _quote(question.span.of(article.text))
    for mention in question.mentions:
        _render_tick(item, article, mention, is_ticked=False)


def _quote(words: str) -> None:
    st.markdown(f"> {escape_markdown(words)}")


def _render_tick(item: InboxItem, article: Article, mention: Mention, *, is_ticked: bool) -> None:
    event = mention.event
    key = key_of_part(item, "event", event.slug)
    held.hold(key, is_ticked)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        held.checkbox(label_of_tick(words_of_event(event)), key=key, width="content", wrap=True)
        render_link("timeline", ":blue[Card]", icon="", params={"event": event.slug})
    quote = f"“{mention.span.of(article.text)}” " if mention.surely else ""
    has = " This page is among its sources." if has_source(event, article) else ""
    st.caption(escape_markdown(f"{quote}Because of {'; '.join(mention.why)}.{has}"))


def render_new_of_item(item: InboxItem, found: Analysis) -> None:
    """Draw the new Events, each with a box to tick and those that the record may hold instead."""
    st.markdown(f"**New: {len(found.new)}**")
    ticked = {mention.event.slug for mention in found.mentions}
    for candidate in found.new:
        key = key_of_part(item, "new", candidate.part.start)
        held.hold(key, bool(candidate.when))
        words = f"{candidate.when or 'date to be found'}  {candidate.title}"
        held.checkbox(label_of_tick(words), key=key, wrap=True, disabled=not candidate.when)
        _quote(candidate.span.of(found.article.text))
        others = [mention for mention in candidate.alternatives if mention.event.slug not in ticked]
        if others:
            st.caption("Or the record holds it:")
        for mention in others:
            ticked.add(mention.event.slug)
            _render_tick(item, found.article, mention, is_ticked=False)


def ticked_events(item: InboxItem, found: Analysis) -> list[str]:
    """Return the slugs of the Events that are ticked or chosen now."""
    slugs = [mention.event.slug for mention in mentions_to_tick(found)]
    ticked = [slug for slug in slugs if held.value(key_of_part(item, "event", slug))]
    return list(dict.fromkeys([*ticked, *(held.value(key_of_part(item, "others")) or ())]))


def ticked_new(item: InboxItem, found: Analysis) -> set[int]:
    """Return where the new Events that are ticked now begin in the text."""
    starts = [candidate.part.start for candidate in found.new]
    return {start for start in starts if held.value(key_of_part(item, "new", start))}
