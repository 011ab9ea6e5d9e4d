"""What a search finds by itself: numbers of Events in every review state, to be held against a plain scan."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.models import Event
from tracker.queries.found import holding_all


def found_ids(session: Session, words: Sequence[str]) -> list[int]:
    """Return the numbers of the Events that hold each of some folded words, in their order."""
    statement = select(Event.id).where(*holding_all(words)).order_by(col(Event.id))
    return [number or 0 for number in session.exec(statement)]
