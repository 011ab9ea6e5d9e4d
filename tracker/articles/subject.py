"""Whether words speak of technology and its firms at all, so that a rule's words elsewhere make no Event."""

from collections.abc import Iterable

from tracker.articles.article import Mark, MarkKind
from tracker.articles.stance_rules import read_grammar
from tracker.articles.word_lists import Spoken

_SUBJECTS = frozenset({MarkKind.COMPANY, MarkKind.SECTOR})


def speaks_of_technology(words: str, marks: Iterable[Mark]) -> bool:
    """Tell whether words name a firm, a sector, a regulator of technology, or use a word of it.

    Args:
        words: a sentence or a title.
        marks: the names and sector words in it; agencies that do much else are no subject by themselves.
    """
    grammar = read_grammar()
    named = any(
        mark.kind in _SUBJECTS or (mark.kind is MarkKind.AGENCY and mark.key in grammar.regulators) for mark in marks
    )
    return named or grammar.technology.stands_in(Spoken.of(words))
