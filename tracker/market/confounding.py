"""Which other events lie around a measured return, so that it cannot be laid to one event alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tracker.market.cases import Case, Study, owners_of, place_days, positions_of
from tracker.market.market_model import AlignedReturns, Integers
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Reach


@dataclass(frozen=True, eq=False)
class RecordAround:
    """The accepted Events of a record, among which those around a measured return are looked for.

    Attributes:
        events: those whose day is known.
        owner_of: finds the company of a share by the name of its prices.
    """

    events: tuple[EventRow, ...]
    owner_of: Callable[[str], TermRow | None]


NO_RECORD = RecordAround((), lambda _: None)
"""Only the events that are measured themselves."""


def record_around(events: Iterable[EventRow], companies: Iterable[TermRow]) -> RecordAround:
    """Return what ``find_around`` looks through.

    Args:
        events: all accepted Events, those that are not counted in the index too; one without a day is left out.
        companies: the vocabulary of companies, with their tickers.
    """
    dated = sorted(
        (event for event in events if event.counted_days[0] == event.counted_days[1]),
        key=lambda event: (event.counted_days[0], event.slug),
    )
    return RecordAround(tuple(dated), owners_of(companies))


def find_around(
    study: Study,
    returns: AlignedReturns,
    measured: Sequence[tuple[Case, ...]],
    placed: Sequence[Case],
    around: RecordAround,
) -> list[tuple[str, ...]]:
    """Return for each measured return the slugs of the other events whose windows share a trading day with its own.

    These are all events that were asked for on the share; and of the record those that name the share's company, those
    that reach across sectors or the whole economy, and those that reach a whole sector that an event of it is of.

    Args:
        study: the choices that hold for the whole.
        returns: of the share and the market.
        measured: the cases of each return, which are on one trading day of one share.
        placed: all cases of the share; one that cannot be measured is still around.
        around: the record.
    """
    if not measured:
        return []
    company = around.owner_of(placed[0].series.name)
    sectors = {event.slug: frozenset(event.sectors) for event in around.events}
    asked = sorted(placed, key=lambda case: case.position)
    asked_at = positions_of(asked)
    record_at = place_days(study, returns, [event.counted_days[0] for event in around.events])
    span, days = study.window[1] - study.window[0], len(returns.days)
    found = []
    for cases in measured:
        own = {case.event.slug for case in cases}
        of_own = frozenset().union(*(sectors.get(slug, frozenset()) for slug in own))
        near = [asked[place].event.slug for place in _near(asked_at, cases[0].position, span, days)]
        near += [
            event.slug
            for event in (around.events[place] for place in _near(record_at, cases[0].position, span, days))
            if (company and company.key in event.companies)
            or event.reach is Reach.ECONOMY
            or (event.reach is Reach.SECTOR and of_own.intersection(event.sectors))
        ]
        found.append(tuple(slug for slug in dict.fromkeys(near) if slug not in own))
    return found


def _near(places: Integers, position: int, span: int, days: int) -> range:
    """Return which of some rising places are at most so far from a position; one after the last day is nowhere."""
    first, last = np.searchsorted(places, [position - span, min(position + span + 1, days)])
    return range(int(first), int(last))
