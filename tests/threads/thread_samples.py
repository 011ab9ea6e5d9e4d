"""Events made up for the tests of threads and measures."""

from typing import Any

from tracker.dates import from_edtf
from tracker.read_models import OPEN_END, EventRow
from tracker.vocabulary import Certainty, Kind, Origin, Reach, ReviewState, Stance


def made_up(slug: str, date: str, stance: int = -1, **changes: Any) -> EventRow:
    """Return an Event on a date written as EDTF."""
    when = from_edtf(date)
    end = changes.get("end")
    values: dict[str, Any] = {
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "title_zh": None,
        "date": date,
        "date_text": date,
        "first_on": when.start,
        "last_on": when.end,
        "precision": when.precision,
        "approximate": when.approximate,
        "end": None,
        "end_text": None,
        "end_on": from_edtf(end).end if end and end != OPEN_END else None,
        "kind": Kind.RULE,
        "stance": Stance(stance),
        "stance_reason": "Made up",
        "reach": Reach.SECTOR,
        "certainty": Certainty.HIGH,
        "thread": "story",
        "summary": "",
        "date_evidence": "",
        "review_state": ReviewState.ACCEPTED,
        "origin": Origin.FORM,
        "version": 1,
    }
    return EventRow(**values | changes)
