"""The range with the coder drawn: the same stories, one code of each event in every draw."""

from datetime import date, timedelta

import numpy as np
import pytest

from tests.support.record_of_280 import counted_of_280, evidence_of_280
from tracker.read_models import CodingRow, EventRow
from tracker.sentiment import Codings, Evidence, codings_of, resampling_band
from tracker.sentiment.band import replicate_tables
from tracker.sentiment.decay import Grid
from tracker.sentiment.record import counted_events, evidence_of
from tracker.vocabulary import Reach, Stance

PERIOD = {"since": date(2018, 3, 1), "until": date(2026, 5, 8)}
CODINGS = Codings.of(list(event.codes.values()) for event in counted_of_280())
EVIDENCE = evidence_of_280()


def test_equal_codings_give_the_usual_band() -> None:
    """Whatever coder is drawn, the code is the same, and the stories drawn are those that are drawn without."""
    same = Codings.of([(s, r)] * 3 for s, r in zip(EVIDENCE.stance.tolist(), EVIDENCE.reach.tolist(), strict=True))
    usual, drawn = resampling_band(EVIDENCE, **PERIOD), resampling_band(EVIDENCE, **PERIOD, codings=same)
    assert np.array_equal(usual.lower, drawn.lower, equal_nan=True)
    assert np.array_equal(usual.upper, drawn.upper, equal_nan=True)


def test_the_band_is_wider_with_the_coder_drawn() -> None:
    """On average over the days of the record of 280 events, and by a tenth at least."""
    usual, drawn = resampling_band(EVIDENCE, **PERIOD), resampling_band(EVIDENCE, **PERIOD, codings=CODINGS)
    widths = [np.nanmean(band.upper - band.lower) for band in (usual, drawn)]
    assert widths[1] > 1.1 * widths[0]


def test_the_drawn_band_is_the_same_on_every_run() -> None:
    """Same seed, same band; another seed, another."""
    one, again, other = (
        resampling_band(EVIDENCE, **PERIOD, replicates=50, codings=CODINGS, seed=seed) for seed in (5, 5, 6)
    )
    assert np.array_equal(one.lower, again.lower, equal_nan=True)
    assert not np.array_equal(one.lower, other.lower, equal_nan=True)


def test_each_draw_from_the_raw_numbers_of_the_generator() -> None:
    """First come the numbers for the stories of all draws, then one for each event of each draw, in their order."""
    day, seed, draws = date(2021, 9, 1), 5, 40
    codes = [[(-3, 4)], [(2, 1), (1, 3)], [(-1, 2), (-2, 2), (0, 1)], [(1, 4), (2, 4), (3, 3)]]
    groups = ["a", "a", None, "b"]
    rows = [(day, day, *each[0], thread) for each, thread in zip(codes, groups, strict=True)]
    evidence = Evidence.of(rows)
    grid = Grid(np.array([day.toordinal()]), 0.5)
    found = replicate_tables(evidence, grid, draws, seed, Codings.of(codes))[:, :, 0]
    raw = np.random.PCG64(seed)
    stories = len(set(evidence.group.tolist()))
    fractions = [(int(raw.random_raw()) >> 11) / 2**53 for _ in range(draws * (stories + len(codes)))]
    for draw in range(draws):
        picks = [int(each * stories) for each in fractions[draw * stories : (draw + 1) * stories]]
        start = draws * stories + draw * len(codes)
        mass = total = 0
        for place, event in enumerate(codes):
            stance, reach = event[int(fractions[start + place] * len(event))]
            times = picks.count(int(evidence.group[place]))
            mass, total = mass + times * reach, total + times * reach * stance
        assert found[:, draw].tolist() == [mass, total]


def test_an_event_takes_only_codes_that_it_has() -> None:
    """One coder of one, two of two, and never the empty places of the table."""
    codings = Codings.of([[(-3, 4)], [(2, 1), (1, 3)]])
    picked = {tuple(map(tuple, codings.pick(np.array([share, share])))) for share in np.linspace(0, 1 - 2**-53, 101)}
    assert picked == {((-3, 2), (4, 1)), ((-3, 1), (4, 3))}


def test_codings_must_fit_the_events() -> None:
    """An event without a code, and codes of other events, are refused."""
    with pytest.raises(ValueError, match="at least one code"):
        Codings.of([[(1, 1)], []])
    with pytest.raises(ValueError, match="each event of the evidence"):
        resampling_band(EVIDENCE, **PERIOD, codings=Codings.of([[(1, 1)]]))


def test_events_after_the_last_day_change_nothing() -> None:
    """Neither their codes nor their number."""
    early = EVIDENCE.first < date(2022, 1, 1).toordinal()
    period = {"since": date(2021, 12, 1), "until": date(2021, 12, 1) + timedelta(days=30), "replicates": 50}
    whole = resampling_band(EVIDENCE, **period, codings=CODINGS)
    part = resampling_band(EVIDENCE.subset(early), **period, codings=CODINGS.subset(early))
    assert np.array_equal(whole.lower, part.lower)


def test_codings_of_events_begin_with_the_accepted_one(record_events: tuple[EventRow, ...]) -> None:
    """The accepted code first, then those of the coders by name; codes of other events stay out."""
    events = counted_events(record_events)[:2]
    further = [
        CodingRow(events[0].slug, "second", Stance(1), Reach(2), ""),
        CodingRow(events[0].slug, "anna", Stance(-1), Reach(3), ""),
        CodingRow("nowhere", "anna", Stance(0), Reach(1), ""),
    ]
    codings, evidence = codings_of(events, further), evidence_of(events)
    assert codings.count.tolist() == [3, 1]
    assert codings.stance[:, 0].tolist() == [evidence.stance[0], -1, 1]
    assert codings.reach[:, 0].tolist() == [evidence.reach[0], 3, 2]
    assert codings.stance[0].tolist() == evidence.stance.tolist()
