"""Where an article comes in: pasted or uploaded, with what the person knows of its page."""

import datetime as dt
import uuid
from functools import partial

import streamlit as st

from tracker.articles import Article, open_article, paste_article
from tracker.dates import parse_one
from tracker.errors import DateProblem, TrackerError
from tracker.labels import SOURCE_LABELS
from tracker.web.text import escape_markdown, on_screen
from tracker.web.unsaved import Unsaved, forget, keep_unsaved, put_back_texts, render_back

_ARTICLE = "article that was read"
_PROBLEM = "article problem"
_NAME = "article"
_TYPED = ("text", "published", "url", "publisher")
_TYPES = ["html", "htm", "mhtml", "mht", "txt", "md", "pdf"]


def current_article() -> Article | None:
    """Return the article that was read last, None before the first and after one that could not be read."""
    article: Article | None = st.session_state.get(_ARTICLE)
    return article


def render_input(today: dt.date) -> None:
    """Draw the fields; what was typed stays when another page is visited."""
    render_back(_NAME, _discard)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.text_area("Text of the article", key="article text", height=240, persist_state="session")
    with right:
        st.file_uploader("or a saved page, a PDF or a text file", type=_TYPES, key="article file")
        published = st.text_input(
            SOURCE_LABELS["published_on"],
            key="article published",
            placeholder="17 May 2022; if empty, what the page says",
            help="Words such as “on Sunday” are read against this day.",
            persist_state="session",
        )
        _render_date_problem(published or "")
        st.text_input(
            SOURCE_LABELS["url"],
            key="article url",
            placeholder="https://…",
            help="It becomes the source of what is saved. It is never visited.",
            persist_state="session",
        )
        st.text_input(SOURCE_LABELS["publisher"], key="article publisher", persist_state="session")
    st.button("Read the article", type="primary", key="article read", on_click=_read, args=(today,))
    if problem := st.session_state.get(_PROBLEM):
        st.error(escape_markdown(problem), icon=":material/error:")


def _render_date_problem(published: str) -> None:
    """Say that a date cannot be read as soon as its field is left."""
    if published.strip():
        try:
            parse_one(published)
        except DateProblem as problem:
            st.markdown(f":red[:material/error: {escape_markdown(str(problem))}]")


def keep_input() -> None:
    """Let the browser keep what was typed of an article, as long as the session may lose it."""
    texts = {name: f"article {name}" for name in _TYPED}
    values = {name: text for name, key in texts.items() if (text := st.session_state.get(key))}
    keep_unsaved(Unsaved(_NAME, _unsaved_id(), partial(put_back_texts, texts), texts, values))


def _unsaved_id() -> str:
    return str(st.session_state.setdefault("article unsaved", uuid.uuid4().hex))


def _discard() -> None:
    forget(_unsaved_id())
    for name in _TYPED:
        st.session_state[f"article {name}"] = ""
    del st.session_state["article unsaved"]


def _read(today: dt.date) -> None:
    state = st.session_state
    about = {name: str(state.get(f"article {name}") or "") for name in ("url", "published", "publisher")}
    upload = state.get("article file")
    state[_ARTICLE], state[_PROBLEM] = None, None
    try:
        if upload is not None:
            state[_ARTICLE] = open_article(upload.getvalue(), today=today, **about)
        else:
            state[_ARTICLE] = paste_article(str(state.get("article text") or ""), today=today, **about)
    except TrackerError as problem:
        state[_PROBLEM] = on_screen(problem)
