"""Dated statements: each part of a sentence that has a date and words that count, with what is named around it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.articles.article import Mark, MarkKind, keys_of
from tracker.articles.dating import ReadDate
from tracker.articles.ends import DateRole
from tracker.articles.rejections import PassedOver, Reason, without_date
from tracker.articles.sentences import Span, cut_between
from tracker.articles.stance_rules import Cue, StanceRule, find_cue, is_denied, is_plain, read_grammar, read_rules
from tracker.articles.subject import speaks_of_technology
from tracker.articles.word_lists import Spoken
from tracker.dates import PartialDate
from tracker.vocabulary import Kind, Precision, is_foreign

TOO_COARSE = frozenset({Precision.HALF, Precision.YEAR})
"""What is too coarse to be the date of an Event that a rule makes of a statement."""

_LOOK_BACK = 3
"""So many sentences back names are sought for a statement that has none; chosen by eye, not fitted."""

_MANY = 0.3
"""The share of sentences that speak of technology in an article about it; chosen by eye, not fitted."""

_LONG = 92
"""A span of more days is rather what something lasted than the date of an act: a quarter."""

_MADE = frozenset({Kind.LAW, Kind.RULE})
_PERIODS = frozenset({Precision.QUARTER, Precision.HALF, Precision.YEAR})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what was recognised in it; ``item`` counts the bullets of an article, paragraphs do as well."""

    paragraph: int
    span: Span
    dates: tuple[ReadDate, ...]
    marks: tuple[Mark, ...]
    sectors: tuple[Mark, ...]
    item: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One dated statement.

    Attributes:
        sentence: the sentence that it stands in.
        part: the words of the statement itself.
        date: its date, as it was read.
        when: the date of the Event: the beginning, where the date is a range; None where it is not known.
        cue: the rule that fits, with its words; None where no rule fits, and only the record can tell what it is.
        marks: the names in it, and where it has none, those that its sentence or the one before lends it.
        sectors: the words of sectors in it.
    """

    sentence: Sentence
    part: Span
    date: ReadDate
    when: PartialDate | None
    cue: Cue | None
    marks: tuple[Mark, ...]
    sectors: tuple[Mark, ...]

    def keys(self, kind: MarkKind) -> tuple[str, ...]:
        """Return the keys of one kind that the statement names, in their order."""
        return keys_of(self.marks, kind)


@dataclass(frozen=True, slots=True)
class ArticleSetting:
    """What holds for a whole article.

    Attributes:
        text: the article.
        jurisdictions: the agencies of the record and whose they are.
        published: the day of publication, if it is known.
        technical: whether it is about technology: its title or first sentence speaks of it, or many sentences do.
    """

    text: str
    jurisdictions: Mapping[str, str | None]
    published: PartialDate | None
    technical: bool = False


def find_statements(setting: ArticleSetting, sentences: Sequence[Sentence]) -> Iterator[Statement | PassedOver]:
    """Yield the dated parts of an article: statements that may be Events, and why the others are none.

    Args:
        setting: the article and what holds for all of it.
        sentences: its sentences.
    """
    setting = replace(setting, technical=setting.technical or is_technical(setting.text, sentences))
    elsewhere = is_elsewhere(setting.text, sentences)
    for place, sentence in enumerate(sentences):
        dates = [date for date in sentence.dates if date.date is not None and not date.in_dateline]
        if sentence.dates and (elsewhere or not dates):
            yield (
                PassedOver(sentence.span, sentence.dates, Reason.ELSEWHERE)
                if elsewhere
                else without_date(sentence.span, sentence.dates)
            )
        elif dates:
            before = [each for each in sentences[max(0, place - _LOOK_BACK) : place] if _near(each, sentence)]
            yield from _of_sentence(setting, (sentence, before), dates)


def is_elsewhere(text: str, sentences: Sequence[Sentence]) -> bool:
    """Tell whether an article is about another country, as it seems: it names neither China nor who acts there."""
    grammar = read_grammar()
    named = any(
        mark.kind is MarkKind.AGENCY or (mark.kind is MarkKind.COMPANY and mark.key not in grammar.foreign_firms)
        for sentence in sentences
        for mark in sentence.marks
    )
    return not named and not grammar.china.stands_in(Spoken.of(text))


def _of_sentence(
    setting: ArticleSetting, around: tuple[Sentence, Sequence[Sentence]], dates: Sequence[ReadDate]
) -> Iterator[Statement | PassedOver]:
    sentence, _ = around
    begins = max((date.span.end for date in sentence.dates if date.in_dateline), default=sentence.span.start)
    whole = Span(begins, sentence.span.end)
    parts = [
        (part, [dates[each] for each in held])
        for part, held in cut_between(setting.text, whole, [date.span for date in dates])
    ]
    found: list[Statement | PassedOver | None] = [_statement(setting, around, part, held) for part, held in parts]
    for place in range(1, len(found)):
        # "On 2 February it published the list of 2024": the words that count stand beside the other date.
        if _lacks_date(found[place]) and _lacks_rule(found[place - 1]):
            (before, first), (after, then) = parts[place - 1 : place + 1]
            whole = Span(before.start, after.end)
            joined = _statement(setting, around, whole, [*first, *then])
            if isinstance(joined, Statement) and joined.cue:
                parts[place], found[place], found[place - 1] = (whole, [*first, *then]), joined, None
    made = any(isinstance(each, Statement) and each.cue and each.cue.rule.kind in _MADE for each in found)
    for each in found:
        if isinstance(each, Statement) and made and _only_applies(each):
            yield PassedOver(each.part, (each.date,), Reason.TOLD)
        elif each is not None:
            yield each


def _only_applies(statement: Statement) -> bool:
    """Tell whether a part only adds from when on the rule applies that its sentence tells of."""
    return statement.cue is not None and statement.cue.rule.kind is Kind.IN_FORCE


def _lacks_date(found: Statement | PassedOver | None) -> bool:
    return isinstance(found, PassedOver) and found.reason is Reason.COARSE and bool(found.detail)


def _lacks_rule(found: Statement | PassedOver | None) -> bool:
    if isinstance(found, Statement):
        return found.cue is None
    return found is not None and found.reason is Reason.NO_RULE


def _statement(
    setting: ArticleSetting, around: tuple[Sentence, Sequence[Sentence]], part: Span, dates: Sequence[ReadDate]
) -> Statement | PassedOver:
    sentence, before = around
    marks = _lent(part, sentence, before)
    rules = rules_for(setting, part, sentence, marks)
    cue = find_cue(setting.text, part, rules=rules)
    if cue is not None and _lacks_subject(setting, sentence, cue):
        return PassedOver(part, tuple(dates), Reason.NO_SUBJECT, f"rule “{cue.rule.name}”")
    date = _date_of(cue, dates, setting.published)
    if date is None or date.date is None or (cue is None and not (marks and is_plain(part.of(setting.text)))):
        reason, detail = _undated(cue, dates) if cue else _unruled(setting.text, part, rules, dates)
        return PassedOver(part, tuple(dates), reason, detail)
    sectors = tuple(mark for mark in sentence.sectors if part.holds(mark.start, mark.end))
    return Statement(sentence, part, date, date.date.first, cue, marks, sectors or sentence.sectors)


def is_technical(text: str, sentences: Sequence[Sentence]) -> bool:
    """Tell whether the first sentence speaks of technology, or many do."""
    speaking = [speaks_of_technology(each.span.of(text), (*each.marks, *each.sectors)) for each in sentences]
    return any(speaking[:1]) or sum(speaking) > _MANY * len(speaking)


def _lacks_subject(setting: ArticleSetting, sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a statement is about something else than technology; a lockdown touches all firms."""
    told = setting.technical or cue.rule.kind is Kind.PUBLIC_HEALTH or is_technical(setting.text, [sentence])
    return not told


