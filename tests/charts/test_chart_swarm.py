import random
from collections import Counter
from collections.abc import Sequence

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.chart_samples import event, many_events, mark_traces
from tracker.charts import timeline_figure
from tracker.charts.marks import FARTHEST, Item, swarm_offsets
from tracker.read_models import EventRow
from tracker.vocabulary import Reach, Stance

LEVEL = 60.0
"""Pixels between two levels."""

FARTHEST_DRAWN = 0.45


def items() -> st.SearchStrategy[list[Item]]:
    """Return marks of one level, in order, some with bars, many close together."""
    one = st.builds(
        lambda x, length, radius, outwards: Item(x, x + length, radius, outwards),
        st.floats(0, 300),
        st.sampled_from([0.0, 0.0, 0.0, 5.0, 80.0]),
        st.sampled_from([3.0, 4.0, 5.0, 6.5]),
        st.sampled_from([-1, 1]),
    )
    return st.lists(one, max_size=40).map(lambda each: sorted(each, key=lambda item: item.x))


@given(items())
def test_no_mark_leaves_its_level_further_than_allowed(marks: list[Item]) -> None:
    """The push is at most 0.45 of the distance between two levels, however crowded it is."""
    assert FARTHEST == FARTHEST_DRAWN
    offsets = swarm_offsets(marks, LEVEL)
    assert len(offsets) == len(marks)
    assert all(abs(offset) <= FARTHEST_DRAWN + 1e-12 for offset in offsets)


@given(items())
def test_the_push_depends_on_the_marks_only(marks: list[Item]) -> None:
    """The same marks are pushed the same way each time."""
    assert swarm_offsets(marks, LEVEL) == swarm_offsets(list(marks), LEVEL)


@given(items())
def test_no_two_marks_share_a_place(marks: list[Item]) -> None:
    """Whatever the crowd, every mark has a point of its own that can be reached."""
    places = Counter(zip((item.x for item in marks), swarm_offsets(marks, LEVEL), strict=True))
    assert set(places.values()) <= {1}


@given(st.floats(0, 300), st.lists(st.floats(13, 200), max_size=20))
def test_marks_with_room_stay_on_their_level(start: float, gaps: list[float]) -> None:
    """A mark is pushed only as far as needed: not at all where it touches nothing."""
    places = [start]
    for gap in gaps:
        places.append(places[-1] + gap)
    assert swarm_offsets([Item(x, x, 6.5) for x in places], LEVEL) == [0.0] * len(places)


def test_two_marks_of_one_day_just_clear_each_other() -> None:
    """The second is pushed outwards until it no longer covers the first, and no further than a step more."""
    first, second = swarm_offsets([Item(10, 10, 5, -1), Item(10, 10, 5, -1)], LEVEL)
    assert first == 0
    assert second < 0
    assert 0.92 * 10 <= -second * LEVEL < 0.92 * 10 + 0.05 * LEVEL


def heights(figure: go.Figure) -> dict[str, float]:
    """Return where each mark stands on the scale of stances."""
    return {
        slug: float(height)
        for trace in mark_traces(figure)
        for slug, height in zip(trace.customdata, trace.y, strict=True)
    }


def furthest(events: Sequence[EventRow], figure: go.Figure) -> float:
    """Return how far the mark that was pushed most stands from its level."""
    placed = heights(figure)
    return max(abs(placed[each.slug] - each.stance) for each in events)


def test_marks_on_the_chart_stay_at_their_level(record_events: tuple[EventRow, ...], whole: go.Figure) -> None:
    """On the record, on a phone and in a crowd the rule holds in the figure itself."""
    crowd = many_events(900, days=300)
    assert furthest(record_events, whole) <= FARTHEST_DRAWN + 1e-6
    assert furthest(record_events, timeline_figure(record_events, None, narrow=True)) <= FARTHEST_DRAWN + 1e-6
    assert furthest(crowd, timeline_figure(crowd, None)) <= FARTHEST_DRAWN + 1e-6


def test_the_order_of_events_does_not_move_a_mark(record_events: tuple[EventRow, ...]) -> None:
    """A chart looks the same however the Events were read, and the same again the next time."""
    shuffled = random.Random(1).sample(record_events, len(record_events))
    first, again, other = (timeline_figure(events, None) for events in (record_events, record_events, shuffled))
    assert first.to_json() == again.to_json()
    assert heights(first) == heights(other)


@pytest.mark.parametrize("count", [25, 35, 1000])
def test_events_of_one_day_can_all_be_reached(count: int) -> None:
    """However many Events have one day and one stance, each stands in a place of its own, near its level."""
    events = [event(number, "2021", stance=Stance.SEVERE, reach=Reach.FIRM) for number in range(count)]
    placed = heights(timeline_figure(events, None))
    assert len(set(placed.values())) == count
    assert all(abs(height + 3) <= FARTHEST_DRAWN + 1e-6 for height in placed.values())
