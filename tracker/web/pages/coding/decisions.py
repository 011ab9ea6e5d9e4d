"""The codebook's decisions, beside what a blind coder codes: without the events of the record that show them."""

import streamlit as st

from tracker.codebook import CODEBOOK_VERSION, DECISIONS
from tracker.web.text import escape_markdown


def render_decisions() -> None:
    """Draw how doubtful places are decided; events that serve as examples stay out, as they are coded here too."""
    with st.expander(f"Doubtful places, decided (codebook version {CODEBOOK_VERSION})", icon=":material/menu_book:"):
        st.markdown(
            "Standpoint: technology companies operating in mainland China, on the day of the event. Events that show "
            "the decisions are left out here, since you are to code them yourself."
        )
        st.table(
            {
                "Where": [escape_markdown(each.question) for each in DECISIONS],
                "Code": [escape_markdown(each.answer) for each in DECISIONS],
            }
        )
