"""Events as a list to read: one element for the page, however long it is, with its pages turned in the browser."""

import json
from collections.abc import Callable, Sequence
from zlib import compress

import streamlit as st

from tracker.event.labels import when
from tracker.read_models import EventRow
from tracker.theme import palette
from tracker.vocabulary import TermType
from tracker.web import screen
from tracker.web.reads import Record
from tracker.wording import count_of

AT_ONCE = 20
"""So many Events are shown at first, and so many more with each press of the button below them."""

_MOST_AGENCIES = 3

_HTML = "<ol></ol><button type='button' class='more' hidden></button>"

_CSS = """
:host { font-family: var(--st-font); color: var(--st-text-color); }
ol { list-style: none; margin: 0; padding: 0; }
li { border-bottom: 1px solid var(--st-border-color); border-left: 3px solid transparent;
  padding: 0.35rem 0.5rem 0.5rem; }
li.chosen { border-left-color: var(--st-text-color); background: var(--st-secondary-background-color); }
button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; text-align: left; }
li button { display: block; width: 100%; min-height: 2.2rem; padding: 0.2rem 0; font-weight: 600; line-height: 1.35; }
li button:hover { text-decoration: underline; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
li p { margin: 0; font-size: 0.875rem; line-height: 1.5; }
li .mark { font-size: 0.8em; }
.more { min-height: 2.75rem; padding: 0.4rem 1rem; margin-top: 0.6rem; border: 1px solid var(--st-border-color);
  border-radius: 0.5rem; }
@media (max-width: 640px) { li button { min-height: 2.75rem; } }
"""

_SCRIPT = """
const lists = new WeakMap();

const inflated = async bytes =>
  JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text());

const part = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

const entry = (row, choose) => {
  const item = part("li", "");
  item.dataset.slug = row.slug;
  const title = part("button", row.title, { type: "button" });
  title.onclick = () => choose(row.slug);
  const facts = part("p", "");
  facts.append(row.day + " · ");
  const mark = part("span", row.mark + " ", { className: "mark" });
  mark.style.color = row.colour;
  mark.setAttribute("aria-hidden", "true");
  facts.append(mark, [row.stance, row.agencies, row.sources].filter(Boolean).join(" · "));
  item.append(title);
  if (row.zh) item.append(part("p", row.zh, { lang: "zh" }));
  item.append(facts);
  return item;
};

export default async function ({ data: bytes, parentElement, setTriggerValue }) {
  const ol = parentElement.querySelector("ol"), more = parentElement.querySelector(".more");
  const choose = slug => setTriggerValue("chosen", slug);
  const list = lists.get(ol) ?? {};
  lists.set(ol, list);
  list.newest = bytes;
  const data = await inflated(bytes);
  if (list.newest !== bytes) return;
  const about = JSON.stringify([data.rows, data.at_once, data.total]);
  const show = count => {
    const from = ol.children.length;
    ol.append(...data.rows.slice(from, count).map(row => entry(row, choose)));
    const left = data.rows.length - ol.children.length;
    more.hidden = left <= 0;
    const all = data.rows.length.toLocaleString("en");
    more.textContent = `Show ${Math.min(left, data.at_once)} more of ${all}${data.here}`;
    return ol.children[from];
  };
  if (list.about !== about) {
    ol.replaceChildren();
    ol.setAttribute("aria-label", data.label);
    ol.dataset.count = data.total;
    list.about = about;
    show(data.at_once);
  }
  more.onclick = () => show(ol.children.length + data.at_once)?.querySelector("button").focus();
  for (const item of ol.children) {
    const chosen = item.dataset.slug === data.chosen;
    item.classList.toggle("chosen", chosen);
    item.querySelector("button").setAttribute("aria-current", chosen);
  }
}
"""


def render_reading_list(
    record: Record,
    events: Sequence[EventRow],
    key: str,
    choose: Callable[[str], None],
    *,
    chosen: str | None = None,
    label: str = "Events",
    total: int | None = None,
) -> None:
    """Draw a list of Events.

    Args:
        record: the state of the record, which knows the names.
        events: the Events in their order.
        key: the list's key.
        choose: is told the slug of an Event whose title was pressed.
        chosen: the slug of the Event that is marked.
        label: what the list is, for who hears the page.
        total: how many there are in all, where these are one page of them.
    """

    def pick() -> None:
        slug = getattr(st.session_state[key], "chosen", None)
        if isinstance(slug, str) and slug in known:
            choose(slug)

    known = {event.slug for event in events}
    component = st.components.v2.component("reading_list", html=_HTML, css=_CSS, js=_SCRIPT)
    told = {
        "rows": _entries(record, events),
        "total": total or len(events),
        # The row of pages counts all of them: of one page, no more is promised than it holds.
        "here": " on this page" if total and total > len(events) else "",
        "chosen": chosen,
        "at_once": AT_ONCE,
        "label": label,
    }
    # Deflated, a page of titles in two languages is a quarter of itself, and it is sent with each Event that is chosen.
    component(
        key=key,
        data=compress(json.dumps(told, ensure_ascii=False).encode()),
        on_chosen_change=pick,
    )


def _entries(record: Record, events: Sequence[EventRow]) -> list[dict[str, str]]:
    """Return what the browser has to know of each Event."""
    names = record.names(TermType.AGENCY)
    colours = palette(dark=screen.is_dark())
    return [
        {
            "slug": event.slug,
            "day": when(event),
            "title": event.title,
            "zh": event.title_zh or "",
            "stance": f"{event.stance.signed} {event.stance.label}",
            "mark": "▲" if event.stance > 0 else "▼" if event.stance < 0 else "●",
            "colour": colours.stances[event.stance],
            "agencies": names_in_words(event.agencies, names, most=_MOST_AGENCIES),
            "sources": count_of(len(event.sources), "source"),
        }
        for event in events
    ]


def names_in_words(keys: Sequence[str], names: dict[str, str], *, most: int) -> str:
    """Return the names of keys, and how many there are beyond the most that are told."""
    shown = ", ".join(names.get(key, key) for key in keys[:most])
    return f"{shown} and {len(keys) - most} more" if len(keys) > most else shown
