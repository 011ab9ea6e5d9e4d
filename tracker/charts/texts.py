"""Texts on a chart: escaped, wrapped, shortened, and measured before the browser does."""

import math
import textwrap
from collections.abc import Sequence
from functools import lru_cache

from tracker.dates import describe
from tracker.read_models import EventRow
from tracker.theme import level_name

ELLIPSIS = "…"

LONGEST_TITLE = 200
"""A hover label shows so many characters of a title; the card shows all of them."""

_MOST_NAMES = 4
"""A hover label names so many agencies or companies and counts the rest."""

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "\n": " "})
_SMALL_WORDS = "a an and as at by for from in into its of on or over than the to under with"
_FREE_WORDS = frozenset(_SMALL_WORDS.split())
_FIRST_SQUARE = 0x2E80
"""From here on characters are Chinese, Japanese or Korean, or as wide."""

_WIDE, _CAPITAL, _USUAL, _SLIM, _SQUARE = 0.86, 0.68, 0.55, 0.30, 1.0


def escape_hover(text: str) -> str:
    """Return text that a chart shows as typed.

    Plotly reads tags and entities in every text and formulas between dollar signs. It fills ``%{...}`` in templates
    only, which is why texts from data are never part of a template.
    """
    return text.translate(_ENTITIES)


def hover_text(event: EventRow, *, narrow: bool = False) -> str:
    """Return the hover label of an Event: title, date as known, who acts, who is touched, stance."""
    width = 38 if narrow else 64
    title = _wrapped(shortened(event.title, LONGEST_TITLE), width)
    lines = [f"<b>{escape_hover(line)}</b>" for line in title]
    for text in (date_as_known(event), _names("Agencies", event.agencies), _names("Companies", event.companies)):
        lines += [escape_hover(line) for line in _wrapped(text, width)]
    lines.append(f"Stance {level_name(event.stance)}")
    if event.review_state.value != "accepted":
        lines.append(f"Not in the index: {event.review_state.value}")
    return "<br>".join(lines)


def _wrapped(text: str, width: int) -> list[str]:
    # Most texts are short, and the wrapper is slow.
    return textwrap.wrap(text, width) if len(text) > width else [text] if text else []


def date_as_known(event: EventRow) -> str:
    """Return the Event's date, and its end where it lasts, in words and no finer than known."""
    start = describe(event.date)
    if event.is_open:
        return f"Since {start}"
    return f"{start} to {describe(event.end)}" if event.end else start


def _names(word: str, keys: Sequence[str]) -> str:
    shown = ", ".join(keys[:_MOST_NAMES])
    rest = len(keys) - _MOST_NAMES
    return f"{word}: {shown}{f' and {rest} more' if rest > 0 else ''}" if shown else ""


def shortened(text: str, length: int) -> str:
    """Cut a text to so many characters at the end of a word; Chinese text, which has no spaces, is cut anywhere.

    The cut does not leave a small word such as "the" or "of" hanging at the end.
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    kept = text[:length]
    head, space, _ = kept.rpartition(" ")
    words = head.split(" ") if space and len(head) * 2 > length else [kept[: length - 1]]
    while len(words) > 1 and words[-1].lower() in _FREE_WORDS:
        words.pop()
    return " ".join(words).rstrip(" ,;:-") + ELLIPSIS


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels; rather too wide, because the reader's font is not known."""
    return _widths(text) * size


# The words of a chart are measured anew at each place where they might stand.
@lru_cache(maxsize=2_000)
def _widths(text: str) -> float:
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if ord(character) >= _FIRST_SQUARE:
        return _SQUARE
    if character in "mwMW@%" + ELLIPSIS:
        return _WIDE
    if character in " iljtfrI.,:;'|!()-":
        return _SLIM
    return _CAPITAL if character.isupper() else _USUAL


def label_lines(title: str, length: int) -> list[str]:
    """Return a title as one line, or as two of about equal length; each has at most ``length`` characters.

    A word is broken only where it is longer than that.

    Chinese characters are twice as wide as others, so that half as many fit.
    """
    text = " ".join(title.split())
    most = length // 2 if any(ord(character) >= _FIRST_SQUARE for character in text) else length
    if len(text) <= most:
        return [text]
    lines = _broken(text, most)
    if len(lines) > 2:  # noqa: PLR2004 - a name has two lines
        rest = text[len(lines[0]) :]
        gap = rest[: len(rest) - len(rest.lstrip())]
        text = lines[0] + gap + shortened(rest, most)
    # Two full lines and the space between them are one character longer than twice a line.
    whole = (len(word) for word in text.split() if len(word) <= most)
    narrowest = min(max(math.ceil(len(text) / 2), *whole, 0), most)
    broken = (_broken(text, width) for width in range(narrowest, most + 1))
    return next(pair for pair in broken if len(pair) <= 2)  # noqa: PLR2004 - see above


def _broken(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)
