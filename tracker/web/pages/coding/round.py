"""One coder's way through the events of a filter: what is coded, what comes next, and what was left for later."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from tracker.coders import coding_order
from tracker.database import reading
from tracker.exports.codings import codings_csv
from tracker.file_names import file_name
from tracker.filters import EventFilter
from tracker.queries import list_slugs
from tracker.queries.codings import coder_progress, list_recorded_codings
from tracker.read_models import CodingRow
from tracker.web import held
from tracker.web.data_view import render_download
from tracker.web.links import render_link
from tracker.web.reads import Record, engine
from tracker.wording import count_of


@dataclass(frozen=True, eq=False)
class CodingRound:
    """Where a coder stands in the events of a filter.

    Attributes:
        coder: the coder's name.
        done: slugs of coded events, in the order in which they were first coded.
        codings: the coder's codings by slug.
        versions: how often the history tells of the coder's coding, by slug; what it does not tell of is not in it.
        left: slugs of the others, in the order in which they come; those set aside come last.
        aside: how many of these were set aside.
    """

    coder: str
    done: tuple[str, ...]
    codings: Mapping[str, CodingRow]
    versions: Mapping[str, int]
    left: tuple[str, ...]
    aside: int

    def before(self, slug: str | None) -> str | None:
        """Return the event that was coded before one that is coded, or else the last one; None where there is none."""
        earlier = self.done[: self.done.index(slug)] if slug in self.done else self.done
        return earlier[-1] if earlier else None


def coding_round(record: Record, chosen: EventFilter, coder: str) -> CodingRound:
    """Return where a coder stands in the events that a filter keeps; it is read anew, for what was just set aside."""
    slugs = record.read(list_slugs, chosen)
    with reading(engine()) as session:
        progress = coder_progress(session, coder)
    inside = set(slugs)
    done = tuple(slug for slug in progress.codings if slug in inside)
    waiting = [slug for slug in coding_order(slugs, coder) if slug not in progress.codings]
    left = tuple(sorted(waiting, key=lambda slug: progress.set_aside.get(slug, 0)))
    aside = sum(slug in progress.set_aside for slug in waiting)
    return CodingRound(coder, done, progress.codings, progress.versions, left, aside)


def shown_slug(found: CodingRound) -> str | None:
    """Return the event to show: the one that the coder went back to, else the next; None where all are coded."""
    back = held.hold(place_key(found.coder), None)
    return back if back in found.done else next(iter(found.left), None)


def place_key(coder: str) -> str:
    """Return the key under which the session holds the event that a coder went back to."""
    return f"coding at {coder}"


def render_progress(record: Record, found: CodingRound) -> None:
    """Say how far the coder has come, and give the own codes; how they agree is shown elsewhere, not before the end."""
    total = len(found.done) + len(found.left)
    if not total:
        st.info("No event fits these filters.", icon=":material/filter_alt_off:")
        return
    aside = f", {found.aside} set aside" if found.aside else ""
    st.progress(len(found.done) / total, text=f"{len(found.done)} of {count_of(total, 'event')} coded{aside}")
    if own := [each for each in record.read(list_recorded_codings) if each.coding.coder == found.coder]:
        # The coder's own codes alone: nothing of what others coded may be seen before the end.
        name = file_name("codings", "csv", recorded_on=record.state().changed_on)
        render_download("Your codings (CSV)", "coding own", name, lambda: codings_csv(own))
    if not found.left:
        st.success("You have coded all events here.", icon=":material/check:")
        render_link("certainty", "See how far coders agree", params={"part": "coders"})
