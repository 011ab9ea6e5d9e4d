"""Why a dated part of an article became no candidate, so that a person sees what was passed over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.articles.dating import ReadDate
from tracker.articles.sentences import Span


class Reason(StrEnum):
    """Why a dated part of a text is no candidate."""

    UNREAD = "unread"
    DATELINE = "dateline"
    ELSEWHERE = "elsewhere"
    FOREIGN = "foreign"
    DENIED = "denied"
    DOUBTED = "doubted"
    NO_ACTOR = "no-actor"
    NO_SUBJECT = "no-subject"
    COARSE = "coarse"
    AHEAD = "ahead"
    NO_RULE = "no-rule"
    BEGAN = "began"
    TOLD = "told"
    HELD = "held"

    @property
    def words(self) -> str:
        """The reason in words."""
        return _WORDS[self]


_WORDS = {
    Reason.UNREAD: "its date was not read",
    Reason.DATELINE: "background only: its date says when and where the text was written",
    Reason.ELSEWHERE: "about another country, as it seems: the text names neither China nor an agency of the record",
    Reason.FOREIGN: "about another country: no agency of the record acts",
    Reason.DENIED: "denied: it says that this did not happen",
    Reason.DOUBTED: "only possible: a rumour, a forecast or a condition",
    Reason.NO_ACTOR: "nobody who acts is named near it",
    Reason.NO_SUBJECT: "not about technology, as it seems: no firm, sector or regulator of it is named, nor on top",
    Reason.COARSE: "background only: its date is a whole period, too coarse for an event",
    Reason.AHEAD: "still to come: it was not yet so on the day of publication",
    Reason.NO_RULE: "no rule of the lexicon matches its words",
    Reason.BEGAN: "background only: its date is the day on which something else began",
    Reason.TOLD: "told again: the same event is listed from another place of the text",
    Reason.HELD: "told without a date, and like an event of the record",
}


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of the text that became no candidate, though it has a date or tells what happened.

    Attributes:
        span: the part; the whole sentence where it holds one date.
        dates: its dates as they were read; none where it has none and is told again.
        reason: why.
        detail: what the reason rests on, such as the rule whose words stand there; may be empty.
    """

    span: Span
    dates: tuple[ReadDate, ...]
    reason: Reason
    detail: str = ""

    @property
    def why(self) -> str:
        """The reason in words, for the person who looks at it."""
        return f"{self.reason.words} ({self.detail})" if self.detail else self.reason.words


def without_date(span: Span, dates: Iterable[ReadDate]) -> PassedOver:
    """Tell why no date of a sentence can be that of an Event: the dateline, or not read.

    Args:
        span: the sentence.
        dates: its dates, at least one, none of them readable outside the dateline.
    """
    held = tuple(dates)
    unread = next((date for date in held if date.date is None and not date.in_dateline), None)
    if unread is None:
        return PassedOver(span, held, Reason.DATELINE)
    return PassedOver(span, held, Reason.UNREAD, f"“{unread.text}” {unread.how}")


def joined(passed: Iterable[PassedOver]) -> Iterator[PassedOver]:
    """Yield what was passed over in the order of the text, neighbours with the same reason as one."""
    last: PassedOver | None = None
    for each in sorted(passed, key=lambda one: one.span.start):
        if last and last.span.end == each.span.start and (last.reason, last.detail) == (each.reason, each.detail):
            last = replace(last, span=Span(last.span.start, each.span.end), dates=(*last.dates, *each.dates))
            continue
        if last:
            yield last
        last = each
    if last:
        yield last
