"""The part of the method page that lists the eras: when, why, and by which pages."""

from urllib.parse import urlsplit

import streamlit as st

from tracker.dates import describe
from tracker.exports.eras import eras_csv
from tracker.read_models import EraRow
from tracker.web.data_view import render_download
from tracker.web.links import render_link
from tracker.web.name_view import in_both_languages
from tracker.web.reads import Record
from tracker.web.text import escape_markdown, source_link

JUDGEMENT = """
The names of stretches of time are our reading of the record and of the index, not facts and not official terms. The
first begins with the record, each other on the day of an event that marks the change; it ends on the day before the
next one begins. Eras are data like the events: kept in the history, and changed with a reason. They enter no
calculation.
"""


def render_era_list(record: Record) -> None:
    """Draw the eras, and a button that gives them as a file; nothing where there are none."""
    eras = record.eras()
    if not eras:
        return
    st.subheader("Eras")
    st.markdown(JUDGEMENT)
    for era in eras:
        _render_era(era)
    render_download("Eras as CSV", "download eras", "eras.csv", lambda: eras_csv(eras))


def _render_era(era: EraRow) -> None:
    since = describe(era.since.isoformat())
    when = f"{since} to {describe(era.until.isoformat())}" if era.until else f"since {since}"
    sources = ", ".join(source_link(url, (urlsplit(url).hostname or url).removeprefix("www.")) for url in era.sources)
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(in_both_languages(era))}**, {when}")
        st.markdown(escape_markdown(era.why))
        st.markdown(f"Sources: {sources}")
        until = {"until": era.until.isoformat()} if era.until else {}
        render_link("timeline", "Show it on the timeline", params={"since": era.since.isoformat()} | until)
