"""How much of what lists name is in the record, and how many acts they point to."""

import datetime as dt
from collections import Counter
from math import comb

import numpy as np
import pytest

from tests.support.sources import text_of
from tracker.recall import (
    About,
    HeldAct,
    ListedAct,
    ListedAs,
    PublishedList,
    Recall,
    beside_record,
    from_several_lists,
    from_two_lists,
    of_subject,
    recall_of,
    times_listed,
)
from tracker.resources import seeds_folder
from tracker.seeds import read_lists
from tracker.vocabulary import Kind

SENTENCES = " ".join(text_of("docs/method.md").split())


def entry(published: str, act: str, *, date: str = "2021-05", standing: ListedAs | None = None) -> ListedAct:
    """Return an entry of a list about an act."""
    return ListedAct(published, date, standing or ListedAs.MISSING, act, "An act", "https://example.org/list")


COMPANY = entry("a", "", standing=ListedAs.COMPANY)


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(0, 0, 0.0, 1.0), (8, 10, 0.490162, 0.943318), (0, 10, 0.0, 0.277533), (10, 10, 0.722467, 1.0)],
)
def test_the_interval_of_a_share(found: int, of: int, low: float, high: float) -> None:
    """Wilson's interval by hand: (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n); nothing named says nothing."""
    assert Recall(found, of).interval == pytest.approx((low, high), abs=1e-6)


def test_recall_counts_an_act_once_and_asks_the_record() -> None:
    """What two lists name counts once, what is out of scope not at all, and a withdrawn Event is found no more."""
    entries = [entry("a", "rule"), entry("b", "rule"), entry("b", "fine"), COMPANY]
    assert recall_of(entries, {"rule", "other"}) == Recall(1, 2)
    assert recall_of(entries, set()) == Recall(0, 2)
    assert recall_of([COMPANY], {""}).share == 0.0
    assert times_listed([*entries, entry("a", "rule")]) == {"rule": 2, "fine": 1}


def test_entries_are_chosen_by_what_their_lists_are_about() -> None:
    """Only lists about the same tell how much none of them names."""
    lists = [PublishedList(key, key, key, each, "", "2026") for key, each in (("a", About.CHIPS), ("b", About.RUNNING))]
    entries = [entry("a", "rule"), entry("b", "fine")]
    assert of_subject(About.CHIPS, lists, entries) == entries[:1]
    assert of_subject(About.CRACKDOWN, lists, entries) == []


def test_two_lists_by_hand() -> None:
    """Lists of 10 and 8 acts that share 4: 11 × 9 / 5 - 1; the variance is 11 × 9 × 6 × 4 / (25 × 6) = 15.84."""
    found = from_two_lists(10, 8, 4)
    assert found.number == pytest.approx(18.8)
    # 14 were seen and 4.8 were not; exp(1.96 sqrt(ln(1 + 15.84 / 4.8²))) is 4.127853.
    assert (found.low, found.high) == pytest.approx((14 + 4.8 / 4.127853, 14 + 4.8 * 4.127853), abs=1e-4)
    assert from_two_lists(5, 3, 3) == from_two_lists(3, 5, 3)
    assert from_two_lists(5, 3, 3).high == 5.0
    with pytest.raises(ValueError, match="cannot share 4"):
        from_two_lists(10, 3, 4)


def test_several_lists_by_hand() -> None:
    """Ten acts in one of five lists, four in two, six in three: 20 + 4/5 × 10 × 9 / (2 × 5)."""
    found = from_several_lists([1] * 10 + [2] * 4 + [3] * 6, 5)
    assert found.number == pytest.approx(27.2)
    # 7.2 + 0.64 × (10 × 19² / (4 × 5²) + 10² × 4 × 9² / (4 × 5⁴)) is 38.5984, the factor 4.315103.
    assert (found.low, found.high) == pytest.approx((20 + 7.2 / 4.315103, 20 + 7.2 * 4.315103), abs=1e-4)
    assert from_several_lists([2, 3, 1], 3).number == 3.0
    assert from_several_lists([1, 1], 1).number == 2.0
    assert from_several_lists([], 0).high == 0.0
    with pytest.raises(ValueError, match="1 to 2"):
        from_several_lists([1, 3], 2)


def test_beside_the_record_only_acts_of_that_time_and_subject_count() -> None:
    """Of the record count acts from the first to the last day that the lists name, in a sector of what they name."""

    def held(day: str, kind: Kind = Kind.RULE, sector: str = "gaming") -> HeldAct:
        return HeldAct(dt.date.fromisoformat(day), kind, (sector,))

    entries = [entry("a", "rule", date="2021-05"), entry("b", "fine", date="2021-07-10"), COMPANY]
    record = {
        "rule": held("2021-05-02"),
        "probe": held("2021-07-10"),
        "early": held("2021-04-30"),
        "late": held("2021-07-11"),
        "chips": held("2021-06-01", sector="semiconductors"),
    }
    aside = (Kind.COMPANY_RESPONSE, Kind.FOREIGN_MEASURE, Kind.IN_FORCE)
    record |= {kind.value: held("2021-06-01", kind) for kind in aside}
    assert beside_record(entries, record) == from_two_lists(2, 2, 1)
    # An act that a list names counts, whatever day and kind the record gives it.
    assert beside_record(entries, record | {"rule": held("2021-04-01", Kind.IN_FORCE)}) == from_two_lists(2, 2, 1)
    assert beside_record([COMPANY], record).number == 0.0


