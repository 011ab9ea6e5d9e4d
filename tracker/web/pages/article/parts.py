"""An article as it was read: what the record knows of it, what is new, and the text with its marks in place."""

import re
from collections.abc import Iterator
from functools import partial

import streamlit as st

from tracker.articles import (
    Analysis,
    Article,
    Candidate,
    Mark,
    MarkKind,
    Mention,
    ReadDate,
    add_article_as_source,
    analyse,
    draft_values,
    has_source,
    save_drafts,
)
from tracker.event.labels import label_of
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow
from tracker.vocabulary import TermType
from tracker.web.form_state import form_to_add
from tracker.web.links import go_to, render_link
from tracker.web.pages.article.input import FORM
from tracker.web.readable import readable_value
from tracker.web.reads import Record, cached
from tracker.web.review_actions import act
from tracker.web.text import escape_markdown

_COLOURS = {
    MarkKind.DATE: "orange",
    MarkKind.AGENCY: "blue",
    MarkKind.COMPANY: "green",
    MarkKind.PERSON: "violet",
    MarkKind.RULE: "red",
}
_SHOWN = 60_000
"""How many characters of an article are drawn; all of it is read."""

_MOST_DATES = 300
_MOST_PASSED_OVER = 200
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


@cached(16, spinner="Reading the article")
def read_article(record: Record, article: Article) -> Analysis:
    """Read an article against the record as it is now; drafts that wait for review count as known."""
    terms = tuple(term for term_type in TermType for term in record.terms(term_type))
    return analyse(article, terms, record.events(EVERY_STATE))


def render_article_notes(analysis: Analysis) -> None:
    """Say what a person should know about how the article was read."""
    for note in analysis.notes:
        st.info(escape_markdown(note), icon=":material/info:")


def render_known(analysis: Analysis) -> None:
    """List the Events of the record that the article speaks of, each with a link and its reasons."""
    st.subheader(f"The record holds this: {len(analysis.mentions)}")
    for mention in analysis.mentions:
        with st.container(border=True):
            _render_mention(analysis.article, mention)
    if analysis.questions:
        with st.expander(f"May speak of: {len(analysis.questions)} sentences", icon=":material/help:"):
            for question in analysis.questions:
                st.markdown(f"> {escape_markdown(' '.join(question.span.of(analysis.article.text).split()))}")
                for mention in question.mentions:
                    _render_mention(analysis.article, mention, place=question.span.start)


def _render_mention(article: Article, mention: Mention, *, place: int | None = None) -> None:
    event = mention.event
    render_link("timeline", escape_markdown(f"{event.date}  {event.title}"), params={"event": event.slug})
    st.caption(escape_markdown(f"Because of {'; '.join(mention.why)}."))
    if place is None:
        st.markdown(f"> {escape_markdown(mention.span.of(article.text))}")
    if not article.url:
        return
    if has_source(event, article):
        st.caption("This article is among its sources.")
        return
    st.button(
        "Add the article as another source",
        key=f"article source {event.slug} {'' if place is None else place}".strip(),
        on_click=partial(_add_source, article, event),
    )


def _add_source(article: Article, event: EventRow) -> None:
    act(
        f"The article is now a source of “{event.title}”.",
        lambda session, actor: add_article_as_source(session, article, event.slug, actor=actor),
    )


def _date_words(date: ReadDate) -> str:
    return f"“{date.text}” is {date.date.reading if date.date else 'not read'}, {date.how}"


def _quote(article: Article, candidate: Candidate) -> None:
    st.markdown(f"> {escape_markdown(candidate.span.of(article.text))}")


def render_new(record: Record, analysis: Analysis) -> None:
    """List the new candidates with what led to each value, and the ways to keep them."""
    st.subheader(f"New: {len(analysis.new)}")
    article = analysis.article
    for number, candidate in enumerate(analysis.new):
        with st.container(border=True):
            st.markdown(f"**{escape_markdown(f'{candidate.when} {candidate.title}')}**")
            _quote(article, candidate)
            _render_suggestions(record, article, candidate)
            _render_buttons(article, candidate, number)
    if analysis.new:
        st.button(
            "Save all as drafts",
            key="article save all",
            disabled=not article.url,
            on_click=partial(_save, article, None),
        )
    if analysis.new and not article.url:
        st.caption("A draft needs its source: give the article's address above and read it again.")


