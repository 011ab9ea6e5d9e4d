"""Events for other people's timelines: TimelineJS of Knight Lab, and vis-timeline.

Both draw texts as HTML, so every text is escaped. A date is told as finely as it is known: a month stays a month.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from html import escape
from itertools import chain
from typing import Any, BinaryIO

from tracker.citation import TRACKER_NAME
from tracker.dates import PartialDate, describe, from_edtf
from tracker.event.labels import dates_in_words
from tracker.exports.asked import Asked, Written
from tracker.exports.documents import plain_document
from tracker.exports.writers import Counted, write_list
from tracker.read_models import OPEN_END
from tracker.vocabulary import Kind, Precision, Stance


def timelinejs_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as the JSON of TimelineJS 3: a title, and a slide for each Event."""
    about = "".join(f"<p>{escape(f'{what.capitalize()}: {words}')}</p>" for what, words in asked.about)
    title = {"text": {"headline": escape(TRACKER_NAME), "text": about}}
    events = Counted(asked.events())
    slides = (_slide(asked, plain_document(event)) for event in events)
    first = next(slides, None)
    _write(stream, {"title": title}, "events", _no_slide(asked) if first is None else chain((first,), slides))
    return Written(events.count)


def vis_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as items and groups of vis-timeline, a group for each kind."""
    groups = [{"id": kind.value, "content": escape(kind.label)} for kind in asked.chosen.kinds or Kind]
    events = Counted(asked.events())
    _write(stream, {"groups": groups}, "items", (_item(plain_document(event)) for event in events))
    return Written(events.count)


def _write(stream: BinaryIO, head: Mapping[str, Any], name: str, entries: Iterable[dict[str, Any]]) -> None:
    """Write an object whose last value is a list, as its entries come."""
    begin = json.dumps(dict(head), ensure_ascii=False).removesuffix("}")
    stream.write(f'{begin}, "{name}": '.encode())
    write_list(entries, stream)
    stream.write(b"}\n")


def _no_slide(asked: Asked) -> Iterable[dict[str, Any]]:
    """Yield a slide that says that there is none: TimelineJS takes a file without slides for a mistake."""
    day = asked.state.changed_on or asked.on
    words = f"No event: {'; '.join(asked.kept) or 'the record is empty'}"
    yield {
        "unique_id": "no-event",
        "display_date": f"As of {describe(day.isoformat())}",
        "start_date": {"year": day.year, "month": day.month, "day": day.day},
        "text": {"headline": escape(words)},
    }


def _slide(asked: Asked, document: Mapping[str, Any]) -> dict[str, Any]:
    date, end = _dates(document)
    is_lasting = date.is_interval or date.precision in _BY_MONTHS
    last = end or (date if is_lasting and not _goes_on(document) else None)
    page = asked.link(document["slug"])
    headline = escape(document["title"])
    return {
        "unique_id": document["slug"],
        "group": escape(Kind(document["kind"]).label),
        "display_date": _when(document),
        "start_date": _parts(date.start, date.precision),
        **({"end_date": _parts(last.end, last.precision)} if last is not None and last.end is not None else {}),
        "text": {
            "headline": f'<a href="{escape(page)}">{headline}</a>' if page else headline,
            "text": _text(document),
        },
    }


_BY_MONTHS = frozenset({Precision.QUARTER, Precision.HALF})
"""What neither library knows; its first and last month tell it."""


def _parts(day: dt.date, precision: Precision) -> dict[str, int]:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    known = {Precision.YEAR: 1, Precision.DAY: 3}.get(precision, 2)
    return dict(list(parts.items())[:known])


def _text(document: Mapping[str, Any]) -> str:
    stance = Stance(document["stance"])
    lines = [
        document["title_zh"] or "",
        *document["summary"].split("\n"),
        f"Stance {stance.signed} ({stance.label}): {document['stance_reason']}",
    ]
    links = (
        f'<a href="{escape(source["url"])}">{escape(source["publisher"] or source["url"])}</a>'
        for source in document["sources"]
    )
    return "".join(f"<p>{part}</p>" for part in (*map(escape, filter(None, lines)), " · ".join(links)))


def _item(document: Mapping[str, Any]) -> dict[str, Any]:
    date, end = _dates(document)
    last = (end or date).end or date.start
    is_day = date.precision is Precision.DAY and not date.approximate and not date.is_interval
    is_point = _goes_on(document) or (end is None and is_day)
    words = _when(document)
    return {
        "id": document["slug"],
        "group": document["kind"],
        "content": escape(document["title"]),
        "title": escape(f"{words}: {document['title']}"),
        "start": date.start.isoformat(),
        # The end is the moment at which an item ends, so that a month ends when the next begins.
        **({} if is_point else {"end": (last + dt.timedelta(days=1)).isoformat()}),
        "type": "point" if is_point else "range",
        "className": f"stance-{document['stance']}",
        "date": words,
        "precision": date.precision.value,
        "approximate": date.approximate,
    }


def _dates(document: Mapping[str, Any]) -> tuple[PartialDate, PartialDate | None]:
    """Return the date and the end, None without an end or with an open one."""
    end = document["end"]
    return from_edtf(document["date"]), from_edtf(end) if end and end != OPEN_END else None


def _goes_on(document: Mapping[str, Any]) -> bool:
    """Tell whether an Event is still going: neither library has a form for that, and words tell it."""
    return bool(document["end"] == OPEN_END)


def _when(document: Mapping[str, Any]) -> str:
    return dates_in_words(document["date"], document["end"])
