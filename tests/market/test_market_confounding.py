"""Which events of the record lie around a measured return, and what the study says of its market."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from market_samples import series_of, simulated_market, simulated_share

from tests.support.makers import event_row
from tracker.market import PriceSeries, StudyEvent, StudyResult, event_study
from tracker.market.confounding import record_around
from tracker.market.groupings import Grouping, study_groupings
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Kind, Reach, TermType

RETURNS = simulated_market(np.random.default_rng(5), 400)
MARKET = series_of("M", RETURNS)
SHARES = [series_of(name, simulated_share(np.random.default_rng(seed), RETURNS)) for seed, name in enumerate("AB")]
DAY = MARKET.days[300]
COMPANIES = [
    TermRow(TermType.COMPANY, name, name, None, tickers=(ticker,)) for name, ticker in (("Alpha", "A"), ("Beta", "B"))
]


def event(slug: str, day: dt.date, **fields: Any) -> EventRow:
    """Return an event of the record on a day; it touches one firm and names none unless said otherwise."""
    return event_row(slug, day.isoformat(), **{"reach": Reach.FIRM, **fields})


def study(measured: list[EventRow], others: list[EventRow], ticker: str | None = "A") -> StudyResult:
    """Measure some events of a record on a share, with the others around them."""
    return event_study(
        SHARES,
        MARKET,
        [StudyEvent(one.slug, one.first_on, ticker, one.title) for one in measured],
        groupings=study_groupings(measured, COMPANIES),
        around=record_around([*measured, *others], COMPANIES),
    )


def test_what_counts_as_around() -> None:
    """Steps and measures that name the company; what reaches the economy, or a whole sector in common; nothing else."""
    near = MARKET.days[302]
    others = [
        event("own-step", near, companies=("Alpha",), kind=Kind.COMPANY_RESPONSE),
        event("abroad", near, companies=("Alpha", "Beta"), kind=Kind.FOREIGN_MEASURE),
        event("whole-sector", near, sectors=("gaming",), reach=Reach.SECTOR),
        event("economy", MARKET.days[298], sectors=("gaming", "media"), reach=Reach.ECONOMY),
        event("economy-elsewhere", near, sectors=("media",), reach=Reach.ECONOMY),
        event("few-firms-of-the-sector", near, sectors=("gaming",), reach=Reach.SEGMENT),
        event("another-sector", near, sectors=("media",), reach=Reach.SECTOR),
        event("another-company", near, companies=("Beta",)),
        event("three-days-on", MARKET.days[303], companies=("Alpha",)),
        event_row("some-day", f"{near:%Y-%m}", companies=("Alpha",)),
    ]
    (one,) = study([event("e", DAY, companies=("Alpha",), sectors=("gaming",))], others).events
    assert set(one.confounded_with) == {"own-step", "abroad", "whole-sector", "economy", "economy-elsewhere"}
    assert one.confounded_with[0] == "economy"  # In the order of their days.


def test_an_event_that_was_not_chosen_on_the_same_day_is_around() -> None:
    """Only what was asked for is one observation; another on its day is named beside it."""
    (one,) = study([event("e", DAY, companies=("Alpha",))], [event("same-day", DAY, companies=("Alpha",))]).events
    assert (one.slugs, one.confounded_with) == (("e",), ("same-day",))


def test_an_event_after_the_last_price_is_not_around() -> None:
    """Where it would be measured is not known."""
    last = MARKET.days[-1]
    later = event("later", last + dt.timedelta(1), companies=("Alpha",))
    (one,) = study([event("e", MARKET.days[-2], companies=("Alpha",))], [later]).events
    assert one.confounded_with == ()


def test_two_events_of_one_day_are_one_observation_in_both_groups() -> None:
    """Tightening and easing on one day and share: one return in all, named by both, and one in either group."""
    measured = [
        event("tight", DAY, stance=-2),
        event("loose", DAY, stance=2),
        event("alone", MARKET.days[350], stance=-2),
    ]
    result = study(measured, [])
    assert [one.slugs for one in result.events] == [("tight", "loose"), ("alone",)]
    assert result.group is not None
    assert result.group_apart is not None
    assert (result.group.returns, result.group.days, result.group_apart.returns) == (2, 2, 1)
    parts = {part.name: part.group.days for part in result.parts_by(Grouping.DIRECTION)}
    assert parts == {"Tightening": 2, "Easing": 1}
    assert "1 return cannot be laid to one event" in result.notes[-1]
    assert "alone, or not confounded: 1." in result.notes[-1]


@pytest.mark.parametrize(
    ("name", "taken", "said"),
    [
        ("SPY", 0.2, ""),
        ("SPY", 1.0, "SPY explains 9"),
        ("KWEB", 0.2, "KWEB holds large Chinese firms itself"),
        ("mchi_us_d", 0.2, "mchi_us_d holds large Chinese firms itself"),
        ("FXIX", 0.2, ""),
    ],
)
def test_a_market_that_holds_the_same_firms_gets_a_remark(name: str, taken: float, said: str) -> None:
    """By its name, or as it explains more than half of what the mean does, which may have another cause."""
    rng = np.random.default_rng(6)
    common = rng.normal(0, 0.02, 400)
    market = series_of(name, taken * common + (1 - taken) * simulated_market(rng, 400))
    shares = [series_of(f"S{n}", common + rng.normal(0, 0.01, 400)) for n in range(4)]
    notes = event_study(shares, market, [StudyEvent("e", DAY)]).notes
    found = [note for note in notes if "taken out with the market" in note]
    assert bool(found) == bool(said)
    assert all(note.startswith(said) for note in found)
    assert all("may be taken out with the market; compare with a broader market." in note for note in found)
    assert ["where it holds these firms" in note for note in found] == ["explains" in said] * len(found)


def test_a_share_that_trades_on_fewer_days_is_explained_on_its_own() -> None:
    """The mean is that of the shares that have a return on a day."""
    late = PriceSeries("S", SHARES[0].days[120:], SHARES[0].closes[120:])
    result = event_study([late, SHARES[1]], MARKET, [StudyEvent("e", DAY)])
    assert len(result.events) == 2
