"""An article as it was read: what to know about it, what was passed over, and the text with its marks in place."""

import streamlit as st

from tracker.articles import Analysis, Article, ReadDate, analyse
from tracker.articles.rejections import PassedOver
from tracker.queries import list_terms
from tracker.queries.events import EVERY_STATE
from tracker.web.keeping import cached
from tracker.web.marked_text import render_marked
from tracker.web.pages.article.aside import render_onward
from tracker.web.pages.article.input import round_key
from tracker.web.pages.article.known import ask_which
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

_MOST_DATES = 300
_MOST_PASSED_OVER = 100


@cached(16, spinner="Reading the article")
def read_article(record: Record, article: Article) -> Analysis:
    """Read an article against the record as it is now; drafts that wait for review count as known."""
    return analyse(article, record.read(list_terms), record.events(EVERY_STATE))


def render_article_notes(analysis: Analysis) -> None:
    """Say what a person should know about how the article was read."""
    for note in analysis.notes:
        st.info(escape_markdown(note), icon=":material/info:")


def render_passed_over(record: Record, analysis: Analysis) -> None:
    """List, folded away, the parts of which no candidate was made, each with the reason and two ways on."""
    passed, article = analysis.passed_over, analysis.article
    if passed:
        label = f"Passed over: {len(passed)} parts of the text"
        box = st.expander(label, key=round_key("passed"), icon=":material/filter_alt_off:", on_change="rerun")
        if box.open:
            with box:
                _render_some(record, analysis, passed[:_MOST_PASSED_OVER])
                if len(passed) > _MOST_PASSED_OVER:
                    words = f"The first {_MOST_PASSED_OVER} are shown; the command tracker draft lists all of them."
                    st.caption(words)
    if st.button("It is about another event of the record", key="article about other", icon=":material/search:"):
        ask_which(article, "")


def _render_some(record: Record, analysis: Analysis, passed: tuple[PassedOver, ...]) -> None:
    article = analysis.article
    for each in passed:
        dates = ", ".join(date.text for date in each.dates)
        words = " ".join(each.span.of(article.text).split())
        st.markdown(f"> {escape_markdown(words)}")
        st.caption(escape_markdown(f"{dates}: {each.why}." if dates else f"{each.why[0].upper()}{each.why[1:]}."))
        render_onward(record, article, each.span.start, words, ask_which)


def _date_words(date: ReadDate) -> str:
    return f"“{date.text}” is {date.date.reading if date.date else 'not read'}, {date.how}"


def render_text(analysis: Analysis) -> None:
    """Draw the article with its dates and names marked in place; the text itself is never altered."""
    st.subheader("The article")
    render_marked(analysis.article.text, analysis.marks)
    if analysis.dates:
        with st.expander("How each date was read"):
            st.markdown("\n".join(f"- {escape_markdown(_date_words(date))}" for date in analysis.dates[:_MOST_DATES]))
