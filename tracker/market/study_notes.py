"""Remarks on a whole event study: how far its returns can be told apart, and what its market holds."""

from collections.abc import Sequence

import numpy as np

from tracker.market.market_model import AlignedReturns, ordinals
from tracker.market.prices import PriceSeries, begins_with
from tracker.market.results import EventResult, StudyEvent
from tracker.market.significance import FEWEST_RANKED
from tracker.wording import count_of

SAME_MOVES = 0.5
"""From this R² on, more than half of what the mean of the shares does goes with the market."""

CHINA_FUNDS = ("KWEB", "CQQQ", "MCHI", "FXI", "GXC", "PGJ", "CXSE", "CHIQ", "3033.HK", "3067.HK", "2800.HK", "^HSI")
"""Funds and an index that hold the large Chinese internet firms by their own rules."""


def study_notes(
    market: PriceSeries,
    events: Sequence[StudyEvent],
    shares: Sequence[tuple[PriceSeries, AlignedReturns]],
    results: Sequence[EventResult],
) -> tuple[str, ...]:
    """Return the remarks on a study, each a sentence or two.

    Args:
        market: the series that stands for the market.
        events: what was asked for.
        shares: the series on which something was measured, with their returns.
        results: what was measured.
    """
    return (
        *_event_list_notes(events),
        *_currency_notes(market, [series for series, _ in shares]),
        *_same_firms_notes(market, [returns for _, returns in shares]),
        *_crowd_notes(market, results),
    )


def _event_list_notes(events: Sequence[StudyEvent]) -> list[str]:
    if not events:
        return ["No events were given."]
    if len({(event.slug, event.ticker) for event in events}) < len(events):
        return ["An event that was given twice for the same series was measured once."]
    return []


def _currency_notes(market: PriceSeries, shares: Sequence[PriceSeries]) -> list[str]:
    return [
        f"{share.name} is in {share.currency} and {market.name} in {market.currency}: "
        "abnormal returns hold the movement of the exchange rate."
        for share in shares
        if share.currency and market.currency and share.currency != market.currency
    ]


def _same_firms_notes(market: PriceSeries, shares: Sequence[AlignedReturns]) -> list[str]:
    """Say where the market may hold the firms that are measured: its fall on their news is then taken out of theirs."""
    explained = _explained(market, shares) if shares else 0.0
    if explained > SAME_MOVES:
        why = (
            f"{market.name} explains {100 * explained:.0f} % of what the mean of the measured shares does; "
            "where it holds these firms,"
        )
    elif shares and any(begins_with(market.name.casefold(), fund.casefold()) for fund in CHINA_FUNDS):
        why = f"{market.name} holds large Chinese firms itself, so that"
    else:
        return []
    return [f"{why} part of the reaction may be taken out with the market; compare with a broader market."]


def _explained(market: PriceSeries, shares: Sequence[AlignedReturns]) -> float:
    """Return the R² of the equal-weight mean of the shares on the market, over the days that any share has."""
    sums, counts = np.zeros(len(market.days)), np.zeros(len(market.days))
    for returns in shares:
        sums[returns.places[1:]] += returns.share[1:]
        counts[returns.places[1:]] += 1
    # The first day of all has no return, whatever a share that begins with it says.
    known = np.flatnonzero(counts[1:] > 0) + 1
    whole = np.diff(np.log(np.array(market.closes, dtype=np.float64)))[known - 1]
    mean = sums[known] / counts[known]
    if not (np.ptp(whole) > 0 and np.ptp(mean) > 0):
        return 0.0
    return float(np.corrcoef(mean, whole)[0, 1] ** 2)


def _crowd_notes(market: PriceSeries, results: Sequence[EventResult]) -> list[str]:
    """Give one account of what the returns have in common: days, overlapping windows, and other events around them."""
    if len(results) < 2:  # noqa: PLR2004 - one alone has nothing in common
        return []
    days = np.unique(np.searchsorted(ordinals(market.days), ordinals(result.day for result in results)))
    near = np.diff(days) <= results[0].window[1] - results[0].window[0]
    crowded = int(np.sum(np.append(near, False) | np.insert(near, 0, False)))
    account = f"{count_of(len(results), 'return')} on {count_of(len(days), 'event day')}, each day one observation."
    if crowded:
        ranked = len(days) >= FEWEST_RANKED
        tests = "the Kolari-Pynnönen and the rank test allow" if ranked else "the Kolari-Pynnönen test allows"
        account += f" The windows of {count_of(crowded, 'day')} overlap with another day's; {tests} for it."
    confounded = sum(result.confounded for result in results)
    if confounded:
        rest = len(results) - confounded
        apart = f"alone, or not confounded: {rest:,}" if rest else "none stands alone"
        account += (
            f" {count_of(confounded, 'return')} cannot be laid to one event: several came on its day, or another that "
            f"concerns the share lies within its window; {apart}."
        )
    return [account]
