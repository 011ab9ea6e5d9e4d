"""What a search compares, and the tokens by which an index finds it.

A text is compared without letter case, width, what nobody sees, and without the difference between Traditional and
Simplified Chinese. Its tokens are its pairs of neighbouring characters, and each character that is not ASCII: Chinese
words are short and have no blanks between them, and whatever holds a word holds all the word's pairs.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import add

from tracker.cleaning import fold_text

_ASCII = re.compile("[\x00-\x7f]+")
_CHINESE = re.compile("[\u3400-\u9fff]+")


class _Simplified(dict[int, str]):
    """The Simplified form of each character that was met so far.

    The library is asked for single characters only. What it makes of whole words may change their length, and what a
    part of a text is compared by would then not be a part of what the text is compared by.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        found = _converter()(sign)
        self[code] = found if len(found) == 1 else sign
        return self[code]


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("t2s").convert


_SIMPLIFIED = _Simplified()


def simplified(text: str) -> str:
    """Return a text in Simplified characters for comparison; every character keeps its place."""
    return text if text.isascii() else _CHINESE.sub(_in_simplified, text)


def _in_simplified(match: re.Match[str]) -> str:
    return match[0].translate(_SIMPLIFIED)


def fold_search(text: str) -> str:
    """Reduce a text to what a search compares: as ``fold_text``, and Traditional characters are Simplified ones."""
    return simplified(fold_text(text))


def tokens_of(text: str) -> set[str]:
    """Return the tokens of a folded text; a pair with a blank in it leads nowhere and does no harm."""
    return {*map(add, text, text[1:]), *_ASCII.sub("", text)}


_COMMON = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic "
    "ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs"
)
"""The commonest pairs of English letters, the commonest first: there is hardly a text without them."""

_MOST_TOKENS = 4
"""So many pairs of a long word are looked up, the rarest; each further one costs more than it saves."""


def tokens_of_word(word: str) -> list[str]:
    """Return tokens that every text has which holds a folded word without blanks; none for a single ASCII sign."""
    if len(word) == 1:
        return [] if word.isascii() else [word]
    pairs = dict.fromkeys(map(add, word, word[1:]))
    return sorted(pairs, key=_rarity, reverse=True)[:_MOST_TOKENS]


def _rarity(pair: str) -> tuple[bool, int]:
    place = _COMMON.find(pair)
    return place < 0, place


def places_of(words: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where folded words stand in a text as it was written: the first sign of each, and the one behind it."""
    pattern = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    folded = [fold_search(sign) for sign in text]
    # Folding makes some signs several and leaves others out, so that each has to remember where it came from.
    origins = [place for place, signs in enumerate(folded) for _ in signs]
    for match in re.finditer(pattern, "".join(folded)):
        yield origins[match.start()], origins[match.end() - 1] + 1
