"""News of the record, day by day and field by field, a page at a time, and the feeds of them."""

import datetime as dt
import io
from dataclasses import replace
from functools import partial
from itertools import groupby, islice
from typing import Literal

import streamlit as st

from tracker.addresses import PagesOf
from tracker.changes import FieldChange
from tracker.database import reading
from tracker.dates import describe
from tracker.event.labels import when
from tracker.exports import Asked, write_export
from tracker.exports.news_words import corrected_fields
from tracker.filters import EventFilter
from tracker.formats import FORMATS
from tracker.queries.news import News, NewsKind, change_before, iter_news
from tracker.web import session_keys
from tracker.web.data_view import render_download
from tracker.web.keeping import cached
from tracker.web.links import render_link
from tracker.web.pages.whats_new.choice import NewsChoice
from tracker.web.readable import readable, readable_value
from tracker.web.reads import Record, engine
from tracker.web.taking import download_name, whole_address
from tracker.web.text import escape_markdown

NEWS_ON_A_PAGE = 30

_LONG = 120
"""So many letters, before and after together, are hard to tell apart on one line."""

_COLOURS: dict[NewsKind, Literal["green", "blue", "red", "orange"]] = {
    NewsKind.ADDED: "green",
    NewsKind.CORRECTED: "blue",
    NewsKind.DISPUTED: "orange",
    NewsKind.WITHDRAWN: "red",
    NewsKind.RESTORED: "green",
    NewsKind.MERGED: "orange",
}


def render_news_list(record: Record, chosen: EventFilter, choice: NewsChoice) -> None:
    """Draw the chosen news, the newest first, a page at a time."""
    # How far somebody has read is of no use for another choice.
    of, before = st.session_state.get(session_keys.NEWS_BEFORE, (None, None))
    before = before if of == (chosen, choice) else None
    found = _news(record, chosen, choice, before)
    for day, news in groupby(found[:NEWS_ON_A_PAGE], key=lambda each: each.revision.recorded_at.date()):
        st.subheader(describe(day.isoformat()), anchor=False)
        for each in news:
            _render_one(record, each)
    if not found:
        st.info("Nothing of this happened to the record.", icon=":material/info:")
    with st.container(horizontal=True):
        if before:
            st.button("Newest", key="news newest", on_click=_turn, args=(chosen, choice, None))
        if len(found) > NEWS_ON_A_PAGE:
            last = found[NEWS_ON_A_PAGE - 1].revision.id
            st.button("Older", key="news older", on_click=_turn, args=(chosen, choice, last))


def _turn(chosen: EventFilter, choice: NewsChoice, number: int | None) -> None:
    st.session_state[session_keys.NEWS_BEFORE] = (chosen, choice), number


@cached(16, of_codings=True)
def _news(record: Record, chosen: EventFilter, choice: NewsChoice, before: int | None) -> tuple[News, ...]:
    """Return the news of a page, and one more where there is another page."""
    del record  # It names the state that is kept.
    with reading(engine()) as session:
        after = max(choice.after or 0, change_before(session, choice.recorded) if choice.recorded else 0)
        every = iter_news(session, chosen, after=after, before=before)
        wanted = (news for news in every if not choice.what or news.kind in choice.what)
        return tuple(islice(wanted, NEWS_ON_A_PAGE + 1))


def _render_one(record: Record, news: News) -> None:
    event, slug = news.event, news.event.slug
    with st.container(border=True, key=f"news {news.revision.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(news.kind.label, color=_COLOURS[news.kind])
            st.markdown(f"**{escape_markdown(event.title)}**")
            shown = news.merged_into or slug
            if news.kind is not NewsKind.WITHDRAWN:
                render_link("timeline", "Show", icon=":material/timeline:", params={"event": shown})
        at = news.revision.recorded_at.strftime("%H:%M UTC")
        st.caption(escape_markdown(f"{when(event)}. Recorded {at}, change {news.revision.id}"))
        if news.merged_into:
            into = readable_value(record, "merged_into", news.merged_into)
            st.caption(escape_markdown(f"Told by “{into}” from now on."))
        if news.revision.reason:
            st.caption(f"Why: {escape_markdown(news.revision.reason)}")
        _render_corrected(_in_words(record, news))


def _in_words(record: Record, news: News) -> tuple[FieldChange, ...]:
    before, after = readable(record, news.before or {}), readable(record, news.revision.document)
    return corrected_fields(replace(news, revision=replace(news.revision, document=after), before=before))


def _render_corrected(fields: tuple[FieldChange, ...]) -> None:
    """Draw a line for each field: a table of three columns would be cut off on a phone."""
    for each in fields:
        old, new = escape_markdown(each.before), escape_markdown(each.after)
        # Two long texts begin each on a line of its own.
        arrow = "  \n→ " if len(old) + len(new) > _LONG else " → "
        words = f"{old}{arrow}{new}" if old and new else f"added: {new}" if new else f"taken away: {old}"
        if each.parts is not None:
            words = escape_markdown(each.words())
        st.markdown(f"*{escape_markdown(each.name)}:* {words}")


def render_feeds(record: Record, chosen: EventFilter, choice: NewsChoice) -> None:
    """Draw the buttons that give the feeds of the filter; no program answers at an address of a feed here."""
    with st.container(horizontal=True):
        for name in ("atom", "feed.json"):
            render_download(
                FORMATS[name].label,
                f"news {name}",
                download_name(record, chosen, "news", name),
                partial(_feed, chosen, choice.recorded, choice.after or 0, name, whole_address({}, "")),
                mime=FORMATS[name].media_type,
                icon=":material/rss_feed:",
            )


def _feed(chosen: EventFilter, since: dt.date | None, after: int, name: str, pages: str) -> bytes:
    stream = io.BytesIO()
    with reading(engine()) as session:
        first = max(after, change_before(session, since) if since else 0)
        write_export(Asked(session=session, chosen=chosen, link=PagesOf(pages), after=first), name, stream)
    return stream.getvalue()
