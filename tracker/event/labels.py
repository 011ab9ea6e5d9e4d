"""What people call the fields of the record: the words on the form, in the history and in every message on a screen."""

import re
from collections.abc import Iterator, Mapping

from tracker.cleaning import invisible_in
from tracker.dates import describe
from tracker.event.fields import ALL_FIELDS, SOURCE_LABELS
from tracker.read_models import OPEN_END, EventRow, SourceRow
from tracker.vocabulary import ReviewState, Seen

_LABELS = {
    **SOURCE_LABELS,
    "key": "Name in links",
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
    "open_fields": "To be decided",
    **{each.name: each.label for each in ALL_FIELDS},
}

_SOURCE = re.compile(r"sources\.([0-9]+)(?:\.(\w+))?")
_ROW = re.compile(r"source ([0-9]+) (\w+)")


def standing_words(event: EventRow) -> str:
    """Return where an Event stands, as words behind its title; nothing where it is in the record."""
    if event.review_state is ReviewState.ACCEPTED:
        return ""
    return " (waits on Review)" if event.review_state is ReviewState.DRAFT else f" ({event.review_state.value})"


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
    return _LABELS.get(field) or words[:1].upper() + words[1:]


def label_in_form(field: str) -> str:
    """Return what people call a field of a form, in which a source's fields are named ``source 0 url``."""
    match = _ROW.fullmatch(field)
    return label_of(f"sources.{match[1]}.{match[2]}" if match else field)


def invisible_notes(values: Mapping[str, object]) -> tuple[str, ...]:
    """Return a sentence for each field of an Event that holds what is taken out on entry."""
    found: dict[str, dict[str, None]] = {}
    for field, text in _texts("", values):
        for name in invisible_in(text):
            # The words of a date stand beside it, in a field of their own that no form has.
            found.setdefault(label_of(field.removesuffix("_text")), {})[name] = None
    return tuple(
        f"Invisible characters were taken out of “{label}”: {', '.join(names)}." for label, names in found.items()
    )


def _texts(field: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield all texts of a value with the field in which they stand; those of a source are named by its place."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(f"{field}.{name}".lstrip("."), part)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _texts(f"{field}.{number}" if isinstance(part, Mapping) else field, part)


NOT_OPENED = "known by its address only, not opened by us"


def source_remarks(source: SourceRow) -> tuple[str, ...]:
    """Return what is to be said about a source beside its place: its note, or that only a link to it was seen.

    The note of a link tells how it was found, which is for those who keep the record: files of data hold it.
    """
    if source.seen == Seen.LINK:
        return (f"({NOT_OPENED})",)
    return (source.note,) if source.note else ()


def when(event: EventRow) -> str:
    """Return an Event's dates as they are known."""
    return dates_in_words(event.date, event.end)


def dates_in_words(date: str, end: str | None) -> str:
    """Return a date and, where there is one, the end, both in EDTF, as they are known."""
    begin = describe(date)
    if end is None:
        return begin
    return f"since {begin}, still going" if end == OPEN_END else f"{begin} to {describe(end)}"
