"""A text from outside with its marks in place: it is shown as it is, and nothing in it acts as markup."""

import re
from collections.abc import Iterator, Sequence

import streamlit as st

from tracker.articles import Mark, MarkKind
from tracker.web.text import escape_markdown

_COLOURS = {
    MarkKind.DATE: "orange",
    MarkKind.AGENCY: "blue",
    MarkKind.COMPANY: "green",
    MarkKind.PERSON: "violet",
    MarkKind.RULE: "red",
}
_SHOWN = 60_000
"""How many characters of an article are drawn; all of it is read."""

_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def render_marked(text: str, marks: Sequence[Mark]) -> None:
    """Draw a text with its dates and names marked in place, and what the colours mean."""
    st.caption("  ".join(f":{colour}-background[{kind.value}]" for kind, colour in _COLOURS.items()))
    if len(text) > _SHOWN:
        st.caption(f"All {len(text):,} characters were read; the first {_SHOWN:,} are shown.")
    st.markdown(marked_text(text[:_SHOWN], [mark for mark in marks if mark.end <= _SHOWN]))


def marked_text(text: str, marks: Sequence[Mark]) -> str:
    """Return a text as Markdown that shows it as it is, with each mark on a coloured ground."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts += [_shown(text[at : mark.start]), f":{_COLOURS[mark.kind]}-background[{escape_markdown(mark.text)}]"]
        at = mark.end
    return "".join([*parts, _shown(text[at:])])


def _shown(text: str) -> str:
    """Escape what stands between two marks; white space stays white space, and a line stays a line."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            # Two spaces before the end of a line keep it; an empty line would end the paragraph, and is kept as one.
            yield "  \n"
        match = _EDGES.match(line)
        before, words, after = match.groups() if match else ("", line, "")
        yield f"{' ' if before and not number else ''}{escape_markdown(words)}{' ' if after else ''}"
