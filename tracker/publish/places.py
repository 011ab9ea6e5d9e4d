"""Where each page of a published site lies, so that a link leads there for as long as the record holds its thing.

Files end in ``.html``: every web host serves them so, and they open from a disk as well.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from tracker.naming import SLUG_TYPES
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

_TOLD_APART = re.compile(r"(?:^|-)[0-9a-f]{8}$")


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

    A key whose words, in Latin letters and digits, are joined as its sort joins them, slugs by hyphens and names by
    blanks, is its own file name. Any other is told apart by a few signs of its digest, and so is one that looks like
    such a name, so that a page's address does not hang on what else is in the record: two keys in which only the case
    of letters differs are one name to the record.
    """
    joint = "-" if term_type in SLUG_TYPES else " "
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        words, _ = plain_words(key)
        stem = "-".join(words)
        is_plain = stem and key.lower() == joint.join(words) and len(stem) <= _LONGEST
        if not is_plain or stem in taken or _TOLD_APART.search(stem):
            stem = f"{stem[:_LONGEST].strip('-')}-{sha256(key.encode()).hexdigest()[:8]}".lstrip("-")
        taken.add(stem)
        found[key] = f"{FOLDERS[term_type]}/{stem}.html"
    return found


def page_place(place: str, number: int) -> str:
    """Return where a page of a list lies: the first at the list's own place, others where no key can lie."""
    return place if number == 1 else f"{place.removesuffix('.html')}/page-{number}.html"


def changes_its_name(place: str) -> bool:
    """Tell whether a file with other content has another place, so that a page of before asks for the old one."""
    return place.startswith(("assets/", "search/")) or place.endswith(".chart.json")


def up_from(place: str) -> str:
    """Return what leads from a page to the top of the site, to be put before a place: ``../``."""
    return "../" * place.count("/")
