"""One name: the form that changes how it is called, the merge with another one, and its changes."""

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.changes import action_words, field_changes
from tracker.database import reading
from tracker.errors import InvalidDraft, TrackerError
from tracker.event.labels import label_of
from tracker.queries import list_revisions
from tracker.queries.events import EVERY_STATE
from tracker.queries.past import documents_before
from tracker.read_models import RevisionRow, TermRow
from tracker.store import find_name, merge_names, revise_name
from tracker.store.names import NAME_FIELDS
from tracker.vocabulary import JURISDICTIONS, TermType
from tracker.web import held, review_actions
from tracker.web.form_state import FormState
from tracker.web.links import address_of_name, render_link
from tracker.web.long_boxes import names_to_choose, render_one
from tracker.web.name_view import uses_of_names
from tracker.web.readable import readable
from tracker.web.reads import Record, engine
from tracker.web.text import escape_markdown
from tracker.web.undo_view import render_undo
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.actors import Actor

_LISTS = frozenset({"aliases", "tickers"})
_MOST_CHANGES = 30
_NOT_SAVED = "Nothing was saved; the field that is marked says why."


def render_name(term: TermRow) -> None:
    """Draw the form that changes an entry, filled from the record unless something was typed into it."""
    form = FormState(f"names {term.type}/{term.key}")
    with reading(engine()) as session:
        _, version = find_name(session, term.type, term.key)
    if form.get("version") is None or (form.get("version") < version and _may_be_filled(form, version)):
        _fill(form, term, version)
    st.subheader(escape_markdown(term.name))
    path, params = address_of_name(term.type, term.key)
    render_link(path, "Read what the record holds about it", icon=":material/open_in_full:", params=params)
    st.caption("Links and filters with any of these names lead here, whatever the entry is called later.")
    _text(form, "name", "Name", "The former name stays among the other names, unless you change those too.")
    _text(form, "name_zh", "Chinese name", "Only as a source gives it.")
    _lines(form, "aliases", "Other names, one on each line", "Whoever types one of them means this entry.")
    if term.type is TermType.COMPANY:
        _lines(form, "tickers", "Tickers, one on each line", "Symbols of listed shares, with the market after a dot.")
    if term.type is TermType.AGENCY:
        _jurisdiction(form, term)
    st.text_input("Why, for the history", key=form.key("why"), max_chars=1000, persist_state="session")
    with st.container(horizontal=True):
        st.button("Save", key="names save", type="primary", on_click=partial(_save, form, term))
        if form.get("filled") != _values(form):
            st.button("Start again", key="names again", on_click=partial(_fill, form, term, version))


def _may_be_filled(form: FormState, version: int) -> bool:
    """Tell whether the form may show what is stored now: nobody has typed into it, or what was typed is that."""
    return bool(form.get("filled") == _values(form) or form.get("saved") == version)


def _text(form: FormState, field: str, label: str, help_text: str) -> None:
    st.text_input(label, key=form.key(field), help=help_text, max_chars=200, persist_state="session")
    _mark(form, field)


def _lines(form: FormState, field: str, label: str, help_text: str) -> None:
    st.text_area(label, key=form.key(field), help=help_text, height=100, persist_state="session")
    _mark(form, field)


def _jurisdiction(form: FormState, term: TermRow) -> None:
    # An entry from before the list was closed may say something else.
    options = dict.fromkeys(("", *JURISDICTIONS, term.jurisdiction or "", form.get("jurisdiction") or ""))
    st.selectbox(
        label_of("jurisdiction"),
        list(options),
        key=form.key("jurisdiction"),
        format_func=lambda each: each or "Not said",
        help="Whose body it is.",
        persist_state="session",
    )
    _mark(form, "jurisdiction")


def _mark(form: FormState, field: str) -> None:
    if sentence := form.problem_of(field):
        st.markdown(f":red[:material/error: {escape_markdown(sentence)}]")


def _fill(form: FormState, term: TermRow, version: int) -> None:
    for field in NAME_FIELDS:
        value = getattr(term, field)
        form.set(field, "\n".join(value) if field in _LISTS else value or "")
    form.set("why", "")
    form.set("problems", None)
    form.set("version", version)
    form.set("filled", _values(form))


