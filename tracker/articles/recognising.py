"""The Events that an article speaks of: those that the record surely holds, and up to three for each doubtful sentence.

Every clause is compared, dated or not, whether a rule fits it or not.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.articles.linking import Linked, link
from tracker.articles.mentions import Mention, Question
from tracker.articles.passages import Passage
from tracker.articles.record_index import RecordIndex
from tracker.articles.sentences import Span
from tracker.articles.statements import ArticleSetting

SURE, MAYBE = 4.3, 2.3
"""The sums from which an Event is taken as meant, and from which it is asked about."""

_MARGIN = 1.0
"""By so much it has to stand before the next Event that the same words may mean."""

_MOST_ASKED = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised.

    Attributes:
        links: for each clause, in the order of the text, the Events that it may speak of, the likeliest first.
        mentions: the Events that are surely meant, each once.
        questions: the sentences that may speak of others.
    """

    links: tuple[Linked, ...]
    mentions: tuple[Mention, ...]
    questions: tuple[Question, ...]

    def in_part(self, part: Span) -> list[Linked]:
        """Return the links of a part of the text, each Event once, the likeliest first."""
        first = bisect_right(self.links, part.start, key=lambda each: each.passage.span.end)
        last = bisect_left(self.links, part.end, key=lambda each: each.passage.span.start)
        return _best_of(self.links[first:last])


def recognise(setting: ArticleSetting, passages: Iterable[Passage], index: RecordIndex) -> Recognised:
    """Compare every clause of an article with the record."""
    links: list[Linked] = []
    sure: dict[str, Linked] = {}
    for passage in passages:
        ranked = [each for each in link(setting, passage, index) if each.evidence >= MAYBE]
        links += ranked
        for each in _surely(ranked):
            other = sure.get(each.known.event.slug)
            if other is None or each.evidence > other.evidence:
                sure[each.known.event.slug] = each
    mentions = sorted((mention_of(each, surely=True) for each in sure.values()), key=lambda each: each.span.start)
    return Recognised(tuple(links), tuple(mentions), tuple(_questions(links, sure.keys())))


def mention_of(linked: Linked, *, surely: bool = False) -> Mention:
    """Return a link as it is shown."""
    return Mention(linked.known.event, linked.passage.span, linked.why, round(linked.evidence, 2), surely)


def _surely(ranked: Sequence[Linked]) -> Iterator[Linked]:
    """Yield the links that are surely meant: strong, on firm ground, and before all that the same words may mean."""
    for each in ranked:
        rivals = (other.evidence for other in ranked if other is not each and _compete(each, other))
        lead = each.evidence - max(rivals, default=-math.inf)
        another = each.apart and each.passage.dated and each.parts.get("act", 0.0) > 0
        if lead > 0 and not another and each.evidence + min(0.0, lead - _MARGIN) >= SURE and each.grounded:
            yield each


def _compete(one: Linked, other: Linked) -> bool:
    """Tell whether two Events would be meant by the same words: not where each has a subject or a date of its own."""
    if one.dated and other.dated and one.nearest != other.nearest:
        return False
    return not (one.subjects and other.subjects) or bool(one.subjects & other.subjects)


def _questions(links: Iterable[Linked], sure: Iterable[str]) -> Iterator[Question]:
    settled = set(sure)
    by_sentence: dict[Span, list[Linked]] = defaultdict(list)
    for each in links:
        if each.known.event.slug not in settled:
            by_sentence[each.passage.sentence.span].append(each)
    for span, found in by_sentence.items():
        asked = _best_of(found)[:_MOST_ASKED]
        yield Question(span, tuple(mention_of(each) for each in asked))


def _best_of(links: Iterable[Linked]) -> list[Linked]:
    best: dict[str, Linked] = {}
    for each in links:
        other = best.get(each.known.event.slug)
        if other is None or each.evidence > other.evidence:
            best[each.known.event.slug] = each
    return sorted(best.values(), key=lambda each: -each.evidence)
