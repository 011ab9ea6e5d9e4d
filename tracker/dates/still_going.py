"""The words for what has no end yet: one list for forms, commands, files, typed ranges and running text.

Words like "today" are not among them: they name a day.
"""

import re
import unicodedata

_WORDS = frozenset({
    "..", "open", "ongoing", "on-going", "still ongoing", "still going", "going on", "continuing", "current",
    "currently", "in progress", "until further notice", "till further notice",
    "至今", "迄今", "到现在", "现在", "目前", "当前", "进行中", "仍在进行", "持续", "持续中", "持续至今",
})  # fmt: skip
_PRESENT = r"(?:the )?(?:present|now)(?: day)?"
_NOW = re.compile(rf"(?:(?:up )?to |un?till? |up until )?{_PRESENT}|(?:up )?to date")
AFTER = (
    rf"(?:\s{{1,2}}(?:up\s)?(?:to|until|till)\s|\s?[-–—]\s?)(?:{_PRESENT}|date)\b|\s{{1,2}}onwards?\b|\s?/\.\."
    r"|\s?(?:(?:起|开始|持续)?[至迄]今|以来)"
)
"""The words behind a date that say so of what began then, as a part of a pattern."""

_AROUND = " .。()（）[]"


def is_still_going(text: str) -> bool:
    """Tell whether a text says that something has not ended: ``present``, ``ongoing``, ``now``, ``至今``, ``..``."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    bare = plain.strip(_AROUND)
    return plain in _WORDS or bare in _WORDS or _NOW.fullmatch(bare) is not None
