"""A story as one small page of its own, to print and to keep: it needs no server and shows every address in full."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from tracker.dates import describe
from tracker.rows import EventRow, SourceRow
from tracker.threads import duration_words, gap_words
from tracker.web.event_card import when

_STYLE = """
@page { margin: 16mm; }
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #16181d; }
h1 { margin-bottom: 0.3rem; } h2 { font-size: 1.05rem; margin: 0; }
article { break-inside: avoid; border-top: 1px solid #9a9ea6; margin-top: 1rem; padding-top: 0.6rem; }
p, ul { margin: 0.3rem 0; } .quiet { color: #565b64; } a { color: inherit; overflow-wrap: anywhere; }
"""


def story_html(title: str, standing: str, chains: Iterable[str], events: Sequence[EventRow], day: dt.date) -> str:
    """Return a chronology as a page of HTML with a style for paper; a browser breaks it between Events.

    Args:
        title: the name of the story.
        standing: a sentence on where it stands.
        chains: for each rule or case in it a line with its stages.
        events: in the order of their dates.
        day: the day on which it is told, for what still goes on.
    """
    parts = [
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>',
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n<p>{escape(standing)}</p>",
        *(f'<p class="quiet">{escape(chain)}</p>' for chain in chains),
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
            f'<p class="quiet">{escape(when(event))}{later}</p>',
            f"<h2>{escape(event.title)}</h2>",
            *([f'<p lang="zh">{escape(event.title_zh)}</p>'] if event.title_zh else []),
            f'<p class="quiet">{escape("; ".join(filter(None, facts)))}</p>',
            *([f"<p>{escape(event.summary)}</p>"] if event.summary else []),
            f"<ul>{''.join(_source(source) for source in event.sources)}</ul>",
        ]
        yield "<article>\n" + "\n".join(lines) + "\n</article>"
        earlier = event


def _source(source: SourceRow) -> str:
    date = f", {describe(source.published_on)}" if source.published_on else ""
    address = escape(source.url)
    return f'<li>{escape(source.publisher or "Source")}{escape(date)}: <a href="{address}">{address}</a></li>'
