"""What is wrong with a file: as a whole, or at one row and column."""

from dataclasses import dataclass

from tracker.errors import TrackerError


class FileProblem(TrackerError):
    """A file that cannot be imported at all; the message names the place and what to do."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a row is not taken over. ``column`` is the heading in the file, or the field that is missing."""

    row: int
    column: str
    reason: str
