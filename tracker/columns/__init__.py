"""All Events as columns: arrays of one length, from which filters, counts, charts and the index are worked out."""

from tracker.columns.arrays import OPEN, EventColumns, TermNumbers
from tracker.columns.kept import read_kept, write_kept

__all__ = ["OPEN", "EventColumns", "TermNumbers", "read_kept", "write_kept"]
