"""An article as it is read: its text, its day of publication, and what is known of the page."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """A published text.

    Attributes:
        text: the main text, in which all spans count.
        title: the page's title, empty where there is none.
        published: the day of publication; without it, words like "on Sunday" cannot be read.
        url: the page's address, empty where it is not known.
        publisher: who published it, empty where it is not known.
        language: ``en`` or ``zh``, whichever most of the text is.
        notes: what a person should know about how it was read.
    """

    text: str
    title: str = ""
    published: dt.date | None = None
    url: str = ""
    publisher: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()
