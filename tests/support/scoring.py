"""How well something finds: right, false and missed answers, and the record that it is asked about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.database import open_engine, reading, writing
from tracker.filters import EventFilter
from tracker.migrations import upgrade
from tracker.queries import list_events, list_terms
from tracker.read_models import EventRow, TermRow
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds


@dataclass
class Score:
    """Right, false and missed answers of one part, and the wrong ones in words."""

    right: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, name: str, found: Iterable[object], wanted: Iterable[object]) -> None:
        """Compare two bags of answers."""
        got, want = Counter(found), Counter(wanted)
        self.right += (got & want).total()
        self.false += (got - want).total()
        self.missed += (want - got).total()
        self.wrong += [f"{name}: false {each}" for each in got - want]
        self.wrong += [f"{name}: missed {each}" for each in want - got]

    @property
    def precision(self) -> float:
        """The share of answers that are right."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_record(chosen: EventFilter | None = None) -> tuple[tuple[TermRow, ...], tuple[EventRow, ...]]:
    """Load the curated record into memory, its accepted Events or those that a filter keeps."""
    engine = open_engine("sqlite://")
    upgrade(engine)
    with writing(engine) as session:
        load_seeds(session, read_seeds(seeds_folder()))
    with reading(engine) as session:
        return list_terms(session), list_events(session, chosen)
