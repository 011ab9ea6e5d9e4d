"""Where each page of a published site lies, so that a link leads there for as long as the record holds its thing.

Files end in ``.html``: every web host serves them so, and they open from a disk as well.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from tracker.slugs import plain_words
from tracker.vocabulary import TermType

FOLDERS: Mapping[TermType, str] = {
    TermType.SECTOR: "sector",
    TermType.AGENCY: "agency",
    TermType.COMPANY: "company",
    TermType.PERSON: "person",
    TermType.THREAD: "story",
}
"""The folder of the pages of each sort of name."""

FRONT = "index.html"
_LONGEST = 80
"""The longest name of a file, in characters, before what tells it from another."""


def event_place(slug: str) -> str:
    """Return where an Event's page lies."""
    return f"event/{slug}.html"


def measure_place(key: str) -> str:
    """Return where the page of a rule or a case lies."""
    return f"measure/{key}.html"


def day_place(day: str) -> str:
    """Return where the page of a day of the record's changes lies; the day is ISO text."""
    return f"changes/{day}.html"


def name_places(term_type: TermType, keys: Iterable[str]) -> dict[str, str]:
    """Return where the page of each name of one sort lies.

    A key in Latin letters and digits is its own file name. Any other is told apart by a few signs of its digest, and
    so is each of several that would share a file, so that a page's address does not hang on what else is in the record.
    """
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for key in sorted(keys):
        words, is_whole = plain_words(key)
        stem = "-".join(words)[:_LONGEST].strip("-")
        is_plain = is_whole and stem and len(stem) == len("-".join(words))
        if not is_plain or stem in taken:
            stem = f"{stem}-{sha256(key.encode()).hexdigest()[:8]}".lstrip("-")
        taken[stem] = key
        found[key] = f"{FOLDERS[term_type]}/{stem}.html"
    return found


def page_place(place: str, number: int) -> str:
    """Return where a further page of a list lies; the first is the list's own place."""
    return place if number == 1 else f"{place.removesuffix('.html')}-page-{number}.html"


def up_from(place: str) -> str:
    """Return what leads from a page to the top of the site, to be put before a place: ``../``."""
    return "../" * place.count("/")
