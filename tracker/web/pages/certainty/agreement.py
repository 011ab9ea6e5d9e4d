"""The part of the page "How sure is it?" that shows how far coders agree, and what that does and does not mean."""

from dataclasses import dataclass
from functools import partial
from itertools import combinations

import pandas as pd
import streamlit as st

from tracker.charts.plain import signed
from tracker.filters import EventFilter
from tracker.queries import list_codings
from tracker.sentiment import Agreement, code_table, coder_agreement, confusion, evidence_of, mean_difference
from tracker.sentiment.record import Real
from tracker.vocabulary import Stance
from tracker.web.data_view import render_behind
from tracker.web.pages.certainty.reads import FIRST, coders
from tracker.web.reads import Record, cached
from tracker.wording import count_of

STATEMENT = (
    "All codings, the first included, are machine-assisted and await review by people. The further coders saw neither "
    "the first codes nor the sources, only date, title, kind, names and summary. Agreement shows how consistently the "
    "codebook can be applied; it does not show that the codes are right, and coders of one kind may share their errors."
)
ALPHA = (
    "Krippendorff's alpha for ordered codes: 1 is full agreement, 0 is chance. 0.80 and above is good, 0.667 to 0.80 "
    "tentative; below that no index should be made. The interval (95 %) leaves out one story at a time."
)


@dataclass(frozen=True, eq=False)
class Agreements:
    """How far coders agree: all of them on stance and on reach, each pair on stance, and their tables of codes."""

    stance: Agreement
    reach: Agreement
    pairs: tuple[tuple[str, str, Agreement, float | None], ...]
    names: tuple[str, ...]
    codes: Real


@cached(16)
def agreements(record: Record, chosen: EventFilter) -> Agreements | None:
    """Return how far coders agree on the Events of a filter; None where no Event has two codes."""
    events = record.events(chosen)
    names = (FIRST, *coders(record))
    if not events or len(names) == 1:
        return None
    slugs = [event.slug for event in events]
    further = record.read(list_codings)
    group = evidence_of(events).group
    stance, reach = (
        code_table(
            [
                *((FIRST, event.slug, int(getattr(event, field))) for event in events),
                *((coding.coder, coding.slug, int(getattr(coding, field))) for coding in further),
            ],
            names,
            slugs,
        )
        for field in ("stance", "reach")
    )
    pairs = tuple(
        (names[a], names[b], coder_agreement(stance[[a, b]], group), mean_difference(stance[a], stance[b]))
        for a, b in combinations(range(len(names)), 2)
    )
    return Agreements(coder_agreement(stance, group), coder_agreement(reach, group), pairs, names, stance)


def render_agreement(record: Record, chosen: EventFilter) -> None:
    """Draw the agreement of coders on the Events of a filter."""
    st.subheader("How far coders agree")
    st.markdown(STATEMENT)
    found = agreements(record, chosen)
    if found is None:
        st.info("No further coder has coded these events.", icon=":material/info:")
        return
    with st.container(horizontal=True):
        for words, each in (("Stance, all coders", found.stance), ("Reach, all coders", found.reach)):
            st.metric(words, _alpha(each), _grade(each), delta_color="off", delta_arrow="off", border=True)
    st.caption(ALPHA)
    st.table(_pairs(found))
    others = [name for name in found.names if name != FIRST]
    label = f"Codes of the first coder (rows) and of the {others[0]} (columns)"
    render_behind(label, "sure confusion", partial(_confusion_table, found, others[0]))


def _alpha(found: Agreement) -> str:
    return "not defined" if found.alpha is None else f"{found.alpha:.2f}"


def _grade(found: Agreement) -> str:
    return f"{found.grade.value}, {_interval(found)}, {count_of(found.events, 'event')}"


def _interval(found: Agreement) -> str:
    if found.lower is None or found.upper is None:
        return "no interval"
    return f"{found.lower:.2f} to {found.upper:.2f}"


def _pairs(found: Agreements) -> dict[str, list[str]]:
    """Return the columns of the table of pairs; three rows need no table that can be sorted."""
    rows = [
        (
            f"{first} and {second}",
            _alpha(agreement),
            _interval(agreement),
            agreement.grade.value,
            str(agreement.events),
            "" if difference is None else signed(difference),
        )
        for first, second, agreement, difference in found.pairs
    ]
    names = ("Coders", "Alpha, stance", "Interval (95 %)", "Reads as", "Events", "Second less first, mean")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _confusion_table(found: Agreements, other: str) -> pd.DataFrame:
    levels = sorted(Stance)
    row = found.names.index(other)
    counts = confusion(found.codes[0], found.codes[row], [int(level) for level in levels])
    names = [level.signed for level in levels]
    columns = dict(zip(names, counts.T.tolist(), strict=True))
    return pd.DataFrame({"First coder": names, **columns})
