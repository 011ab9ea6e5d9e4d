"""Writes to the record: each appends to the history and brings the tables in line, in one transaction."""

from tracker.store.curated import CuratedVersion, curated_versions, decide_clash, open_clashes, remember_curated
from tracker.store.events import (
    NewEvent,
    PreparedEvent,
    add_event,
    add_events,
    add_prepared,
    prepare_draft,
    prepare_event,
    revise_event,
    revise_events,
    slugs_in_use,
    stored_draft,
)
from tracker.store.measures import add_measures, measure_document, remember_headings, remembered_headings
from tracker.store.merging import distinct_pairs, mark_distinct, merge_events
from tracker.store.names import find_name, merge_names, revise_name
from tracker.store.replay import find_drift, rebuild_tables, rewritten_tables
from tracker.store.states import revise_many, take_step
from tracker.store.terms import add_codings, add_eras, add_terms
from tracker.store.undoing import can_be_undone, undo_change

__all__ = [
    "CuratedVersion",
    "NewEvent",
    "PreparedEvent",
    "add_codings",
    "add_eras",
    "add_event",
    "add_events",
    "add_measures",
    "add_prepared",
    "add_terms",
    "can_be_undone",
    "curated_versions",
    "decide_clash",
    "distinct_pairs",
    "find_drift",
    "find_name",
    "mark_distinct",
    "measure_document",
    "merge_events",
    "merge_names",
    "open_clashes",
    "prepare_draft",
    "prepare_event",
    "rebuild_tables",
    "remember_curated",
    "remember_headings",
    "remembered_headings",
    "revise_event",
    "revise_events",
    "revise_many",
    "revise_name",
    "rewritten_tables",
    "slugs_in_use",
    "stored_draft",
    "take_step",
    "undo_change",
]
