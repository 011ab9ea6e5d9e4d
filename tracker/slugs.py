"""Slugs: the lasting names of Events and threads in links, files and calendars. A slug never changes."""

import re
import unicodedata
from collections.abc import Callable

SLUG_LENGTH = 80
"""The longest slug that is stored, in characters."""

SLUG_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_LITTLE_WORDS = frozenset({"a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
_MOST_WORDS = 8


def is_slug(text: str) -> bool:
    """Tell whether a text is lower-case letters and digits in groups joined by single hyphens."""
    return len(text) <= SLUG_LENGTH and SLUG_PATTERN.fullmatch(text) is not None


def plain_words(text: str) -> tuple[list[str], bool]:
    """Return a text's words in lower-case Latin letters and digits, and whether no other letter was left out."""
    marked = unicodedata.normalize("NFKD", text).lower()
    words = re.findall(r"[a-z0-9]+", marked.encode("ascii", "ignore").decode().replace("'", ""))
    return words, not any(sign.isalnum() and not sign.isascii() for sign in marked)


def make_slug(title: str, day: str, *, is_taken: Callable[[str], bool]) -> str:
    """Make a new slug from a title's first telling words; a title without Latin letters becomes ``event-<day>``.

    Args:
        title: the Event's title, in any script.
        day: the Event's first possible day in ISO form, used where the title gives no word.
        is_taken: tells whether a slug is in use, so that the result is new.
    """
    words = [word for word in plain_words(title)[0] if word not in _LITTLE_WORDS]
    stem = "-".join(words[:_MOST_WORDS])[: SLUG_LENGTH - 8].strip("-") or f"event-{day}"
    slug, number = stem, 1
    while is_taken(slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug
