"""How the record is coded and what the index means."""

import streamlit as st

from tracker.vocabulary import Kind, Reach, Stance
from tracker.web.timeline_view import EXPLANATION

_STANDPOINT = """
Standpoint: technology companies operating in mainland China, on the day of the event. Stance and reach are our
inference; dates, actors and sources are documented fact. Every stance has a reason.
"""
_FORMULA = r"I(t)=\frac{\sum_i w_i(t)\,s_i}{M(t)+k},\quad M(t)=\sum_i w_i(t),\quad w_i(t)=r_i\,\kappa_i(t)"
_MEANING = """
Here s is the stance, r the reach, and κ the memory: the mean of 2 to the power of minus age over half-life, over the
days that the event's date allows. The half-life is 60 days and k is 4, so that with no news the line drifts back to 0
and a lone event cannot shout. The band resamples whole stories 2,000 times; with one story in memory there is none.
The line is faint where the mass M is below 4 or fewer than 3 stories are in memory.
"""


def render_method() -> None:
    """Draw the page."""
    st.title("Method")
    st.write(EXPLANATION)
    st.subheader("Stance")
    st.write(_STANDPOINT)
    levels = [f"{each.signed} {each.label}" for each in Stance]
    st.table({"Stance": levels, "When": [each.definition for each in Stance]})
    st.subheader("Reach")
    st.table({"Reach": [each.value for each in Reach], "Touches": [each.label for each in Reach]})
    st.subheader("Kinds")
    counts = ["yes" if each.counts else "plotted only" for each in Kind]
    definitions = [each.definition for each in Kind]
    st.table({"Kind": [each.label for each in Kind], "In the index": counts, "When": definitions})
    st.subheader("The index")
    st.latex(_FORMULA)
    st.write(_MEANING)