def _values(form: FormState) -> dict[str, Any]:
    values: dict[str, Any] = {field: form.get(field) or "" for field in NAME_FIELDS}
    for field in _LISTS:
        values[field] = [line.strip() for line in values[field].splitlines() if line.strip()]
    return values


def _save(form: FormState, term: TermRow) -> None:
    values, filled = _values(form), form.get("filled")
    changes = {field: value for field, value in values.items() if value != filled[field]}
    version, why = form.get("version"), form.get("why") or ""

    def change(session: "Session", actor: "Actor") -> int:
        try:
            saved = revise_name(session, term.type, term.key, changes, version=version, actor=actor, reason=why)
        except InvalidDraft as problem:
            form.refuse(problem.problems)
            raise TrackerError(_NOT_SAVED) from problem
        form.set("saved", saved)
        return saved

    form.set("problems", None)
    review_actions.act(
        lambda saved: f"Saved: {values['name']}." if saved > version else "Nothing was changed, so nothing was saved.",
        change,
        press=("name", term.type, term.key, version, tuple(changes)),
    )


def render_merge(record: Record, term: TermRow) -> None:
    """Draw the choice of another entry that is the same, and the button that asks before it merges the two."""
    st.subheader("Merge with another name")
    key = f"names merge {term.type}/{term.key}"
    choice = names_to_choose(record, term.type, but=term.key)
    render_one("The other name, which goes into this one", choice, key=key, placeholder="Choose what is the same")
    chosen = held.value(key)
    other = next((each for each in record.terms(term.type) if each.key == chosen and chosen != term.key), None)
    if other is None:
        return
    moved = uses_of_names(record, EVERY_STATE)[term.type, other.key]
    if st.button(f"Merge {escape_markdown(other.name)} into {escape_markdown(term.name)}", key="names merge"):
        _ask_to_merge(term, other, moved)


@st.dialog("Merge these two names?")
def _ask_to_merge(kept: TermRow, gone: TermRow, moved: int) -> None:
    st.markdown(f"**Stays:** {escape_markdown(kept.name)}")
    st.markdown(f"**Goes into it:** {escape_markdown(gone.name)}")
    st.caption(
        f"This changes {count_of(moved, 'event')}. "
        "Links, filters and imports by the old name then lead to the one that stays."
    )
    now = partial(_merge, kept, gone)
    if st.button("Merge", key="names merge now", type="primary", on_click=now):
        st.rerun()  # A dialog runs on its own; the page with the news is drawn by a whole run, which closes it.


def _merge(kept: TermRow, gone: TermRow) -> None:
    def change(session: "Session", actor: "Actor") -> int:
        (_, version), (_, other) = (find_name(session, each.type, each.key) for each in (kept, gone))
        return merge_names(
            session, kept.type, kept.key, gone.key, kept_version=version, gone_version=other, actor=actor
        )

    review_actions.act(
        lambda moved: f"{gone.name} leads to {kept.name}; that changed {count_of(moved, 'event')}.",
        change,
        press=("merge names", kept, gone),
    )


def render_changes(record: Record, term: TermRow) -> None:
    """Draw the changes of one entry, the newest first, each with the way back where there is one."""
    with reading(engine()) as session:
        rows = list_revisions(session, subject_type="term", subject_key=f"{term.type}/{term.key}", limit=_MOST_CHANGES)
        before = documents_before(session, rows)
    st.subheader("Changes")
    for row in rows:
        _render_change(record, row, before.get(row.id))


def _render_change(record: Record, row: RevisionRow, before: dict[str, Any] | None) -> None:
    with st.container(border=True):
        at = row.recorded_at.strftime("%Y-%m-%d %H:%M UTC")
        st.markdown(escape_markdown(f"{action_words(row.action)} by {row.actor}, {at}, change {row.id}"))
        if row.reason:
            st.caption(f"Why: {escape_markdown(row.reason)}")
        fields = field_changes(readable(record, before), readable(record, row.document)) if before else ()
        for each in fields:
            st.markdown(f"- {escape_markdown(f'{each.name}: {each.words()}')}")
        render_undo(row, str(row.document["name"]))
