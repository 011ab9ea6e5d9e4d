"""The market's reaction: prices from files or fetched by ticker, an event study on them, and series beside the index.

No record, no screen, no picture. Only ``fetching`` uses the network, and only when it is asked to.
"""

from tracker.market.cells import MarketProblem
from tracker.market.correlation import (
    CAUTION,
    LAGS,
    LagCorrelation,
    OverlayPair,
    OverlayResult,
    Step,
    correlate_overlay,
    joint_words,
)
from tracker.market.event_days import ReturnPanel, group_of_days
from tracker.market.event_study import DEFAULT_ESTIMATION, DEFAULT_WINDOW, event_study
from tracker.market.market_model import MINIMUM_RETURNS
from tracker.market.overlay_series import OverlayReading, OverlaySeries, read_overlay
from tracker.market.prices import PriceReading, PriceSeries, get_series, read_prices
from tracker.market.results import (
    EventResult,
    GroupResult,
    GroupTest,
    Placebo,
    StudyEvent,
    StudyPart,
    StudyProblem,
    StudyResult,
)

__all__ = [
    "CAUTION",
    "DEFAULT_ESTIMATION",
    "DEFAULT_WINDOW",
    "LAGS",
    "MINIMUM_RETURNS",
    "EventResult",
    "GroupResult",
    "GroupTest",
    "LagCorrelation",
    "MarketProblem",
    "OverlayPair",
    "OverlayReading",
    "OverlayResult",
    "OverlaySeries",
    "Placebo",
    "PriceReading",
    "PriceSeries",
    "ReturnPanel",
    "Step",
    "StudyEvent",
    "StudyPart",
    "StudyProblem",
    "StudyResult",
    "correlate_overlay",
    "event_study",
    "get_series",
    "group_of_days",
    "joint_words",
    "read_overlay",
    "read_prices",
]
