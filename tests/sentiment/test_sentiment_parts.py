"""The parts of a move add up, whatever is chosen and however they are gathered."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from sentiment_samples import TODAY, aged

from tracker.read_models import EventRow
from tracker.sentiment import counted_events, evidence_of, moves_between, policy_index

GATHERED: dict[str, Callable[[EventRow], tuple[str, ...]]] = {
    "event": lambda event: (event.slug,),
    "thread": lambda event: (event.thread or event.slug,),
    "sector": lambda event: event.sectors,
    "agency": lambda event: event.agencies,
}


def random_part(record: tuple[EventRow, ...], rng: random.Random) -> list[EventRow]:
    """Return what a random filter keeps: some sectors, agencies, threads or kinds, or everything."""
    field = rng.choice(["sectors", "agencies", "thread", "kind", None])
    if field is None:
        return list(record)
    wanted = rng.choice(record)
    value = getattr(wanted, field)
    if isinstance(value, tuple):
        return [event for event in record if set(getattr(event, field)) & set(value)] or list(record)
    return [event for event in record if getattr(event, field) == value]


def test_parts_add_up_for_random_days_and_filters(record_events: tuple[EventRow, ...]) -> None:
    """For 1,000 random pairs of days and filters fading and news add up to the index's own change, to 1e-12."""
    rng = random.Random(20210726)
    for _ in range(1000):
        events = counted_events(random_part(record_events, rng))
        evidence = evidence_of(events)
        days = sorted(date(2018, 1, 1) + timedelta(days=rng.randrange(3300)) for _ in range(2))
        half_life, shrinkage = rng.choice([30.0, 60.0, 180.0]), rng.choice([0.0, 4.0, 16.0])
        gather = GATHERED[rng.choice(list(GATHERED))]
        labels = [gather(event) for event in events]
        choices = {"half_life": half_life, "shrinkage": shrinkage}
        moves = moves_between(evidence, labels, *days, unlabelled="none", **choices)
        before, after = (float(policy_index(evidence, since=day, until=day, **choices).index[0]) for day in days)
        assert moves.news == sum(part.change for part in moves.parts)
        assert moves.fading + moves.news == pytest.approx(after - before, abs=1e-12)
        assert moves.start == pytest.approx(before, abs=1e-12)
        assert moves.end == pytest.approx(after, abs=1e-12)
        shown, rest = moves.largest(8)
        assert (*shown, *rest) == moves.parts


def test_a_single_day_is_made_up_of_what_is_in_memory(record_events: tuple[EventRow, ...]) -> None:
    """Without a first day the parts add up to the index of the second, and nothing of it is fading."""
    events = counted_events(record_events)
    moves = moves_between(evidence_of(events), [(event.slug,) for event in events], None, date(2021, 9, 27))
    assert moves.start == 0
    assert moves.end == pytest.approx(-1.6698, abs=5e-4)
    assert (moves.news, moves.fading) == (pytest.approx(moves.end, abs=1e-12), 0)


def test_parts_come_largest_first_and_count_their_events() -> None:
    """An easing of reach 4 weighs more than a signal of reach 1; what has not happened yet is in no part."""
    evidence = aged((0, 2, 4), (0, -1, 1), (0, -1, 1), (-5, 3, 4))
    moves = moves_between(evidence, [("big",), ("small",), ("small",), ("later",)], None, TODAY)
    assert [(part.label, part.events) for part in moves.parts] == [("big", 1), ("small", 2)]
    assert [part.change for part in moves.parts] == pytest.approx([8 / 10, -2 / 10])


def test_fading_is_told_apart_from_news() -> None:
    """A restriction that halves gives back a part of what it took; only what entered later is news."""
    evidence = aged((60, -2, 4), (0, 1, 2))
    moves = moves_between(evidence, [("old",), ("new",)], TODAY - timedelta(days=60), TODAY)
    assert [part.label for part in moves.parts] == ["new"]
    assert moves.start == pytest.approx(-8 / 8)
    assert moves.end == pytest.approx((-4 + 2) / (2 + 2 + 4))
    assert moves.fading == pytest.approx(-4 / 6 + 8 / 8)
    assert moves.news == pytest.approx((-4 + 2) / 8 - -4 / 6)


def test_a_rest_of_one_is_shown_itself() -> None:
    """Nine parts of which eight would be shown are all shown; of ten, two are the rest."""
    evidence = aged(*[(0, 1, 1)] * 10)
    labels = [(str(place),) for place in range(10)]
    nine = moves_between(evidence.subset(np.arange(10) < 9), labels[:9], None, TODAY)
    assert [len(part) for part in nine.largest(8)] == [9, 0]
    assert [len(part) for part in moves_between(evidence, labels, None, TODAY).largest(8)] == [8, 2]


def test_what_rounds_to_nothing_is_not_shown_by_itself() -> None:
    """Of four parts the two that are too small to print are the rest, although there is room for them."""
    evidence = aged((0, 3, 4), (0, -2, 4), (700, 1, 1), (700, -1, 1))
    moves = moves_between(evidence, [("a",), ("b",), ("c",), ("d",)], None, TODAY)
    shown, rest = moves.largest(8, least=0.005)
    assert [part.label for part in shown] == ["a", "b"]
    assert {part.label for part in rest} == {"c", "d"}
