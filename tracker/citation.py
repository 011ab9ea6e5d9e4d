"""How to cite the tracker: a view of it or one Event, as text, as BibTeX and as RIS.

No author is invented: the tracker itself stands in that place, by the name that ``CITATION.cff`` gives it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.dates import describe
from tracker.event.labels import source_remarks, when
from tracker.read_models import EventRow, RecordState, SourceRow, SyntheticShare
from tracker.vocabulary import ReviewState

TRACKER_NAME = "China tech regulation tracker"
"""As ``CITATION.cff`` has it."""

LICENCE = "MIT"
"""Of code and record."""


class CitationFormat(StrEnum):
    """How a citation is written."""

    TEXT = "text"
    BIBTEX = "bibtex"
    RIS = "ris"

    @property
    def ending(self) -> str:
        """What a file of it ends in."""
        return {"bibtex": "bib", "ris": "ris"}.get(self.value, "txt")


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited.

    Attributes:
        key: names it in a list of references, in Latin letters, digits and hyphens.
        title: its title.
        state: the state of the record.
        accessed_on: the day on which it was looked at.
        url: the page's address; empty where there is none.
        title_zh: the Chinese title.
        date: the day of an Event, in words.
        sources: the pages that support an Event, in words.
        standing: what is to be known of an Event that is not in the accepted record; empty for one that is.
    """

    key: str
    title: str
    state: RecordState
    accessed_on: dt.date
    url: str = ""
    title_zh: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()
    standing: str = ""

    @property
    def year(self) -> int:
        """The year of the state of the record."""
        return (self.state.changed_on or self.accessed_on).year

    @property
    def whole_title(self) -> str:
        """The title with the Chinese one, where there is one, the day, and in brackets what is not in the record."""
        title = f"{self.title} ({self.title_zh})" if self.title_zh else self.title
        dated = f"{title}, {self.date}" if self.date else title
        return f"{dated} [{self.standing}]" if self.standing else dated


def state_words(state: RecordState) -> str:
    """Say which state of the record something was made from."""
    if state.changed_on is None:
        return "empty record"
    words = f"record of {describe(state.changed_on.isoformat())}, change {state.change:,}"
    if state.synthetic is SyntheticShare.ALL:
        return f"synthetic {words}"
    return f"{words}, with synthetic events in it" if state.synthetic is SyntheticShare.SOME else words


def about_words(kept: Sequence[str], state: RecordState) -> tuple[tuple[str, str], ...]:
    """Say what a file is about: what, and its words.

    Args:
        kept: what the filter and the period keep, part by part.
        state: the state of the record.
    """
    return (
        ("source", f"{TRACKER_NAME}, {state_words(state)}"),
        ("licence", LICENCE),
        ("filter", "; ".join(kept) or "everything"),
    )


def cited_view(subject: str, words: Sequence[str], state: RecordState, accessed_on: dt.date, url: str = "") -> Cited:
    """Return a view of the record as something to cite.

    Args:
        subject: what it shows, such as "Timeline".
        words: what its filter and its period keep, in words.
        state: the state of the record.
        accessed_on: the day on which it was looked at.
        url: the address of the page.
    """
    kept = f" ({'; '.join(words)})" if words else ""
    return Cited(
        f"china-tech-{state.change}", f"{subject} of China's regulation of technology{kept}", state, accessed_on, url
    )


def cited_event(event: EventRow, state: RecordState, accessed_on: dt.date, url: str = "") -> Cited:
    """Return an Event as something to cite, with its sources; one that is not accepted is told as what it is."""
    sources = tuple(map(_source, event.sources))
    is_accepted = event.review_state is ReviewState.ACCEPTED
    return Cited(
        f"china-tech-{event.slug}",
        event.title,
        state,
        accessed_on,
        url,
        event.title_zh or "",
        when(event),
        sources,
        "" if is_accepted else f"{event.review_state.value}; not in the accepted record",
    )


def _source(source: SourceRow) -> str:
    published = describe(source.published_on) if source.published_on else ""
    words = ", ".join(part for part in (source.publisher, published, source.url) if part)
    # A note of a page that was opened is about the record; that one was not is about the citation.
    return " ".join((words, *source_remarks(source))) if source.seen else words


def cite(cited: Cited, form: CitationFormat) -> str:
    """Write a citation; it ends without a line break where it is text."""
    return _WRITERS[form](cited)


def _note(cited: Cited) -> str:
    supported = f"; sources: {'; '.join(cited.sources)}" if cited.sources else ""
    words = state_words(cited.state) + supported
    return words[0].upper() + words[1:]


def _text(cited: Cited) -> str:
    accessed = f"accessed {describe(cited.accessed_on.isoformat())}"
    place = f"{cited.url} ({accessed})" if cited.url else accessed[0].upper() + accessed[1:]
    state = state_words(cited.state)
    sentences = [f"{TRACKER_NAME}: “{cited.whole_title}”", state[0].upper() + state[1:], place]
    sentences += [f"Sources: {'; '.join(cited.sources)}"] if cited.sources else []
    return ". ".join(sentences) + "."


_BIBTEX_SIGNS: Mapping[int, str] = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces behind a backslash as well, so that an odd one would end the field.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# In an address these signs would end the field; the others stand there as they are.
_ADDRESS_SIGNS: Mapping[int, str] = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def _bibtex(cited: Cited) -> str:
    # Double braces keep a name from being taken apart, and a title's capitals.
    return bibtex_entry(
        cited.key,
        {
            "author": f"{{{for_bibtex(TRACKER_NAME)}}}",
            "title": f"{{{for_bibtex(cited.whole_title)}}}",
            "year": str(cited.year),
            "note": for_bibtex(_note(cited)),
            "url": address_for_bibtex(cited.url),
            "urldate": cited.accessed_on.isoformat(),
        },
    )


def bibtex_entry(key: str, values: Mapping[str, str]) -> str:
    """Write an entry of a page on the web; it ends with a line break.

    Args:
        key: names it in a list of references.
        values: by field what stands between its braces, as BibTeX has it; an empty one is left out.
    """
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def for_bibtex(text: str) -> str:
    """Write a text as BibTeX takes it: on one line, and without a sign of its own."""
    return " ".join(text.split()).translate(_BIBTEX_SIGNS)


def address_for_bibtex(url: str) -> str:
    """Write an address as BibTeX takes it."""
    return url.translate(_ADDRESS_SIGNS)


def _ris(cited: Cited) -> str:
    return ris_entry(
        (
            ("AU", TRACKER_NAME),
            ("TI", cited.whole_title),
            ("PY", str(cited.year)),
            ("DA", f"{cited.state.changed_on:%Y/%m/%d}" if cited.state.changed_on else ""),
            ("N1", _note(cited)),
            ("UR", cited.url),
            ("Y2", f"{cited.accessed_on:%Y/%m/%d}"),
        )
    )


def ris_entry(values: Sequence[tuple[str, str]]) -> str:
    """Write an entry of a page on the web as RIS, of tags and texts; an empty one is left out."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in (("TY", "ELEC"), *values) if value]
    # The form asks for this end of a line, and for a blank behind the last dash.
    return "\r\n".join([*lines, "ER  - ", ""])


_WRITERS = {CitationFormat.TEXT: _text, CitationFormat.BIBTEX: _bibtex, CitationFormat.RIS: _ris}
