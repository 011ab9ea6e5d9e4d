"""What a person has typed and not saved: the browser keeps it, so that a reload does not lose it.

A reload begins a new session of the server, which knows nothing of the one before. So a small component keeps the
text in the storage of the browser's tab, and gives it back to a form that is new. Each tab has a storage of its own,
so that two tabs do not get in each other's way; what is kept is told apart by form, by database and by person.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from hashlib import sha256
from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.event.labels import label_in_form
from tracker.web import session_keys
from tracker.web.reads import engine
from tracker.web.signing_in import claims_of_visitor, current_actor
from tracker.web.text import class_of, escape_markdown

_SCRIPT = """
const forms = new Map();

const read = (place) => {
  try { return JSON.parse(sessionStorage.getItem(place)) } catch { return null }
};

const keep = (form) => {
  const { place, id, about, values } = form.data;
  form.unkept = false;
  if (form.found) return;
  try {
    if (!Object.keys(values).length && !Object.keys(form.typed).length) return sessionStorage.removeItem(place);
    const at = new Date().toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    sessionStorage.setItem(place, JSON.stringify({ id, about, at, values, typed: form.typed }));
  } catch { form.unkept = true }
};

const boxOf = (form, field) => {
  const [name] = form.data.texts[field] ?? [];
  return name && document.querySelector("." + CSS.escape(name))?.querySelector("input, textarea");
};

const note = (form, field, text) => {
  if (!form.data.texts[field] || form.data.texts[field][1] === text) delete form.typed[field];
  else form.typed[field] = text;
};

document.addEventListener("input", ({ target }) => {
  for (const form of forms.values()) {
    if (!form.isThere) continue;
    const field = Object.keys(form.data.texts).find((each) => boxOf(form, each) === target);
    if (!field) continue;
    note(form, field, target.value);
    keep(form);
  }
}, true);

window.addEventListener("beforeunload", (event) => {
  if ([...forms.values()].some((form) => form.unkept)) event.preventDefault();
});

const begin = (data) => {
  const form = { data, typed: {} };
  for (const [field, [, sent]] of Object.entries(data.texts)) {
    const box = boxOf(form, field);
    if (box && box.value !== sent) form.typed[field] = box.value;
  }
  const stored = read(data.place);
  if (stored && (stored.id !== data.id || Object.keys(stored.typed).length)) form.found = stored;
  return form;
};

const askToTakeBack = (form, setTriggerValue) => {
  const { id, about, at, values, typed } = form.found;
  const tell = () => {
    setTriggerValue("found", { id, about, at, values: { ...values, ...typed }, since: Object.keys(form.typed) });
  };
  tell();
  form.again = setInterval(tell, 5000);
};

