"""From an article to what it marks, dates and proposes: the one entry for screens and commands."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.articles.article import Article, Mark, MarkKind, without_overlaps
from tracker.articles.body import body_sentences, page_lines
from tracker.articles.candidates import Candidate, find_candidates, make_candidate
from tracker.articles.dating import ReadDate, read_dates
from tracker.articles.mentions import Mention, Question
from tracker.articles.names import find_names, find_rules, index_names
from tracker.articles.passages import find_passages, sign_of
from tracker.articles.recognising import Recognised, recognise
from tracker.articles.record_index import RecordIndex, index_record
from tracker.articles.rejections import PassedOver, joined
from tracker.articles.sentences import Span
from tracker.articles.statements import ArticleSetting, Sentence
from tracker.articles.subject import speaks_of_technology
from tracker.articles.undated import statement_of
from tracker.dates import from_edtf
from tracker.likeness import words_of
from tracker.read_models import EventRow, TermRow
from tracker.searching import simplified
from tracker.vocabulary import TermType
from tracker.wording import count_of

_LONGEST_SHOWN = 30
"""So many characters of a line are shown in a note."""

_BULLET = re.compile(r"^[^\S\n]*(?:[-–•*·●▪]|\d+[.)、]|[（(]?[一二三四五六七八九十]+[、)）])", re.MULTILINE)
"""The beginning of a line that is one of a list."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in an article.

    Attributes:
        article: the article.
        marks: the spans to show in place, in the order of the text, without overlaps.
        dates: every date as it was read.
        mentions: the Events that the record surely holds and this speaks of, each once.
        questions: the sentences that may speak of Events of the record besides these.
        candidates: the dated statements that may be Events, each Event once.
        passed_over: the other parts that are dated or tell what happened, each with the reason why it is no candidate.
        notes: what a person should know.
    """

    article: Article
    marks: tuple[Mark, ...]
    dates: tuple[ReadDate, ...]
    mentions: tuple[Mention, ...]
    questions: tuple[Question, ...]
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    notes: tuple[str, ...]

    @property
    def known(self) -> tuple[Candidate, ...]:
        """The candidates that the record holds already."""
        return tuple(each for each in self.candidates if each.known is not None)

    @property
    def new(self) -> tuple[Candidate, ...]:
        """The candidates that seem new."""
        return tuple(each for each in self.candidates if each.known is None)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article with all that was recognised in it, before anything is proposed."""

    setting: ArticleSetting
    sentences: tuple[Sentence, ...]
    names: tuple[Mark, ...]
    index: RecordIndex
    recognised: Recognised

    @property
    def dates(self) -> tuple[ReadDate, ...]:
        """Every date, in the order of the text."""
        return tuple(date for sentence in self.sentences for date in sentence.dates)


def analyse(article: Article, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Analysis:
    """Read an article against the record.

    Args:
        article: the article.
        terms: the record's vocabularies.
        events: the record's Events, drafts included, so that nothing is proposed twice.
    """
    read = _read(article, terms, events)
    candidates, passed = find_candidates(read.setting, read.sentences, read.index, read.recognised)
    found = without_overlaps((*(_date_mark(date) for date in read.dates), *read.names))
    return Analysis(
        article=article,
        marks=tuple(replace(mark, text=article.text[mark.start : mark.end]) for mark in found),
        dates=read.dates,
        mentions=read.recognised.mentions,
        questions=read.recognised.questions,
        candidates=tuple(candidates),
        passed_over=tuple(joined(passed)),
        notes=(*article.notes, *(_notes(article.text, read, candidates) if article.language else ())),
    )


def open_part(
    article: Article, start: int, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]
) -> Candidate | None:
    """Make a candidate of the part of an article that begins at a place, whatever it was passed over for.

    What the rules do not say, such as kind and stance where none fits, is left for the person.

    Args:
        article: the article.
        start: where the part, or the sentence that holds it, begins or goes on in the text.
        terms: the record's vocabularies.
        events: the record's Events.

    Returns:
        None where no sentence stands at that place.
    """
    read = _read(article, terms, events)
    sentence = next((each for each in read.sentences if each.span.start <= start < each.span.end), None)
    if sentence is None:
        return None
    return make_candidate(
        read.setting, statement_of(read.setting, sentence, start), read.index, read.recognised, always=True
    )


def _read(article: Article, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> _Read:
    text = simplified(article.text)
    spans = body_sentences(article)
    dates = read_dates(text, article.published, spans)
    names = without_overlaps((*find_names(text, index_names(terms)), *find_rules(text)))
    sectors = find_names(text, index_names(terms, sectors=True))
    bullets = [match.start() for match in _BULLET.finditer(text)]
    sentences = tuple(
        Sentence(paragraph, span, own, named, spoken, bisect_right(bullets, span.start))
        for (paragraph, span), own, named, spoken in zip(
            spans, dates, _by_sentence(names, spans), _by_sentence(sectors, spans), strict=True
        )
    )
    index, setting = index_record(events, terms), _setting(article, terms)
    title = simplified(article.title)
    headline = frozenset(map(sign_of, find_names(title, index_names(terms)))) | words_of(title, numbers=True)
    recognised = recognise(setting, find_passages(text, sentences, headline), index)
    return _Read(setting, sentences, names, index, recognised)


def _by_sentence(marks: Sequence[Mark], spans: Sequence[tuple[int, Span]]) -> list[tuple[Mark, ...]]:
    grouped: list[tuple[Mark, ...]] = []
    at = 0
    for _, span in spans:
        # What stands between two sentences belongs to the page and to neither.
        while at < len(marks) and marks[at].start < span.start:
            at += 1
        first = at
        while at < len(marks) and marks[at].start < span.end:
            at += 1
        grouped.append(tuple(marks[first:at]))
    return grouped


def _date_mark(date: ReadDate) -> Mark:
    key = date.date.edtf if date.date else ""
    return Mark(date.span.start, date.span.end, MarkKind.DATE, key, date.text, date.confidence)


def _setting(article: Article, terms: tuple[TermRow, ...]) -> ArticleSetting:
    jurisdictions = {term.key: term.jurisdiction for term in terms if term.type is TermType.AGENCY}
    published = from_edtf(article.published.isoformat()) if article.published else None
    title = simplified(article.title)
    named = (*find_names(title, index_names(terms)), *find_names(title, index_names(terms, sectors=True)))
    return ArticleSetting(simplified(article.text), jurisdictions, published, speaks_of_technology(title, named))


def _notes(text: str, read: _Read, candidates: Sequence[Candidate]) -> list[str]:
    notes, dates = [], read.dates
    if beside := page_lines(text):
        first = " ".join(beside[0].of(text).split())[:_LONGEST_SHOWN]
        notes.append(f"Left out as a page's menu or links: {count_of(len(beside), 'line')}, from “{first}” on.")
    waiting = [date.text for date in dates if date.date is None and date.how == "needs the day of publication"]
    if waiting:
        which = f"“{waiting[0]}” needs" if len(waiting) == 1 else f"{len(waiting)} dates such as “{waiting[0]}” need"
        notes.append(f"{which} the day of publication to be read; give it as well.")
    two = [date.text for date in dates if date.date is None and date.how == "can be read in two ways"]
    if two:
        notes.append(f"“{two[0]}” can be read in two ways and was left out; write the month as a word.")
    if not dates:
        notes.append("There is no date in this text.")
    if not (candidates or read.recognised.mentions or read.recognised.questions):
        notes.append("No statement here reads like an event that this record might hold.")
    return notes
