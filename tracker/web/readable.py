"""What a document of the record says, in the words that people use: names instead of keys, titles instead of links."""

from collections.abc import Callable, Mapping
from typing import Any

from tracker.changes import in_words
from tracker.dates import describe
from tracker.errors import DateProblem, NotFound
from tracker.event.fields import DATES, VOCABULARY_OF
from tracker.event.labels import NOT_OPENED, label_of
from tracker.vocabulary import Kind, MeasureKind, Reach, Seen, Stage, Stance, TermType
from tracker.web.reads import Record, read_one

_DATES = frozenset({*DATES, "published_on", "since", "until"})
_TITLES = frozenset({"merged_into", "event", "slugs"})


def readable(record: Record, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with each value in words; what is empty stays empty."""
    words = {field: _readable(record, field, value) for field, value in document.items()}
    if words.get("merged_into") and document.get("type") in list(TermType):
        words["merged_into"] = record.names(TermType(document["type"])).get(document["merged_into"]) or "another name"
    return words


def readable_value(record: Record, field: str, value: object) -> str:
    """Return one field's value in words; nothing is the empty text."""
    return in_words(_readable(record, field, value))


def _readable(record: Record, field: str, value: Any) -> Any:  # noqa: ANN401 - any value of a document
    if value is None or value in ("", [], ()):
        return value
    if isinstance(value, Mapping):
        return readable(record, value)
    if isinstance(value, list | tuple):
        return [_readable(record, field, each) for each in value]
    words = _WORDS.get(field)
    try:
        return words(record, value) if words else str(getattr(value, "value", value))
    except (ValueError, NotFound, DateProblem):
        # The history keeps what an earlier version of the program or a merge has left behind.
        return str(value)


def _kind(record: Record, value: Any) -> str:  # noqa: ANN401 - see _readable
    del record
    text = str(value)
    return Kind(text).label if text in list(Kind) else MeasureKind(text).value if text in list(MeasureKind) else text


def _names(field: str) -> Callable[[Record, Any], str]:
    def name(record: Record, key: Any) -> str:  # noqa: ANN401 - see _readable
        return record.names(VOCABULARY_OF[field]).get(str(key), str(key))

    return name


_WORDS: dict[str, Callable[[Record, Any], str]] = {
    "kind": _kind,
    "stance": lambda _, value: f"{Stance(int(value)).signed} {Stance(int(value)).label}",
    "reach": lambda _, value: f"{int(value)} {Reach(int(value)).label}",
    "seen": lambda _, value: NOT_OPENED if value == Seen.LINK else str(value),
    "stage": lambda _, value: Stage(str(value)).status.capitalize(),
    "field": lambda _, value: label_of(str(value)),
    **{field: _names(field) for field in VOCABULARY_OF},
    **dict.fromkeys(_DATES, lambda _, value: "still going" if value == ".." else describe(str(value))),
    **dict.fromkeys(_TITLES, lambda record, value: read_one(record, str(value)).title),
}
