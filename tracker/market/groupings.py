"""By what the measured returns of a study are grouped: the direction of the Event, its kind, its reach, the company."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from tracker.market.event_study import LabelOf
from tracker.market.results import EventResult
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Kind, Stance


class Grouping(StrEnum):
    """What returns are grouped by."""

    DIRECTION = "direction"
    KIND = "kind"
    COMPANY = "company"
    REACH = "reach"

    @property
    def label(self) -> str:
        """The name on screens."""
        return self.value.capitalize()


def direction_of(stance: Stance) -> tuple[int, str]:
    """Return which way an Event went, with its rank: tightening, easing, then neutral."""
    return (0, "Tightening") if stance < 0 else (1, "Easing") if stance > 0 else (2, "Neutral")


def study_groupings(events: Iterable[EventRow], companies: Iterable[TermRow]) -> dict[str, LabelOf]:
    """Return every grouping as a study takes it.

    Args:
        events: those that are measured.
        companies: the vocabulary of companies, with their tickers; a share that belongs to none stands for itself.
    """
    by_slug = {event.slug: event for event in events}
    owners = {ticker.partition(" ")[0].casefold(): company.name for company in companies for ticker in company.tickers}
    kinds = {kind: rank for rank, kind in enumerate(Kind)}
    return {
        Grouping.DIRECTION: lambda one: direction_of(by_slug[one.slug].stance),
        Grouping.KIND: lambda one: (kinds[by_slug[one.slug].kind], by_slug[one.slug].kind.label),
        Grouping.COMPANY: lambda one: (0, _owner(one, owners)),
        Grouping.REACH: lambda one: (by_slug[one.slug].reach.value, by_slug[one.slug].reach.label),
    }


def _owner(one: EventResult, owners: Mapping[str, str]) -> str:
    """Return the company of a share; a file may be called `baba_us_d` for BABA."""
    name = one.ticker.casefold()
    return owners.get(name) or owners.get(name.partition("_")[0]) or one.ticker
