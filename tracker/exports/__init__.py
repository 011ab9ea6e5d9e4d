"""Events out of the record as CSV, JSON and Excel files, with nothing lost on the way."""

from tracker.exports.documents import event_document
from tracker.exports.writers import FORMATS, Format, export_bytes, format_of, write_csv, write_export, write_json

__all__ = [
    "FORMATS",
    "Format",
    "event_document",
    "export_bytes",
    "format_of",
    "write_csv",
    "write_export",
    "write_json",
]
