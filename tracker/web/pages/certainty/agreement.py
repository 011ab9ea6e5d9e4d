"""The part of the page "How sure is it?" that shows how far coders agree and where, and what that does not mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import pandas as pd
import streamlit as st

from tracker.charts.plain import signed
from tracker.coders import ACCEPTED_CODER, MACHINE_CODERS
from tracker.filters import EventFilter
from tracker.queries import list_codings
from tracker.read_models import EventRow
from tracker.sentiment import (
    Agreement,
    AgreementPart,
    StanceAgreement,
    agreement_by,
    code_table,
    coder_agreement,
    confusion,
    evidence_of,
    mean_difference,
    stance_agreement,
)
from tracker.sentiment.agreement import GOOD, LEAST_GRADED, MODERATE, TENTATIVE
from tracker.sentiment.record import Real, Whole
from tracker.vocabulary import Stance
from tracker.web.data_view import render_behind
from tracker.web.keeping import cached
from tracker.web.pages.certainty.reads import ReadingChoice, coder_beside, coders, days_apart
from tracker.web.pages.certainty.who_coded import render_coders, render_who_coded
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import count_of

ALPHA = (
    f"Krippendorff's alpha: 1 is full agreement, 0 is chance. {GOOD:.2f} and above is good, {TENTATIVE:g} to "
    f"{GOOD:.2f} tentative, {MODERATE:.2f} to {TENTATIVE:g} moderate, below that low. Below {TENTATIVE:g} no index "
    f"should be made of such events alone; with fewer than {LEAST_GRADED} events there is no grade. The words go by "
    "alpha; the interval (95 %, leaving out one story at a time) says how far it may be off.  \n"
    "Direction is below 0, 0 or above 0, taken as mere names. Degree is the level on one side of 0, where there are "
    "fewer levels, so that alpha is lower by its nature. A difference of one level between two events is not to be "
    "leaned on."
)
TABLES = (
    "Alpha is that of the stance, direction and degree together. Difference: the other coder's mean stance less the "
    "first's, in levels. Other sign: days of the year on which the index by the other coder's codes lies on the other "
    "side of 0, with the half-life and the other choices above, up to the last event; a filter's period does not cut "
    "them."
)


@dataclass(frozen=True, eq=False)
class Agreements:
    """How far the first coder and one beside agree on the Events of a filter.

    Attributes:
        other: the coder beside the first.
        stance: on the stance, whole and in parts.
        reach: on the reach.
        difference: by how much the other's stance lies above the first's on average; None without a common Event.
        years, kinds: on the stance, by year and by kind.
        codes: stance by the first and by the other.
        alike: a sentence on further coders who are no two opinions; empty where there are none.
    """

    other: str
    stance: StanceAgreement
    reach: Agreement
    difference: float | None
    years: list[AgreementPart]
    kinds: list[AgreementPart]
    codes: Real
    alike: str


@cached(16, of_codings=True)
def agreements(record: Record, chosen: EventFilter, coder: str) -> Agreements | None:
    """Return how far coders agree on the Events of a filter; None where no Event has two codes.

    Args:
        record: the state of the record.
        chosen: the filter.
        coder: whom to compare the first coder with; the one who has coded most where it is the first.
    """
    events, other = record.events(chosen), coder_beside(record, coder)
    if not events or other is None:
        return None
    names, group = (ACCEPTED_CODER, *coders(record)), evidence_of(events).group
    codes, reach = (_codes(record, events, (ACCEPTED_CODER, other), field) for field in ("stance", "reach"))
    if not coder_agreement(codes, group).events:
        return None
    return Agreements(
        other=other,
        stance=stance_agreement(codes, group),
        reach=coder_agreement(reach, group),
        difference=mean_difference(codes[0], codes[1]),
        years=agreement_by(codes, group, [str(event.first_on.year) for event in events]),
        kinds=agreement_by(codes, group, [event.kind.label for event in events]),
        codes=codes,
        alike=_alike(_codes(record, events, names, "stance"), names, group),
    )


def _codes(record: Record, events: Sequence[EventRow], names: Sequence[str], field: str) -> Real:
    accepted = ((ACCEPTED_CODER, event.slug, int(getattr(event, field))) for event in events)
    further = ((each.coder, each.slug, int(getattr(each, field))) for each in record.read(list_codings))
    return code_table([*accepted, *further], names, [event.slug for event in events])


@cached(16, of_codings=True)
def pair_table(record: Record, chosen: EventFilter) -> pd.DataFrame:
    """Return how far each two coders agree on the Events of a filter, those without a common one left out.

    The work grows with the square of the number of coders, so it is done for who opens the table.
    """
    events, names = record.events(chosen), (ACCEPTED_CODER, *coders(record))
    stance, reach = (_codes(record, events, names, field) for field in ("stance", "reach"))
    group = evidence_of(events).group
    rows = []
    for pair in map(list, combinations(range(len(names)), 2)):
        found = stance_agreement(stance[pair], group)
        if not found.stance.events:
            continue
        parts = (found.stance, found.sign, found.tightening, found.easing, coder_agreement(reach[pair], group))
        who = " and ".join(names[each] for each in pair)
        difference = _difference(mean_difference(*stance[pair]))
        rows.append((who, found.stance.events, *map(_graded, parts), difference))
    heads = ("Coders", "Events", "Stance", "Direction", "Degree, both tighten", "Degree, both ease", "Reach")
    return pd.DataFrame(rows, columns=[*heads, "Difference"])


def render_agreement(record: Record, chosen: EventFilter, choice: ReadingChoice) -> None:
    """Draw the agreement of the first coder and of another on the Events of a filter."""
    st.subheader("How far coders agree")
    render_who_coded(record, chosen)
    found = agreements(record, chosen, choice.coder)
    if found is None:
        st.info("No further coder has coded these events.", icon=":material/info:")
        return
    st.markdown(_words(found))
    parts = (
        ("Direction", found.stance.sign),
        ("Degree, both tighten", found.stance.tightening),
        ("Degree, both ease", found.stance.easing),
        ("Reach", found.reach),
    )
    with st.container(horizontal=True):
        for words, each in parts:
            st.metric(words, _alpha(each), _grade(each), delta_color="off", delta_arrow="off", border=True)
    st.caption(ALPHA)
    st.markdown("**By year**")
    st.table(_columns(found.years, "Year") | _days(found, days_apart(record, chosen, choice, found.other)))
    st.caption(TABLES)
    st.markdown("**By kind**")
    st.table(_columns(found.kinds, "Kind"))
    render_behind("Each two coders", "sure pairs", partial(pair_table, record, chosen))
    label = escape_markdown(f"Codes of the first coder (rows) and of the coder “{found.other}” (columns)")
    render_behind(label, "sure confusion", partial(_confusion_table, found))
    render_coders(record, chosen)


def _words(found: Agreements) -> str:
    """Say what the coders agree on, never more than the weaker part carries."""
    both = count_of(found.stance.stance.events, "event")
    who = escape_markdown(f"First coder and coder “{found.other}”, {both}")
    opposite = f"One calls tightening what the other calls easing in {found.stance.crossed:,} of them."
    pooled = f"Alpha of all levels together, {_with_interval(found.stance.stance)}, mixes both."
    return f"{who}: **{found.stance.words}**. {pooled} {opposite} {_harsher(found)} {found.alike}".rstrip()


def _harsher(found: Agreements) -> str:
    difference = found.difference or 0.0
    if round(abs(difference), 2) == 0:
        return "On average neither is harsher."
    who = f"“{escape_markdown(found.other)}”" if difference < 0 else "The first coder"
    return f"{who} is harsher, by {abs(difference):.2f} of a level on average."


def _alike(stance: Real, names: Sequence[str], group: Whole) -> str:
    """Say which two further coders are alike: machine-assisted, and surely closer than the first is to either."""
    machines = [name for name in names if name in MACHINE_CODERS and name != ACCEPTED_CODER]

    def agreement(*pair: str) -> Agreement:
        return coder_agreement(stance[[names.index(each) for each in pair]], group)

    sentences = []
    for one, other in combinations(machines, 2):
        both, beside = agreement(one, other), [agreement(ACCEPTED_CODER, each) for each in (one, other)]
        if both.lower is not None and all(each.upper is not None and each.upper < both.lower for each in beside):
            told = f"“{one}” and “{other}” agree with each other at {_alpha(both)}"
            sentences.append(f"The coders {told} and are no two opinions.")
    return " ".join(sentences)


def _alpha(found: Agreement) -> str:
    return "not defined" if found.alpha is None else _number(found.alpha)


def _graded(found: Agreement) -> str:
    """Return alpha where it has a grade: of fewer events one alone moves it too far for a table to show it."""
    return "too few events" if found.events < LEAST_GRADED else _alpha(found)


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def _with_interval(found: Agreement) -> str:
    return _alpha(found) if found.alpha is None else f"{_alpha(found)} ({_interval(found)})"


def _grade(found: Agreement) -> str:
    return f"{found.grade.value}, {_interval(found)}, {count_of(found.events, 'event')}"


def _interval(found: Agreement) -> str:
    if found.lower is None or found.upper is None:
        return "no interval"
    return f"{_number(found.lower)} to {_number(found.upper)}"


def _difference(value: float | None) -> str:
    return "" if value is None else signed(value, decimals=2)


def _columns(parts: Sequence[AgreementPart], name: str) -> dict[str, list[str]]:
    """Return the columns of a table that needs no sorting."""
    return {
        name: [each.part for each in parts],
        "Events": [str(each.agreement.events) for each in parts],
        "Alpha (95 %)": [_with_interval(each.agreement) for each in parts],
        "Grade": [each.agreement.grade.value for each in parts],
        "Difference": [_difference(each.difference) for each in parts],
    }


def _days(found: Agreements, apart: dict[int, tuple[int, int]] | None) -> dict[str, list[str]]:
    days = [(apart or {}).get(int(each.part)) for each in found.years]
    return {"Other sign": [f"{each[0]} of {each[1]}" if each else "" for each in days]}


def _confusion_table(found: Agreements) -> pd.DataFrame:
    levels = sorted(Stance)
    first, second = found.codes
    counts = confusion(first, second, [int(level) for level in levels])
    names = [level.signed for level in levels]
    columns = dict(zip(names, counts.T.tolist(), strict=True))
    return pd.DataFrame({"First coder": names, **columns})
