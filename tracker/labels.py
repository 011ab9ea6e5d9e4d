"""What people call the fields of the record: the words on the form, in the history and in every message on a screen."""

import re
from collections.abc import Mapping

EVENT_LABELS: dict[str, str] = {
    "title": "Title",
    "title_zh": "Chinese title",
    "date": "Date",
    "date_text": "Date as it was typed",
    "end": "End",
    "end_text": "End as it was typed",
    "kind": "Kind",
    "stance": "Stance",
    "stance_reason": "Why this stance",
    "reach": "Reach",
    "certainty": "Certainty",
    "sectors": "Sectors",
    "agencies": "Agencies",
    "companies": "Companies",
    "people": "People",
    "thread": "Thread",
    "summary": "Summary",
    "date_evidence": "Evidence for the date",
    "sources": "Sources",
}
"""The fields of an Event's form, in the order of its document."""

SOURCE_LABELS: dict[str, str] = {
    "url": "Address (URL)",
    "publisher": "Publisher",
    "published_on": "Published on",
    "kind": "Sort",
    "language": "Language",
}
"""The fields of one source."""

_OTHERS = {
    "slug": "Name in links",
    "key": "Name in links",
    "review_state": "Review",
    "origin": "Came in by",
    "merged_into": "Merged into",
    "name": "Name",
    "name_zh": "Chinese name",
    "aliases": "Other names",
    "jurisdiction": "Country",
    "tickers": "Ticker symbols",
    "type": "Sort of name",
    "coder": "Coder",
    "reason": "Reason",
    "why": "Why this change",
    "stages": "Stages",
    "number": "Official number",
    "event": "Event",
    "slugs": "Events",
    "heading": "Heading of a table",
    "field": "Field",
    "source_urls": "Addresses of the sources",
    "source_publishers": "Publishers of the sources",
    "source_dates": "Dates of the sources",
    "source_languages": "Languages of the sources",
    "source_kinds": "Sorts of the sources",
    "first_on": "First day",
    "last_on": "Last day",
    "end_on": "Last day of the end",
}

_SOURCE = re.compile(r"sources\.([0-9]+)(?:\.(\w+))?")
_ROW = re.compile(r"source ([0-9]+) (\w+)")


def problems_in_words(problems: Mapping[str, str]) -> str:
    """Return problems as sentences that name each field as people call it.

    Args:
        problems: a field, or a place in the sources, to one sentence.
    """
    return " ".join(f"{label_of(field)}: {sentence}" for field, sentence in problems.items())


def label_of(field: str) -> str:
    """Return what people call a field of a document, a form or a table; a place in the sources names which source.

    Args:
        field: a field's name in the program, or a place such as the one of a source's address.
    """
    if match := _SOURCE.fullmatch(field):
        source = f"source {int(match[1]) + 1}"
        return f"{SOURCE_LABELS[match[2]]} of {source}" if match[2] in SOURCE_LABELS else source.capitalize()
    words = field.replace("_", " ").replace(".", " ").strip()
    return EVENT_LABELS.get(field) or _OTHERS.get(field) or SOURCE_LABELS.get(field) or words[:1].upper() + words[1:]


def label_in_form(field: str) -> str:
    """Return what people call a field of a form, in which a source's fields are named ``source 0 url``."""
    match = _ROW.fullmatch(field)
    return label_of(f"sources.{match[1]}.{match[2]}" if match else field)
