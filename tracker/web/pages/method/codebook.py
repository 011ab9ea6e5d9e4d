"""The part of the method page that says how Events are coded and what the index is."""

import streamlit as st

from tracker.charts.reading_aid import EXPLANATION
from tracker.codebook import CODEBOOK_VERSION, DECISIONS
from tracker.filters import EventFilter
from tracker.queries.events import events_called
from tracker.vocabulary import Kind, Reach, Stance
from tracker.web.reads import Record
from tracker.web.text import escape_markdown

STANDPOINT = """
Standpoint: technology companies operating in mainland China, on the day of the event. Stance and reach are our
inference; dates, actors and sources are documented fact. Every stance has a reason.
"""
DECIDED = f"""
Version {CODEBOOK_VERSION} of the codebook adds decisions for the places where coders had parted. Accepted codes stay as
they are until a person has held them against these; `tracker codebook --touched` lists the ones to look at.
"""
FORMULA = r"I(t)=\frac{\sum_i w_i(t)\,s_i}{M(t)+k}"
MASS = r"M(t)=\sum_i w_i(t),\qquad w_i(t)=r_i\,\kappa_i(t)"
MEMORY = r"\kappa_i(t)=\frac{1}{b_i-a_i+1}\sum_{d=a_i}^{\min(b_i,\,t)}2^{-(t-d)/h}"
MEANING = """
Here *s* is the stance, *r* the reach, *a* and *b* the first and the last day that the event's date allows: an event
known only to the month enters bit by bit over that month. The half-life *h* is 60 days and *k* is 4, so that with no
news the line drifts back to 0 and a lone event cannot shout.

Stories are counted by their weight: *n(t)* is the square of the sum of the stories' weights over the sum of their
squares; an event without a story is one of its own. The line is faint where *M* is below 4 or *n* below 3. The
band draws whole stories again 2,000 times (seed 20210726), 10th to 90th percentile, widened by the square root of
*n / (n − 1)*; with one story alone there is none. Of more than 500 stories, what the draws give is worked out on days
when six or more decide.

Without *k* below the line the formula gives the average stance of what is recorded; the index is the share
*M / (M + k)* of it. That average and its range stay as they are while nothing comes in. After 90 days without an event
that counts no direction is named.
"""


def render_codebook(record: Record) -> None:
    """Draw what the index is in a sentence, and the codebook."""
    st.write(EXPLANATION)
    st.subheader("Stance")
    st.write(STANDPOINT)
    levels = [f"{each.signed} {each.label}" for each in Stance]
    st.table({"Stance": levels, "When": [each.definition for each in Stance]})
    st.subheader("Reach")
    st.table({"Reach": [each.value for each in Reach], "Touches": [each.label for each in Reach]})
    st.subheader("Kinds")
    counts = ["yes" if each.counts else "plotted only" for each in Kind]
    definitions = [each.definition for each in Kind]
    st.table({"Kind": [each.label for each in Kind], "In the index": counts, "When": definitions})
    st.subheader("Doubtful places, decided")
    st.write(DECIDED)
    examples = record.read(events_called, tuple(dict.fromkeys(each.example for each in DECISIONS if each.example)))
    titles = {event.slug: event.title for event in examples if EventFilter().keeps(event)}
    st.table(
        {
            "Where": [escape_markdown(each.question) for each in DECISIONS],
            "Code": [escape_markdown(each.answer) for each in DECISIONS],
            "Example": [escape_markdown(titles.get(each.example, "none in the record")) for each in DECISIONS],
        }
    )


def render_formula() -> None:
    """Draw the formula and what its letters mean."""
    st.subheader("The index")
    for formula in (FORMULA, MASS, MEMORY):
        st.latex(formula)
    st.markdown(MEANING)
