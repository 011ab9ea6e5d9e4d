"""From an article to what it marks, dates and proposes: the one entry for screens and commands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.articles.article import Article, Mark, MarkKind, without_overlaps
from tracker.articles.body import body_sentences
from tracker.articles.dating import ReadDate, read_dates
from tracker.articles.linking import Linked, days_between
from tracker.articles.mentions import Mention, Question
from tracker.articles.names import find_names, find_rules, index_names
from tracker.articles.passages import find_passages, sign_of
from tracker.articles.proposals import (
    Suggestion,
    propose_code,
    propose_names,
    propose_sectors,
    propose_thread,
    propose_title,
    recorded_code,
)
from tracker.articles.recognising import Recognised, mention_of, recognise
from tracker.articles.record_index import RecordIndex, index_record
from tracker.articles.rejections import PassedOver, Reason, joined
from tracker.articles.scripts import simplified
from tracker.articles.sentences import Span
from tracker.articles.statements import ArticleSetting, Sentence, Statement, find_statements, pass_over
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
class Candidate:
    """A dated statement that may be an Event.

    Attributes:
        span: the sentence that it stands in.
        part: the statement itself.
        date: its date as it was read; ``when`` is the EDTF text that a draft would hold.
        fields: field of a draft to what is proposed for it, each with the words that led to it.
        known: the Event of the record that it speaks of, None where it seems new.
        alternatives: up to three Events of the record that it may speak of instead, the likeliest first.
        confidence: from 0 to 1, of the whole.
    """

    span: Span
    part: Span
    date: ReadDate
    when: str
    fields: Mapping[str, tuple[Suggestion, ...]]
    known: Mention | None
    alternatives: tuple[Mention, ...]
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
    candidates, passed = _candidates(setting, sentences, index, recognised)
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


def _candidates(
    setting: ArticleSetting, sentences: Sequence[Sentence], index: RecordIndex, recognised: Recognised
) -> tuple[list[Candidate], list[PassedOver]]:
    kept: dict[object, Candidate] = {}
    passed: list[PassedOver] = []
    for statement in find_statements(setting, sentences):
        if isinstance(statement, PassedOver):
            passed.append(statement)
        elif (candidate := _candidate(setting, statement, index, recognised)) is None:
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


def _candidate(
    setting: ArticleSetting, statement: Statement, index: RecordIndex, recognised: Recognised
) -> Candidate | None:
    """Make a candidate of a statement; one to which no rule fits counts only where the record knows its Event."""
    links = recognised.in_part(statement.part)
    sure = {mention.event.slug for mention in recognised.mentions}
    known = next((each for each in links if each.known.event.slug in sure and _is_its_date(each, statement)), None)
    if statement.cue is not None:
        code = propose_code(setting.text, statement, setting.jurisdictions)
    elif known is not None:
        code = recorded_code(known.known.event)
    else:
        return None
    fields: dict[str, tuple[Suggestion, ...]] = {"title": (propose_title(setting.text, statement),)}
    fields |= {field: (each,) for field, each in code.items()}
    fields |= {field: propose_names(statement, kind) for kind, field in _LISTS.items()}
    fields["sectors"] = propose_sectors(statement, index.events)
    fields["thread"] = propose_thread(statement, index.events)
    when = statement.date.date.edtf if statement.date.date else statement.when.edtf
    named = bool(fields["agencies"] or fields["companies"])
    confidence = round(statement.date.confidence * (0.85 if named else 0.6), 2)
    return Candidate(
        statement.sentence.span,
        statement.part,
        statement.date,
        when,
        fields,
        mention_of(known, surely=True) if known else None,
        tuple(mention_of(each) for each in links if each is not known)[:_MOST_ALTERNATIVES],
        confidence,
    )


def _is_its_date(linked: Linked, statement: Statement) -> bool:
    """Tell whether an Event began, or ended, when a statement says, give or take a few days."""
    known = linked.known
    dates = (*known.begun, known.ended) if known.ended else known.begun
    spoken = {statement.when, statement.date.date.last if statement.date.date else None} - {None}
    return any(days_between(one, other) <= _NEAR_DAYS for one in spoken for other in dates if one is not None)


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
