"""From an article to what it marks, dates and proposes: the one entry for screens and commands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.articles.article import Article, Mark, MarkKind, without_overlaps
from tracker.articles.dating import ReadDate, read_dates
from tracker.articles.linking import Known, find_known, index_record
from tracker.articles.names import find_names, find_rules, index_names
from tracker.articles.proposals import (
    Suggestion,
    propose_code,
    propose_names,
    propose_sectors,
    propose_thread,
    propose_title,
    recorded_code,
)
from tracker.articles.rejections import PassedOver, Reason, joined
from tracker.articles.sentences import Span, split_paragraphs, split_sentences
from tracker.articles.statements import ArticleSetting, Sentence, Statement, find_statements, pass_over
from tracker.dates import from_edtf
from tracker.event.fields import NAME_LISTS
from tracker.likeness import LISTS, EventIndex
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import TermType

_LISTS = {MarkKind(term_type.value): field for field, term_type in NAME_LISTS.items() if field in LISTS}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dated statement that may be an Event.

    Attributes:
        span: the sentence that it stands in.
        part: the statement itself.
        date: its date as it was read; ``when`` is the EDTF text that a draft would hold.
        fields: field of a draft to what is proposed for it, each with the words that led to it.
        known: the Event of the record that it speaks of, None where it seems new.
        confidence: from 0 to 1, of the whole.
    """

    span: Span
    part: Span
    date: ReadDate
    when: str
    fields: Mapping[str, tuple[Suggestion, ...]]
    known: Known | None
    confidence: float

    @property
    def title(self) -> str:
        """The title that is proposed."""
        return self.value("title")

    def value(self, field: str) -> str:
        """Return the first value that is proposed for a field, empty where there is none."""
        return next((each.value for each in self.fields.get(field, ())), "")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in an article.

    Attributes:
        article: the article.
        marks: the spans to show in place, in the order of the text, without overlaps.
        dates: every date as it was read.
        candidates: the dated statements that may be Events, each Event once.
        passed_over: the other dated parts of the text, each with the reason why it is no candidate.
        notes: what a person should know.
    """

    article: Article
    marks: tuple[Mark, ...]
    dates: tuple[ReadDate, ...]
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
    text = article.text
    spans = [(place, span) for place, part in enumerate(split_paragraphs(text)) for span in split_sentences(text, part)]
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
    candidates, passed = _candidates(article, sentences, terms, index_record(events))
    marks = without_overlaps((*(_date_mark(date) for date in every_date), *names))
    notes = (*article.notes, *_notes(every_date, candidates))
    return Analysis(article, marks, every_date, tuple(candidates), tuple(joined(passed)), notes)


def _by_sentence(marks: Sequence[Mark], spans: Sequence[tuple[int, Span]]) -> list[tuple[Mark, ...]]:
    grouped: list[tuple[Mark, ...]] = []
    at = 0
    for _, span in spans:
        first = at
        while at < len(marks) and marks[at].start < span.end:
            at += 1
        grouped.append(tuple(marks[first:at]))
    return grouped


def _date_mark(date: ReadDate) -> Mark:
    key = date.date.edtf if date.date else ""
    return Mark(date.span.start, date.span.end, MarkKind.DATE, key, date.text, date.confidence)


def _candidates(
    article: Article, sentences: Sequence[Sentence], terms: tuple[TermRow, ...], index: EventIndex
) -> tuple[list[Candidate], list[PassedOver]]:
    jurisdictions = {term.key: term.jurisdiction for term in terms if term.type is TermType.AGENCY}
    published = from_edtf(article.published.isoformat()) if article.published else None
    setting = ArticleSetting(article.text, jurisdictions, published)
    kept: dict[object, Candidate] = {}
    passed: list[PassedOver] = []
    for statement in find_statements(setting, sentences):
        if isinstance(statement, PassedOver):
            passed.append(statement)
        elif (candidate := _candidate(setting, statement, index)) is None:
            passed.append(pass_over(setting, statement))
        else:
            passed += _keep(kept, candidate)
    return sorted(kept.values(), key=lambda each: each.part.start), passed


def _keep(kept: dict[object, Candidate], candidate: Candidate) -> Iterator[PassedOver]:
    """Keep one candidate of each Event, the surest, and yield the one that gives way."""
    subject = (candidate.when, candidate.value("kind"), candidate.value("companies") or candidate.value("title"))
    key: object = candidate.known.event.slug if candidate.known else subject
    other = kept.get(key)
    surer = other is None or candidate.confidence > other.confidence
    if surer:
        kept[key] = candidate
    if other is not None:
        loser = other if surer else candidate
        yield PassedOver(loser.part, (loser.date,), Reason.TOLD)


def _candidate(setting: ArticleSetting, statement: Statement, index: EventIndex) -> Candidate | None:
    """Make a candidate of a statement; one to which no rule fits counts only where the record knows its Event."""
    known = find_known(setting.text, statement, index)
    if statement.cue is not None:
        code = propose_code(setting.text, statement, setting.jurisdictions)
    elif known is not None:
        code = recorded_code(known.event)
    else:
        return None
    fields: dict[str, tuple[Suggestion, ...]] = {"title": (propose_title(setting.text, statement),)}
    fields |= {field: (each,) for field, each in code.items()}
    fields |= {field: propose_names(statement, kind) for kind, field in _LISTS.items()}
    fields["sectors"] = propose_sectors(statement, index)
    fields["thread"] = propose_thread(statement, index)
    when = statement.date.date.edtf if statement.date.date else statement.when.edtf
    named = bool(fields["agencies"] or fields["companies"])
    confidence = round(statement.date.confidence * (0.85 if named else 0.6), 2)
    return Candidate(statement.sentence.span, statement.part, statement.date, when, fields, known, confidence)


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
