"""Which Events a person is asked about, and where: each once, and the likeliest sentences first in sight."""

import re
from dataclasses import replace

from tracker.articles import Analysis, Mention, Question
from tracker.event.labels import standing_words
from tracker.read_models import EventRow
from tracker.web.text import escape_markdown

_MOST_AT_ONCE = 4
"""So many sentences are asked about at once; the others fold away."""

_HARMLESS = re.compile(r"\d(?:[^\W_]|[ ,;'’“”%()]|-(?![->])|\.(?=\d))*\.?")


def asked_once(found: Analysis) -> tuple[list[Question], list[Question]]:
    """Ask about each Event only at the sentence that speaks of it most; return the likeliest sentences, and the others.

    Both are in the order of the text. What stands beside a new candidate is asked about there.
    """
    beside = {mention.event.slug for candidate in found.new for mention in candidate.alternatives}
    best: dict[str, Mention] = {}
    for mention in (mention for question in found.questions for mention in question.mentions):
        other = best.get(mention.event.slug)
        if mention.event.slug not in beside and (other is None or mention.evidence > other.evidence):
            best[mention.event.slug] = mention
    asked = [
        replace(question, mentions=tuple(each for each in question.mentions if best.get(each.event.slug) is each))
        for question in found.questions
    ]
    asked = [question for question in asked if question.mentions]
    likely = sorted(asked, key=_evidence, reverse=True)[:_MOST_AT_ONCE]
    return [each for each in asked if each in likely], [each for each in asked if each not in likely]


def _evidence(question: Question) -> float:
    return max(mention.evidence for mention in question.mentions)


def label_of_tick(words: str) -> str:
    """Return words that begin with a date as the label of a box to tick.

    The voice that reads a page out is given the label as it is written, escapes included, so harmless words have none.
    """
    return words if _HARMLESS.fullmatch(words) else escape_markdown(words)


def words_of_event(event: EventRow) -> str:
    """Return an Event's date and title, and where it stands unless it is in the record."""
    return f"{event.date}  {event.title}{standing_words(event)}"
