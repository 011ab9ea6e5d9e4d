"""From the record's rows to arrays: other coders' codes, the names of stories, and the days that one story decides."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from sentiment_samples import TODAY, aged
from sqlmodel import Session

from tracker.queries import list_codings
from tracker.read_models import CodingRow, EventRow
from tracker.sentiment import (
    Acts,
    counted_events,
    evidence_of,
    fragile_runs,
    fragility,
    policy_index,
    recoded,
    story_names,
)
from tracker.vocabulary import Reach, Stance

Coded = tuple[tuple[EventRow, ...], tuple[CodingRow, ...]]


@pytest.fixture(scope="module")
def coded(record: Session, record_events: tuple[EventRow, ...]) -> Coded:
    """The curated record with the codings of further coders."""
    return record_events, list_codings(record)


def test_a_further_coder_replaces_stance_and_reach(
    coded: Coded,
) -> None:
    """Every Event that the coder has coded keeps all but its codes; the others are left out."""
    events, codings = coded
    known = {each.slug for each in events}
    codes = {each.slug: each for each in codings if each.coder == "third" and each.slug in known}
    found = recoded(events, codings, "third")
    assert [each.slug for each in found] == [each.slug for each in events if each.slug in codes]
    assert len(found) == len(codes) > 0
    for each in found:
        assert (each.stance, each.reach) == (codes[each.slug].stance, codes[each.slug].reach)
    assert recoded(events, codings, "nobody") == []


def test_a_coder_may_give_codes_that_nobody_else_gave(
    coded: Coded,
) -> None:
    """The codes come from the coder and from nowhere else."""
    event = coded[0][0]
    [found] = recoded([event], [CodingRow(event.slug, "own", Stance.OPENING, Reach.FIRM, "")], "own")
    assert (found.stance, found.reach, found.title) == (Stance.OPENING, Reach.FIRM, event.title)


def test_story_codes_have_names(coded: Coded) -> None:
    """A thread has its own name, an Event without one its title; every code has exactly one."""
    events = counted_events(coded[0])
    acts, evidence = Acts.of(events), evidence_of(events)
    names = story_names(acts, evidence.group.tolist(), {"didi": "The DiDi case"})
    assert set(names) == set(evidence.group.tolist())
    for code, event in zip(evidence.group.tolist(), events, strict=True):
        wanted = {None: event.title, "didi": "The DiDi case"}.get(event.thread, event.thread)
        assert names[code] == wanted


def test_fragile_runs_are_the_fragile_days(coded: Coded) -> None:
    """Together the stretches are exactly the fragile days, and without its story each of them has the other sign."""
    events = counted_events(coded[0])
    evidence = evidence_of(events)
    since, until = dt.date(2018, 3, 1), dt.date(2024, 1, 1)
    found = fragility(evidence, since=since, until=until)
    runs = fragile_runs(found, since)
    days = [day for start, end, _ in runs for day in range(start.toordinal(), end.toordinal() + 1)]
    assert days == (np.flatnonzero(found.fragile) + since.toordinal()).tolist()
    whole = policy_index(evidence, since=since, until=until)
    for start, end, code in runs:
        rest = policy_index(evidence.subset(evidence.group != code), since=since, until=until)
        assert whole.at(start) * rest.at(start) < 0
        assert whole.at(end) * rest.at(end) < 0
    assert any(start <= dt.date(2022, 5, 31) <= end for start, end, _ in runs)


def test_a_change_of_the_deciding_story_begins_a_new_run() -> None:
    """Two stories in turn are two stretches, although no day between them is firm."""
    evidence = aged((40, 1, 4), (40, -3, 1), (10, -1, 4), (10, 2, 3))
    since = TODAY - dt.timedelta(days=45)
    found = fragility(evidence, since=since, until=TODAY)
    runs = fragile_runs(found, since)
    for start, end, code in runs:
        offset = start.toordinal() - since.toordinal()
        length = (end - start).days + 1
        assert set(found.group[offset : offset + length].tolist()) == {code}
    assert all(first[1] < second[0] for first, second in pairwise(runs))


def test_no_fragile_day_is_no_run() -> None:
    """Two tightenings alone never depend on one story."""
    evidence = aged((10, -2, 4), (10, -2, 4))
    since = TODAY - dt.timedelta(days=9)
    assert fragile_runs(fragility(evidence, since=since, until=TODAY), since) == []
