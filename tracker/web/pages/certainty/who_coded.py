"""Who the coders are: people or machine-assisted, how many events each has coded and how, and their codes as a file."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from tracker.coders import ACCEPTED_CODER, people_and_machines
from tracker.exports.codings import codings_csv
from tracker.file_names import file_name
from tracker.filters import EventFilter
from tracker.queries.codings import list_recorded_codings
from tracker.read_models import RecordedCoding, Way
from tracker.web.data_view import render_download
from tracker.web.reads import Record
from tracker.web.text import escape_markdown
from tracker.wording import count_of, listed

_MEANS = (
    "Agreement shows how consistently the codebook can be applied; it does not show that the codes are right, and "
    "coders of one kind may share their errors."
)
_MACHINE = "machine-assisted"


def coders_in_words(codings: Sequence[RecordedCoding]) -> str:
    """Say which coders are people and which machine-assisted, what they saw, and what agreement means."""
    people, machines = people_and_machines(each.coding.coder for each in codings)
    if not people:
        return (
            "All codings, the first included, are machine-assisted and await review by people. The further coders saw "
            f"neither the first codes nor the sources, only date, title, kind, names and summary. {_MEANS}"
        )
    ways = Counter(each.way for each in codings)
    named = f"{listed(people)} {'is a person' if len(people) == 1 else 'are people'}"
    by_people = count_of(ways[Way.BLIND] + ways[Way.OPEN], "code")
    blind = (
        f"Of {by_people} by people {ways[Way.BLIND]} were made blind, on the page Coding; what was seen elsewhere is "
        "not known"
    )
    others = f"{ways[Way.OPEN]} came from an event's card or a file, where others may have been in sight"
    return (
        "The accepted codes are those of the first coder; they are machine-assisted and await review by people, as are "
        f"the codes of the {listed(machines)} coder. {named}. {blind}{f'; {others}' if ways[Way.OPEN] else ''}. Blind "
        f"coders saw neither other codes nor the sources, only date, title, kind, names and summary. {_MEANS}"
    )


def render_who_coded(record: Record, chosen: EventFilter) -> None:
    """Draw the coders of the Events of a filter in a sentence."""
    st.markdown(escape_markdown(coders_in_words(_codings_of(record, chosen))))


def _codings_of(record: Record, chosen: EventFilter) -> list[RecordedCoding]:
    slugs = {event.slug for event in record.events(chosen)}
    return [each for each in record.read(list_recorded_codings) if each.coding.slug in slugs]


def render_coders(record: Record, chosen: EventFilter) -> None:
    """Draw a table of the coders on the Events of a filter, and the button that gives all codings as a file."""
    codings = record.read(list_recorded_codings)
    st.markdown("**Who coded**")
    st.table(_table(_codings_of(record, chosen), len(record.events(chosen))))
    name = file_name("codings", "csv", recorded_on=record.state().changed_on)
    render_download("All codings (CSV)", "sure codings", name, lambda: codings_csv(codings))


def _table(codings: Sequence[RecordedCoding], events: int) -> dict[str, list[str]]:
    people, machines = people_and_machines(each.coding.coder for each in codings)
    rows = [(f"{ACCEPTED_CODER} (accepted)", _MACHINE, str(events), "", "")]
    for coder in (*machines, *people):
        own = [each for each in codings if each.coding.coder == coder]
        is_person = coder in people
        blind = str(sum(each.way is not Way.OPEN for each in own))
        last = max((each.recorded_on.isoformat() for each in own), default="") if is_person else ""
        rows.append((escape_markdown(coder), "a person" if is_person else _MACHINE, str(len(own)), blind, last))
    names = ("Coder", "Who", "Events", "Of these blind", "Last coded")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
