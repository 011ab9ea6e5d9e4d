"""The preview of an import, and the button that writes it in one transaction."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker.actors import Actor
from tracker.database import reading
from tracker.errors import TrackerError
from tracker.event.labels import label_of
from tracker.imports import (
    HeaderMapping,
    ImportPlan,
    ImportSteps,
    KnownEvents,
    LikelyDuplicate,
    LikelySearch,
    Refusal,
    Table,
    apply_steps,
    choices_to_remember,
    map_table,
    plan_steps,
    record_known,
    remembered_choices,
)
from tracker.queries import data_version
from tracker.store import remember_headings, remembered_headings
from tracker.vocabulary import Role
from tracker.web import held, review_actions, session_keys
from tracker.web.keeping import cached
from tracker.web.links import render_link
from tracker.web.pages.import_page.choice import ImportAnswers
from tracker.web.readable import readable_value
from tracker.web.reads import Record, engine
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """A press of the button: the record's version that the preview was made on, and what the person decided."""

    version: int
    choices: ImportAnswers
    accept: bool
    skip: bool
    leave_out: frozenset[int]


def remembered() -> dict[str, str]:
    """Return what was decided about headings earlier."""
    with reading(engine()) as session:
        return remembered_headings(session)


Preview = tuple[ImportPlan, tuple[LikelyDuplicate, ...]]
"""What an import would do, and the new rows that may repeat what is there."""


@cached(1, spinner="Going through the rows", show_time=True, per_visitor=True)
def make_plan(record: Record, file_key: object, choices: ImportAnswers, _table: Table) -> Preview:
    """Return what an import would do now; the last plan is kept, since a large file takes seconds to go through."""
    del record, file_key  # They name what is cached.
    with reading(engine()) as session:
        earlier = remembered_choices(_table.headers, remembered_headings(session))
        found = map_table(_table, chosen=earlier | choices.headings)
        known = record_known(session)
        likely = LikelySearch(session)
        plan = plan_steps(_steps(_table, found, known, choices), on_new=likely.add)
        return plan, likely.found()


def _steps(table: Table, found: HeaderMapping, known: KnownEvents, choices: ImportAnswers) -> ImportSteps:
    return ImportSteps(
        table, found, known, day_first=choices.day_first, defaults=choices.defaults, values=choices.values
    )


def render_plan(record: Record, plan: ImportPlan) -> None:
    """Draw the counts, each refusal with its place, what changes, and names that are new."""
    counts = {"New": plan.new, "Changed": plan.changed, "Unchanged": plan.unchanged, "Refused": plan.refused}
    for column, (label, count) in zip(st.columns(4), counts.items(), strict=True):
        column.metric(label, f"{count:,}", border=True)
    for note in plan.notes:
        st.caption(escape_markdown(note))
    if plan.refusals:
        _render_refusals(plan.refusals)
    if plan.first_changed:
        rows = [
            {
                "Row": step.row,
                "Event": step.draft.title,
                "Field": label_of(change.field),
                "Before": readable_value(record, change.field, change.old),
                "After": readable_value(record, change.field, change.new),
            }
            for step in plan.first_changed
            for change in step.changes
        ]
        with st.expander(f"What changes in {count_of(plan.changed, 'event')}"):
            st.dataframe(pd.DataFrame(rows), hide_index=True)
    if plan.first_new:
        rows = [{"Row": step.row, "Date": step.draft.date, "Title": step.draft.title} for step in plan.first_new]
        with st.expander(count_of(plan.new, "new event")):
            st.dataframe(pd.DataFrame(rows), hide_index=True)
    if plan.new_names:
        with st.expander("Names that the record does not know yet"):
            for field, names in plan.new_names.items():
                st.markdown(f"**{label_of(field)}:** {escape_markdown(', '.join(names))}")


def _render_refusals(refusals: tuple[Refusal, ...]) -> None:
    st.markdown("**Refused rows**")
    rows = [{"Row": each.row, "Column": each.column or "whole row", "Reason": each.reason} for each in refusals]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, column_config={"Reason": st.column_config.TextColumn(width="large")}
    )


