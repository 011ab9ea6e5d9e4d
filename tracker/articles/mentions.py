"""What an article says of the record: Events that it speaks of, and those that it may speak of."""

from dataclasses import dataclass

from tracker.articles.sentences import Span
from tracker.read_models import EventRow


@dataclass(frozen=True, slots=True)
class Mention:
    """An Event of the record that a part of the text speaks of.

    Attributes:
        event: the Event.
        span: the words that speak of it.
        why: the reasons in words, for the person who looks at it.
        evidence: the sum of what speaks for it.
        surely: whether it is offered as held by the record, and not only as a question.
    """

    event: EventRow
    span: Span
    why: tuple[str, ...]
    evidence: float
    surely: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that may speak of Events of the record, the likeliest first; a person confirms or refuses each."""

    span: Span
    mentions: tuple[Mention, ...]