const typeAgain = (form) => {
  for (const [field, text] of Object.entries(form.typed)) {
    const box = boxOf(form, field);
    if (!box || box.value === text) continue;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

export default function ({ data, setTriggerValue }) {
  const form = forms.get(data.place) ?? begin(data);
  forms.set(data.place, form);
  clearInterval(form.again);
  if (form.data.id !== data.id) {
    form.found = data.gone.includes(form.data.id) ? null : read(data.place);
    form.typed = {};
  }
  form.data = data;
  form.isThere = true;
  const wasFound = form.found;
  if (wasFound && [...data.gone, ...data.answered].includes(wasFound.id)) form.found = null;
  for (const [field, text] of Object.entries(form.typed)) note(form, field, text);
  if (form.found) askToTakeBack(form, setTriggerValue);
  else if (wasFound) setTimeout(typeAgain, 200, form);
  keep(form);
  return () => {
    clearInterval(form.again);
    form.isThere = false;
  };
}
"""
"""Keeps what is typed with each letter; asks the page to take back what an earlier load left, until it is answered.

The page answers once it has seen at a second asking that what it wrote is still there: another message that the
browser sends at the same time brings the boxes as they were, and wipes it out again.

What is typed while the answer is on its way is typed again over it. Where the browser's storage takes nothing, the
browser asks before the page is left.
"""

_MOST = 50
"""How many answers a session remembers."""

_TRIES = 5
"""How often the same text is written into a form: what fits no field would be brought without an end."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the browser kept from before a reload. It comes from outside: a value may be of any sort."""

    id: str
    values: Mapping[str, Any]
    since: tuple[str, ...]
    """Fields in which something was typed after the reload."""

    about: int
    at: str
    """When it was typed, as the browser writes it."""


class Back(Enum):
    """What became of text that the browser kept."""

    WRITTEN = auto()
    NEEDLESS = auto()
    """It was saved before the reload, or each of its fields holds newer words."""

    IN_THE_WAY = auto()
    """The form holds other words, on another version, that it would have to replace."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What a form holds and has not saved."""

    name: str
    id: str
    """Names one filling of the form, from its first letter until it is saved or cleared."""

    take_back: Callable[[Found], Back]
    """Takes back what was kept, and tells what became of it."""

    texts: Mapping[str, str]
    """The fields into which a person types, with the keys of their widgets."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """What was chosen or typed, in the form of JSON; the other fields are as the form began."""

    about: int = 0
    """The version that it was written on."""


def keep_unsaved(unsaved: Unsaved) -> None:
    """Let the browser keep what a form holds, and take back what it kept before a reload."""
    data = {
        "place": f"unsaved {unsaved.name} {_owner()}",
        "id": unsaved.id,
        "about": unsaved.about,
        "values": dict(unsaved.values),
        "texts": {name: (class_of(key), st.session_state.get(key) or "") for name, key in unsaved.texts.items()},
        "gone": st.session_state.get(session_keys.GONE, []),
        "answered": st.session_state.get(session_keys.ANSWERED, []),
    }
    component = st.components.v2.component("unsaved_text", js=_SCRIPT)
    component(key=session_keys.UNSAVED, data=data, on_found_change=partial(_take_back, unsaved))


def forget(unsaved_id: str) -> None:
    """Let the browser forget what it keeps of a form that was saved or cleared."""
    _remember(session_keys.GONE, unsaved_id)
    st.session_state.pop(session_keys.BACK, None)


def _remember(name: str, unsaved_id: str) -> None:
    st.session_state[name] = [*st.session_state.get(name, []), unsaved_id][-_MOST:]


def put_back_texts(texts: Mapping[str, str], found: Found) -> Back:
    """Write texts into boxes of their own, except where something was typed since."""
    state = st.session_state
    back = {
        key: text
        for name, key in texts.items()
        if isinstance(text := found.values.get(name), str) and text and name not in found.since and not state.get(key)
    }
    for key, text in back.items():
        state[key] = text
    return Back.WRITTEN if back else Back.NEEDLESS


def render_back(name: str, discard: Callable[[], None]) -> None:
    """Say that unsaved text is back, with a button that gives it up; show what could not be put back.

    Args:
        name: the form's, as in ``Unsaved``.
        discard: gives the text up.
    """
    back_name, at, _ = st.session_state.get(session_keys.BACK, (None, "", ""))
    left_name, *left = st.session_state.get(session_keys.UNSAVED_LEFT, (None,))
    # The boxes stand there always, so that what comes below keeps its place while somebody types.
    with st.container(horizontal=True, vertical_alignment="center"):
        if back_name == name:
            st.info(f"Your unsaved text of {escape_markdown(at)} is back.", icon=":material/restore_page:")
            st.button("Discard it", key="unsaved discard", on_click=_discard, args=(discard,))
    with st.container():
        if left_name == name:
            _render_left(*left)


def _render_left(found: Found, typed: Collection[str]) -> None:
    st.warning(
        f"Your unsaved text of {escape_markdown(found.at)} was written on version {found.about} and was not put back: "
        "something else has been typed here since. It can be copied from here.",
        icon=":material/content_paste:",
    )
    with st.expander("What was not put back"):
        for name in typed:
            st.caption(escape_markdown(label_in_form(name)))
            st.code(str(found.values[name]), language=None, wrap_lines=True)
        if chosen := [label_in_form(name) for name in found.values if name not in typed]:
            st.caption(f"To be chosen again: {escape_markdown(', '.join(chosen))}")
    st.button(
        "I do not need it", key="unsaved left", on_click=st.session_state.pop, args=(session_keys.UNSAVED_LEFT, None)
    )


def _discard(discard: Callable[[], None]) -> None:
    if back := st.session_state.pop(session_keys.BACK, None):
        _remember(session_keys.ANSWERED, back[-1])
    discard()


def _take_back(unsaved: Unsaved) -> None:
    told = getattr(st.session_state.get(session_keys.UNSAVED), "found", None)
    found = _read(told) if isinstance(told, Mapping) else None
    settled = (st.session_state.get(name, []) for name in (session_keys.GONE, session_keys.ANSWERED))
    if found is None or any(found.id in ids for ids in settled):
        return
    try:
        became = unsaved.take_back(found)
    except TrackerError:
        # The browser keeps the text and asks again until the record can be read.
        return
    if became is Back.WRITTEN:
        st.session_state[session_keys.BACK] = unsaved.name, found.at, found.id
        _remember(session_keys.PUT_BACK, found.id)
        if st.session_state[session_keys.PUT_BACK].count(found.id) < _TRIES:
            return
    _remember(session_keys.ANSWERED, found.id)
    if became is Back.IN_THE_WAY:
        # The form may have fewer rows of one kind now than the text was typed in.
        typed = [each for each in found.values if re.sub("[0-9]+", "0", each) in unsaved.texts]
        st.session_state[session_keys.UNSAVED_LEFT] = unsaved.name, found, typed


def _read(told: Mapping[str, Any]) -> Found | None:
    values, since, about = (told.get(name) for name in ("values", "since", "about"))
    if not (isinstance(values, Mapping) and isinstance(since, list | tuple) and isinstance(about, int)):
        return None
    by_field = {str(name): values[name] for name in values}
    return Found(str(told.get("id")), by_field, tuple(map(str, since)), about, str(told.get("at"))[:40])


def _owner() -> str:
    """Name the person and the database, without telling either to who reads the browser's storage."""
    claims = claims_of_visitor() or {}
    parts = [engine().url.render_as_string(), current_actor().name, *(claims.get(name) for name in ("iss", "sub"))]
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
