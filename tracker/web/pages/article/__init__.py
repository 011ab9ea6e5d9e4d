"""From an article: which events it speaks of, which of them the record knows, and the new ones to keep."""

import streamlit as st

from tracker.web import screen
from tracker.web.links import render_link
from tracker.web.pages.article.aside import render_put_aside
from tracker.web.pages.article.input import current_article, keep_input, render_input
from tracker.web.pages.article.known import ask_which, render_added, render_known, render_questions
from tracker.web.pages.article.new import render_new
from tracker.web.pages.article.parts import read_article, render_article_notes, render_passed_over, render_text
from tracker.web.reads import open_record
from tracker.web.review_actions import render_outcome


def render_article() -> None:
    """Draw the page."""
    record = open_record()
    screen.watch_width(narrow=screen.is_narrow())
    st.title("Add from an article")
    st.caption(
        "Paste a news story or a notice, in English or Chinese. Each of its sentences is compared with the record. "
        "What is proposed is a suggestion from its words, and nothing counts until a person has accepted it."
    )
    render_input(record.today)
    keep_input()
    render_outcome()
    article = current_article()
    if article is None:
        return
    render_added(record, article)
    analysis = read_article(record, article)
    render_article_notes(analysis)
    found, text = st.columns([1, 1], gap="medium")
    with found:
        render_known(analysis)
        render_questions(analysis)
        render_put_aside(record, analysis, ask_which)
        render_new(record, analysis)
        render_passed_over(record, analysis)
        render_link("review", "To the review", icon=":material/fact_check:")
    with text:
        render_text(analysis)
