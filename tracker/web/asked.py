"""What an address asks of a page beyond the filter; what makes no sense becomes a note and never an error."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from tracker.errors import DateProblem
from tracker.filters import beside, dropped, read_bound
from tracker.web.address import Params

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Asked:
    """The parts of an address, read one by one; ``notes`` holds a sentence for each that was left out."""

    params: Params
    notes: list[str] = field(default_factory=list)

    def day(self, name: str, least: dt.date, most: dt.date, *, last: bool = True) -> dt.date | None:
        """Return a day, moved to the nearest end of what can be asked for; None where none is given.

        Args:
            name: of the part.
            least: the first day that can be asked for.
            most: the last one.
            last: whether a month or a year stands for its last day, else for its first.
        """
        for text in self._first(name):
            try:
                day = read_bound(text, last=last)
            except DateProblem:
                day = None
            if day is None:
                self._note(name, text)
                return None
            moved = min(max(day, least), most)
            if moved != day:
                self.notes.append(f"“{text[:60]}” reaches outside {least} to {most}; {moved} was taken.")
            return moved
        return None

    def one_of(self, name: str, default: Choice) -> Choice:
        """Return a member of the default's list."""
        for text in self._first(name):
            if text in list(type(default)):
                return type(default)(text)
            self._note(name, text)
        return default

    def one_known(self, name: str, known: Iterable[str]) -> str | None:
        """Return a value that is known; None where none is given."""
        for text in self._first(name):
            if text in set(known):
                return text
            self._note(name, text)
        return None

    def one_found(self, name: str, find: Callable[[str], str | None]) -> str | None:
        """Return what a value leads to, such as a key by a former one; None where none is given."""
        for text in self._first(name):
            if (found := find(text)) is not None:
                return found
            self._note(name, text)
        return None

    def some_of(self, name: str, default: Iterable[Choice], allowed: Iterable[Choice]) -> list[Choice]:
        """Return the values that are allowed; the default where there is none."""
        words = {each.value: each for each in allowed}
        texts = self.params.get(name, ())
        for text in texts:
            if text not in words:
                self._note(name, text)
        return [words[text] for text in dict.fromkeys(texts) if text in words] or list(default)

    def number(self, name: str, allowed: Iterable[float], default: float) -> float:
        """Return one of the allowed numbers."""
        for text in self._first(name):
            found = next((each for each in allowed if f"{each:g}" == text), None)
            if found is not None:
                return found
            self._note(name, text)
        return default

    def is_on(self, name: str, word: str) -> bool:
        """Tell whether a switch is on, for which a word stands."""
        return self.one_known(name, (word,)) == word

    def text(self, name: str) -> str | None:
        """Return a text as it is given; None where none is."""
        return next(iter(self._first(name)), None)

    def _first(self, name: str) -> list[str]:
        texts = list(self.params.get(name, ()))
        self.notes += [beside(name, text) for text in texts[1:]]
        return texts[:1]

    def _note(self, name: str, text: str) -> None:
        self.notes.append(dropped(name, text))
