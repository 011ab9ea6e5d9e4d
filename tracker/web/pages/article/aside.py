"""What a person has put aside of an article, and the ways on from any of its sentences: a draft, or another Event."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from tracker.articles import Analysis, Article, draft_values, open_part
from tracker.queries import list_terms
from tracker.queries.events import EVERY_STATE
from tracker.web.form_opening import render_opening
from tracker.web.pages.article.input import FORM
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

Sign = int | str
"""Where a sentence begins that is asked about, or the slug of an Event that the record was said to hold."""


def refused() -> set[Sign]:
    """Return what was put aside of the article that was read last."""
    found: set[Sign] = FORM.get("refused") or set()
    return found


def render_refusal(label: str, sign: Sign) -> None:
    """Draw the button that puts a sentence aside."""
    st.button(label, key=f"article none {sign}", on_click=_refuse, args=(sign,))


def _refuse(sign: Sign) -> None:
    FORM.set("refused", {*refused(), sign})


def _ask_again() -> None:
    FORM.set("refused", None)


def render_put_aside(record: Record, analysis: Analysis, ask: Callable[[Article, str], None]) -> None:
    """List the sentences that were put aside, each once, with the ways on.

    Args:
        record: the record.
        analysis: what was found in the article.
        ask: asks which Event words of the article are about.
    """
    spans = {each.span.start: each.span for each in analysis.questions if each.span.start in refused()}
    spans |= {each.span.start: each.span for each in analysis.mentions if each.event.slug in refused()}
    if not spans:
        return
    st.subheader(f"Put aside: {len(spans)}")
    for start, span in sorted(spans.items()):
        words = " ".join(span.of(analysis.article.text).split())
        with st.container(border=True, gap="xsmall"):
            st.caption(escape_markdown(f"“{words}”"))
            render_onward(record, analysis.article, start, words, ask, place="aside ")
    st.button(f"Ask again about the {len(spans)} put aside", key="article ask again", on_click=_ask_again)


def render_onward(
    record: Record, article: Article, start: int, words: str, ask: Callable[[Article, str], None], *, place: str = ""
) -> None:
    """Draw what can be done with a sentence of which nothing was made.

    Args:
        record: the record.
        article: the article.
        start: where the sentence begins.
        words: the sentence.
        ask: asks which Event the words are about.
        place: tells two lists with one sentence apart.
    """
    with st.container(horizontal=True, gap="small"):
        values = partial(_part_values, record, article, start)
        render_opening("Open as a draft", f"article {place}part {start}", values)
        if st.button("This is about …", key=f"article {place}about {start}", icon=":material/search:"):
            ask(article, words)


def _part_values(record: Record, article: Article, start: int) -> dict[str, Any]:
    """Return what a part says as the fields of the form; how it is coded is left to the person."""
    candidate = open_part(article, start, record.read(list_terms), record.events(EVERY_STATE))
    return draft_values(article, candidate) if candidate else {}
