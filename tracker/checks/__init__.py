"""Rules that the record has to keep, run on the files of the record or on a database."""

from tracker.checks.eras import check_eras
from tracker.checks.events import CheckedEvent
from tracker.checks.problems import Level, Problem, Rule, in_reading_order
from tracker.checks.record import check_events, check_rows

__all__ = [
    "CheckedEvent",
    "Level",
    "Problem",
    "Rule",
    "check_eras",
    "check_events",
    "check_rows",
    "in_reading_order",
]
