"""Event lists by others: how much of each is in the record, entry by entry, and how much more there may be."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import streamlit as st

from tracker.dates import describe
from tracker.filters import EventFilter
from tracker.read_models import EventRow
from tracker.recall import (
    About,
    Estimate,
    HeldAct,
    ListedAct,
    ListedAs,
    PublishedList,
    Recall,
    beside_record,
    from_several_lists,
    of_subject,
    recall_of,
    times_listed,
)
from tracker.resources import seeds_folder
from tracker.seeds import read_lists
from tracker.web.data_view import render_rows
from tracker.web.keeping import cached
from tracker.web.links import Address, open_next
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import count_of

_SCOPE = (
    "An entry counts where it is an act of an authority, Chinese or foreign, that touches technology firms; the 95 % "
    "interval stands in brackets. Pages that are sources of the record are left out: what they name is here by "
    "construction. One reader sorted the entries; nobody has checked them yet. What is missing is a list of work: an "
    "event comes in once pages on it were read."
)
_ASSUMES = (
    "Both numbers hold for lists that were made apart from each other and in which any act may turn up. Reporters copy "
    "each other and all name the great events, which makes the numbers too low; timelines that follow one firm share "
    "less, which works the other way. The record goes into more detail than timelines, which pushes the second number "
    "up, and for lists as short as these the ranges are a little too narrow. Read both as an order of size, for acts "
    "that such timelines would name: nobody has listed everything that authorities did."
)

_lists_in = cached()(read_lists)


def recall_words(found: Recall) -> str:
    """Return how many of the acts named are here, as a share with its interval at 95 %."""
    share, low, high = (f"{100 * value:.0f}" for value in (found.share, *found.interval))
    return f"{found.found:,} of {count_of(found.of, 'act')}, {share} % ({low} to {high} %)"


def shares_words(lists: Sequence[PublishedList], acts: Sequence[ListedAct], slugs: Collection[str]) -> str:
    """Return in one sentence what share of the acts that each sort of list names is here.

    Args:
        lists: the lists, one at least.
        acts: their entries.
        slugs: of the accepted Events.
    """
    found = [(subject.label, recall_of(of_subject(subject, lists, acts), slugs)) for subject in About]
    first, *rest = [(label, f"{100 * each.share:.0f} %") for label, each in found if each.of]
    more = "".join(f"; of those that {label} name, {share}" for label, share in rest)
    return f"Of the acts that {first[0]} name, {first[1]} are here{more}."


def _range(estimate: Estimate) -> str:
    return f"about {estimate.number:,.0f} ({estimate.low:,.0f} to {estimate.high:,.0f})"


def render_lists_by_others(record: Record) -> None:
    """Draw the lists: in words, as a table and each entry by entry, and how much more such lists would name."""
    st.markdown("### Events that others list")
    lists, acts = _lists_in(seeds_folder())
    if not lists:
        st.info("No list by others is kept yet; seeds/README.md says how to add one.", icon=":material/info:")
        return
    events = {event.slug: event for event in record.events(EventFilter())}
    st.markdown(f"**{escape_markdown(shares_words(lists, acts, events))}**")
    for subject in About:
        named = of_subject(subject, lists, acts)
        st.markdown(
            f"{_words_on(subject)}: **{escape_markdown(recall_words(recall_of(named, events)))}** in the record"
        )
        for each in lists:
            if each.about is subject:
                _render_list(each, _of(each, named), events)
    st.caption(_SCOPE)
    with st.expander("How an entry may stand to the record"):
        st.markdown(
            "\n".join(f"- {escape_markdown(each.label)}: {escape_markdown(each.definition)}" for each in ListedAs)
        )
    _render_unnamed(of_subject(About.CRACKDOWN, lists, acts), events)


def _words_on(subject: About) -> str:
    return subject.label[0].upper() + subject.label[1:]


def _of(published: PublishedList, acts: Sequence[ListedAct]) -> list[ListedAct]:
    return [act for act in acts if act.list == published.key]


def _render_list(published: PublishedList, acts: Sequence[ListedAct], events: Mapping[str, EventRow]) -> None:
    """Draw a closed box, whose table is made once it is opened."""
    label = f"{published.by}, {published.name}: {recall_words(recall_of(acts, events))}"
    box = st.expander(escape_markdown(label), key=f"listed {published.key} open", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(escape_markdown(f"{published.extent} Read {describe(published.read_on)}. A row opens its event."))
        render_rows(
            listed_table(acts, events),
            f"listed {published.key}",
            acts,
            lambda act: _open(act, events),
            column_config={"Page": st.column_config.LinkColumn(display_text="open", width="small")},
        )


def _open(act: ListedAct, slugs: Collection[str]) -> None:
    if act.act in slugs:
        open_next(Address("timeline", {"event": act.act}))


def listed_table(acts: Sequence[ListedAct], events: Mapping[str, EventRow]) -> pd.DataFrame:
    """Return the entries of a list with how each stands to the record.

    Args:
        acts: the entries.
        events: the accepted Events by slug. One that was withdrawn is missing, whatever the file says.
    """
    # The short columns stand first: a phone shows no more before the reader moves the table.
    standing = {act: _standing(act, events) for act in acts}
    return pd.DataFrame(
        {
            "Date there": [act.date for act in acts],
            "Here": [standing[act].label for act in acts],
            "What it names": [act.what for act in acts],
            "Event here": [events[act.act].title if act.act in events else "" for act in acts],
            "Page": [act.url for act in acts],
        }
    )


def _standing(act: ListedAct, slugs: Collection[str]) -> ListedAs:
    if not act.standing.in_scope:
        return act.standing
    return ListedAs.RECORDED if act.act in slugs else ListedAs.MISSING


def _render_unnamed(acts: Sequence[ListedAct], events: Mapping[str, EventRow]) -> None:
    times = list(times_listed(acts).values())
    held = {event.slug: HeldAct(event.first_on, event.kind, event.sectors) for event in events.values()}
    st.markdown("#### What no list names")
    bound = _range(from_several_lists(times, len({act.list for act in acts})))
    beside = _range(beside_record(acts, held))
    st.markdown(
        f"The {About.CRACKDOWN.label} name {count_of(len(times), 'act')}, {times.count(1):,} of them in one list only "
        f"and {times.count(2):,} in two. Lists with so little in common point to **{escape_markdown(bound)}** acts "
        f"that such timelines would name (Chao's lower bound). What they share with this record's acts of Chinese "
        f"authorities, in those years and in the sectors of what they name, points to **{escape_markdown(beside)}** "
        "acts (Chapman's estimate)."
    )
    st.caption(_ASSUMES)
