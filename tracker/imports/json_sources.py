"""The sources of one entry of a JSON file: own documents as they are, other people's as far as they are understood."""

from collections import Counter
from typing import Any

from tracker.cleaning import clean_member
from tracker.drafts import SOURCE_FIELDS
from tracker.vocabulary import SourceKind

_NAMES = {
    "url": "link href address source_url sourceurl web_url",
    "publisher": "outlet media newspaper site website publication source",
    "published_on": "date published published_at publication_date date_published",
    "language": "lang",
}
_MEANT = {other: name for name, others in _NAMES.items() for other in others.split()}


def read_sources(value: Any, left_out: Counter[str]) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return sources in the project's own form, as far as the value is a list.

    Args:
        value: an address, or an object with one, for each source; anything else is for the draft to refuse.
        left_out: counts what no source has a place for.
    """
    if not isinstance(value, list):
        return value
    return [_read_source(source, left_out) for source in value]


def _read_source(source: object, left_out: Counter[str]) -> object:
    if isinstance(source, str):
        return {"url": source}
    if not isinstance(source, dict):
        return source
    read: dict[str, Any] = {name: value for name, value in source.items() if name in SOURCE_FIELDS}
    for name, value in source.items():
        meant = _MEANT.get(name.casefold())
        if meant and meant not in read:
            read[meant] = value
        elif name not in SOURCE_FIELDS:
            left_out[name] += 1
    if read.get("kind") and not _is_kind(read["kind"]):
        left_out[f"kind {read.pop('kind')}"] += 1
    return read


def _is_kind(value: object) -> bool:
    try:
        clean_member(value, SourceKind)
    except ValueError:
        return False
    return True
