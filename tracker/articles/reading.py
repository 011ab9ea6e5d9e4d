"""From an article to what it marks, dates and proposes: the one entry for screens and commands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.articles.article import Article, Mark, MarkKind, without_overlaps
from tracker.articles.body import body_sentences
from tracker.articles.candidates import Candidate, find_candidates
from tracker.articles.dating import ReadDate, read_dates
from tracker.articles.mentions import Mention, Question
from tracker.articles.names import find_names, find_rules, index_names
from tracker.articles.passages import find_passages, sign_of
from tracker.articles.recognising import recognise
from tracker.articles.record_index import index_record
from tracker.articles.rejections import PassedOver, joined
from tracker.articles.scripts import simplified
from tracker.articles.sentences import Span
from tracker.articles.statements import ArticleSetting, Sentence
from tracker.articles.subject import speaks_of_technology
from tracker.dates import from_edtf
from tracker.event.fields import NAME_LISTS
from tracker.likeness import LISTS, words_of
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import TermType

_MOST_ALTERNATIVES = 3
_NEAR_DAYS = 3

_LISTS = {MarkKind(term_type.value): field for field, term_type in NAME_LISTS.items() if field in LISTS}


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
        passed_over: the other dated parts of the text, each with the reason why it is no candidate.
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


def analyse(article: Article, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Analysis:
    """Read an article against the record.

    Args:
        article: the article.
        terms: the record's vocabularies.
        events: the record's Events, drafts included, so that nothing is proposed twice.
    """
    text = simplified(article.text)
    spans = body_sentences(article)
    dates = read_dates(text, article.published, spans)
    names = without_overlaps((*find_names(text, index_names(terms)), *find_rules(text)))
    sectors = find_names(text, index_names(terms, sectors=True))
    sentences = [
        Sentence(paragraph, span, own, named, spoken)
        for (paragraph, span), own, named, spoken in zip(
            spans, dates, _by_sentence(names, spans), _by_sentence(sectors, spans), strict=True
        )
    ]
    every_date = tuple(date for own in dates for date in own)
    index = index_record(events, terms)
    title = simplified(article.title)
    headline = frozenset(map(sign_of, find_names(title, index_names(terms)))) | words_of(title, numbers=True)
    passages = find_passages(text, sentences, headline)
    setting = _setting(article, terms)
    recognised = recognise(setting, passages, index)
    candidates, passed = find_candidates(setting, sentences, index, recognised)
    found = without_overlaps((*(_date_mark(date) for date in every_date), *names))
    marks = tuple(replace(mark, text=article.text[mark.start : mark.end]) for mark in found)
    notes = (*article.notes, *(_notes(every_date, candidates) if article.language else ()))
    return Analysis(
        article,
        marks,
        every_date,
        recognised.mentions,
        recognised.questions,
        tuple(candidates),
        tuple(joined(passed)),
        notes,
    )


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


def _notes(dates: Sequence[ReadDate], candidates: Sequence[Candidate]) -> list[str]:
    notes = []
    waiting = [date.text for date in dates if date.date is None and date.how == "needs the day of publication"]
    if waiting:
        notes.append(
            f"{len(waiting)} dates such as “{waiting[0]}” need the day of publication to be read; give it as well."
        )
    two = [date.text for date in dates if date.date is None and date.how == "can be read in two ways"]
    if two:
        notes.append(f"“{two[0]}” can be read in two ways and was left out; write the month as a word.")
    if not dates:
        notes.append("There is no date in this text, so nothing is proposed.")
    elif not candidates:
        notes.append("No dated statement here reads like an event of this record.")
    return notes
