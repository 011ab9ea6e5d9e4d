"""What the record holds as files: each format is an entry of ``tracker.formats`` and a writer here."""

from tracker.exports.asked import Asked, Written
from tracker.exports.documents import event_document
from tracker.exports.writers import export_bytes, write_csv, write_export, write_export_to, write_json

__all__ = [
    "Asked",
    "Written",
    "event_document",
    "export_bytes",
    "write_csv",
    "write_export",
    "write_export_to",
    "write_json",
]
