"""What is new since a reader's last visit. Only the browser knows of that visit; the server keeps nothing of it."""

from collections.abc import Mapping
from hashlib import sha256

import streamlit as st

from tracker.queries import changed_events
from tracker.web import session_keys
from tracker.web.event_view import EventView
from tracker.web.links import render_link
from tracker.web.reads import Record, engine
from tracker.web.text import escape_markdown
from tracker.wording import count_of

_SCRIPT = """
const read = (storage, place) => {
  try { return JSON.parse(storage.getItem(place)) } catch { return null }
};
const write = (storage, place, value) => {
  try { storage.setItem(place, JSON.stringify(value)) } catch {}
};

export default function ({ data, setStateValue }) {
  const { place, change, known } = data;
  let before = read(sessionStorage, place);
  if (!before) {
    before = read(localStorage, place) ?? {};
    write(sessionStorage, place, before);
  }
  const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  write(localStorage, place, { change, day });
  if (!(before.change < change) || known === before.change) return;
  const tell = () => setStateValue("before", before);
  tell();
  const again = setInterval(tell, 5000);
  return () => clearInterval(again);
}
"""
"""Notes this visit for the next one, and tells of the last one as long as the page does not know of it.

A reload is the same visit; another tab, or a browser that was closed, makes a new one.
"""


def changed_since_visit(record: Record, events: EventView) -> tuple[EventView, str]:
    """Return those of the Events that are new or changed since the last visit, and its day; none on the first."""
    told = _told()
    after, day = told or (record.version, "")
    return events.those(record.read(changed_events, after) if after < record.version else ()), day


def _told() -> tuple[int, str] | None:
    """Return what the browser tells; it comes from outside and may be of any sort."""
    before = getattr(st.session_state.get(session_keys.LAST_VISIT), "before", None)
    if not isinstance(before, Mapping):
        return None
    change, day = before.get("change"), before.get("day")
    if isinstance(change, bool) or not isinstance(change, int | float) or not 0 <= change < 2**53:
        return None
    return int(change), str(day)[:40]


def render_news(record: Record, events: EventView) -> EventView:
    """Say which of the Events are new since the last visit, if any; return those alone where the reader wants it."""
    news, day = changed_since_visit(record, events)
    told = _told()
    watch = st.components.v2.component("last_visit", js=_SCRIPT)
    watch(
        key=session_keys.LAST_VISIT,
        data={"place": _place(), "change": record.version, "known": told[0] if told else None},
        on_before_change=lambda: None,
    )
    if not news:
        return events
    only_news = bool(st.session_state.get(session_keys.ONLY_NEWS))
    counted = count_of(len(news), "event")
    with st.container(horizontal=True, vertical_alignment="center", key="news"):
        st.markdown(escape_markdown(f"{counted} new or changed since your last visit on {day}."), width="content")
        st.button(
            "Show all events" if only_news else "Show them", key="show news", on_click=_turn, args=(not only_news,)
        )
        render_link("news", "What changed", params={"after": str(told[0])} if told else {})
    return news if only_news else events


def _turn(only_news: bool) -> None:  # noqa: FBT001 - the argument of a button
    st.session_state[session_keys.ONLY_NEWS] = only_news


def _place() -> str:
    """Name the database, without telling which one it is to who reads the browser's storage."""
    return f"last visit {sha256(engine().url.render_as_string().encode()).hexdigest()[:16]}"