def pass_over(setting: ArticleSetting, statement: Statement) -> PassedOver:
    """Tell why a statement to which no rule fits is none, where the record knows no Event like it."""
    rules = rules_for(setting, statement.part, statement.sentence, statement.marks)
    reason, detail = _unruled(setting.text, statement.part, rules, [statement.date])
    return PassedOver(statement.part, (statement.date,), reason, detail)


def _undated(cue: Cue, dates: Sequence[ReadDate]) -> tuple[Reason, str]:
    """Tell why none of the dates can be that of the words that count."""
    if any(_is_of_another(cue, date) for date in dates):
        return Reason.BEGAN, f"rule “{cue.rule.name}”"
    told = (date for date in dates if date.role is not DateRole.REPORTED)
    fine = [date for date in told if date.date is not None and date.date.first.precision not in _coarse(cue)]
    return Reason.AHEAD if fine else Reason.COARSE, f"rule “{cue.rule.name}”"


def _unruled(text: str, part: Span, rules: Sequence[StanceRule], dates: Sequence[ReadDate]) -> tuple[Reason, str]:
    """Tell why no rule fits."""
    if not rules:
        return Reason.FOREIGN, ""
    if turned := find_cue(text, part, rules=rules, turned=True):
        reason = Reason.DENIED if is_denied(text, part, turned) else Reason.DOUBTED
        return reason, f"rule “{turned.rule.name}”"
    if other := find_cue(text, part):
        return Reason.NO_ACTOR, f"rule “{other.rule.name}”"
    coarse = all(date.date is None or date.date.first.precision in _coarse(None) for date in dates)
    return Reason.COARSE if coarse else Reason.NO_RULE, ""


