"""The form of a blind coder, the ways back and on, and what their presses do."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from tracker.database import reading
from tracker.errors import TrackerError, VersionConflict
from tracker.event.fields import REASON_LENGTH
from tracker.queries.codings import coder_progress
from tracker.read_models import CodingRow
from tracker.store.coding import code_event, set_aside
from tracker.vocabulary import Reach, Stance
from tracker.web import held, review_actions
from tracker.web.pages.coding.round import CodingRound, place_key
from tracker.web.reads import engine
from tracker.web.text import class_of, escape_markdown
from tracker.web.unsaved import Unsaved, keep_unsaved, put_back_texts, render_back

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.actors import Actor


_PARTS = ("stance", "reach", "reason")


def _key(found: CodingRound, slug: str, part: str, version: int | None = None) -> str:
    # A press is for the coder, the event and the version that were seen, never for what takes their place.
    return f"coding {part} {found.coder} {slug} {_version(found, slug) if version is None else version}"


def _version(found: CodingRound, slug: str) -> int:
    return found.versions.get(slug, 0)


def render_coding_steps(found: CodingRound, slug: str | None) -> None:
    """Draw the ways back to what was coded before, on to what comes next, and past an event."""
    is_back = slug in found.done
    before = found.before(slug)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Back",
            key="coding back",
            icon=":material/arrow_back:",
            shortcut="Alt+b",
            help="Look at the one that you coded before, and change it.",
            disabled=before is None,
            on_click=held.put,
            args=(place_key(found.coder), before),
        )
        if is_back:
            st.button(
                "Go on",
                key="coding on",
                icon=":material/arrow_forward:",
                shortcut="Alt+o",
                help="Go on with what is not coded yet.",
                on_click=held.put,
                args=(place_key(found.coder), None),
            )
        elif slug:
            st.button(
                "Not sure, later",
                key=_key(found, slug, "later"),
                icon=":material/schedule:",
                shortcut="Alt+l",
                help="It comes again when all others are coded.",
                on_click=partial(_later, found, slug),
            )
    if is_back:
        st.caption("You coded this one already; saving changes your code.")


def render_coding_form(found: CodingRound, slug: str) -> None:
    """Draw the boxes for stance, reach and reason; an event that this coder has coded begins with that code."""
    name = _key(found, slug, "form")
    reason = _hold_code(found, slug)
    render_back(name, partial(held.put, reason, ""))
    with st.form(name, enter_to_submit=False, border=False):
        for_stance, for_reach = st.columns([3, 2], gap="medium")
        with for_stance:
            held.radio(
                "Stance",
                list(Stance),
                key=_key(found, slug, "stance"),
                format_func=lambda each: escape_markdown(f"{each.signed} {each.label}"),
                captions=[escape_markdown(each.definition) for each in Stance],
            )
        with for_reach:
            held.radio(
                "Reach",
                list(Reach),
                key=_key(found, slug, "reach"),
                format_func=lambda each: escape_markdown(f"{each.value} {each.label}"),
            )
            held.text_input("Why, in a line (may be empty)", key=reason, max_chars=REASON_LENGTH)
            st.form_submit_button(
                "Save and go on",
                key=_key(found, slug, "save"),
                type="primary",
                shortcut="Alt+s",
                on_click=partial(_save, found, slug),
            )
    texts = {"reason": held.box_name(reason)}
    keep_unsaved(Unsaved(name, name, partial(put_back_texts, texts), texts))
    _focus_on_form(name)


def _hold_code(found: CodingRound, slug: str) -> str:
    """Let the boxes begin with the coder's own code, and return the key of the one for the reason."""
    own = found.codings.get(slug)
    held.hold(_key(found, slug, "stance"), own.stance if own else None)
    held.hold(_key(found, slug, "reach"), own.reach if own else None)
    reason = _key(found, slug, "reason")
    held.hold(reason, own.reason if own else "")
    return reason


def _save(found: CodingRound, slug: str) -> None:
    typed = {part: held.value(_key(found, slug, part)) for part in _PARTS}
    stance, reach, reason = typed["stance"], typed["reach"], " ".join((typed["reason"] or "").split())
    version = _version(found, slug)
    is_late = False

    def change(session: "Session", actor: "Actor") -> None:
        if stance is None or reach is None:
            raise TrackerError("Choose a stance and a reach, then save.")
        coding = CodingRow(slug, found.coder, stance, reach, reason)
        try:
            code_event(session, coding, actor=actor, version=version, is_blind=True)
        except VersionConflict as problem:
            nonlocal is_late
            is_late = True
            raise VersionConflict(
                f"{problem} What you chose is still in the form; saving it changes the code."
            ) from problem

    review_actions.act("Saved.", change, press=("coding", found.coder, slug, version))
    if review_actions.is_done():
        held.put(place_key(found.coder), None)
    elif is_late:
        _stay(found, slug, typed)


def _stay(found: CodingRound, slug: str, typed: Mapping[str, object]) -> None:
    """Keep the event and what was chosen for it in sight, as a change of the code that came in between."""
    with reading(engine()) as session:
        version = coder_progress(session, found.coder).versions[slug]
    for part, value in typed.items():
        held.put(_key(found, slug, part, version), value)
    held.put(place_key(found.coder), slug)


def _later(found: CodingRound, slug: str) -> None:
    review_actions.act(
        "Set aside; it comes again when all others are coded.",
        lambda session, actor: set_aside(session, slug, found.coder, actor=actor),
        press=("coding later", found.coder, slug),
    )


_FOCUS = """
let last;
export default function ({ data }) {
  const isOpened = last === undefined;
  if (last === data.form) return;
  last = data.form;
  if (isOpened) return;
  setTimeout(() => document.querySelector("." + CSS.escape(data.box))?.querySelector("input")?.focus(), 250);
}
"""
"""Moves the keyboard to the first box of the next form once one is done, and nowhere when the page is opened."""


def _focus_on_form(name: str) -> None:
    box = class_of(held.box_name(name.replace("coding form", "coding stance", 1)))
    st.components.v2.component("coding_focus", js=_FOCUS)(key="coding focus", data={"form": name, "box": box})
