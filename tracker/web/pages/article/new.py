"""The new Events of an article: which parts of each go into its draft, what led to them, and the ways to keep them."""

from functools import partial

import streamlit as st

from tracker.articles import Analysis, Article, Candidate, draft_values, save_drafts
from tracker.articles.choosing import parts_of, with_parts
from tracker.event.labels import label_of
from tracker.web import held
from tracker.web.form_opening import render_opening
from tracker.web.pages.article.input import round_key
from tracker.web.pages.article.known import render_confirm
from tracker.web.readable import readable_value
from tracker.web.reads import Record
from tracker.web.review_actions import act
from tracker.web.text import escape_markdown

_UNDATED = "date to be found"


def render_new(record: Record, analysis: Analysis) -> None:
    """List the new candidates, each beside the Events that the record may hold instead."""
    st.subheader(f"New: {len(analysis.new)}")
    article = analysis.article
    for number, candidate in enumerate(analysis.new):
        with st.container(border=True, gap="small"):
            _render_candidate(record, article, candidate, number)
    dated = [each for each in analysis.new if each.when]
    if dated:
        st.button(
            "Save all as drafts",
            key="article save all",
            disabled=not article.url,
            on_click=partial(_save, article, dated),
        )
    if analysis.new and not article.url:
        st.caption("A draft needs its source: give the article's address above and read it again.")


def _render_candidate(record: Record, article: Article, candidate: Candidate, number: int) -> None:
    st.markdown(f"**{escape_markdown(f'{candidate.when or _UNDATED} {candidate.title}')}**")
    st.caption(escape_markdown(f"“{' '.join(candidate.span.of(article.text).split())}”"))
    _render_parts(record, candidate)
    if candidate.alternatives:
        with st.container(gap="xsmall"):
            st.caption("Or the record holds it:")
            for mention in candidate.alternatives:
                render_confirm(article, mention.event, "This one", f"or {number}")
    _render_reasons(record, article, candidate)
    if not candidate.when:
        st.caption("No date stands with it. Open it in the form and give one.")
    with st.container(horizontal=True):
        values = partial(_values, article, candidate)
        render_opening("Open in the form", f"article form {number}", values)
        st.button(
            "Save as a draft",
            key=f"article save {number}",
            disabled=not (article.url and candidate.when),
            on_click=partial(_save, article, [candidate]),
        )


def _parts_key(candidate: Candidate) -> str:
    return round_key(f"parts {candidate.part.start}")


def _render_parts(record: Record, candidate: Candidate) -> None:
    """Draw the names, sectors and stories to choose from; what is a guess says so, and is not chosen."""
    parts = parts_of(candidate)
    if not parts:
        return
    sure = parts_of(candidate, guesses=False)
    key = _parts_key(candidate)
    held.hold(key, sure)

    def words(part: tuple[str, str]) -> str:
        name = readable_value(record, *part)
        return name if part in sure else f"{label_of(part[0])}: {name}? (a guess)"

    held.pills("Goes into the draft", parts, key=key, selection_mode="multi", format_func=words)


def _chosen(candidate: Candidate) -> Candidate:
    """Return a candidate with what is chosen of it now; the buttons that save all may come before its box is drawn."""
    chosen = held.value(_parts_key(candidate))
    return with_parts(candidate, parts_of(candidate, guesses=False) if chosen is None else chosen)


def _values(article: Article, candidate: Candidate) -> dict[str, object]:
    return draft_values(article, _chosen(candidate))


def _render_reasons(record: Record, article: Article, candidate: Candidate) -> None:
    said = f"from “{candidate.date.text}”, " if candidate.date.text else ""
    date = f"{candidate.when or 'not read'} {said}{candidate.date.how}"
    lines = [f"- {label_of('date')}: {escape_markdown(date)}"]
    for field, suggestions in candidate.fields.items():
        for each in suggestions:
            words = " … ".join(span.of(article.text) for span in each.words)
            from_words = f" from “{words}”" if words else ""
            value = readable_value(record, field, each.value)
            if field not in {"title", "stance_reason"}:
                words_of_it = f"{value}{from_words} ({each.reason}, {each.confidence:.2f})"
                lines.append(f"- {label_of(field)}: {escape_markdown(words_of_it)}")
    with st.expander(f"What led to it, confidence {candidate.confidence:.2f}"):
        st.markdown("\n".join(lines))


def _save(article: Article, candidates: list[Candidate]) -> None:
    starts = {candidate.part.start for candidate in candidates}
    words = "The draft is in review." if len(starts) == 1 else "The new events are in review."
    act(
        words,
        lambda session, actor: save_drafts(session, article, actor=actor, chosen=starts, change=_chosen),
    )
