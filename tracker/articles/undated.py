"""Statements that give no date, or one that cannot be read: drafts whose date a person has to look at."""

import re
from collections.abc import Container, Iterator, Sequence

from tracker.articles.article import MarkKind
from tracker.articles.dating import ReadDate
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import Cue, find_cue, read_grammar
from tracker.articles.statements import (
    TOO_COARSE,
    ArticleSetting,
    Sentence,
    Statement,
    is_elsewhere,
    is_technical,
    rules_for,
)
from tracker.articles.word_lists import Spoken
from tracker.dates import PartialDate, from_edtf

_AHEAD = re.compile(
    r"\b(?:will|would|plans?|planning|set|aims?|going|about|likely|unless|until) to\b|\bwill\b|将|拟|计划|打算|准备"
)
"""Words before those that count which say that it is still to come."""

_ABOUT = "no date stands with it; about the month of publication"
_NOT_KNOWN = "no date stands with it"
_UNSURE = 0.4
"""The confidence of a date that nobody wrote: an order, and no measured share of right ones."""

_ACTORS = (MarkKind.AGENCY, MarkKind.COMPANY, MarkKind.PERSON)


def find_undated(setting: ArticleSetting, sentences: Sequence[Sentence], dated: Container[Span]) -> Iterator[Statement]:
    """Yield the statements of an article that give no date which could be read.

    Names count only where they stand in the sentence itself.

    Args:
        setting: the article and what holds for all of it.
        sentences: its sentences.
        dated: the sentences of dated statements, which are left out.
    """
    if is_elsewhere(setting.text, sentences):
        return
    for sentence in sentences:
        own = [date for date in sentence.dates if not date.in_dateline]
        unread = [date for date in own if date.date is None]
        coarse = all(date.date is None or date.date.first.precision in TOO_COARSE for date in own)
        if sentence.span not in dated and coarse and (unread or not own):
            statement = _statement(setting, sentence, unread)
            if statement:
                yield statement


def _statement(setting: ArticleSetting, sentence: Sentence, unread: Sequence[ReadDate]) -> Statement | None:
    text = setting.text
    begins = max((date.span.end for date in sentence.dates if date.in_dateline), default=sentence.span.start)
    part = Span(begins, sentence.span.end)
    if not is_technical(text, [sentence]):
        return None
    cue = find_cue(text, part, rules=rules_for(setting, part, sentence, sentence.marks))
    if cue is None or not _has_actor(text, part, sentence, cue) or _AHEAD.search(text, part.start, cue.start):
        return None
    date, when = _date_of(part, unread, setting.published)
    return Statement(sentence, part, date, when, cue, sentence.marks, sentence.sectors)


def statement_of(setting: ArticleSetting, sentence: Sentence, start: int) -> Statement:
    """Make a statement of a sentence from a place on, because a person says that it is one.

    Its date is the first that was read there, else the first of the sentence, else one that was not read.
    """
    part = Span(start, sentence.span.end)
    dates = [date for date in sentence.dates if not date.in_dateline]
    dates.sort(key=lambda date: (date.date is None, not part.holds(date.span.start, date.span.end)))
    date, when = _date_of(part, dates, setting.published)
    cue = find_cue(setting.text, part, turned=True)
    return Statement(sentence, part, date, when, cue, sentence.marks, sentence.sectors)


def _has_actor(text: str, part: Span, sentence: Sentence, cue: Cue) -> bool:
    """Tell whether it is said who acts, by a name, a word for the state, or the words that count themselves."""
    named = any(mark.kind in _ACTORS for mark in sentence.marks)
    return named or cue.rule.acts == "anyone" or read_grammar().state.stands_in(Spoken.of(part.of(text)))


def _date_of(
    part: Span, dates: Sequence[ReadDate], published: PartialDate | None
) -> tuple[ReadDate, PartialDate | None]:
    """Return the first date, which may be words that were not read; without any, about the month of publication."""
    if dates:
        return dates[0], dates[0].date and dates[0].date.first
    nowhere = Span(part.start, part.start)
    if published is None:
        return ReadDate(nowhere, "", None, _NOT_KNOWN, 0.0), None
    about = from_edtf(f"{published.start:%Y-%m}~")
    return ReadDate(nowhere, "", about, _ABOUT, _UNSURE), about
