"""What happened to the accepted record as commands, feeds, pages and files tell it: fields and parts by name."""

from collections.abc import Mapping
from typing import Any

from tracker.changes import FieldChange, field_changes
from tracker.event.fields import EVENT_FIELDS, SOURCE_BLANKS, SOURCE_FIELDS
from tracker.queries.news import News, NewsKind

LIST_PARTS = ("taken_away", "added")
"""What programs are told of a change of a list; both are empty where only its order changed."""

_TOLD = frozenset(EVENT_FIELDS)


def corrected_fields(news: News) -> tuple[FieldChange, ...]:
    """Return what a correction changed, field by field; nothing for any other news.

    How an Event is kept, as its place in review, tells a reader nothing of the Event and is left out.
    """
    if news.kind is not NewsKind.CORRECTED:
        return ()
    return tuple(each for each in field_changes(news.before, news.revision.document) if each.field in _TOLD)


def news_document(news: News) -> Mapping[str, Any]:
    """Return one news as ``tracker changes --format json`` prints it (``tracker schema changes``).

    Nobody is named: who changed something is told by ``tracker history``.
    """
    return {
        "number": news.revision.id,
        "at": news.revision.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "what": news.kind.value,
        "slug": news.event.slug,
        "version": news.revision.version,
        "date": news.event.date,
        "title": news.event.title,
        "why": news.revision.reason,
        "merged_into": news.merged_into or None,
        "fields": {each.field: _values(each) for each in corrected_fields(news)},
    }


def _values(change: FieldChange) -> list[str] | dict[str, list[Any]]:
    """Return the former and the new value of a field in words, or what was taken from a list and added to it."""
    if change.parts is None:
        return [change.before, change.after]
    return dict(zip(LIST_PARTS, ([_part(each) for each in part] for part in change.parts), strict=True))


def _part(value: Any) -> Any:  # noqa: ANN401 - a text, or a source
    if not isinstance(value, Mapping):
        return value
    # A source that is older than a field says nothing else by that.
    return {name: value.get(name, SOURCE_BLANKS.get(name)) for name in SOURCE_FIELDS}
