"""The brief, or Monday note: what happened in a period, in words, with numbered sources, as Markdown and for Word."""

import datetime as dt
from dataclasses import replace
from typing import BinaryIO

from tracker.brief.blocks import Block
from tracker.brief.chart import timeline_picture
from tracker.brief.facts import Brief, brief_of
from tracker.brief.layout import lay_out, title_of_brief
from tracker.brief.markdown import markdown_of
from tracker.brief.word import write_docx
from tracker.charts.picture import PictureWords, picture_bytes
from tracker.citation import state_words
from tracker.errors import TrackerError
from tracker.exports import Asked, Written
from tracker.filters import EventFilter

__all__ = [
    "PICTURE_WIDTH",
    "Brief",
    "brief_of",
    "chosen_of_chart",
    "docx_file",
    "lay_out",
    "markdown_file",
    "markdown_of",
    "title_of_brief",
    "write_docx",
]

SHARE_OF_CHART = 3
"""The picture of a short period shows so many times its days: what came before it says what it changed."""

_SHORT = 90
"""A period of fewer days is shown with what came before it."""

PICTURE_WIDTH = 670
"""The width of the picture in pixels: on the 166 mm of a page of A4 its smallest letters, of ten, print at 7 points."""

_ON_SCREEN = "A terminal shows no picture; a file has that of the chart too."


def markdown_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write a brief of what is asked for as Markdown.

    A terminal gets it without the picture, whose letters would fill it and push the words away.
    """
    brief, blocks, picture, remark = _made(asked, on_screen=stream.isatty())
    stream.writelines(part.encode() for part in markdown_of(blocks, picture))
    return Written(brief.count, remark=remark)


def docx_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write a brief of what is asked for as a Word document."""
    brief, blocks, picture, remark = _made(asked)
    write_docx(blocks, picture, stream, subject=state_words(brief.state), on=asked.on)
    return Written(brief.count, remark=remark)


def _made(asked: Asked, *, on_screen: bool = False) -> tuple[Brief, tuple[Block, ...], bytes | None, str]:
    """Return a brief with its paragraphs, its picture, and a sentence where it has none."""
    brief = brief_of(asked)
    if on_screen:
        return brief, lay_out(brief, picture=None), None, _ON_SCREEN
    drawn = _picture(brief)
    if isinstance(drawn, str):
        return brief, lay_out(brief, picture=None, failed=bool(drawn)), None, drawn
    picture, *words = drawn
    return brief, lay_out(brief, picture=(words[0], words[1])), picture, ""


def _picture(brief: Brief) -> tuple[bytes, str, str] | str:
    """Return the chart as PNG, its title and what it says; without one, why it could not be drawn, or nothing."""
    chosen = brief.asked.chosen
    drawn = timeline_picture(brief.asked.session, chosen_of_chart(brief), brief.asked.on, period=chosen)
    if drawn is None:
        return ""
    figure, words = drawn
    try:
        # The brief says all else around it, and once is enough.
        picture = picture_bytes(figure, PictureWords("", words.state, width=PICTURE_WIDTH), "png")
    except TrackerError as problem:
        return f"The brief has no picture of the chart. {problem.sentence}"
    return picture, words.title, words.sentence


def chosen_of_chart(brief: Brief) -> EventFilter:
    """Return the filter of the picture: that of the brief, with what came before where the period is short."""
    chosen = brief.asked.chosen
    since = chosen.since
    if since is None or (brief.end - since).days >= _SHORT:
        return chosen
    days = (brief.end - since).days + 1
    return replace(chosen, since=since - dt.timedelta(days=max(days, 0) * (SHARE_OF_CHART - 1)))
