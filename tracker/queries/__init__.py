"""Reads of the record: frozen rows by plain statements, never ORM objects."""

from tracker.queries.conditions import known_filter, strict_filter
from tracker.queries.counts import count_record
from tracker.queries.events import (
    events_called,
    find_slug,
    get_event,
    iter_events,
    list_events,
    list_redirects,
    list_slugs,
)
from tracker.queries.hits import best_hits, count_found
from tracker.queries.past import changed_events, data_version, events_version, list_revisions, record_state
from tracker.queries.terms import all_term_numbers, list_codings, list_eras, list_measures, list_terms

__all__ = [
    "all_term_numbers",
    "best_hits",
    "changed_events",
    "count_found",
    "count_record",
    "data_version",
    "events_called",
    "events_version",
    "find_slug",
    "get_event",
    "iter_events",
    "known_filter",
    "list_codings",
    "list_eras",
    "list_events",
    "list_measures",
    "list_redirects",
    "list_revisions",
    "list_slugs",
    "list_terms",
    "record_state",
    "strict_filter",
]
