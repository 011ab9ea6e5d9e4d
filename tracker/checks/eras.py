"""Rules about eras: each stands once and for itself, with a reason and the pages that it goes by."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise

from tracker.addresses import address_problem
from tracker.checks.problems import Problem, Rule, run_rules
from tracker.read_models import EraRow


class SoundEra(Rule[EraRow]):
    """An era ends after it began, says why, and has pages to go by."""

    def feed(self, era: EraRow, /) -> None:
        """Report an end before the beginning, no reason, no source, and an address that could not be stored."""
        if era.until is not None and era.until < era.since:
            self.report(_place(era), "until", f"It ends on {era.until}, before it began on {era.since}.")
        if not era.why.strip():
            self.report(_place(era), "why", "An era is a judgement; say what it rests on.")
        if not era.sources:
            self.report(_place(era), "sources", "At least one source with an http or https address is needed.")
        for url in era.sources:
            if problem := address_problem(url):
                self.report(_place(era), "sources", problem)


class OneEraAtATime(Rule[EraRow]):
    """No key stands twice, and no day lies in two eras."""

    def __init__(self) -> None:
        super().__init__()
        self._eras: list[EraRow] = []

    def feed(self, era: EraRow, /) -> None:
        """Report a key that was seen before, and keep the era for the comparison."""
        if era.key in {other.key for other in self._eras}:
            self.report(_place(era), "key", f"The key {era.key} stands here twice.")
        self._eras.append(era)

    def finish(self) -> Iterator[Problem]:
        """Report each era that begins before the one before it has ended."""
        for before, era in pairwise(sorted(self._eras, key=lambda era: era.since)):
            if era.since <= (before.until or dt.date.max):
                end = f"ends on {before.until}" if before.until else "goes on"
                self.report(_place(era), "since", f"It begins on {era.since}, but {before.key} {end}.")
        yield from super().finish()


def _place(era: EraRow) -> str:
    return f"era {era.key}"


def check_eras(eras: Iterable[EraRow]) -> Iterator[Problem]:
    """Yield the problems of eras."""
    yield from run_rules((SoundEra(), OneEraAtATime()), eras)
