"""Lists of words as patterns that are quick to make and to search.

Words with a capital match as they stand; all others match in any letter case, by a search of the lower-cased text, in
which every character keeps its place. Latin words match whole words, Chinese ones anywhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)} | {ord("’"): ord("'")}
_GAP = "[^.;。；\n]{0,40}?"
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text beside its lower-cased form."""

    text: str
    folded: str

    @classmethod
    def of(cls, text: str) -> "Spoken":
        """Prepare a text to be searched."""
        return cls(text, text.translate(_LOWER))

    def until(self, end: int, *, start: int = 0) -> "Spoken":
        """Return a part of it."""
        return Spoken(self.text[start:end], self.folded[start:end])


@dataclass(frozen=True, slots=True)
class WordList:
    """Words to look for."""

    folded: re.Pattern[str]
    exact: re.Pattern[str]

    def find(self, spoken: Spoken) -> Iterator[re.Match[str]]:
        """Yield the places where a word of the list stands."""
        yield from self.folded.finditer(spoken.folded)
        yield from self.exact.finditer(spoken.text)

    def stands_in(self, spoken: Spoken) -> bool:
        """Tell whether any word of the list stands in a text."""
        return self.folded.search(spoken.folded) is not None or self.exact.search(spoken.text) is not None


def make_list(words: Iterable[str], *, tail: str = "", as_written: bool = False) -> WordList:
    """Make one list of many words, the longest first.

    Args:
        words: the words; … stands for up to 40 characters of the same clause.
        tail: a pattern that has to follow the word.
        as_written: whether lower-case words match only in lower case.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    exact = [word for word in ordered if as_written or any(sign.isupper() for sign in word)]
    others = [word for word in ordered if word not in exact]
    return WordList(_pattern(others, tail), _pattern(exact, tail))


def _pattern(words: Iterable[str], tail: str) -> re.Pattern[str]:
    latin = [_escaped(word) for word in words if word[0].isascii()]
    chinese = [_escaped(word) for word in words if not word[0].isascii()]
    parts = [rf"(?<![A-Za-z])(?:{'|'.join(latin)})(?![A-Za-z])"] if latin else []
    parts += [f"(?:{'|'.join(chinese)})"] if chinese else []
    return re.compile(f"(?:{'|'.join(parts)}){tail}") if parts else _NEVER


def _escaped(word: str) -> str:
    return _GAP.join(re.escape(part.strip()) for part in word.split("…")).replace("\\ ", r"\s+")
