"""A reader of files that an export wrote, back to drafts, exactly; what an export would not have written is refused."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tracker.event.draft import EventDraft
from tracker.imports import FileProblem, ImportSteps, KnownEvents, Limits, map_table, open_event_table
from tracker.imports.matching import NewEvent, RefusedRow
from tracker.vocabulary import Origin, ReviewState

OWN_LIMITS = Limits(size=sys.maxsize, unpacked=sys.maxsize, rows=sys.maxsize)


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """One event of an exported file, with the slug, review state and origin that it had."""

    slug: str
    draft: EventDraft
    review_state: ReviewState
    origin: Origin


def read_own(name: str, stream: BinaryIO) -> Iterator[OwnEvent]:
    """Read a CSV, JSON or Excel file that ``tracker.exports`` wrote, of any length.

    Raises:
        FileProblem: at the first row that an export would not have written, with row, column and reason.
    """
    table = open_event_table(name, stream.read(), limits=OWN_LIMITS)
    for step in ImportSteps(table, map_table(table), KnownEvents()):
        if isinstance(step, RefusedRow):
            first = step.refusals[0]
            raise FileProblem(f"Row {first.row}, {first.column or 'whole row'}: {first.reason}")
        if isinstance(step, NewEvent):
            yield _own_event(step)


def _own_event(step: NewEvent) -> OwnEvent:
    if step.slug is None or step.review_state is None or step.origin is None:
        raise FileProblem(f"Row {step.row} has no slug, review_state or origin, so this is not a whole export.")
    return OwnEvent(step.slug, step.draft, step.review_state, step.origin)
