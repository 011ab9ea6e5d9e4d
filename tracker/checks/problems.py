"""What a check finds, and what every rule is made of."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

MOST_EXAMPLES = 25
"""How many problems of one rule are written out; the rest is counted."""

Subject = TypeVar("Subject")


class Level(StrEnum):
    """How much a problem weighs: an error must be mended, a warning asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file or Event, at which field, and what to do about it."""

    place: str
    field: str
    message: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """Write the problem as one line, as compilers do."""
        parts = (self.level.value, self.place, self.field, self.message)
        return ": ".join(part for part in parts if part)


class Rule(ABC, Generic[Subject]):
    """One rule of the record. It is fed every subject once and says at the end what it found.

    A rule that looks at one subject at a time reports while it is fed; one that compares them all overrides ``finish``.
    """

    level = Level.ERROR

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @abstractmethod
    def feed(self, subject: Subject, /) -> None:
        """Look at one subject."""

    def finish(self) -> Iterator[Problem]:
        """Yield what was found; beyond the cap, one line says how many more there are."""
        yield from self._found[:MOST_EXAMPLES]
        if rest := self._found[MOST_EXAMPLES:]:
            yield Problem(rest[0].place, rest[0].field, f"{rest[0].message} (and {len(rest) - 1:,} more)", self.level)

    def report(self, place: str, field: str, message: str) -> None:
        """Note a problem at the rule's level."""
        self._found.append(Problem(place, field, message, self.level))


def run_rules(rules: Iterable[Rule[Subject]], subjects: Iterable[Subject]) -> Iterator[Problem]:
    """Feed every subject to every rule, then yield the problems of one rule after the other."""
    rules = tuple(rules)
    for subject in subjects:
        for rule in rules:
            rule.feed(subject)
    for rule in rules:
        yield from rule.finish()


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Order problems by place, so that all that concerns one file stands together, errors before warnings."""
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.level, problem.field)))
