"""Where an article comes in: pasted or uploaded, with what the person knows of its page."""

import datetime as dt
from functools import partial

import streamlit as st

from tracker.articles import Article, open_article, paste_article
from tracker.dates import parse_one
from tracker.errors import DateProblem, TrackerError
from tracker.event.fields import SOURCE_LABELS
from tracker.web.form_state import FormState
from tracker.web.text import escape_markdown, on_screen
from tracker.web.unsaved import Unsaved, forget, keep_unsaved, put_back_texts, render_back

FORM = FormState("article")
"""What is typed about an article, and what was read of it."""

_TYPED = ("text", "published", "url", "publisher")
_TYPES = ["html", "htm", "mhtml", "mht", "txt", "md", "pdf"]


def current_article() -> Article | None:
    """Return the article that was read last, None before the first and after one that could not be read."""
    article: Article | None = FORM.get("that was read")
    return article


def round_key(part: str) -> str:
    """Return the key of a box that belongs to the article as it was read last, and to no other."""
    return FORM.key(f"{FORM.get('round', 0)} {part}")


def render_input(today: dt.date) -> None:
    """Draw the fields; what was typed stays when another page is visited."""
    render_back(FORM.name, _discard)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.text_area("Text of the article", key=FORM.key("text"), height=240, persist_state="session")
    with right:
        st.file_uploader("or a saved page, a PDF or a text file", type=_TYPES, key=FORM.key("file"))
        published = st.text_input(
            SOURCE_LABELS["published_on"],
            key=FORM.key("published"),
            placeholder="17 May 2022; if empty, what the page says",
            help="Words such as “on Sunday” are read against this day.",
            persist_state="session",
        )
        _render_date_problem(published or "")
        st.text_input(
            SOURCE_LABELS["url"],
            key=FORM.key("url"),
            placeholder="https://…",
            help="It becomes the source of what is saved. It is never visited.",
            persist_state="session",
        )
        st.text_input(SOURCE_LABELS["publisher"], key=FORM.key("publisher"), persist_state="session")
    st.button("Read the article", type="primary", key="article read", on_click=_read, args=(today,))
    if problem := FORM.get("problem"):
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
    texts = {name: FORM.key(name) for name in _TYPED}
    values = {name: text for name in _TYPED if (text := FORM.get(name))}
    keep_unsaved(Unsaved(FORM.name, FORM.token, partial(put_back_texts, texts), texts, values))


def _discard() -> None:
    forget(FORM.token)
    for name in _TYPED:
        FORM.set(name, "")
    FORM.set("token", None)


def _read(today: dt.date) -> None:
    about = {name: str(FORM.get(name) or "") for name in _TYPED}
    text, upload = about.pop("text"), FORM.get("file")
    FORM.set("that was read", None)
    FORM.set("round", FORM.get("round", 0) + 1)
    FORM.set("refused", None)
    FORM.set("added", None)
    FORM.set("problem", None)
    try:
        if upload is None:
            read = paste_article(text, today=today, **about)
        else:
            read = open_article(upload.getvalue(), today=today, **about)
        FORM.set("that was read", read)
    except TrackerError as problem:
        FORM.set("problem", on_screen(problem))
