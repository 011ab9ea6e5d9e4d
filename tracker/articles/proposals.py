"""What is proposed for a statement's Event, each value with the words that led to it and how sure it is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.articles.article import Mark, MarkKind
from tracker.articles.levels import level_of
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import Cue
from tracker.articles.statements import Statement
from tracker.read_models import EventRow
from tracker.vocabulary import Kind, Reach, is_foreign

PROPOSED_LENGTH = 140
"""The longest title that is proposed, in characters; chosen by eye."""

_LEAD = re.compile(
    r"^(?:[\s,;:，。；：、—–\-•*“\"]+|(?:and|but|while|which|that|also|only|yet|此外|另外|据悉|记者获悉|其中)(?![a-z])[\s,，]*"
    r"|(?:In|On|By|From|Since|At|Late|Early|于|自|在)?\s*$)+"
)
_SAID = re.compile(
    r",?\s+(?:it|he|she|they|the (?:ministry|regulator|company|agency|bureau|paper))\s+(?:said|says|added)(?:\s.*)?$"
)
_PREPOSITION = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]n|[Aa]t|[Bb]y|[Ff]rom|[Ss]ince|[Oo]f|[Dd]uring|[Ll]ate|[Ee]arly)|[于在自至])\s*$"
)
_LEFT_OVER = re.compile(r"\s*[,，]\s*(?=[,，.。;；])|\(\s*\)|（\s*）")
_AFTER_DATE = re.compile(r"^\s*[:：,，、]?\s*")
_ONE_FIRM = re.compile(
    r"\b(?:the|a|an|its) (?:[\w-]+ ){0,3}(?:company|firm|app|platform|operator|maker)\b"
    r"|该公司|该企业|该App|该平台|该应用"
)

# Chosen by eye, not fitted.
_MOST_OF = 0.6
"""The share of a firm's or a story's Events that have to agree before their sector or thread is proposed."""

_STORY_DAYS = 500
"""Events of one story lie within so many days of a statement."""

_LOW, _MIDDLE, _SURE = 0.5, 0.75, 0.99
"""An order of proposals, and no measured share of right ones."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposed value.

    Attributes:
        value: what is proposed, as the form and the files write it.
        words: where in the article the words stand that led to it; empty where the record led to it.
        why: one line for the person who checks it.
        confidence: from 0 to 1.
        guess: whether it does not stand in the statement itself; it is offered unticked, and no draft takes it over.
    """

    value: str
    words: tuple[Span, ...]
    why: str
    confidence: float
    guess: bool = False

    @property
    def reason(self) -> str:
        """Why it is proposed, and whether it is a guess."""
        return f"{self.why}, a guess" if self.guess else self.why


def propose_title(text: str, statement: Statement) -> Suggestion:
    """Propose a title: the statement without its date and what only leads in or says who said so."""
    part, date = statement.part, statement.date.span
    title = part.of(text)
    if part.holds(date.start, date.end):
        before, after = text[part.start : date.start], text[date.end : part.end]
        before = _PREPOSITION.sub("", before)
        title = f"{before} {_AFTER_DATE.sub('', after)}" if before.strip() else _AFTER_DATE.sub("", after)
    title = _SAID.sub("", _LEFT_OVER.sub("", _LEAD.sub("", " ".join(title.split()))))
    title = re.sub(r"(?<=[\u3400-\u9fff”》]) (?=[\u3400-\u9fff“《])", "", title).strip(' ,;:，；：、.。“”"')
    title = _shortened(title or statement.sentence.span.of(text).strip())
    return Suggestion(title[0].upper() + title[1:], (part,), "the statement without its date", _MIDDLE)


def _shortened(title: str) -> str:
    if len(title) <= PROPOSED_LENGTH:
        return title
    cut = title[: PROPOSED_LENGTH - 1]
    place = max(cut.rfind(" "), cut.rfind("，"), cut.rfind("、"))
    return f"{cut[: place if place > PROPOSED_LENGTH // 2 else len(cut)].rstrip(' ,，、')}…"


def propose_code(text: str, statement: Statement, jurisdictions: Mapping[str, str | None]) -> dict[str, Suggestion]:
    """Propose kind, stance, the reason for it, and reach, by the rule whose words fit."""
    if statement.cue is None:
        return {}
    rule, words = statement.cue.rule, statement.cue.spans
    why = f"rule “{rule.name}”"
    # What is only named close by is a guess, and decides nothing that is ticked.
    agencies = {mark.key for mark in _named_in(statement, MarkKind.AGENCY)}
    kind = rule.kind
    if agencies and all(is_foreign(jurisdictions.get(key)) for key in agencies) and rule.acts == "state":
        kind, why = Kind.FOREIGN_MEASURE, f"{why}, by an agency of another country"
    reach, reach_words, reach_why = _reach(text, statement, statement.cue)
    stance, moved = level_of(text, statement.part, statement.cue)
    return {
        "kind": Suggestion(kind.value, words, why, _MIDDLE),
        "stance": Suggestion(str(int(stance)), words, f"{why}; {moved}" if moved else why, _MIDDLE),
        "stance_reason": Suggestion(rule.says, words, why, _MIDDLE),
        "reach": Suggestion(str(int(reach)), reach_words, reach_why, _LOW),
    }


def recorded_code(event: EventRow) -> dict[str, Suggestion]:
    """Give kind, stance, its reason and reach as the record codes an Event that it holds."""
    values = {
        "kind": event.kind.value,
        "stance": str(int(event.stance)),
        "stance_reason": event.stance_reason,
        "reach": str(int(event.reach)),
    }
    return {field: Suggestion(value, (), "as the record codes it", _SURE) for field, value in values.items()}


def _reach(text: str, statement: Statement, cue: Cue) -> tuple[Reach, tuple[Span, ...], str]:
    companies = _named_in(statement, MarkKind.COMPANY)
    firms = len({mark.key for mark in companies})
    if cue.rule.reach is not None:
        return cue.rule.reach, cue.spans, f"rule “{cue.rule.name}”"
    if firms:
        reach = Reach.FIRM if firms == 1 else Reach.SEGMENT
        return reach, tuple(Span(mark.start, mark.end) for mark in companies), "the firms that are named"
    if one := _ONE_FIRM.search(text, statement.part.start, statement.part.end):
        return Reach.FIRM, (Span(one.start(), one.end()),), "it speaks of one firm"
    if sectors := [mark for mark in statement.sectors if statement.part.holds(mark.start, mark.end)]:
        return Reach.SECTOR, tuple(Span(mark.start, mark.end) for mark in sectors), "a sector is named"
    return Reach.FIRM, cue.spans, "nothing wider is named"


def _named_in(statement: Statement, kind: MarkKind) -> list[Mark]:
    """Return the names of a kind that stand in the statement itself."""
    return [mark for mark in statement.marks if mark.kind is kind and statement.part.holds(mark.start, mark.end)]


def propose_names(statement: Statement, kind: MarkKind) -> tuple[Suggestion, ...]:
    """Propose the agencies, companies or people that the statement names."""
    proposed: dict[str, Suggestion] = {}
    for mark in statement.marks:
        if mark.kind is kind:
            proposed.setdefault(mark.key, _named(mark, statement))
    return tuple(proposed.values())


def _named(mark: Mark, statement: Statement) -> Suggestion:
    inside = statement.part.holds(mark.start, mark.end)
    where = "named" if inside else "named close by"
    confidence = mark.confidence if inside else mark.confidence / 2
    return Suggestion(mark.key, (Span(mark.start, mark.end),), where, confidence, guess=not inside)


def propose_sectors(statement: Statement, events: Sequence[EventRow]) -> tuple[Suggestion, ...]:
    """Propose sectors by their words, and by what the record says of the firms that are named."""
    proposed: dict[str, Suggestion] = {}
    for mark in statement.sectors:
        inside = statement.part.holds(mark.start, mark.end)
        where = "named" if inside else "named close by"
        proposed.setdefault(
            mark.key, Suggestion(mark.key, (Span(mark.start, mark.end),), where, _MIDDLE, guess=not inside)
        )
    for mark in statement.marks:
        if mark.kind is MarkKind.COMPANY:
            own = [event for event in events if mark.key in event.companies]
            counts = Counter(sector for event in own for sector in event.sectors)
            for sector, count in counts.most_common(2):
                if count >= _MOST_OF * len(own):
                    words = (Span(mark.start, mark.end),)
                    why = f"{count} of {len(own)} events of {mark.key} in the record"
                    proposed.setdefault(sector, Suggestion(sector, words, why, _LOW, guess=True))
    return tuple(proposed.values())


def propose_thread(statement: Statement, events: Sequence[EventRow]) -> tuple[Suggestion, ...]:
    """Propose the thread that most of the record's Events with the same names and sectors belong to, near that date."""
    names = {mark.key for mark in statement.marks if mark.kind is MarkKind.COMPANY}
    sectors = {mark.key for mark in statement.sectors}
    counts: Counter[str] = Counter()
    total = 0
    if statement.when is None:
        return ()
    for event in events:
        if abs((event.first_on - statement.when.start).days) > _STORY_DAYS:
            continue
        if names & set(event.companies) if names else len(sectors & set(event.sectors)) > 0:
            total += 1
            if event.thread:
                counts[event.thread] += 1
    thread, count = counts.most_common(1)[0] if counts else ("", 0)
    if not thread or count < _MOST_OF * total:
        return ()
    marks = [mark for mark in (*statement.marks, *statement.sectors) if mark.key in names | sectors]
    words = tuple(Span(mark.start, mark.end) for mark in marks)
    return (Suggestion(thread, words, f"{count} of {total} events of these names near that date", _LOW, guess=True),)
