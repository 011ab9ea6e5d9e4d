"""One story as a chronology with its sources, on the page and to print."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape

import streamlit as st

from tracker.dates import describe
from tracker.event.labels import source_remarks, when
from tracker.read_models import EventRow, SourceRow
from tracker.threads import duration_words, gap_words
from tracker.web.data_view import render_download
from tracker.web.event_card import render_events
from tracker.web.measure_view import chain_line, render_chains, standings
from tracker.web.name_view import in_both_languages, render_names_among
from tracker.web.pages.threads.parts import Story
from tracker.web.reads import Record
from tracker.web.text import as_sentence, escape_markdown


def render_story(record: Record, story: Story, day: dt.date) -> None:
    """Draw one story as a chronology with its sources."""
    st.markdown(f"## {escape_markdown(in_both_languages(story.term))}")
    state = story.state
    st.markdown(f"**{state.status.label}** as of {describe(day.isoformat())}: {escape_markdown(state.reason)}")
    render_download(
        "This story to print, with all addresses",
        "threads download",
        f"{story.term.key}.html",
        lambda: _printed(record, story, day).encode(),
        mime="text/html",
        icon=":material/print:",
    )
    render_chains(record, [event.slug for event in story.events], day)
    with st.expander("Who is named in it"):
        render_names_among(record, story.events, "story")
    render_events(story.events, day)


def _printed(record: Record, story: Story, day: dt.date) -> str:
    standing = f"{story.state.status.label} as of {describe(day.isoformat())}: {as_sentence(story.state.reason)}"
    chains = [chain_line(one) for one in standings(record, [event.slug for event in story.events], day)]
    return story_html(in_both_languages(story.term), standing, chains, story.events, day)


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
    remarks = "".join(f" {escape(remark)}" for remark in source_remarks(source))
    return f'<li>{escape(source.publisher or "Source")}{escape(date)}: <a href="{address}">{address}</a>{remarks}</li>'