def render_passed_over(analysis: Analysis) -> None:
    """List, folded away, the dated parts of the text of which no candidate was made, each with the reason."""
    passed, text = analysis.passed_over, analysis.article.text
    if not passed:
        return
    with st.expander(f"Passed over: {len(passed)} dated parts of the text", icon=":material/filter_alt_off:"):
        if len(passed) > _MOST_PASSED_OVER:
            st.caption(f"The first {_MOST_PASSED_OVER} are shown; `tracker draft` lists all of them.")
        for each in passed[:_MOST_PASSED_OVER]:
            dates = ", ".join(date.text for date in each.dates)
            st.markdown(f"> {escape_markdown(' '.join(each.span.of(text).split()))}")
            st.caption(escape_markdown(f"{dates}: {each.why}."))


def _render_suggestions(record: Record, article: Article, candidate: Candidate) -> None:
    date = f"{candidate.when} from “{candidate.date.text}”, {candidate.date.how}"
    lines = [f"- {label_of('date')}: {escape_markdown(date)}"]
    for field, suggestions in candidate.fields.items():
        for each in suggestions:
            words = " … ".join(span.of(article.text) for span in each.words)
            from_words = f" from “{words}”" if words else ""
            value = readable_value(record, field, each.value)
            if field not in {"title", "stance_reason"}:
                words_of_it = f"{value}{from_words} ({each.why}, {each.confidence:.0%})"
                lines.append(f"- {label_of(field)}: {escape_markdown(words_of_it)}")
    with st.expander(f"What led to it, {candidate.confidence:.0%} sure"):
        st.markdown("\n".join(lines))


def _render_buttons(article: Article, candidate: Candidate, number: int) -> None:
    replace = FORM.key(f"replace {candidate.part.start}")
    with st.container(horizontal=True):
        if st.button("Open in the form", key=f"article form {number}", icon=":material/edit_note:"):
            if form_to_add().is_blank:
                _open_in_form(article, candidate)
            st.session_state[replace] = True
        st.button(
            "Save as a draft",
            key=f"article save {number}",
            disabled=not article.url,
            on_click=partial(_save, article, candidate.part.start),
        )
    if st.session_state.get(replace) and not form_to_add().is_blank:
        st.warning("The form holds an event that is not saved yet.", icon=":material/edit_off:")
        if st.button("Replace what the form holds", key=f"article over {number}"):
            del st.session_state[replace]
            _open_in_form(article, candidate)


def _open_in_form(article: Article, candidate: Candidate) -> None:
    form_to_add().fill(draft_values(article, candidate))
    go_to("add")


def _save(article: Article, start: int | None) -> None:
    chosen = None if start is None else {start}
    words = "The new events are in review." if start is None else "The draft is in review."
    act(words, lambda session, actor: save_drafts(session, article, actor=actor, chosen=chosen))


def render_text(analysis: Analysis) -> None:
    """Draw the article with its dates and names marked in place; the text itself is never altered."""
    st.subheader("The article")
    st.caption("  ".join(f":{colour}-background[{kind.value}]" for kind, colour in _COLOURS.items()))
    text = analysis.article.text
    if len(text) > _SHOWN:
        st.caption(f"All {len(text):,} characters were read; the first {_SHOWN:,} are shown.")
    marks = [mark for mark in analysis.marks if mark.end <= _SHOWN]
    st.markdown(marked_text(text[:_SHOWN], marks))
    if analysis.dates:
        with st.expander("How each date was read"):
            st.markdown("\n".join(f"- {escape_markdown(_date_words(date))}" for date in analysis.dates[:_MOST_DATES]))


def marked_text(text: str, marks: list[Mark]) -> str:
    """Return a text as Markdown that shows it as it is, with each mark on a coloured ground."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts += [_shown(text[at : mark.start]), f":{_COLOURS[mark.kind]}-background[{escape_markdown(mark.text)}]"]
        at = mark.end
    return "".join([*parts, _shown(text[at:])])


def _shown(text: str) -> str:
    """Escape what stands between two marks; white space stays white space, and a line stays a line."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            # Two spaces before the end of a line keep it; an empty line would end the paragraph, and is kept as one.
            yield "  \n"
        match = _EDGES.match(line)
        before, words, after = match.groups() if match else ("", line, "")
        yield f"{' ' if before and not number else ''}{escape_markdown(words)}{' ' if after else ''}"
