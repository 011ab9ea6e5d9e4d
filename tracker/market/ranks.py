"""Whether the codes of event days go with how shares moved: rank correlations, and what shifted calendars give.

This looks at the scale as a whole (criterion validity): whether a lower stance goes with a lower reaction, and a
broader reach with a greater one. The reactions of one event day and the next are not independent, and stance comes in
long runs of one sign, so that the usual formula for the p of a rank correlation does not hold. It is compared with the
same codes on shifted calendars instead, where both are as they were and only their meeting is chance.
"""

import numpy as np

from tracker.market.market_model import Floats, Integers
from tracker.market.results import RankCorrelation

OF_STANCE, OF_REACH = "stance", "reach"
"""What is held against the reactions of a group."""

FEWEST_ORDERED = 12
"""Over fewer days a correlation says next to nothing: of twelve without any link, one in twenty is beyond 0.58."""


def rank_correlations(
    codes: Floats, places: Integers, reactions: Floats, shifted: Floats | None
) -> tuple[RankCorrelation, RankCorrelation]:
    """Return how stance, and how reach, go with the reactions of the event days.

    The codes of a day are the mean over the returns measured on it, as its reaction is. Reach is held against the
    reaction in the direction of the stance: minus the reaction where the stance is below 0; days with 0 are left out.

    Args:
        codes: stance and reach of each return, one row for each.
        places: of the same, among the trading days of the market.
        reactions: of each event day, in the order of the days.
        shifted: of the same days on shifted calendars, one row for each calendar, not a number where there is none;
            None where there are too few prices for such calendars.
    """
    days, row_of = np.unique(places, return_inverse=True)
    counts = np.bincount(row_of)
    stance, reach = (np.bincount(row_of, column) / counts for column in codes.T)
    moved = np.empty((0, len(days))) if shifted is None else shifted
    way = np.sign(stance)
    told = way != 0
    return (
        _rank_correlation(OF_STANCE, stance, reactions, moved),
        _rank_correlation(OF_REACH, reach[told], (way * reactions)[told], (way * moved)[:, told]),
    )


def _rank_correlation(of: str, codes: Floats, reactions: Floats, shifted: Floats) -> RankCorrelation:
    number = len(codes)
    if number < FEWEST_ORDERED or not np.ptp(codes) > 0:
        reason = f"needs at least {FEWEST_ORDERED} event days, and two values of {of}"
        return RankCorrelation(of, number, None, 0, 0, reason)
    found = float(spearman(codes, reactions[None])[0])
    others = spearman(codes, shifted)
    others = others[np.isfinite(others)]
    # Rounding must not turn what is equal into less.
    return RankCorrelation(of, number, found, len(others), int((np.abs(others) > abs(found) - 1e-12).sum()))


def spearman(codes: Floats, rows: Floats) -> Floats:
    """Return the rank correlation (Spearman) of codes with each row of reactions; equal values share a rank.

    Args:
        codes: one for each day.
        rows: reactions, one column for each day; days without a number are left out of their row.
    """
    known = np.isfinite(rows)
    one, other = (_centred_ranks(each, known) for each in (np.broadcast_to(codes, rows.shape), rows))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (one * other).sum(axis=1) / np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    return found


def _centred_ranks(rows: Floats, known: Floats) -> Floats:
    from scipy import stats

    # Missing days take the highest ranks and leave those of the others as they are.
    ranks = stats.rankdata(np.where(known, rows, np.inf), axis=1)
    # The mean of the ranks 1 to n is (n + 1) / 2, shared ranks or not.
    found: Floats = np.where(known, ranks - (known.sum(axis=1, keepdims=True) + 1) / 2, 0.0)
    return found
