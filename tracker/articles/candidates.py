"""From statements to candidates: what is proposed for each, whether the record knows it, and which are told twice."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.articles.article import MarkKind
from tracker.articles.dating import ReadDate
from tracker.articles.linking import Linked
from tracker.articles.mentions import Mention
from tracker.articles.proposals import (
    Suggestion,
    propose_code,
    propose_names,
    propose_sectors,
    propose_thread,
    propose_title,
    recorded_code,
)
from tracker.articles.recognising import SURE, Recognised, mention_of
from tracker.articles.record_index import RecordIndex
from tracker.articles.rejections import PassedOver, Reason
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import find_cue
from tracker.articles.statements import ArticleSetting, Sentence, Statement, find_statements, pass_over
from tracker.articles.undated import find_undated
from tracker.dates import days_between
from tracker.event.fields import NAME_LISTS
from tracker.likeness import LISTS
from tracker.read_models import EventRow
from tracker.vocabulary import Kind

_MOST_ALTERNATIVES = 3
_NEAR_DAYS, _SIGNED_DAYS = 3, 14
"""How far a date in the press lies from the record's: the day of the report for that of the act, and a rule that was
signed up to two weeks before it was published. Chosen by eye on the public articles."""

_SIGNED = frozenset({Kind.LAW, Kind.RULE, Kind.DRAFT_RULE, Kind.SUPPORT})
_NEAR = dt.timedelta(days=_NEAR_DAYS)
_ALIKE = "the same kind, sector and date"
_LIKELY = 5.0
"""A statement without a date that so much evidence ties to an Event of the record is a question, and no draft.

