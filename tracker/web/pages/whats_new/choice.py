"""What the page "What is new" lets the reader choose beside the filter: since when, and which sorts of news."""

import datetime as dt
import re
from dataclasses import dataclass

import streamlit as st

from tracker.queries.news import NewsKind
from tracker.web import held
from tracker.web.choices import Choices, among, one, one_day, some
from tracker.web.reads import Record

_EARLIEST = dt.date(2000, 1, 1)


def _known_change(record: Record, text: str) -> int | None:
    numbers = re.fullmatch(r"\d{1,15}", text, re.ASCII)
    return int(text) if numbers and int(text) <= record.version else None


@dataclass(frozen=True, slots=True)
class NewsChoice:
    """The first day of recording (UTC), or the change after which all is new, and the sorts; none are all."""

    recorded: dt.date | None = one_day(lambda record: (_EARLIEST, record.today), last=False)
    after: int | None = one(_known_change, None)
    what: tuple[NewsKind, ...] = some(among(NewsKind), order=tuple(NewsKind))


CHOICES = Choices("news", NewsChoice)


def choose_news(record: Record) -> NewsChoice:
    """Draw the boxes and return what they say."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held.date_input(
            "Recorded since",
            value=None,
            key=CHOICES.key("recorded"),
            min_value=_EARLIEST,
            max_value=record.today,
            format="YYYY-MM-DD",
            width=180,
        )
        held.pills(
            "Show",
            list(NewsKind),
            key=CHOICES.key("what"),
            selection_mode="multi",
            format_func=lambda kind: kind.label,
            help="Without a choice, all of them.",
            wrap=True,
        )
    after = CHOICES.value(record).after
    if after is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Only what was recorded after change {after}.")
            st.button("Show older ones too", key="news from all times", type="tertiary", on_click=_forget_after)
    return CHOICES.value(record)


def _forget_after() -> None:
    held.put(CHOICES.key("after"), None)
