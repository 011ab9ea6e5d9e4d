"""How stance and reach go with the reactions: what is compared, and with what."""

import numpy as np
import pytest
from market_samples import series_of, simulated_market, simulated_share
from scipy import stats

from tests.support.makers import event_row
from tracker.market import PriceSeries, StudyEvent, StudyResult, event_study
from tracker.market.cases import on_tickers
from tracker.market.groupings import Grouping, study_groupings
from tracker.market.market_model import align, every_reaction
from tracker.market.ranks import FEWEST_ORDERED, spearman
from tracker.market.results import RankCorrelation
from tracker.market.words import rank_words, validity_sentences
from tracker.vocabulary import Reach

PLACES = tuple(range(300, 780, 24))
STANCES = (-3, 2, -1, 0, 1, -2, -2, 2, 3, -1, 0, -3, 1, -1, 2, -2, 1, 2, -1, -3)
REACHES = (1, 4, 2, 3, 1, 2, 2, 4, 1, 3, 4, 1, 2, 2, 3, 4, 1, 1, 3, 2)


def crowd(per_level: float = 0.0, *, seed: int = 3) -> tuple[list[PriceSeries], PriceSeries]:
    """Return two shares that each level of stance moves by a log return, and their market."""
    rng = np.random.default_rng(seed)
    market = simulated_market(rng, 900)
    effect = np.zeros(900)
    effect[[place - 1 for place in PLACES]] = per_level * np.array(STANCES)
    shares = [series_of(name, simulated_share(rng, market) + effect) for name in ("A", "B")]
    return shares, series_of("M", market)


def events_on(market: PriceSeries, count: int = len(PLACES)) -> list[StudyEvent]:
    """Return one event for each of the first places, with its codes."""
    coded = zip(PLACES, STANCES, REACHES, strict=True)
    return [
        StudyEvent(f"e{place}", market.days[place], stance=stance, reach=Reach(reach)) for place, stance, reach in coded
    ][:count]


def ranks_of(result: StudyResult) -> tuple[RankCorrelation, ...]:
    """Return the rank correlations over all events."""
    assert result.group is not None
    return result.group.ranks


def test_rank_correlations_are_those_of_scipy() -> None:
    """Equal values share a rank, and days without a number are left out of their row."""
    rng = np.random.default_rng(1)
    codes = rng.integers(-3, 4, 40).astype(float)
    rows = rng.normal(0, 1, (5, 40)).round(1)
    rows[1, :7] = np.nan
    rows[2, ::3] = np.nan
    for row, found in zip(rows, spearman(codes, rows), strict=True):
        known = ~np.isnan(row)
        assert found == pytest.approx(stats.spearmanr(codes[known], row[known]).statistic, abs=1e-12)


def test_stance_and_reach_by_loops() -> None:
    """The day is the mean over its shares; the p is that of the same codes on every shifted calendar."""
    shares, market = crowd(0.02)
    stance, reach = ranks_of(event_study(shares, market, events_on(market)))
    reactions = np.mean([every_reaction(align(share, market), (-1, 1), (-250, -11)) for share in shares], axis=0)
    measurable = np.flatnonzero(~np.isnan(reactions))
    first, length = measurable[0], len(measurable)
    way = np.sign(STANCES)

    def both(step: int) -> tuple[float, float]:
        moved = np.array([reactions[first + (place - first + step) % length] for place in PLACES])
        told = way != 0
        of_reach = stats.spearmanr(np.array(REACHES)[told], (way * moved)[told]).statistic
        return stats.spearmanr(STANCES, moved).statistic, of_reach

    shifted = np.array([both(round(step)) for step in np.linspace(3, length - 3, 200)])
    for rank, real, others, days in zip((stance, reach), both(0), shifted.T, (20, 18), strict=True):
        assert (rank.days, rank.calendars) == (days, 200)
        assert rank.correlation == pytest.approx(real, abs=1e-12)
        assert rank.as_strong == int((np.abs(others) >= abs(real) - 1e-12).sum())
        assert rank.p == (rank.as_strong + 1) / 201
    assert (stance.correlation or 0) > 0.3
    assert (stance.p or 1) < 0.05


def test_a_day_with_several_events_has_their_mean_by_reach_and_each_part_only_its_own() -> None:
    """Stance -3 with reach 1 and +1 with reach 3 on one day are 0 together; without -3 the day is +1."""
    shares, market = crowd()
    events = [*events_on(market), StudyEvent("more", market.days[PLACES[0]], stance=1, reach=3)]
    stance_of = {event.slug: event.stance or 0 for event in events}
    result = event_study(
        shares,
        market,
        events,
        groupings={"severe": lambda slug, _: (0, "yes") if stance_of[slug] == -3 else (1, "no")},
    )
    reactions = np.mean([[one.car_log for one in result.events if one.ticker == share] for share in ("A", "B")], axis=0)
    stance, reach = ranks_of(result)
    assert stance.correlation == pytest.approx(stats.spearmanr([0, *STANCES[1:]], reactions).statistic, abs=1e-12)
    assert reach.days == 17  # The day that is 0 together has no direction either.
    severe, rest = result.parts_by("severe")
    assert severe.group.days == 3
    assert severe.group.ranks[0].reason
    rows = [row for row, level in enumerate(STANCES) if level != -3 or row == 0]
    own = stats.spearmanr([1, *(STANCES[row] for row in rows[1:])], reactions[rows]).statistic
    assert rest.group.ranks[0].days == len(rows) == 18
    assert rest.group.ranks[0].correlation == pytest.approx(own, abs=1e-12)


