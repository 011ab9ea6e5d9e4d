"""Events into the record from CSV, Excel and JSON files: own exports and other people's tables.

``open_event_table`` makes a table of a file, ``map_table`` finds its columns, ``plan_steps`` tells what would happen,
and ``apply_steps`` writes it.
"""

from tracker.imports.ahead import StepsAhead, read_ahead
from tracker.imports.applying import (
    ImportReport,
    RowsRefused,
    apply_steps,
    choices_to_remember,
    record_known,
    remembered_choices,
)
from tracker.imports.cell_values import CLOSED_WORDS, Translations, find_unfit, parse_meanings
from tracker.imports.headers import (
    DEFAULT_FIELDS,
    IMPORT_FIELDS,
    LEFT_OUT,
    ColumnReading,
    HeaderMapping,
    column_readings,
    map_headers,
    map_table,
    open_event_table,
    parse_choices,
)
from tracker.imports.likely import LikelyDuplicate, LikelySearch
from tracker.imports.matching import KnownEvents, known_events
from tracker.imports.planning import ImportPlan, ImportSteps, plan_steps
from tracker.imports.row_reading import day_month_order
from tracker.tables.table import COMMAND_LIMITS, UPLOAD_LIMITS, FileProblem, Limits, Refusal, Table

__all__ = [
    "CLOSED_WORDS",
    "COMMAND_LIMITS",
    "DEFAULT_FIELDS",
    "IMPORT_FIELDS",
    "LEFT_OUT",
    "UPLOAD_LIMITS",
    "ColumnReading",
    "FileProblem",
    "HeaderMapping",
    "ImportPlan",
    "ImportReport",
    "ImportSteps",
    "KnownEvents",
    "LikelyDuplicate",
    "LikelySearch",
    "Limits",
    "Refusal",
    "RowsRefused",
    "StepsAhead",
    "Table",
    "Translations",
    "apply_steps",
    "choices_to_remember",
    "column_readings",
    "day_month_order",
    "find_unfit",
    "known_events",
    "map_headers",
    "map_table",
    "open_event_table",
    "parse_choices",
    "parse_meanings",
    "plan_steps",
    "read_ahead",
    "record_known",
    "remembered_choices",
]
