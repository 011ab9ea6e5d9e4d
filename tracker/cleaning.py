"""What text from outside has to pass before anything is made of it.

Each function returns the clean value or raises ``ValueError`` with one sentence for the person who typed it.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TypeVar

from tracker.invisible import fold_invisible, without_invisible
from tracker.vocabulary import JURISDICTIONS

NAME_LENGTH = 200
"""The longest name of an agency, company, sector, person or publisher, in characters."""

MOST_NAMES = 100
"""The most names that one field of an Event takes."""

Member = TypeVar("Member", bound=StrEnum)

# Marks that turn the reading direction would hide what a text says; the last two are no characters, and no XML file,
# an Excel workbook among them, may hold them.
_REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def clean_text(value: object, *, most: int, lines: bool = False) -> str:
    """Strip a text, take out what nobody sees and refuse control characters; None becomes the empty text.

    ``tracker.invisible.invisible_notes`` tells a person what is taken out.

    Args:
        value: what came from outside.
        most: the greatest length in characters.
        lines: whether line breaks and tabs may stay.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("This has to be text.")  # noqa: TRY004 - callers collect ValueError
    value = without_invisible(value)
    if len(value) <= most and value.isprintable():
        # So are most texts, and none of them holds anything to replace or refuse.
        return value.strip()
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        raise ValueError(f"This may have at most {most:,} characters; it has {len(text):,}.")
    if not _is_showable(text, allowed="\n\t" if lines else ""):
        raise ValueError("This holds control characters, which cannot be shown; type it again without them.")
    return text


def _is_showable(text: str, *, allowed: str) -> bool:
    if _REFUSED.search(text):
        return False
    if text.isprintable():
        return True
    return not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} and sign not in allowed for sign in text)


def clean_names(value: object) -> tuple[str, ...]:
    """Clean a list of names, drop empty ones and repeats, and keep the order."""
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise ValueError("This has to be a list of names.")  # noqa: TRY004 - callers collect ValueError
    names = tuple(dict.fromkeys(name for name in (clean_text(part, most=NAME_LENGTH) for part in value) if name))
    if len(names) > MOST_NAMES:
        raise ValueError(f"At most {MOST_NAMES} names fit here.")
    return names


def clean_level(value: object, *, low: int, high: int) -> int:
    """Read a whole number from ``low`` to ``high``; ``-1.0`` is one, a number that is almost whole is refused."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"This has to be a whole number from {low} to {high}.")  # noqa: TRY004 - see above
    match = re.fullmatch(r"([+-]?[0-9]{1,3})(?:\.0{1,20})?", str(value).strip())
    if match is None:
        raise ValueError(f"This has to be a whole number from {low} to {high}.")
    number = int(match[1])
    if not low <= number <= high:
        raise ValueError(f"This has to be from {low} to {high}; it is {number}.")
    return number


def clean_member(value: object, members: type[Member]) -> Member:
    """Read a word of a closed vocabulary; the refusal names near words, or all of them."""
    text = clean_text(value, most=NAME_LENGTH).casefold()
    known: dict[str, Member] = _by_word(members)
    if text in known:
        return known[text]
    if not text:
        raise ValueError(f"This is needed; it is one of: {', '.join(known)}.")
    near = difflib.get_close_matches(text, known, n=3)
    raise ValueError(f"“{text[:60]}” is not known; it is one of: {', '.join(near or known)}.")


@cache
def _by_word(members: type[Member]) -> dict[str, Member]:
    return {member.value: member for member in members}


def clean_jurisdiction(value: object) -> str | None:
    """Read whose body an agency is; nothing becomes None."""
    text = clean_text(value, most=NAME_LENGTH).upper()
    if text and text not in JURISDICTIONS:
        raise ValueError(f"“{text[:60]}” is not known; it is one of: {', '.join(JURISDICTIONS)}.")
    return text or None


def clean_language(value: object) -> str | None:
    """Read a language code such as ``en`` or ``zh``; nothing becomes None."""
    text = clean_text(value, most=NAME_LENGTH)
    if text and not _LANGUAGE.fullmatch(text):
        raise ValueError("A language is a short code such as en or zh.")
    return text or None


def fold_text(text: str) -> str:
    """Reduce a text to what a search compares: compatibility forms, letter case and what nobody sees do not count."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", fold_invisible(text)).casefold()
