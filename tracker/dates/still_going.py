"""The words for what has no end yet: one list for forms, commands, files and typed ranges."""

import re
import unicodedata

_WORDS = frozenset({
    "..", "open", "ongoing", "on-going", "still ongoing", "still going", "going on", "continuing", "current",
    "currently", "in progress", "until further notice", "till further notice",
    "至今", "迄今", "到现在", "现在", "目前", "当前", "进行中", "仍在进行", "持续", "持续中", "持续至今",
})  # fmt: skip
_NOW = re.compile(r"(?:(?:up )?to |un?till? |up until )?(?:the )?(?:present|now)(?: day)?|(?:up )?to date")
_AROUND = " .。()（）[]"


def is_still_going(text: str) -> bool:
    """Tell whether a text says that something has not ended: ``present``, ``ongoing``, ``now``, ``至今``, ``..``."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    bare = plain.strip(_AROUND)
    return plain in _WORDS or bare in _WORDS or _NOW.fullmatch(bare) is not None