def _near(before: Sentence, sentence: Sentence) -> bool:
    return sentence.paragraph - before.paragraph <= 1


def _lent(part: Span, sentence: Sentence, before: Sequence[Sentence]) -> tuple[Mark, ...]:
    """Take each kind of name from the statement itself, else from its sentence, else from the nearest one before."""
    marks: list[Mark] = []
    for kind in (MarkKind.AGENCY, MarkKind.COMPANY, MarkKind.PERSON, MarkKind.RULE):
        whole = _of_kind(sentence, kind)
        own = [mark for mark in whole if part.holds(mark.start, mark.end)]
        lenders = [each for each in reversed(before) if _may_lend(kind, each, sentence)]
        marks += own or whole or next(filter(None, (_of_kind(each, kind) for each in lenders)), [])
    return tuple(marks)


def _may_lend(kind: MarkKind, before: Sentence, sentence: Sentence) -> bool:
    """Tell whether names of a kind carry over: a person's never do, and a firm's stay in their paragraph or bullet."""
    if kind is MarkKind.COMPANY:
        return before.paragraph == sentence.paragraph and before.item == sentence.item
    return kind is not MarkKind.PERSON


def _of_kind(sentence: Sentence, kind: MarkKind) -> list[Mark]:
    return [mark for mark in sentence.marks if mark.kind is kind]


def rules_for(setting: ArticleSetting, part: Span, sentence: Sentence, marks: Sequence[Mark]) -> tuple[StanceRule, ...]:
    """Return the rules whose actors stand in the statement or close before it."""
    grammar = read_grammar()
    words = Spoken.of(sentence.span.of(setting.text))
    agencies = [mark for mark in marks if mark.kind is MarkKind.AGENCY]
    own = any(not is_foreign(setting.jurisdictions.get(mark.key)) for mark in agencies)
    companies = [mark for mark in marks if mark.kind is MarkKind.COMPANY]
    if grammar.foreign.stands_in(words) and not own:
        # Another government's step counts where an agency of the record takes it against a firm of the record.
        touched = agencies and any(sentence.span.holds(mark.start, mark.end) for mark in companies)
        return tuple(rule for rule in read_rules() if rule.acts == "foreign") if touched else ()
    acts = {"foreign", "anyone"}
    titled = any(mark.kind is MarkKind.RULE for mark in sentence.marks)
    if agencies or companies or titled or grammar.state.stands_in(words):
        acts.add("state")
    if any(
        mark.start < part.end and (part.holds(mark.start, mark.end) or mark.start < part.start) for mark in companies
    ):
        acts.add("company")
    return tuple(rule for rule in read_rules() if rule.acts in acts)


def _date_of(cue: Cue | None, dates: Sequence[ReadDate], published: PartialDate | None) -> ReadDate | None:
    """Choose the date that belongs to the words that count: the nearest one that can be the day of an Event."""
    told = (date for date in dates if date.role is not DateRole.REPORTED and not _is_of_another(cue, date))
    fit = [date for date in told if date.date is not None and _can_date(cue, date.date, published)]
    at = cue.start if cue else 0
    return min(
        fit,
        key=lambda date: (_is_beside(date), min(abs(date.span.start - at), abs(date.span.end - at))),
        default=None,
    )


def _is_beside(date: ReadDate) -> bool:
    """Tell whether a date rather says how long something lasted, or until when, than when it was done."""
    spoken = date.date
    lasts = spoken is not None and spoken.end is not None and (spoken.end - spoken.start).days > _LONG
    return date.role is DateRole.ENDS or lasts


def _is_of_another(cue: Cue | None, date: ReadDate) -> bool:
    """Tell whether something else began on a date: a fine happens on one day, and what begins then is its case."""
    return cue is not None and cue.rule.by_size and date.role is DateRole.BEGINS


def _can_date(cue: Cue | None, date: PartialDate, published: PartialDate | None) -> bool:
    if date.first.precision in _coarse(cue):
        return False
    ahead = published is not None and date.start > published.start
    return not ahead or (cue is not None and cue.rule.expected)


def _coarse(cue: Cue | None) -> frozenset[Precision]:
    """Return the precisions that are too coarse for an Event of this kind."""
    return _PERIODS if cue is None or cue.rule.kind is Kind.COMPANY_RESPONSE else TOO_COARSE
