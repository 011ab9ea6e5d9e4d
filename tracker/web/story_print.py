"""A story as one small page of its own, to print and to keep: it needs no server and shows every address in full."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from tracker.dates import describe
from tracker.rows import EventRow, SourceRow
from tracker.threads import duration_words, gap_words
from tracker.web.event_card import when


def story_html(title: str, standing: str, chains: Iterable[str], events: Sequence[EventRow], day: dt.date) -> str:
    """Return a chronology as a page of HTML without any style, which every browser prints in black on white.

    Args:
        title: the name of the story.
        standing: a sentence on where it stands.
        chains: for each rule or case in it a line with its stages.
        events: in the order of their dates.
        day: the day on which it is told, for what still goes on.
    """
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<h1>{escape(title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in (standing, *chains)),
        *_articles(events, day),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _articles(events: Sequence[EventRow], day: dt.date) -> Iterator[str]:
    earlier: EventRow | None = None
    for event in events:
        later = f" ({gap_words(earlier, event)})" if earlier else ""
        facts = [f"{event.stance.signed} {event.stance.label}", event.kind.label, duration_words(event, day)]
        lines = [
            f"<hr>\n<p>{escape(when(event))}{later}</p>",
            f"<h2>{escape(event.title)}</h2>",
            *([f'<p lang="zh">{escape(event.title_zh)}</p>'] if event.title_zh else []),
            f"<p><em>{escape('; '.join(filter(None, facts)))}</em></p>",
            *([f"<p>{escape(event.summary)}</p>"] if event.summary else []),
            f"<ul>{''.join(_source(source) for source in event.sources)}</ul>",
        ]
        yield "<article>\n" + "\n".join(lines) + "\n</article>"
        earlier = event


def _source(source: SourceRow) -> str:
    date = f", {describe(source.published_on)}" if source.published_on else ""
    address = escape(source.url)
    return f'<li>{escape(source.publisher or "Source")}{escape(date)}: <a href="{address}">{address}</a></li>'
