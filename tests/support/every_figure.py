"""Every figure that the product can draw, over made-up Events: what has to hold for all of them is tested on these."""

import datetime as dt
from collections.abc import Mapping
from functools import partial

import numpy as np
import plotly.graph_objects as go

from tests.support.chart_samples import ERAS, event, index_line, many_events
from tracker.charts.abnormal_returns import Path, ReturnRow, path_figure, returns_figure
from tracker.charts.fan import Blade, fan_figure
from tracker.charts.heat_map import heat_map_figure
from tracker.charts.index_chart import FragileRun, index_figure
from tracker.charts.kept_strip import kept_figure
from tracker.charts.lanes import Lane, lanes_figure
from tracker.charts.overlay import LagBar, OwnLine, lags_figure, overlay_figure
from tracker.charts.price_line import PlacedEvent, PriceLine, price_figure
from tracker.charts.quarters import announced_figure, counts_figure, in_force_figure, spread_figure, support_figure
from tracker.charts.small_multiples import Panel, small_lines_figure
from tracker.charts.timeline import timeline_figure
from tracker.charts.waterfall import Bar, waterfall_figure
from tracker.sentiment import announced, evidence_of
from tracker.sentiment.acts import Acts
from tracker.sentiment.in_force import InForce
from tracker.sentiment.periods import Spread, Support, counts_by_period, months, quarters
from tracker.vocabulary import Reach, ReviewState, Stance

TODAY = dt.date(2022, 6, 30)
FIRST_DAY = dt.date(2021, 9, 1)
PICKED = (dt.date(2021, 11, 1), dt.date(2022, 3, 13))
"""A day that was once told as the one before, and one on which the clocks of Los Angeles are put forward."""

EVENTS = [
    event(1, "2021-11-01", stance=Stance.RESTRICTION, reach=Reach.ECONOMY, title="A law begins"),
    event(2, "2021-09", title="In some September"),
    event(3, "2022-03-13~", stance=Stance.EASING, title="About a day in March"),
    event(4, "2021-10-05", end="2022-04-03", stance=Stance.SEVERE, title="It lasted"),
    event(5, "2021-12-31", end="..", stance=Stance.SUPPORT, title="It goes on"),
    event(6, "2022-05-17", review_state=ReviewState.DRAFT, stance=Stance.NEUTRAL, title="Not yet accepted"),
]
LINE = index_line(EVENTS, TODAY)
MANY = many_events(1200, days=900)
PERIODS = quarters(FIRST_DAY, TODAY)
WAVE = np.sin(np.linspace(0, 6, 300))
ALL = np.ones(300, dtype=np.bool_)
RETURNS = [ReturnRow("A law begins", "Made up, 1 Nov 2021", 2.0, 0.1, 4.0, Stance.RESTRICTION, confounded=True)]
STORY = Lane("A story", "open", EVENTS, {"event-00004": "180 days"})

EVERY_FIGURE: Mapping[str, partial[go.Figure]] = {
    "timeline": partial(timeline_figure, EVENTS, LINE, ghost=LINE, eras=ERAS, today=TODAY),
    "timeline without a line": partial(timeline_figure, EVENTS, None, today=TODAY),
    "timeline of many": partial(timeline_figure, MANY, index_line(MANY, TODAY), today=TODAY),
    "index": partial(
        index_figure,
        LINE,
        ghost=LINE,
        picked=PICKED,
        fragile=[FragileRun(dt.date(2021, 12, 5), dt.date(2021, 12, 5), "A story")],
        choosable=True,
    ),
    "kept": partial(kept_figure, FIRST_DAY, np.abs(WAVE), {2021: 0.6, 2022: 0.7}),
    "fan": partial(
        fan_figure,
        FIRST_DAY,
        WAVE,
        [Blade("choices", WAVE - 1, WAVE + 1)],
        troughs=[(PICKED[0], -1.2)],
        turn_days=[PICKED[1]],
    ),
    "lanes": partial(lanes_figure, [STORY], today=TODAY, chosen="event-00001"),
    "overlay": partial(overlay_figure, LINE, OwnLine("Orders", PICKED, [1.0, 2.0])),
    "lags": partial(lags_figure, [LagBar(-1, 0.2, 0.0, 0.4, -0.1, 0.5), LagBar(0, 0.3, None, None)]),
    "in force": partial(
        in_force_figure, InForce(FIRST_DAY, np.repeat([0, 1, 2], [61, 132, 60]), np.repeat([1, 0], [61, 192]))
    ),
    "small lines": partial(small_lines_figure, [Panel("Games", WAVE, ALL), Panel("Data", -WAVE, ALL)], FIRST_DAY),
    "heat map": partial(heat_map_figure, ["Games"], ["2021 Q4"], np.array([[-1.0]]), np.array([[2]])),
    "counts": partial(counts_figure, counts_by_period(Acts.of(EVENTS), PERIODS, TODAY), age=40),
    "announced": partial(
        announced_figure, announced(evidence_of(EVENTS), months(FIRST_DAY, TODAY), since=FIRST_DAY, until=TODAY)
    ),
    "spread": partial(spread_figure, [Spread(PERIODS[0], 3, -1, 0.0, 0.0, 1.0, 2)], PERIODS),
    "support": partial(support_figure, [Support(PERIODS[0], 5, 3, 0, 1, 0, 5, 5)]),
    "waterfall": partial(
        waterfall_figure,
        [Bar("A law begins", -0.5, "1 Nov 2021")],
        start=Bar("Before", 0.2),
        end=Bar("After", -0.3),
    ),
    "returns": partial(returns_figure, RETURNS),
    "prices": partial(
        price_figure,
        [PriceLine("Made up", PICKED, [1.0, 2.0])],
        [PlacedEvent(EVENTS[0], EVENTS[0].first_on, 1.0)],
        chosen="event-00001",
    ),
    "path": partial(path_figure, [Path("mean", [0, 1], [-1, 0], [1, 2])], -1),
}
"""A name for each; the arguments ``dark`` and ``narrow`` are open."""
