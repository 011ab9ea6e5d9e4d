"""The Events of the record that an article speaks of, surely or perhaps, with one press to make it their source."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from tracker.articles import Analysis, Article, Question, add_article_as_source, has_source
from tracker.queries import list_revisions
from tracker.queries.events import IN_PLAY
from tracker.read_models import EventRow, RevisionRow
from tracker.web import held, screen
from tracker.web.asked import asked_once, words_of_event
from tracker.web.links import Address, render_name_link
from tracker.web.long_boxes import events_to_choose, render_one
from tracker.web.pages.article.aside import refused, render_refusal
from tracker.web.pages.article.input import FORM, round_key
from tracker.web.reads import Record, open_record, read_one
from tracker.web.review_actions import act
from tracker.web.text import escape_markdown
from tracker.web.undo_view import render_undo

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.actors import Actor

_LABEL = "Add this article as a source"
_ABOUT = "article about"
_ROOM = 60
"""So many Latin letters of a link fit beside the button."""

_NEEDS_ADDRESS = "A source needs its address: give the article's address above and read it again."


def render_known(analysis: Analysis) -> None:
    """List the Events that the record surely holds, each once, in the order of the text."""
    article = analysis.article
    mentions = [each for each in analysis.mentions if each.event.slug not in refused()]
    st.subheader(f"The record holds this: {len(mentions)}")
    if mentions and not article.url:
        st.caption(_NEEDS_ADDRESS)
    for mention in mentions:
        quote = " ".join(mention.span.of(article.text).split())
        with st.container(border=True, gap="xsmall"):
            render_confirm(article, mention.event, _LABEL, refusal="Not this one")
            st.caption(escape_markdown(f"“{quote}” Because of {'; '.join(mention.why)}."))


def render_confirm(article: Article, event: EventRow, label: str, place: object = "", refusal: str = "") -> None:
    """Draw an Event as a link, and the button that adds an article to its sources, unless it is among them.

    Args:
        article: the article.
        event: the Event.
        label: what stands on the button.
        place: tells several buttons for one Event apart.
        refusal: what stands on a button that puts the Event aside, if there is one.
    """
    # On a phone the button stands below the title, which would get a word or two to a line beside it.
    with st.container(horizontal=not screen.is_narrow(), vertical_alignment="center", gap="small"):
        key = f"article event {event.slug} {place}"
        render_name_link(words_of_event(event), Address("timeline", {"event": event.slug}), key, room=_ROOM)
        if has_source(event, article):
            st.caption("This article is among its sources.", width="content")
            return
        st.button(
            label,
            key=f"article source {event.slug} {place}".strip(),
            disabled=not article.url,
            on_click=partial(add_source, article, event),
        )
        if refusal:
            render_refusal(refusal, event.slug)


def add_source(article: Article, event: EventRow) -> None:
    """Add an article to the sources of an Event."""

    def change(session: "Session", actor: "Actor") -> None:
        add_article_as_source(session, article, event.slug, actor=actor)
        (row,) = list_revisions(session, subject_type="event", subject_key=event.slug, limit=1)
        FORM.set("added", {**(FORM.get("added") or {}), event.slug: row})

    act(f"The article is now a source of “{event.title}”.", change)


def render_added(record: Record, article: Article) -> None:
    """List the Events to which the article was added since it was read, each with the undo of that change."""
    added: dict[str, RevisionRow] = FORM.get("added") or {}
    for slug, row in added.items():
        event = read_one(record, slug)
        if has_source(event, article):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(escape_markdown(f"Added as a source of “{event.title}”."), width="content")
                render_undo(row, event.title)


def render_questions(analysis: Analysis) -> None:
    """Ask about the sentences that may speak of Events of the record, the likeliest at once, the others folded away."""
    likely, others = (
        [each for each in questions if each.span.start not in refused()] for questions in asked_once(analysis)
    )
    if not (likely or others):
        return
    st.subheader(f"May speak of: {len(likely) + len(others)}")
    for question in likely:
        _render_question(analysis.article, question)
    if others:
        box = st.expander(f"{len(others)} less likely", key=round_key("less likely"), on_change="rerun")
        if box.open:
            with box:
                for question in others:
                    _render_question(analysis.article, question)


def _render_question(article: Article, question: Question) -> None:
    start = question.span.start
    with st.container(border=True, gap="xsmall"):
        confirmed = [each for each in question.mentions if has_source(each.event, article)]
        with st.container(horizontal=not screen.is_narrow(), vertical_alignment="center", gap="small"):
            st.caption(escape_markdown(f"“{' '.join(question.span.of(article.text).split())}”"), width="stretch")
            if not confirmed:
                render_refusal("Not one of these", start)
        for mention in confirmed or question.mentions:
            render_confirm(article, mention.event, "This one", start)
            st.caption(escape_markdown(f"Because of {'; '.join(mention.why)}."))


def ask_which(article: Article, words: str) -> None:
    """Let a person find the Event that words of an article are about, and make the article its source."""
    held.put(_ABOUT, None)  # What was chosen for other words is no answer.
    _ask(article, words)


@st.dialog("Which event is this about?")
def _ask(article: Article, words: str) -> None:
    record = open_record()
    if words:
        st.caption(escape_markdown(f"“{words}”"))
    choice = events_to_choose(record, IN_PLAY, filter(None, [held.value(_ABOUT)]))
    render_one("Event", choice, key=_ABOUT, placeholder="Type words of its title, or a date")
    if not article.url:
        st.caption(_NEEDS_ADDRESS)
    now = partial(_add_to_chosen, article, record)
    if st.button(_LABEL, key="article about add", type="primary", disabled=not article.url, on_click=now):
        st.rerun()  # A dialog runs on its own; the page with the news is drawn by a whole run, which closes it.


def _add_to_chosen(article: Article, record: Record) -> None:
    slug = held.value(_ABOUT)
    if slug:
        add_source(article, read_one(record, slug))
