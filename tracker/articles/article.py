"""An article as it is read, and a place in its text with what it means."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Article:
    """A published text.

    Attributes:
        text: the main text, in which all spans count.
        title: the page's title, empty where there is none.
        published: the day of publication; without it, words like "on Sunday" cannot be read.
        url: the page's address, empty where it is not known.
        publisher: who published it, empty where it is not known.
        language: ``en`` or ``zh``, whichever most of the text is; empty where it is neither, and nothing is proposed.
        notes: what a person should know about how it was read.
        kind: what sort of source it is, None where that is not known.
        said_language: a short code, where the publisher says it; it stands on the source.
    """

    text: str
    title: str = ""
    published: dt.date | None = None
    url: str = ""
    publisher: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()
    kind: str | None = None
    said_language: str = ""


class MarkKind(StrEnum):
    """What a marked span stands for."""

    DATE = "date"
    AGENCY = "agency"
    COMPANY = "company"
    PERSON = "person"
    RULE = "rule"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class Mark:
    """One recognised span.

    Attributes:
        start: the place of its first character in the article.
        end: the place after its last character.
        kind: what it stands for.
        key: the vocabulary's key, a date's EDTF text, or a rule's name.
        text: the words as they stand there.
        confidence: from 0 to 1.
    """

    start: int
    end: int
    kind: MarkKind
    key: str
    text: str
    confidence: float


def without_overlaps(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Keep the longer of two marks that overlap, and the first where they are alike, in the order of the text."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, each.start - each.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
        elif mark.end - mark.start > kept[-1].end - kept[-1].start:
            kept[-1] = mark
    return tuple(kept)


def keys_of(marks: Iterable[Mark], kind: MarkKind) -> tuple[str, ...]:
    """Return the keys of one kind in the order in which they are first named."""
    return tuple(dict.fromkeys(mark.key for mark in marks if mark.kind is kind))
