"""What an address asks of a page beyond the filter; what makes no sense becomes a note and never an error."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from tracker.web.address import Params

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Asked:
    """The parts of an address, read one by one; ``notes`` holds a sentence for each that was left out."""

    params: Params
    notes: list[str] = field(default_factory=list)

    def day(self, name: str, least: dt.date, most: dt.date) -> dt.date | None:
        """Return a day, moved to the nearest end of what can be asked for; None where none is given."""
        for text in self.params.get(name, ())[:1]:
            try:
                return min(max(dt.date.fromisoformat(text), least), most)
            except ValueError:
                self._note(name, text)
        return None

    def one_of(self, name: str, default: Choice) -> Choice:
        """Return a member of the default's list."""
        for text in self.params.get(name, ())[:1]:
            if text in list(type(default)):
                return type(default)(text)
            self._note(name, text)
        return default

    def one_known(self, name: str, known: Iterable[str]) -> str | None:
        """Return a value that is known; None where none is given."""
        for text in self.params.get(name, ())[:1]:
            if text in set(known):
                return text
            self._note(name, text)
        return None

    def one_found(self, name: str, find: Callable[[str], str | None]) -> str | None:
        """Return what a value leads to, such as a key by a former one; None where none is given."""
        for text in self.params.get(name, ())[:1]:
            if (found := find(text)) is not None:
                return found
            self._note(name, text)
        return None

    def some_of(self, name: str, default: Iterable[Choice]) -> list[Choice]:
        """Return members of a list; the default where none is given. The list must not be empty."""
        wanted = list(default)
        kind = type(wanted[0])
        texts = self.params.get(name, ())
        for text in texts:
            if text not in list(kind):
                self._note(name, text)
        return [kind(text) for text in texts if text in list(kind)] or wanted

    def number(self, name: str, allowed: Iterable[float], default: float) -> float:
        """Return one of the allowed numbers."""
        for text in self.params.get(name, ())[:1]:
            found = next((each for each in allowed if f"{each:g}" == text), None)
            if found is not None:
                return found
            self._note(name, text)
        return default

    def _note(self, name: str, text: str) -> None:
        self.notes.append(f"“{text[:60]}” is not a known value for {name.replace('_', ' ')} and was left out.")
