"""Passages: each clause of an article with what is said in it and, counting less, close around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.articles.article import Mark, MarkKind
from tracker.articles.ends import DateRole, tells_an_end
from tracker.articles.record_index import BY_DOCUMENT, BY_RULE, BY_SECTOR, acts_in, bare_rule, numbers_in
from tracker.articles.sentences import Span
from tracker.articles.statements import Sentence
from tracker.dates import PartialDate
from tracker.event.fields import NAME_LISTS
from tracker.likeness import LISTS, words_of

_FIELDS = {MarkKind(NAME_LISTS[field].value): field for field in (*LISTS, BY_SECTOR)}
_CUT = re.compile(
    r"[;；:：，]\s*|,\s+|\s(?=(?:after|before|while|but|whereas|although|when)\s)|\sand\s(?=[a-z]+ed\s|[A-Z])"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SHORTEST = 24
"""The least width of a clause, in which a Chinese sign counts for three letters; a shorter one stays with the next."""

IN_CLAUSE, IN_SENTENCE, IN_LAST_SENTENCE, IN_HEADLINE = 1.0, 0.6, 0.3, 0.25
"""What a sign counts by where it stands: in the clause, in its sentence, in the sentence before, in the headline."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it is compared with the record.

    Attributes:
        sentence: the sentence that it stands in.
        span: the clause.
        signs: what is said, and how much each sign counts by where it stands.
        dates: the dates of the clause, else those of its sentence.
        dated: whether they stand in the clause itself.
        ends: whether the clause tells the end of what began on one of them.
        yearless: without such a date, the months and days of the sentence of which only the year is not known.
    """

    sentence: Sentence
    span: Span
    signs: Mapping[str, float]
    dates: tuple[PartialDate, ...]
    dated: bool
    ends: bool = False
    yearless: tuple[PartialDate, ...] = ()


def find_passages(text: str, sentences: Sequence[Sentence], headline: frozenset[str]) -> Iterator[Passage]:
    """Yield the clauses of an article in the order of the text.

    The sentence before counts only within one paragraph or bullet, so that no name crosses into another one.

    Args:
        text: the article.
        sentences: its sentences.
        headline: the signs of its title; without one the first sentence stands for it.
    """
    if sentences and not headline:
        headline = _signs(text, sentences[0], sentences[0].span)
    before: frozenset[str] = frozenset()
    place = (-1, -1)
    for sentence in sentences:
        around = dict.fromkeys(headline, IN_HEADLINE)
        if (sentence.paragraph, sentence.item) == place:
            around |= dict.fromkeys(before, IN_LAST_SENTENCE)
        before, place = _signs(text, sentence, sentence.span), (sentence.paragraph, sentence.item)
        around |= dict.fromkeys(before, IN_SENTENCE)
        for clause in _clauses(text, sentence.span):
            said = dict.fromkeys(_signs(text, sentence, clause), IN_CLAUSE)
            own = _dates(sentence, clause)
            dates = own or _dates(sentence, sentence.span)
            ends, yearless = _ends(text, sentence, clause), () if dates else _yearless(sentence, clause)
            dated = bool(
                own or (yearless and any(clause.holds(each.span.start, each.span.end) for each in sentence.dates))
            )
            yield Passage(sentence, clause, around | said, dates, dated, ends, yearless)


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for cut in _CUT.finditer(text, sentence.start, sentence.end):
        if min(_width(text[start : cut.start()]), _width(text[cut.end() : sentence.end])) >= _SHORTEST:
            yield Span(start, cut.end())
            start = cut.end()
    yield Span(start, sentence.end)


def _width(words: str) -> int:
    return len(words) + 2 * len(_CHINESE.findall(words))


def _dates(sentence: Sentence, part: Span) -> tuple[PartialDate, ...]:
    held = (date for date in sentence.dates if not date.in_dateline and part.holds(date.span.start, date.span.end))
    return tuple(date.date for date in held if date.date is not None)


def _yearless(sentence: Sentence, part: Span) -> tuple[PartialDate, ...]:
    """Return the months and days of a clause, else those of its sentence, of which only the year is not known."""
    found = [(date.span, without) for date in sentence.dates if (without := date.without_year)]
    own = [without for span, without in found if part.holds(span.start, span.end)]
    return tuple(own or (without for _, without in found))


def _ends(text: str, sentence: Sentence, part: Span) -> bool:
    """Tell whether a clause speaks of the end of what began on one of its dates: "ending a freeze that began in"."""
    begun = any(date.role is DateRole.BEGINS for date in sentence.dates if part.holds(date.span.start, date.span.end))
    return begun and tells_an_end(text, part)


def _signs(text: str, sentence: Sentence, part: Span) -> frozenset[str]:
    """Return the names, sectors and rules of a part as keys, and its other words; names and dates are no words."""
    marks = [mark for mark in sentence.marks if part.holds(mark.start, mark.end)]
    sectors = [mark for mark in sentence.sectors if part.holds(mark.start, mark.end)]
    signs = {sign_of(mark) for mark in (*marks, *sectors)}
    taken = [Span(mark.start, mark.end) for mark in marks if mark.kind is not MarkKind.RULE]
    taken += [date.span for date in sentence.dates if part.holds(date.span.start, date.span.end)]
    signs |= {f"{BY_DOCUMENT}:{number}" for number in numbers_in(part.of(text))}
    return frozenset(signs | words_of(_without(text, part, taken), numbers=True) | acts_in(part.of(text)))


def sign_of(mark: Mark) -> str:
    """Return the sign that a recognised name stands for."""
    if mark.kind is MarkKind.RULE:
        return f"{BY_RULE}:{bare_rule(mark.key)}"
    return f"{_FIELDS[mark.kind]}:{mark.key}"


def _without(text: str, part: Span, taken: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = part.start
    for span in sorted(taken, key=lambda each: each.start):
        pieces.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    return " ".join([*pieces, text[at : part.end]])
