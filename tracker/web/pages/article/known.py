"""The Events of the record that an article speaks of, surely or perhaps, with one press to make it their source."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from tracker.articles import Analysis, Article, Question, add_article_as_source, has_source
from tracker.queries.events import IN_PLAY
from tracker.read_models import EventRow
from tracker.web import held
from tracker.web.asked import asked_once, words_of_event
from tracker.web.links import Address, render_name_link
from tracker.web.pages.article.input import FORM, round_key
from tracker.web.reads import open_record
from tracker.web.review_actions import act
from tracker.web.text import escape_markdown

_LABEL = "Add this article as a source"
_ABOUT = "article about"
_ROOM = 60
"""So many Latin letters of a link fit beside the button."""

_NEEDS_ADDRESS = "A source needs its address: give the article's address above and read it again."


def render_known(analysis: Analysis) -> None:
    """List the Events that the record surely holds, each once, in the order of the text."""
    article = analysis.article
    st.subheader(f"The record holds this: {len(analysis.mentions)}")
    if analysis.mentions and not article.url:
        st.caption(_NEEDS_ADDRESS)
    for mention in analysis.mentions:
        quote = " ".join(mention.span.of(article.text).split())
        with st.container(border=True, gap="xsmall"):
            render_confirm(article, mention.event, _LABEL)
            st.caption(escape_markdown(f"“{quote}” Because of {'; '.join(mention.why)}."))


def render_confirm(article: Article, event: EventRow, label: str, place: object = "") -> None:
    """Draw an Event as a link, and the button that adds an article to its sources, unless it is among them.

    Args:
        article: the article.
        event: the Event.
        label: what stands on the button.
        place: tells several buttons for one Event apart.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
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


def add_source(article: Article, event: EventRow) -> None:
    """Add an article to the sources of an Event."""
    act(
        f"The article is now a source of “{event.title}”.",
        lambda session, actor: add_article_as_source(session, article, event.slug, actor=actor),
    )


def render_questions(analysis: Analysis) -> None:
    """Ask about the sentences that may speak of Events of the record, the likeliest at once, the others folded away."""
    refused = FORM.get("refused") or set()
    likely, others = (_open_ones(questions, refused) for questions in asked_once(analysis))
    if not (likely or others or refused):
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
    if refused:
        st.button(f"Ask again about the {len(refused)} put aside", key="article ask again", on_click=_ask_again)


def _open_ones(questions: list[Question], refused: set[int]) -> list[Question]:
    return [question for question in questions if question.span.start not in refused]


def _render_question(article: Article, question: Question) -> None:
    start = question.span.start
    with st.container(border=True, gap="xsmall"):
        confirmed = [each for each in question.mentions if has_source(each.event, article)]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(escape_markdown(f"“{' '.join(question.span.of(article.text).split())}”"), width="stretch")
            if not confirmed:
                st.button("Not one of these", key=f"article none {start}", on_click=_refuse, args=(start,))
        for mention in confirmed or question.mentions:
            render_confirm(article, mention.event, "This one", start)
            st.caption(escape_markdown(f"Because of {'; '.join(mention.why)}."))


def _refuse(start: int) -> None:
    FORM.set("refused", {*(FORM.get("refused") or ()), start})


def _ask_again() -> None:
    FORM.set("refused", None)


@st.dialog("Which event is this about?")
def ask_which(article: Article, words: str) -> None:
    """Let a person find the Event that words of an article are about, and make the article its source."""
    record = open_record()
    if words:
        st.caption(escape_markdown(f"“{words}”"))
    by_slug = {event.slug: event for event in record.events(IN_PLAY)}
    held.selectbox(
        "Event",
        list(by_slug),
        key=_ABOUT,
        index=None,
        format_func=lambda each: f"{by_slug[each].date}  {by_slug[each].title}",
        placeholder="Type words of its title, or a date",
    )
    if not article.url:
        st.caption(_NEEDS_ADDRESS)
    now = partial(_add_to_chosen, article, by_slug)
    if st.button(_LABEL, key="article about add", type="primary", disabled=not article.url, on_click=now):
        st.rerun()  # A dialog runs on its own; the page with the news is drawn by a whole run, which closes it.


def forget_answer() -> None:
    """Empty the box of the Event: what was chosen for other words is no answer."""
    held.put(_ABOUT, None)


def _add_to_chosen(article: Article, by_slug: Mapping[str, EventRow]) -> None:
    slug = held.value(_ABOUT)
    if slug:
        add_source(article, by_slug[slug])