@pytest.mark.parametrize("count", [1, FEWEST_ORDERED - 1, FEWEST_ORDERED])
def test_too_few_days_have_none(count: int) -> None:
    """Below twelve event days the correlation is not defined, with a reason; nothing is said of it in words."""
    shares, market = crowd()
    result = event_study(shares, market, events_on(market, count))
    stance, reach = ranks_of(result)
    assert (stance.correlation is None) == (count < FEWEST_ORDERED)
    assert ("at least 12 event days" in rank_words(stance)) == (count < FEWEST_ORDERED)
    assert reach.correlation is None  # One of the first twelve days is neutral.
    assert bool(validity_sentences(result)) == (count >= FEWEST_ORDERED)


def test_one_stance_alone_orders_nothing() -> None:
    """Events of one level have no order; reach can still have one."""
    shares, market = crowd()
    events = [StudyEvent(one.slug, one.day, stance=-2, reach=one.reach) for one in events_on(market)]
    stance, reach = ranks_of(event_study(shares, market, events))
    assert (stance.correlation, stance.p) == (None, None)
    assert "two values of stance" in stance.reason
    assert reach.correlation is not None


def test_events_without_codes_have_no_rank_correlations() -> None:
    """A study of days alone says nothing of stance."""
    shares, market = crowd()
    result = event_study(shares, market, [StudyEvent(f"e{place}", market.days[place]) for place in PLACES])
    assert ranks_of(result) == ()
    assert validity_sentences(result) == ""


def test_without_days_to_shift_over_there_is_no_p() -> None:
    """Prices that end soon after the first measurable day have a correlation, and no calendars to compare it with."""
    rng = np.random.default_rng(5)
    market = simulated_market(rng, 127)
    share = series_of("A", simulated_share(rng, market))
    days = [share.days[place] for place in range(113, 126)]
    events = [StudyEvent(f"e{n}", day, stance=(-1, 1, 2)[n % 3]) for n, day in enumerate(days)]
    stance, _ = ranks_of(event_study([share], series_of("M", market), events))
    assert stance.correlation is not None
    assert (stance.calendars, stance.p) == (0, None)
    assert "too few prices" in rank_words(stance)


def test_words_follow_sign_and_chance() -> None:
    """An order is told as a tendency, one against the scale is called that, and the rest is left to chance."""
    shares, market = crowd(0.02)
    result = event_study(shares, market, events_on(market))
    told = validity_sentences(result)
    assert told.startswith("A lower stance tends to go with a lower reaction: rank correlation +0.")
    assert "over 20 event days; 0 of 200 shifted calendars give one as strong (p = 0.005)." in told
    against = event_study(*crowd(-0.02), events_on(market))
    assert validity_sentences(against).startswith(
        "A lower stance tends to go with a higher reaction, against the scale"
    )
    assert "rank correlation \N{MINUS SIGN}0." in validity_sentences(against)
    nothing = event_study(*crowd(), events_on(market))
    assert validity_sentences(nothing).startswith("Stance does not go with the reactions beyond chance")
    assert "Reach does not go with moves" in validity_sentences(nothing)


def test_codes_of_the_record_are_told_apart_by_stance_and_by_year() -> None:
    """Parts stand in the order of levels and of years; the JSON has the p beside what it comes from."""
    shares, market = crowd()
    coded = zip(PLACES, STANCES, REACHES, strict=True)
    rows = [
        event_row(f"e{place}", market.days[place].isoformat(), stance, reach=Reach(reach))
        for place, stance, reach in coded
    ]
    asked, problems = on_tickers(rows, ["A"])
    assert problems == ()
    result = event_study(shares, market, asked, groupings=study_groupings(rows, ()))
    names = [part.name for part in result.parts_by(Grouping.STANCE)]
    assert (names[0], names[3], names[-1]) == ("-3 severe restriction", "0 neutral", "+3 strong opening")
    years = result.parts_by(Grouping.YEAR)
    assert [part.name for part in years] == ["2019", "2020"]
    assert [part.group.days for part in years] == [
        sum(row.first_on.year == year for row in rows) for year in (2019, 2020)
    ]
    plain = result.to_dict()["group"]["ranks"]
    assert [each["of"] for each in plain] == ["stance", "reach"]
    assert plain[0]["p"] == (plain[0]["as_strong"] + 1) / 201