ACTS, WORLDS = 200, 2_000


def drawn(chances: np.ndarray, seed: int) -> np.ndarray:
    """Return which lists name which acts, in independent worlds: WORLDS × acts × lists."""
    return np.random.default_rng(seed).random((WORLDS, *chances.shape)) < chances


def test_independent_lists_give_intervals_that_hold_the_truth() -> None:
    """Two lists made apart from each other: the interval holds the number of acts about as often as it promises."""
    named = drawn(np.full((ACTS, 2), (0.5, 0.3)), seed=1)
    sizes, both = named.sum(axis=1), named.all(axis=2).sum(axis=1)
    found = [from_two_lists(int(n[0]), int(n[1]), int(m)) for n, m in zip(sizes, both, strict=True)]
    assert np.mean([each.low <= ACTS <= each.high for each in found]) == pytest.approx(0.95, abs=0.02)
    assert np.mean([each.number for each in found]) == pytest.approx(ACTS, rel=0.02)


def test_chao_s_bound_holds_the_truth_where_all_acts_are_alike() -> None:
    """Six lists that each name a fifth of the acts: no bias, and the promised share of intervals."""
    times = drawn(np.full((ACTS, 6), 0.2), seed=2).sum(axis=2)
    found = [from_several_lists(row[row > 0].tolist(), 6) for row in times]
    assert 0.93 <= np.mean([each.low <= ACTS <= each.high for each in found]) <= 0.98
    assert np.mean([each.number for each in found]) == pytest.approx(ACTS, rel=0.05)


def listed_sizes() -> dict[str, int]:
    """Return how many acts each of the lists about the crackdown names."""
    lists, acts = read_lists(seeds_folder())
    named = of_subject(About.CRACKDOWN, lists, acts)
    keys = sorted({act.list for act in named})
    return {key: len(times_listed([act for act in named if act.list == key])) for key in keys}


def covered_by_two(first: int, second: int, acts: int) -> float:
    """Return how often the interval from two lists of these sizes, drawn at random from the acts, holds their number.

    The number of shared acts is hypergeometric, so that nothing has to be drawn.
    """
    found = 0.0
    for both in range(min(first, second) + 1):
        estimate = from_two_lists(first, second, both)
        if estimate.low <= acts <= estimate.high:
            found += comb(first, both) * comb(acts - first, second - both) / comb(acts, second)
    return found


def test_at_the_printed_sizes_the_intervals_hold_less_than_they_promise() -> None:
    """Lists as short as those compared: the more acts there are, the less often two lists hold their number."""
    sizes = listed_sizes()
    pair = sizes["reuters"], sizes["scmp"]
    shares = [covered_by_two(*pair, acts) for acts in (43, 60, 89)]
    assert shares == pytest.approx([0.93, 0.90, 0.78], abs=0.01)
    words = f"Of {pair[0]} and {pair[1]} acts drawn at random from 43 the interval holds the number in "
    assert words + f"{shares[0]:.2f} of the cases, from 60 in {shares[1]:.2f}, from 89 in {shares[2]:.2f}" in SENTENCES
    rng, held = np.random.default_rng(5), []
    for _ in range(WORLDS):
        times = Counter(act for size in sizes.values() for act in rng.choice(132, size, replace=False).tolist())
        found = from_several_lists([*times.values()], len(sizes))
        held.append(found.low <= 132 <= found.high)
    assert np.mean(held) == pytest.approx(0.89, abs=0.02)
    assert f"Chao's with all {len(sizes)} sizes in about 0.9 where there are 132" in SENTENCES


def test_what_great_events_and_copying_do_to_the_numbers() -> None:
    """Where half of the acts are hardly ever listed, or one list copies another, both numbers are too low."""
    chances = np.where(np.arange(ACTS)[:, None] < ACTS // 2, 0.5, 0.04) * np.ones((1, 6))
    named = drawn(chances, seed=3)
    bounds = [from_several_lists(row[row > 0].tolist(), 6).number for row in named.sum(axis=2)]
    assert np.mean(bounds) < 0.85 * ACTS
    pairs = named[:, :, :2]
    copied = pairs[:, :, 1] | (pairs[:, :, 0] & (np.random.default_rng(4).random(pairs.shape[:2]) < 0.5))
    both = (pairs[:, :, 0] & copied).sum(axis=1)
    numbers = [
        from_two_lists(int(a), int(b), int(m)).number
        for a, b, m in zip(pairs[:, :, 0].sum(axis=1), copied.sum(axis=1), both, strict=True)
    ]
    assert np.mean(numbers) < 0.75 * ACTS


def test_each_standing_says_when_it_is_given() -> None:
    """Only what is recorded or missing counts, and the label says why the rest does not."""
    assert [each for each in ListedAs if each.in_scope] == [ListedAs.RECORDED, ListedAs.MISSING]
    assert len({each.definition for each in ListedAs}) == len(ListedAs)
    assert ListedAs.NOT_TECHNOLOGY.label == "out of scope: not technology"