Somewhat above ``SURE``: it was not sure for want of firm ground or of a lead. Chosen by eye on the public articles.
"""

_SAME_ACT = 6.5
"""So much evidence makes a dated statement of another kind of act the same as an Event of about its day."""

_LISTS = {MarkKind(term_type.value): field for field, term_type in NAME_LISTS.items() if field in LISTS}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may be an Event.

    Attributes:
        span: the sentence that it stands in.
        part: the statement itself.
        date: its date as it was read; without words where none stands with it.
        when: the EDTF text that a draft would hold, empty where a person has to find the date.
        fields: field of a draft to what is proposed for it, each with the words that led to it.
        known: the Event of the record that it speaks of, None where it seems new.
        alternatives: up to three Events of the record that it may speak of instead, the likeliest first.
        confidence: from 0 to 1, that of its weakest part that is no guess.
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

    @property
    def names(self) -> frozenset[str]:
        """The firms, agencies and people that stand in the statement itself."""
        return frozenset(name for field in LISTS for name in self.values(field))

    @property
    def subject(self) -> frozenset[str]:
        """Its names, else its sectors."""
        return self.names or frozenset(self.values("sectors"))

    def value(self, field: str) -> str:
        """Return the first value that is proposed for a field and no guess, empty where there is none."""
        return next(iter(self.values(field)), "")

    def values(self, field: str) -> tuple[str, ...]:
        """Return the values that are proposed for a field and no guesses."""
        return tuple(each.value for each in self.fields.get(field, ()) if not each.guess)


def find_candidates(
    setting: ArticleSetting, sentences: Sequence[Sentence], index: RecordIndex, recognised: Recognised
) -> tuple[list[Candidate], list[PassedOver]]:
    """Return the statements of an article that may be Events, in the order of the text, and what was passed over.

    Statements without a date come last: they are often the news of a dated one told again. Those without a name come
    last of all: a headline seldom says who is meant.
    """
    kept: dict[object, Candidate] = {}
    passed: list[PassedOver] = []
    dated: set[Span] = set()
    undated: set[Span] = set()
    for statement in find_statements(setting, sentences):
        if isinstance(statement, PassedOver):
            passed.append(statement)
        elif (candidate := make_candidate(setting, statement, index, recognised)) is None:
            passed.append(pass_over(setting, statement))
        else:
            dated.add(statement.sentence.span)
            passed += _told_by_record(candidate, recognised) or _keep(kept, candidate)
    made = [make_candidate(setting, each, index, recognised) for each in find_undated(setting, sentences, dated)]
    again: list[PassedOver] = []
    for candidate in sorted(filter(None, made), key=lambda each: not each.names):
        undated.add(candidate.span)
        others = [each for each in kept.values() if _is_told_by(candidate, each, sentences[0].span)]
        held = _held_like(candidate, recognised)
        if others or held:
            dates = (candidate.date,) if candidate.date.text else ()
            again.append(PassedOver(candidate.part, dates, *((Reason.HELD, held) if held else (Reason.TOLD,))))
        else:
            kept[candidate.part] = candidate
    passed = [
        each
        for each in passed
        if not any(span.holds(each.span.start, each.span.end) for span in undated)
        and not _is_mentioned(each, recognised)
    ]
    return sorted(kept.values(), key=lambda each: each.part.start), [*passed, *again]


def _is_mentioned(passed: PassedOver, recognised: Recognised) -> bool:
    """Tell whether a part to which no rule fits is listed already as what the record holds."""
    part = passed.span
    return passed.reason is Reason.NO_RULE and any(
        part.start < mention.span.end and mention.span.start < part.end for mention in recognised.mentions
    )


def _told_by_record(candidate: Candidate, recognised: Recognised) -> list[PassedOver]:
    """Pass over what only adds to an Event that its sentence tells and the record holds.

    That is the day on which a rule takes effect, or a day within what lasted, of the same kind.
    """
    kind, day = candidate.value("kind"), candidate.date.date
    if candidate.known or day is None:
        return []
    sure = {mention.event.slug for mention in recognised.mentions}
    told = (each.known for each in recognised.in_part(candidate.span) if each.known.event.slug in sure)
    adds = any(
        kind == Kind.IN_FORCE
        or (kind == known.event.kind and known.ended and known.begun[0].start <= day.start <= known.ended.start)
        for known in told
    )
    return [PassedOver(candidate.part, (candidate.date,), Reason.TOLD)] if adds else []


def _keep(kept: dict[object, Candidate], candidate: Candidate) -> Iterator[PassedOver]:
    """Keep one candidate of each Event, the surest, and yield the one that gives way."""
    firms = frozenset(candidate.values("companies"))
    subject = (candidate.when, candidate.value("kind"), firms or candidate.value("title"))
    key: object = candidate.known.event.slug if candidate.known else subject
    other = kept.get(key)
    surer = other is None or candidate.confidence > other.confidence
    if surer:
        kept[key] = candidate
    if other is not None:
        loser = other if surer else candidate
        yield PassedOver(loser.part, (loser.date,), Reason.TOLD)


def _held_like(candidate: Candidate, recognised: Recognised) -> str:
    """Return the Event of the record that a statement without a date seems to tell, empty where there is none."""
    kind, subject, firms = candidate.value("kind"), candidate.subject, set(candidate.values("companies"))
    sure = {mention.event.slug for mention in recognised.mentions}
    for each in recognised.in_part(candidate.part):
        if each.apart:
            continue
        event = each.known.event
        # An agency that acts on a firm long after the Event is news, however alike the two are.
        news = each.late and candidate.values("agencies")
        shared = subject & _subject_of(event) if event.slug in sure else not news and firms & set(event.companies)
        if (shared and event.kind == kind) or (each.evidence >= _LIKELY and not news):
            return event.slug
    return ""


def _is_told_by(candidate: Candidate, other: Candidate, first: Span) -> bool:
    """Tell whether a statement without a date tells again what another one of the article says.

    A headline that names nobody is told by any act of its kind. With words of its own that date it, a statement is told
    again only where it is about the same firms.
    """
    if candidate.value("kind") != other.value("kind"):
        return False
    if candidate.date.text:
        return not set(candidate.values("companies")).isdisjoint(other.subject)
    headline = candidate.span == first and not candidate.names
    return headline or not candidate.subject.isdisjoint(other.subject)


def _subject_of(event: EventRow) -> frozenset[str]:
    return frozenset((*event.companies, *event.agencies, *event.people)) or frozenset(event.sectors)


def make_candidate(
    setting: ArticleSetting, statement: Statement, index: RecordIndex, recognised: Recognised, *, always: bool = False
) -> Candidate | None:
    """Make a candidate of a statement; one to which no rule fits counts only where the record knows its Event.

    Args:
        setting: what holds for the article.
        statement: the statement.
        index: the record.
        recognised: the Events that the article speaks of.
        always: whether a person asked for it, so that it is made in any case, as a new one.
    """
    links = recognised.in_part(statement.part)
    sure = {mention.event.slug for mention in recognised.mentions}
    held = (each for each in links if each.known.event.slug in sure and _is_held(each, statement))
    known = None if always else next(held, None)
    if statement.cue is not None:
        code = propose_code(setting.text, statement, setting.jurisdictions)
        if always and find_cue(setting.text, statement.part) is None:
            # What is denied or doubted did not happen, so that its code is no more than a guess.
            code = {field: replace(each, guess=True) for field, each in code.items()}
    elif known is not None:
        code = recorded_code(known.known.event)
    elif always:
        code = {}
    else:
        return None
    fields = _proposed(setting.text, statement, index, code)
    when = statement.date.when
    shown = [each.confidence for suggestions in fields.values() for each in suggestions if not each.guess]
    return Candidate(
        statement.sentence.span,
        statement.part,
        statement.date,
        when,
        fields,
        mention_of(known, surely=True) if known else None,
        _alternatives(statement, fields, [each for each in links if each is not known], index),
        min(statement.date.confidence, *shown),
    )


def _alternatives(
    statement: Statement, fields: Mapping[str, tuple[Suggestion, ...]], links: Sequence[Linked], index: RecordIndex
) -> tuple[Mention, ...]:
    """Return the Events that may be meant instead: by what was said, and those of one kind, sector and date."""
    found = {each.known.event.slug: mention_of(each) for each in links}
    if statement.when and statement.when.end and fields.get("kind"):
        kind = fields["kind"][0].value
        sectors = {each.value for each in fields["sectors"]}
        for place in sorted(index.begun_near([(statement.when.start - _NEAR, statement.when.end + _NEAR)])):
            event = index.known[place].event
            if event.kind == kind and not sectors.isdisjoint(event.sectors):
                found.setdefault(event.slug, Mention(event, statement.part, (_ALIKE,), 0.0, surely=False))
    return tuple(found.values())[:_MOST_ALTERNATIVES]


def _proposed(
    text: str, statement: Statement, index: RecordIndex, code: Mapping[str, Suggestion]
) -> dict[str, tuple[Suggestion, ...]]:
    fields: dict[str, tuple[Suggestion, ...]] = {"title": (propose_title(text, statement),)}
    fields |= {field: (each,) for field, each in code.items()}
    fields |= {field: propose_names(statement, kind) for kind, field in _LISTS.items()}
    fields["sectors"] = propose_sectors(statement, index.events)
    fields["thread"] = propose_thread(statement, index.events)
    return fields


def _is_held(linked: Linked, statement: Statement) -> bool:
    """Tell whether a statement tells an Event that the article speaks of, and no other act of about the same day."""
    other = statement.cue is not None and statement.cue.rule.kind is not linked.known.event.kind
    if other and statement.date.text and statement.date.is_settled and linked.evidence < _SAME_ACT:
        return False
    return _is_its_date(linked, statement)


def _is_its_date(linked: Linked, statement: Statement) -> bool:
    """Tell whether an Event began, or ended, when a statement says, give or take a few days.

    A rule is often signed up to two weeks before it is published. Without a date the words have to do.
    """
    if not statement.date.text or statement.date.date is None:
        return linked.evidence >= SURE
    known = linked.known
    kind = statement.cue.rule.kind if statement.cue else None
    dates = (*known.begun, known.ended) if known.ended else known.begun
    spoken = (statement.date.date.first, statement.date.date.last)
    most = _SIGNED_DAYS if kind in _SIGNED and kind is known.event.kind else _NEAR_DAYS
    return any(days_between(one, other) <= most for one in spoken if one for other in dates)
