"""One item in full: what it speaks of, with the buttons on top and a key of the keyboard for each."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker.addresses import address_problem
from tracker.articles import Analysis, draft_values
from tracker.articles.drafting import source_of
from tracker.feed_items import InboxItem, ItemState
from tracker.feeds import item_article
from tracker.queries.events import IN_PLAY, events_called
from tracker.read_models import EventRow
from tracker.vocabulary import Certainty, ReviewState, Role
from tracker.web.asked import words_of_event
from tracker.web.form_opening import render_opening
from tracker.web.links import Address, render_link, render_name_link
from tracker.web.marked_text import render_marked
from tracker.web.pages.inbox import deciding
from tracker.web.pages.inbox.listing import choose_next, item_reading, words_of_item
from tracker.web.pages.inbox.speaks import (
    key_of_part,
    mentions_to_tick,
    render_known_of_item,
    render_new_of_item,
    ticked_events,
    ticked_new,
)
from tracker.web.reads import Record
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown, source_link


def render_item(record: Record, item: InboxItem | None, *, after: int | None) -> None:
    """Draw an item; without one, only the way back to the last decision.

    Args:
        record: the record.
        item: the item; None where none is left.
        after: the number of the item that is shown after a decision.
    """
    if item is None:
        _render_take_back()
        return
    found = item_reading(record, item)
    st.markdown(f"#### {_headline(item)}")
    st.caption(escape_markdown(words_of_item(item)))
    if current_actor().may(Role.EDITOR):
        _render_buttons(record, item, found, after)
    for note in found.notes:
        st.caption(escape_markdown(note))
    _render_decided(record, item)
    render_known_of_item(record, item, found)
    render_new_of_item(item, found)
    with st.expander("Its text", expanded=not (found.mentions or found.questions or found.new)):
        render_marked(found.article.text, found.marks)


def _headline(item: InboxItem) -> str:
    return escape_markdown(item.title) if address_problem(item.url) else source_link(item.url, item.title)


def _render_buttons(record: Record, item: InboxItem, found: Analysis, after: int | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if item.state is ItemState.DISMISSED:
            _render_button("New again", item, "a", deciding.put_back, item, after, is_main=True)
        else:
            _render_deciding(record, item, found, after)
        if after is not None:
            st.button("Later", key=key_of_part(item, "later"), shortcut="Alt+n", on_click=choose_next, args=(after,))
        _render_take_back()


def _render_deciding(record: Record, item: InboxItem, found: Analysis, after: int | None) -> None:
    events = partial(ticked_events, item, found)
    known, new = bool(mentions_to_tick(found)), any(candidate.when for candidate in found.new)
    is_main = known and not new and item.state is ItemState.NEW
    _render_button("Confirm as a source", item, "s", deciding.confirm, item, events, after, is_main=is_main)
    starts = partial(ticked_new, item, found)
    waiting = _drafts_of(record, item)
    if waiting and current_actor().may(Role.REVIEWER):
        _render_button("Accept the drafts", item, "a", deciding.accept, item, after, is_main=True)
    else:
        act = deciding.accept_for_review
        _render_button("Accept for review", item, "a", act, item, starts, events, after, is_main=new, is_off=not new)
    values = partial(_form_values, item, found)
    render_opening("Open in the form", key_of_part(item, "open"), values, item=item.id, shortcut="Alt+o")
    if item.state is ItemState.NEW:
        _render_button("Not ours", item, "x", deciding.dismiss, item, after)


def _render_button(
    label: str,
    item: InboxItem,
    letter: str,
    act: Any,  # noqa: ANN401 - a function of ``deciding``
    *arguments: Any,  # noqa: ANN401 - what it takes
    is_main: bool = False,
    is_off: bool = False,
) -> None:
    st.button(
        label,
        key=key_of_part(item, label),
        shortcut=f"Alt+{letter}",
        type="primary" if is_main else "secondary",
        disabled=is_off,
        on_click=act,
        args=arguments,
    )


def _render_take_back() -> None:
    step = deciding.last_step()
    if step is not None:
        key = f"inbox undo {step.before.id} {step.version}"
        st.button("Take back the last step", key=key, shortcut="Alt+z", on_click=deciding.take_last_back)


def _render_decided(record: Record, item: InboxItem) -> None:
    """Say what became of an item, with links to its Events."""
    if item.state is ItemState.NEW:
        return
    st.caption(escape_markdown(f"{item.state.definition} By {item.decided_by}."))
    by_slug = {event.slug: event for event in _in_play(record, (*item.confirmed, *item.drafted))}
    for slug in (*item.confirmed, *item.drafted):
        if slug in by_slug:
            address = Address("timeline", {"event": slug})
            render_name_link(words_of_event(by_slug[slug]), address, key_of_part(item, "event of", slug))
    if _drafts_of(record, item):
        render_link("review", "To the review", icon=":material/fact_check:")


def _drafts_of(record: Record, item: InboxItem) -> list[EventRow]:
    """Return the drafts made of an item that still wait for review."""
    return [event for event in _in_play(record, item.drafted) if event.review_state is ReviewState.DRAFT]


def _in_play(record: Record, slugs: Sequence[str]) -> list[EventRow]:
    return [event for event in record.read(events_called, tuple(slugs)) if IN_PLAY.keeps(event)]


def _form_values(item: InboxItem, found: Analysis) -> dict[str, Any]:
    """Return what the form begins with: the first new Event that is ticked or has no date, else the page alone."""
    ticked = ticked_new(item, found)
    candidate = next((each for each in found.new if each.part.start in ticked or not each.when), None)
    article = item_article(item)
    if candidate is not None:
        return draft_values(article, candidate)
    return {"title": item.title, "certainty": Certainty.MEDIUM.value, "sources": [source_of(article)]}
