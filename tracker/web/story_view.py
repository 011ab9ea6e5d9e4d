"""One story as a chronology with its sources, on the page and as a text."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from tracker.dates import describe
from tracker.rows import EventRow, SourceRow
from tracker.theme import badge_colour
from tracker.threads import duration_words, gap_words
from tracker.web.event_card import render_sources, when
from tracker.web.measure_view import render_chains
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.web.threads_view import Story


def render_story(record: Record, story: Story, day: dt.date) -> None:
    """Draw one story as a chronology with its sources."""
    st.markdown(f"## {escape_markdown(_title(story))}")
    state = story.state
    st.markdown(f"**{state.status.label}** as of {describe(day.isoformat())}: {escape_markdown(state.reason)}")
    st.download_button(
        "This story as a text with all addresses",
        data=lambda: story_markdown(story, day).encode(),
        file_name=f"{story.term.key}.md",
        mime="text/markdown",
        key="threads download",
        icon=":material/download:",
        on_click="ignore",
    )
    render_chains(record, [event.slug for event in story.events], day)
    render_events(story.events, day)


def render_events(events: Sequence[EventRow], day: dt.date) -> None:
    """Draw Events one below the other, with how much later each followed."""
    earlier: EventRow | None = None
    for event in events:
        if earlier is not None:
            st.caption(f"↓ {gap_words(earlier, event)}")
        _render_event(event, day)
        earlier = event


def _render_event(event: EventRow, day: dt.date) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(when(event))}**  \n**{escape_markdown(event.title)}**")
        if event.title_zh:
            st.markdown(escape_markdown(event.title_zh))
        with st.container(horizontal=True, gap="small"):
            st.badge(f"{event.stance.signed} {event.stance.label}", color=badge_colour(event.stance))  # type: ignore[arg-type]
            st.badge(event.kind.label, color="gray")
            if words := duration_words(event, day):
                st.badge(words, color="gray")
        if event.summary:
            st.markdown(escape_markdown(event.summary))
        render_sources(event)


def story_markdown(story: Story, day: dt.date) -> str:
    """Return the chronology as Markdown, each source with its address, for printing and for notes."""
    parts = [
        f"# {_title(story)}",
        f"{story.state.status.label} as of {describe(day.isoformat())}: {story.state.reason}.",
    ]
    earlier: EventRow | None = None
    for event in story.events:
        later = f" ({gap_words(earlier, event)})" if earlier else ""
        lasted = duration_words(event, day)
        facts = f"Stance {event.stance.signed} {event.stance.label}; {event.kind.label.lower()}"
        parts += [
            f"## {when(event)}{later}: {event.title}",
            *([event.title_zh] if event.title_zh else []),
            f"{facts}{f'; {lasted}' if lasted else ''}.",
            *([event.summary] if event.summary else []),
            "\n".join(f"- {_source_line(source)}" for source in event.sources),
        ]
        earlier = event
    return "\n\n".join([*parts, ""])


def _title(story: Story) -> str:
    return f"{story.term.name} {story.term.name_zh or ''}".strip()


def _source_line(source: SourceRow) -> str:
    published = f", {describe(source.published_on)}" if source.published_on else ""
    return f"{source.publisher}{published}: <{source.url}>" if source.publisher else f"<{source.url}>"
