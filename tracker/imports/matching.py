"""Which event of the record a row speaks of, in what the two differ, and what is done with the row.

An event is found again by its slug; a row without slug by the same title on the same date. The same source address
on the same date is no match, since one page often reports several events: the search for duplicates shows those.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from tracker.cleaning import fold_text
from tracker.dates import parse_one
from tracker.errors import DateProblem
from tracker.event.draft import EventDraft
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.naming import NameIndex
from tracker.store import PreparedEvent
from tracker.tables.table import Refusal
from tracker.vocabulary import Origin, ReviewState


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A row that adds an event. ``slug``, ``review_state`` and ``origin`` are those of the file, where it has them."""

    row: int
    slug: str | None
    draft: EventDraft
    review_state: ReviewState | None
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an event with its old and its new value, as in documents."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """A row that changes an event; ``version`` is the one that it was compared with, where the document tells."""

    row: int
    slug: str
    draft: EventDraft
    version: int | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class UnchangedEvent:
    """A row that says what the record says already."""

    row: int
    slug: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken over, with every reason."""

    row: int
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class OpenRow:
    """A row that speaks of an event of the record; it was read, and is still to be compared with that event."""

    row: int
    slug: str
    values: dict[str, Any]
    problems: dict[str, str]


class ReadyEvent(NamedTuple):
    """A row that adds an event under its own slug, prepared for the record as far as can be without the record."""

    row: int
    prepared: PreparedEvent


Step = NewEvent | ReadyEvent | ChangedEvent | UnchangedEvent | RefusedRow
Document = Mapping[str, Any]

_NOTHING: tuple[Any, ...] = (None, "", [])


class _Titles(Protocol):
    """Leads from date and folded title to the slug of an event."""

    def get(self, key: tuple[str, str], /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """What the record holds already.

    ``slugs`` are those of its events, ``fetch`` gives the documents of those that are; ``titles`` leads from date
    and folded title to the slug; ``names`` leads from any name of an agency, company, sector and so on to its key.
    ``is_synthetic`` says that the record is one of invented events.
    """

    slugs: Container[str] = frozenset()
    fetch: Callable[[Sequence[str]], Mapping[str, Document]] = lambda _slugs: {}
    titles: _Titles = field(default_factory=dict[tuple[str, str], str])
    names: NameIndex = field(default_factory=NameIndex)
    is_synthetic: bool = False


def known_events(documents: Iterable[Document]) -> KnownEvents:
    """Make the view on a record from all of its documents."""
    by_slug = {document["slug"]: document for document in documents}
    titles = {(document["date"], fold_title(document["title"])): slug for slug, document in by_slug.items()}
    return KnownEvents(by_slug, lambda slugs: {slug: by_slug[slug] for slug in slugs}, titles)


def fold_title(title: str) -> str:
    """Reduce a title to what two ways of writing it have in common."""
    return " ".join(fold_text(title).split())


def title_key(date: object, title: object) -> tuple[str, str] | None:
    """Return what a row without slug is found by: the date as EDTF and the folded title; None if one is unreadable."""
    if not (isinstance(date, str) and isinstance(title, str)):
        return None
    try:
        parsed = parse_one(date)
    except (DateProblem, ValueError):
        return None
    return (parsed.first.edtf if parsed.is_interval else parsed.edtf, fold_title(title))


def complete(values: dict[str, Any], document: Document) -> None:
    """Fill what the file has no column for from the document, and keep the words of dates that stay the same."""
    for name in ("date", "end"):
        if name in values:
            _keep_date_text(values, name, document)
    if "sources" in values and isinstance(values["sources"], list):
        known = {source["url"]: source for source in document["sources"]}
        values["sources"] = [_with_known(source, known) for source in values["sources"]]
    for name in EVENT_FIELDS:
        values.setdefault(name, document.get(name))


def _keep_date_text(values: dict[str, Any], name: str, document: Document) -> None:
    """Spreadsheets rewrite dates in their own fashion; the words typed at first are kept while the date is the same."""
    typed, words = values[name], f"{name}_text"
    if _is_same_date(typed, document.get(name)) or (typed and typed == document.get(words)):
        values[name], values[words] = document.get(name), document.get(words)
    elif values.get(words) in {None, document.get(words)}:
        # The former words tell of the former date.
        values[words] = None


def _is_same_date(typed: object, date: str | None) -> bool:
    if typed == date or not (typed and date):
        return (typed or None) == (date or None)
    try:
        return isinstance(typed, str) and parse_one(typed).edtf == date
    except (DateProblem, ValueError):
        return False


def _with_known(source: object, known: Mapping[str, Document]) -> object:
    if not isinstance(source, dict) or source.get("url") not in known:
        return source
    return {**known[source["url"]], **source}


def find_changes(draft: EventDraft, document: Document) -> tuple[FieldChange, ...]:
    """Return the fields in which a draft differs from a document; nothing and an empty text are the same."""
    changes = []
    for name in EVENT_FIELDS:
        old, new = document.get(name), plain_value(getattr(draft, name))
        if name == "sources":
            old = [{key: source.get(key) or "" for key in SOURCE_FIELDS} for source in old or ()]
            new = [{key: value or "" for key, value in source.items()} for source in new]
        if old != new and not (old in _NOTHING and new in _NOTHING):
            changes.append(FieldChange(name, old, new))
    return tuple(changes)


def plain_value(value: Any) -> Any:  # noqa: ANN401
    """Turn a field of a draft into the form that documents have."""
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    if hasattr(value, "model_fields_set"):
        return {name: plain_value(getattr(value, name)) for name in SOURCE_FIELDS}
    return getattr(value, "value", value)
