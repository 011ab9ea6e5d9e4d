"""The whole record, history included, into a file and back, and from one database to another."""

from tracker.backup.making import Copied, copy_record, make_backup
from tracker.backup.restoring import restore_backup

__all__ = ["Copied", "copy_record", "make_backup", "restore_backup"]
