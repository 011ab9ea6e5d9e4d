"""From what a person types to the entry that is meant, and from a new name to the key of its entry.

A name is compared without regard to letter case, to compatibility forms and to how words are spaced or joined by
hyphens. Whatever compares names asks here, so that what one entrance takes, the check of the record takes as well.
"""

import difflib
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator

from tracker.cleaning import fold_text
from tracker.read_models import TermRow
from tracker.searching import simplified
from tracker.slugs import SLUG_LENGTH, is_slug, plain_words
from tracker.vocabulary import TermType

SLUG_TYPES = frozenset({TermType.SECTOR, TermType.THREAD})
"""The vocabularies whose keys stand in links and are slugs; an agency, company or person is called by its name."""

_BETWEEN_WORDS = re.compile(r"[\s_\-\u2010-\u2015]+")
_DIGEST_LENGTH = 8


def fold_name(text: str) -> str:
    """Reduce a name to what its spellings have in common: ``Ride-Hailing`` and ``ride  hailing`` are one."""
    folded = fold_text(text)
    return " ".join(filter(None, _BETWEEN_WORDS.split(folded))) or folded


def names_of(term: TermRow) -> Iterator[tuple[str, str]]:
    """Yield each name under which an entry is known, with the field that holds it."""
    yield "key", term.key
    yield "name", term.name
    if term.name_zh:
        yield "name_zh", term.name_zh
    yield from (("aliases", alias) for alias in term.aliases)
    yield from (("tickers", ticker) for ticker in term.tickers)


def forms_of(text: str) -> tuple[str, ...]:
    """Return what a name is compared by: its text whatever the case, and its words; nothing for an empty text."""
    plain = fold_text(text.strip())
    return tuple(dict.fromkeys((plain, fold_name(plain)))) if plain else ()


def terms_like(terms: Iterable[TermRow], text: str) -> list[TermRow]:
    """Return the entries that a typed text may mean, the likeliest first.

    An entry of just this name, abbreviation or ticker comes first, then one of which a name begins with the text, then
    one in which a word does, and last one that holds it anywhere; equal ones keep their order.
    """
    wanted = simplified(fold_name(text.strip()))
    if not wanted:
        return []
    ranked = [(rank, term) for term in terms if (rank := _likeness(term, wanted)) is not None]
    return [term for _, term in sorted(ranked, key=lambda each: each[0])]


def _likeness(term: TermRow, wanted: str) -> int | None:
    found = []
    for _, name in names_of(term):
        folded = simplified(fold_name(name))
        if folded == wanted:
            return 0
        if wanted in folded:
            found.append(1 if folded.startswith(wanted) else 2 if f" {wanted}" in folded else 3)
    return min(found, default=None)


_MOST_LIKELY = 50
"""So many texts are compared at length; a quick measure chooses them, since that takes seconds for thousands."""


def near_texts(text: str, texts: Collection[str], most: int) -> list[str]:
    """Return the texts that are spelled most like one that is not among them, the likest first."""
    from rapidfuzz import fuzz, process

    likely = [each for each, _, _ in process.extract(text, texts, scorer=fuzz.ratio, limit=_MOST_LIKELY)]
    return difflib.get_close_matches(text, likely, n=most, cutoff=0.5)


class NameIndex:
    """Leads from a key, a name in either language, an alias, a ticker or a former key to an entry's key.

    A key wins over a name, a name over an alias or ticker, and what an entry was called before a merge comes last.
    A key is compared as it is written, since ``c-rules`` may stand for ``C++ rules`` and never for ``C rules``.
    What one index holds may be the base of another, which is asked first and takes nothing in.
    """

    def __init__(self, terms: Iterable[TermRow] = (), *, base: "NameIndex | None" = None) -> None:
        self._base = base
        self._keys: dict[tuple[TermType, str], str] = {}
        self._names: dict[tuple[TermType, str], str] = {}
        self._nicknames: dict[tuple[TermType, str], str] = {}
        self._former: dict[tuple[TermType, str], str] = {}
        for term in terms:
            self.add(term)

    def add(self, term: TermRow) -> None:
        """Take one more entry; a name that has an owner already stays with that one."""
        self._keys.setdefault((term.type, fold_text(term.key)), term.key)
        self._put(self._names, term, (term.name, term.name_zh or ""))
        self._put(self._nicknames, term, (*term.aliases, *term.tickers))
        for key in term.former_keys:
            self._former.setdefault((term.type, fold_text(key)), term.key)

    @staticmethod
    def _put(into: dict[tuple[TermType, str], str], term: TermRow, names: Iterable[str]) -> None:
        for name in names:
            for form in forms_of(name):
                into.setdefault((term.type, form), term.key)

    def find(self, term_type: TermType, text: str) -> str | None:
        """Return the key of the entry that a text means; None where the vocabulary has no such name."""
        if self._base is not None and (key := self._base.find(term_type, text)):
            return key
        for places in (self._keys, self._names, self._nicknames, self._former):
            for form in forms_of(text):
                if key := places.get((term_type, form)):
                    return key
        return None

    def coin(self, term_type: TermType, text: str) -> TermRow:
        """Make an entry for a name that nothing here has, with a key of its own, and take it in.

        The name is kept as it was typed, apart from its spacing. A sector or thread whose name says more than Latin
        letters and digits can, as a Chinese one or ``C++`` does, gets a mark that is made of it: the same everywhere.
        """
        name = " ".join(text.split())
        stem = _stem(term_type, name)
        key, number = stem, 1
        while self.find(term_type, key) is not None:
            number += 1
            key = f"{stem}-{number}"
        term = TermRow(term_type, key, name, None)
        self.add(term)
        return term


def _stem(term_type: TermType, name: str) -> str:
    if term_type not in SLUG_TYPES or is_slug(name):
        return name
    words, is_whole = plain_words(name)
    room = SLUG_LENGTH - _DIGEST_LENGTH - 1
    stem = "-".join(words)[: room - 4].strip("-")
    # One word alone is what somebody may type as a name: "c" must not stand for "C++".
    if stem and is_whole and ("-" in stem or stem == fold_name(name)):
        return stem
    mark = hashlib.sha256(fold_name(name).encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{stem or term_type}-{mark}"
