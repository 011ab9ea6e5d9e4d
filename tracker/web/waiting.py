"""How much waits for somebody's decision, as the navigation says it beside the names of two pages."""

from typing import TYPE_CHECKING

from tracker.database import reading
from tracker.queries.counts import count_states
from tracker.queries.inbox import count_new_items
from tracker.vocabulary import ReviewState
from tracker.web.keeping import cached
from tracker.web.reads import Record, engine

if TYPE_CHECKING:
    from tracker.store import CuratedVersion

WAITING = (ReviewState.DRAFT, ReviewState.DISPUTED)
"""The states of Events that wait for a reviewer."""


def waiting_count(record: Record) -> int:
    """Return how many Events wait for review, and how many for a decision between two versions."""
    states = record.read(count_states)
    return sum(states.get(state.value, 0) for state in WAITING) + len(clashes_of(record))


@cached(4)
def clashes_of(record: Record) -> "tuple[CuratedVersion, ...]":
    """Return what of the curated record waits for a decision."""
    from tracker.store import open_clashes

    del record  # It names the state that is cached.
    with reading(engine()) as session:
        return open_clashes(session)


def new_items() -> int:
    """Return how many items of feeds wait for a decision."""
    with reading(engine()) as session:
        return count_new_items(session)
