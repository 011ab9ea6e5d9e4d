"""Which language a text is written in, as far as reading needs it: English, Chinese, or one that is not read."""

import re

from tracker.articles.surroundings import surrounding_words

_LETTERS = re.compile(r"[^\W\d_]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_JAPANESE = re.compile(r"[\u3041-\u30fa]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_WORDS = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]+(?:'[a-z]+)?")

_CHINESE_SHARE = 0.25
_JAPANESE_SHARE = 0.1
_OTHER_SCRIPT_SHARE = 0.4
"""Shares of the letters: names and quotations in another script leave a text what it is. Chosen by eye."""

_ENOUGH_WORDS = 12
"""A shorter text in Latin letters is taken for English: a headline has too few small words to tell by."""

_LEAST_ENGLISH = 0.08
"""English prose has about 0.3 of these words, other languages hardly any; a list of names has few in any language."""

_ENGLISH = frozenset(surrounding_words("language", "english"))
_OTHERS = frozenset(surrounding_words("language", "other"))


def language_of(text: str) -> str:
    """Return ``zh`` or ``en``, whichever most of a text is, and nothing where it is neither."""
    letters = len(_LETTERS.findall(text))
    chinese, japanese = len(_CHINESE.findall(text)), len(_JAPANESE.findall(text))
    if japanese > _JAPANESE_SHARE * letters:
        return ""
    if chinese >= _CHINESE_SHARE * letters:
        return "zh"
    if letters - chinese - len(_LATIN.findall(text)) > _OTHER_SCRIPT_SHARE * letters:
        return ""
    words = _WORDS.findall(text.lower())
    english = sum(word in _ENGLISH for word in words)
    others = sum(word in _OTHERS for word in words)
    foreign = len(words) >= _ENOUGH_WORDS and english < _LEAST_ENGLISH * len(words) and others > english
    return "" if foreign else "en"
