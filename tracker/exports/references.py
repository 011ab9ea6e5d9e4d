"""The sources of Events as references: BibTeX, RIS and CSL-JSON."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO

from tracker.addresses import normalise_address
from tracker.citation import TRACKER_NAME, address_for_bibtex, bibtex_entry, for_bibtex, ris_entry
from tracker.dates import PartialDate, describe, from_edtf
from tracker.event.labels import NOT_OPENED
from tracker.exports.asked import Asked, Written
from tracker.exports.documents import plain_document
from tracker.exports.writers import blocks, write_list
from tracker.vocabulary import Precision, Seen

_PARTS: Mapping[Precision, int] = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}
"""So many parts of a date are known; a quarter or a half is told by its first and last month."""

_NO_LETTER = re.compile("[^a-z0-9]+")
_DIGITS = 12
"""Of a hash; so many tell a million pages apart but for one case in five hundred."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A page that supports an Event, as something to cite.

    Attributes:
        key: names the page for good in any list of references, by its host and a hash of its address.
        title: what it is on, in brackets, since its own title is not known.
        publisher: who published it, and so is cited as its author; empty where that is not known.
        published: when, as far as that is known; None where it is not.
        url: its address.
        language: its language, empty where that is not known.
        note: which Event it supports, and what the record says of it.
        opened: whether the page itself was; of one that was not there is no day of access.
    """

    key: str
    title: str
    publisher: str
    published: PartialDate | None
    url: str
    language: str
    note: str
    opened: bool


class _Pages:
    """The pages behind what is asked for, each once, and how many there were."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._seen: set[str] = set()

    def __iter__(self) -> Iterator[Reference]:
        for document in map(plain_document, self._asked.events()):
            for source in document["sources"]:
                key = key_of(source["url"])
                if key not in self._seen:
                    self._seen.add(key)
                    yield _reference(key, document, source)

    @property
    def written(self) -> Written:
        """How many pages there were."""
        return Written(len(self._seen), "source")


def bibtex_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write the sources of what is asked for as BibTeX, in UTF-8."""
    pages = _Pages(asked)
    stream.writelines(blocks(f"{_bibtex(each, asked.on)}\n" for each in pages))
    return pages.written


def ris_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write the sources of what is asked for as RIS, in UTF-8."""
    pages = _Pages(asked)
    stream.writelines(blocks(f"{_ris(each, asked.on)}\r\n" for each in pages))
    return pages.written


def csl_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write the sources of what is asked for as CSL-JSON."""
    pages = _Pages(asked)
    write_list((_csl(each, asked.on) for each in pages), stream)
    return pages.written


def key_of(url: str) -> str:
    """Return what names a page in lists of references: the same however it is written, beside any Event."""
    page = normalise_address(url)
    host = _NO_LETTER.sub("-", page.partition("/")[0]).strip("-")
    return f"{host}-{sha256(page.encode()).hexdigest()[:_DIGITS]}".removeprefix("-")


def _reference(key: str, document: Mapping[str, Any], source: Mapping[str, Any]) -> Reference:
    title = f"{document['title']} ({document['title_zh']})" if document["title_zh"] else document["title"]
    published = from_edtf(source["published_on"]) if source["published_on"] else None
    supports = f"Supports the event {document['slug']} of {describe(document['date'])} in the {TRACKER_NAME}"
    # Two fields hold a date as it is known; what they cannot say stands in words.
    when = f"published {published.words}" if published and _plain_date(published) is None else ""
    opened = source["seen"] != Seen.LINK
    return Reference(
        key=key,
        title=f"[On: {title}]",
        publisher=source["publisher"],
        published=published,
        url=source["url"],
        language=source["language"] or "",
        note="; ".join(part for part in (supports, when, source["note"] if opened else NOT_OPENED) if part),
        opened=opened,
    )


def _plain_date(date: PartialDate) -> str | None:
    """Return a year, month or day as ISO text; None for anything that is not known as one of them."""
    return date.edtf if date.precision in _PARTS and not date.approximate and not date.is_interval else None


def _bibtex(page: Reference, on: dt.date) -> str:
    plain = _plain_date(page.published) if page.published else None
    year, month = (plain or "").split("-")[:2] if plain and "-" in plain else (plain or "", "")
    return bibtex_entry(
        page.key,
        {
            # Who publishes a page answers for it; double braces keep an institution's name whole.
            "author": f"{{{for_bibtex(page.publisher)}}}" if page.publisher else "",
            "title": f"{{{for_bibtex(page.title)}}}",
            "year": year or (str(page.published.start.year) if page.published else ""),
            "month": month.removeprefix("0"),
            "date": plain or "",
            "language": for_bibtex(page.language),
            "note": for_bibtex(page.note),
            "url": address_for_bibtex(page.url),
            "urldate": on.isoformat() if page.opened else "",
        },
    )


def _ris(page: Reference, on: dt.date) -> str:
    plain = _plain_date(page.published) if page.published else None
    # The form has three places behind the year, the last for words; what is not known stays empty. It takes an author
    # apart at a comma and knows no sign against that.
    is_whole = "," not in page.publisher
    return ris_entry(
        (
            ("ID", page.key),
            ("AU", page.publisher if is_whole else ""),
            ("TI", page.title),
            ("PB", "" if is_whole else page.publisher),
            ("PY", str(page.published.start.year) if page.published else ""),
            ("DA", f"{plain.replace('-', '/')}{'/' * (3 - plain.count('-'))}" if plain else ""),
            ("LA", page.language),
            ("N1", page.note),
            ("UR", page.url),
            ("Y2", f"{on:%Y/%m/%d}/" if page.opened else ""),
        )
    )


def _csl(page: Reference, on: dt.date) -> dict[str, Any]:
    values = {
        "id": page.key,
        "type": "webpage",
        "author": [{"literal": page.publisher}] if page.publisher else [],
        "title": page.title,
        "issued": _csl_date(page.published) if page.published else None,
        "accessed": {"date-parts": [[on.year, on.month, on.day]]} if page.opened else None,
        "language": page.language,
        "URL": page.url,
        "note": page.note,
    }
    return {name: value for name, value in values.items() if value}


def _csl_date(date: PartialDate) -> dict[str, Any]:
    known = _PARTS.get(date.precision, _PARTS[Precision.MONTH])
    # An open end is told by the note alone: the form knows spans of two ends only.
    ends = [date.start, date.end] if date.is_interval or date.precision not in _PARTS else [date.start]
    parts = [[day.year, day.month, day.day][:known] for day in ends if day is not None]
    return {"date-parts": parts, **({"circa": True} if date.approximate else {})}
