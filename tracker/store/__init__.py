"""Writes to the record: each appends to the history and brings the tables in line, in one transaction."""

from tracker.store.events import (
    NewEvent,
    accept_event,
    add_event,
    add_events,
    change_state,
    restore_event,
    revise_event,
    revise_events,
    stored_draft,
    withdraw_event,
)
from tracker.store.vocabulary import add_codings, add_terms, coin_terms

__all__ = [
    "NewEvent",
    "accept_event",
    "add_codings",
    "add_event",
    "add_events",
    "add_terms",
    "change_state",
    "coin_terms",
    "restore_event",
    "revise_event",
    "revise_events",
    "stored_draft",
    "withdraw_event",
]
