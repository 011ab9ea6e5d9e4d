"""The year of a date that has none: from the date before, from a heading, or from where its clause points."""

import datetime as dt
import re
from dataclasses import dataclass

from tracker.articles.counting import in_year
from tracker.articles.sentences import Span
from tracker.articles.tense import Pointing, pointing
from tracker.dates import PartialDate, from_edtf
from tracker.vocabulary import Precision

_ZH = re.compile(r"[\u3400-\u9fff]")
_AFTER = re.compile(r"\b(?:after|following)\b|[之以]后")
_BEFORE = re.compile(r"\b(?:before|ahead of|prior to|until)\b|[之以]前")
_EMBEDDED = re.compile(
    r"\b(?:which|who|whose|whom|where|that|since|founded|established|incorporated|set up)\b[^,;:.]*$"
    r"|(?:成立|创立|创办|根据|依据|继)[^，。；]*$"
)
_NEW_LINE = re.compile(r"[.!?。！？:：”\"][^\S\n]*\n")

# By eye on the articles that rules were tuned on (tests/articles/measure.py), as all numbers here; not fitted.
_TOLD_ON_DAYS, _TOLD_ON_DAYS_ENGLISH = 250, 31
"""A story goes on in the year of the date before for so many days, from one sentence of a paragraph to the next."""

_FRESH_DAYS, _FRESH_DAYS_ENGLISH = 10, 75
"""So few days old a date is news, and takes no year from a story told before it."""

_FARTHEST_AHEAD = 300
"""So many days ahead nobody names a month without its year."""

_PATIENCE = {Pointing.RATHER_PAST: 3, Pointing.NEAREST: 1}
"""How many times farther from the day of publication what is past may lie than what is to come."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date before, from which others count on."""

    paragraph: int
    sentence: Span
    span: Span
    text: str
    value: PartialDate


@dataclass(frozen=True, slots=True)
class DatePlace:
    """Where a date stands: the article, its day, the sentence, what came before, the year that heads its part.

    ``own_year`` is the year in which the text was written, where its day is not known.
    """

    text: str
    published: dt.date | None
    paragraph: int
    sentence: Span
    before: Anchor | None
    headed: int | None = None
    own_year: int | None = None

    @property
    def day(self) -> str:
        """The day of publication in words."""
        return from_edtf(self.published.isoformat()).words if self.published else "an unknown day"

    def told_with(self, span: Span) -> bool:
        """Tell whether the date before stands in the same paragraph."""
        before = self.before
        if before is None or before.paragraph != self.paragraph:
            return False
        return not _NEW_LINE.search(self.text, before.span.end, span.start)


def told_on(place: DatePlace, span: Span, date: PartialDate) -> PartialDate | None:
    """Return a date without a year in the year of the date before, where a list or a story goes on from it.

    Args:
        place: where it stands.
        span: its words.
        date: the date as the latest such before the day of publication.
    """
    before = place.before
    if before is None or before.value.end is None or not place.told_with(span):
        return None
    moved = in_year(date, before.value.start.year)
    if moved is None or date.start.year == before.value.start.year or _is_ahead(place, moved):
        return None
    if before.sentence == place.sentence:
        return _in_sentence(place, before, span, date, moved)
    return moved if _goes_on(place, before, span, date, moved) else None


def _in_sentence(
    place: DatePlace, before: Anchor, span: Span, date: PartialDate, moved: PartialDate
) -> PartialDate | None:
    """Carry the year through a list, and against its order where a word such as "after" says so."""
    gap = place.text[before.span.end : span.start]
    if _AFTER.search(gap):
        return moved if moved.start <= before.value.start else in_year(moved, moved.start.year - 1)
    if _BEFORE.search(gap) and moved.start < before.value.start:
        later = in_year(moved, moved.start.year + 1)
        return None if later is None or _is_ahead(place, later) else later
    if is_embedded(place, before) or (moved.start < before.value.start and _is_fresh(place, span, date)):
        return None
    if before.value.precision is Precision.YEAR:
        return moved
    # What lies far on the other side of New Year is told of the next year rather than backwards.
    years = (moved, in_year(moved, moved.start.year + 1))
    near = [each for each in years if each and not _is_ahead(place, each)]
    return min(near, key=lambda each: abs((each.start - before.value.start).days), default=None)


def _goes_on(place: DatePlace, before: Anchor, span: Span, date: PartialDate, moved: PartialDate) -> bool:
    """Tell whether a story is told on from one sentence to the next."""
    if is_embedded(place, before) or _is_fresh(place, span, date):
        return False
    if before.value.precision is Precision.YEAR:
        return before.span.start - before.sentence.start <= len("During ")
    most = _TOLD_ON_DAYS if _ZH.search(span.of(place.text)) else _TOLD_ON_DAYS_ENGLISH
    return 0 <= (moved.start - before.value.start).days <= most


def _is_ahead(place: DatePlace, date: PartialDate) -> bool:
    return place.published is not None and date.start > place.published


def is_embedded(place: DatePlace, before: Anchor) -> bool:
    """Tell whether the date before is background, in a clause of its own."""
    return _EMBEDDED.search(place.text, before.sentence.start, before.span.start) is not None


def _is_fresh(place: DatePlace, span: Span, date: PartialDate) -> bool:
    if place.published is None or date.end is None:
        return False
    most = _FRESH_DAYS if _ZH.search(span.of(place.text)) else _FRESH_DAYS_ENGLISH
    return (place.published - date.end).days <= most


def pointed(place: DatePlace, span: Span, latest: PartialDate, coming: PartialDate | None) -> PartialDate | None:
    """Return the one that is to come where the words of its clause point to it; None where the latest is meant.

    Args:
        place: where the date stands.
        span: its words.
        latest: the last such date, up to the day of publication.
        coming: the next one.
    """
    published = place.published
    if published is None or coming is None or latest.end is None or latest.end >= published:
        return None
    points = pointing(place.text, place.sentence, span)
    ahead, back = (coming.start - published).days, (published - latest.end).days
    if points is Pointing.AHEAD:
        return coming if ahead <= _FARTHEST_AHEAD or ahead < back else None
    patience = _PATIENCE.get(points)
    return coming if patience is not None and patience * ahead < back else None
