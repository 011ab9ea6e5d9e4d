"""What text from outside has to pass before anything is made of it, and the characters in it that nobody sees."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TypeVar

from tracker.vocabulary import JURISDICTIONS

_ZERO_WIDTH = "\u200b\u2060\ufeff\u180e"
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f"
_TAGS = "\U000e0000-\U000e007f"
_UNSEEN = (
    f"{_ZERO_WIDTH}{_JOINERS}{_SELECTORS}{_TAGS}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200e\u200f\u202a-\u202e"
    "\u2061-\u2064\u2066-\u206f\u3164\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800"
_ANY = re.compile(f"[{_UNSEEN}{_SPACES}]")
_FOLDED = re.compile(f"[{_UNSEEN}]")
_ODD_SPACE = re.compile(f"[{_SPACES}]")
_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Arabic, Syriac, Mongolian, the scripts of India and their relatives join their letters by these signs.
_JOINING = r"\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_PICTURE = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Kept are a joiner in a picture or after a letter that joins, a selector after what has variants, and a flag's tags.
_NEEDED = re.compile(
    f"(?<=[{_PICTURE}\ufe0f])\u200d(?=[{_PICTURE}])|(?<=[{_JOINING}])[{_JOINERS}]"
    f"|(?<=[{_PICTURE}0-9#*])[\ufe0e\ufe0f]|(?<=[{_HAN}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|(?<=[\u1820-\u18aa])[\u180b-\u180e\u180f]"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f"
    # These turn the reading direction; each place that cleans a text refuses it with its own sentence.
    "|[\u202a-\u202e\u2066-\u2069]"
)


def without_invisible(text: str) -> str:
    """Take out what nobody sees and make odd spaces plain; what a script or an emoji needs stays."""
    if text.isascii() or not _ANY.search(text):
        return text
    kept: list[str] = []
    place = 0
    for needed in _NEEDED.finditer(text):
        kept += (_plain(text[place : needed.start()]), needed[0])
        place = needed.end()
    return "".join((*kept, _plain(text[place:])))


def _plain(text: str) -> str:
    return _ODD_SPACE.sub(" ", _FOLDED.sub("", text))


def fold_invisible(text: str) -> str:
    """Drop all that nobody sees and make odd spaces plain, for comparison."""
    return text if text.isascii() else _plain(text)


def invisible_in(text: str) -> tuple[str, ...]:
    """Return the names of what ``without_invisible`` would take out or change, each once: ``zero width space``."""
    clean = without_invisible(text)
    if clean == text:
        return ()
    kept = [sign for sign in clean if _ANY.match(sign)]
    taken = []
    for sign in _ANY.findall(text):
        if sign in kept:
            kept.remove(sign)
        else:
            taken.append(unicodedata.name(sign, f"U+{ord(sign):04X}").lower())
    return tuple(dict.fromkeys(taken))


def unseen_in(text: str) -> tuple[str, ...]:
    """Return the names of what would be taken out of a text, leaving odd spaces alone: pages are full of those."""
    return invisible_in(_ODD_SPACE.sub(" ", text))


# With line breaks and tabs, the other signs of the first two blocks are all that these blocks hold of use.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Return a text as XML 1.0 can hold it: a blank in place of each sign that it forbids or advises against."""
    return _NOT_IN_XML.sub(" ", text)


NAME_LENGTH = 200
"""The longest name of an agency, company, sector, person or publisher, in characters."""

MOST_NAMES = 100
"""The most names that one field of an Event takes."""

_Member = TypeVar("_Member", bound=StrEnum)

# Marks that turn the reading direction would hide what a text says; the last two are no characters, and no XML file,
# an Excel workbook among them, may hold them.
_REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def clean_text(value: object, *, most: int, lines: bool = False) -> str:
    """Strip a text, take out what nobody sees and refuse control characters; None becomes the empty text.

    ``tracker.event.labels.invisible_notes`` tells a person what is taken out.

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


def clean_names(value: object, *, most: int = MOST_NAMES) -> tuple[str, ...]:
    """Clean a list of names, drop empty ones and repeats, and keep the order; more than ``most`` are refused."""
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise ValueError("This has to be a list of names.")  # noqa: TRY004 - callers collect ValueError
    names = tuple(dict.fromkeys(name for name in (clean_text(part, most=NAME_LENGTH) for part in value) if name))
    if len(names) > most:
        raise ValueError(f"At most {most} names fit here.")
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


def clean_member(value: object, members: type[_Member]) -> _Member:
    """Read a word of a closed vocabulary; the refusal names near words, or all of them."""
    text = clean_text(value, most=NAME_LENGTH).casefold()
    known: dict[str, _Member] = _by_word(members)
    if text in known:
        return known[text]
    if not text:
        raise ValueError(f"This is needed; it is one of: {', '.join(known)}.")
    near = difflib.get_close_matches(text, known, n=3)
    hint = f"near ones are: {', '.join(near)}" if near else f"it is one of: {', '.join(known)}"
    raise ValueError(f"“{text[:60]}” is not known; {hint}.")


@cache
def _by_word(members: type[_Member]) -> dict[str, _Member]:
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
