"""The part of the method page that says what the index may and may not be used for, in short."""

import datetime as dt

import streamlit as st

from tracker.coders import ACCEPTED_CODER
from tracker.filters import EventFilter
from tracker.web.links import render_link
from tracker.web.pages.certainty.reads import CHOICES, coder_beside, days_apart
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import listed

MAY = """
It may be used as a coincident description of announcements: which way they pointed up to a day, and which events,
stories, sectors and agencies made it so. It may not be used beyond that:
"""
MAY_NOT = """
- No forecast: it says nothing of the next event.
- No measure of enforcement: a strict rule that nobody applies counts as much as one that is applied.
- No measure of intention or of the press, and none of share prices, which never enter. It is not what monthly indices
  of policy uncertainty measure either.
- No measure of the level of regulation: the index forgets what is still in force.
- No full count: the record holds what was noticed and sourced, large matters rather than small ones and central rather
  than local ones. A quiet month may be a gap in the record.
- No ground for single levels: coders agree on the direction more than on the degree, and all codings that the record
  came with are machine-assisted and await review by people.
"""
FEW_BEFORE = 2021
"""In the years before this one the record holds less than half as many events that count as in this year."""

DOUBTED = 0.1
"""A year is named where another coder's codes give the other sign on so large a share of its days."""


def render_use(record: Record) -> None:
    """Draw what the index may and may not be used for, with the limits that are counted from the record."""
    st.subheader("May and may not be used for")
    st.markdown(MAY)
    st.markdown("\n".join((MAY_NOT.strip(), *(f"- {escape_markdown(limit)}" for limit in counted_limits(record)))))
    render_link(
        "certainty", "How far coders agree, by year and kind", icon=":material/ssid_chart:", params={"part": "coders"}
    )


def counted_limits(record: Record) -> list[str]:
    """Return the limits that hold for some years, with their numbers; none where the record has nothing of them."""
    counted = record.view(EventFilter()).counted
    years = [dt.date.fromordinal(day).year for day in counted.columns.first[counted.positions].tolist()]
    early, then = sum(year < FEW_BEFORE for year in years), years.count(FEW_BEFORE)
    few = (
        f"No levels before {FEW_BEFORE} beside later ones: {early} events count in all years before it, {then} in "
        f"{FEW_BEFORE} alone, and the pull towards 0 is stronger where there are few."
    )
    return [*([few] if early and then else []), *_by_coder(record)]


def _by_coder(record: Record) -> list[str]:
    other = coder_beside(record, ACCEPTED_CODER)
    apart = days_apart(record, EventFilter(), CHOICES.usual(record), other) if other else None
    doubted = {year: turned for year, (turned, of) in (apart or {}).items() if turned >= DOUBTED * of}
    if not doubted:
        return []
    days = listed([f"{turned} days of {year}" for year, turned in doubted.items()])
    return [f"No sign for certain near 0: by the coder “{other}” the index has the other sign on {days}."]