def take_press() -> Asked | None:
    """Return the press of the button that led to this run, so that no later run finds it."""
    asked: Asked | None = st.session_state.pop(session_keys.IMPORT_ASKED, None)
    return asked


def render_save(
    record: Record,
    table: Table,
    plan: ImportPlan,
    choices: ImportAnswers,
    asked: Asked | None,
    *,
    leave_out: frozenset[int] = frozenset(),
) -> None:
    """Draw what is left to decide, and the button; write what was asked for by a press of it."""
    count = plan.new + plan.changed - len(leave_out)
    accept = skip = False
    if current_actor().may(Role.REVIEWER):
        accept = st.toggle("Accept new events at once", key="import accept", help="Without it they wait for review.")
    if plan.refused:
        skip = st.toggle(f"Take the other rows and leave {plan.refused:,} out", key="import skip")
    st.button(
        f"Import {count_of(count, 'event')}",
        key="import save",
        type="primary",
        disabled=count == 0 or (plan.refused > 0 and not skip),
        on_click=partial(_ask, Asked(record.version, choices, accept, skip, leave_out)),
    )
    if asked is not None:
        # Nothing is drawn while it writes: Streamlit would break off there, if somebody pressed something else.
        with st.spinner(f"Importing {count_of(count, 'event')}", show_time=True):
            review_actions.act(str, partial(_write, table, asked), press=asked)
        st.rerun()


def _ask(asked: Asked) -> None:
    st.session_state[session_keys.IMPORT_ASKED] = asked


def _write(table: Table, asked: Asked, session: "Session", actor: Actor) -> str:
    choices = asked.choices
    if data_version(session) != asked.version:
        raise TrackerError("The record was changed since the preview; look at the new preview, then import.")
    earlier = remembered_choices(table.headers, remembered_headings(session))
    found, known = map_table(table, chosen=earlier | choices.headings), record_known(session)

    report = apply_steps(
        session,
        partial(_steps, table, found, known, choices),
        actor=actor,
        accept=asked.accept,
        skip_refused=asked.skip,
        leave_out=asked.leave_out,
        reason=f"imported from {table.name}",
    )
    remember_headings(session, choices_to_remember(choices.changed), actor=actor, reason=f"for {table.name}")
    left_out = report.refused + report.left_out
    return f"Imported from {table.name}: {report.new:,} new, {report.changed:,} changed, {left_out:,} left out."


_MOST_ASKED = 50
"""So many rows have a box of their own; of more, all are left out or none."""


def ask_likely(prefix: str, likely: tuple[LikelyDuplicate, ...]) -> frozenset[int]:
    """Draw what may be a duplicate with a box for each row and one for all; return the rows that are to be left out."""
    if not likely:
        return frozenset()
    rows = count_of(len(likely), "new row")
    st.markdown(f"**{rows} may repeat an event of the record or an earlier row**")
    every = frozenset(each.row for each in likely)
    if held.toggle(f"Leave all {len(likely):,} out", key=f"{prefix} likely all"):
        return every
    with st.expander("Look at each of them", expanded=len(likely) <= _MOST_ASKED // 5):
        chosen = [each.row for each in likely[:_MOST_ASKED] if _ask_one(prefix, each)]
        if len(likely) > _MOST_ASKED:
            st.caption(f"The first {_MOST_ASKED} are shown.")
    return frozenset(chosen)


def _ask_one(prefix: str, each: LikelyDuplicate) -> bool:
    with st.container(border=True, gap="small"):
        label = f"Leave out row {each.row:,}: {each.title} ({each.date})"
        leaves_out = held.checkbox(escape_markdown(label), key=f"{prefix} likely {each.row}")
        place = "" if each.other_row is None else f"row {each.other_row:,}: "
        st.caption(escape_markdown(f"May be {place}{each.other.title} ({each.other.date}). Why: {each.other.why}"))
        if each.other_row is None:
            render_link("timeline", "Show that event", params={"event": each.other.slug})
    return leaves_out
