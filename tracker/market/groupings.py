"""By what measured returns are grouped: direction, stance, kind, reach and year of the Event, or the company."""

from collections.abc import Iterable
from enum import StrEnum

from tracker.market.cases import owners_of
from tracker.market.event_study import LabelOf
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Kind, Stance


class Grouping(StrEnum):
    """What returns are grouped by."""

    DIRECTION = "direction"
    STANCE = "stance"
    KIND = "kind"
    REACH = "reach"
    YEAR = "year"
    COMPANY = "company"

    @property
    def label(self) -> str:
        """The name on screens."""
        return self.value.capitalize()


def direction_of(stance: Stance) -> tuple[int, str]:
    """Return which way an Event went, with its rank: tightening, easing, then neutral."""
    return (0, "Tightening") if stance < 0 else (1, "Easing") if stance > 0 else (2, "Neutral")


def stance_name(stance: Stance) -> str:
    """Return a level of stance with its number, as the parts of a study bear it."""
    return f"{stance.signed} {stance.label}"


def study_groupings(events: Iterable[EventRow], companies: Iterable[TermRow]) -> dict[str, LabelOf]:
    """Return every grouping as a study takes it.

    Args:
        events: those that are measured.
        companies: the vocabulary of companies, with their tickers; a share that belongs to none stands for itself.
    """
    by_slug = {event.slug: event for event in events}
    owner_of = owners_of(companies)
    kinds = {kind: rank for rank, kind in enumerate(Kind)}
    return {
        Grouping.DIRECTION: lambda slug, _: direction_of(by_slug[slug].stance),
        Grouping.STANCE: lambda slug, _: (by_slug[slug].stance.value, stance_name(by_slug[slug].stance)),
        Grouping.KIND: lambda slug, _: (kinds[by_slug[slug].kind], by_slug[slug].kind.label),
        Grouping.REACH: lambda slug, _: (by_slug[slug].reach.value, by_slug[slug].reach.label),
        Grouping.YEAR: lambda slug, _: (0, str(by_slug[slug].counted_days[0].year)),
        Grouping.COMPANY: lambda _, share: (0, _owner(owner_of(share), share)),
    }


def _owner(company: TermRow | None, share: str) -> str:
    return company.name if company else share
