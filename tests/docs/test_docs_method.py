"""docs/method.md against the code: every table, every worked value, every limit that a sentence names."""

import re
import shlex
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import agreement_figures
import figures
import make_tables
import numpy as np
import pytest

from tests.support.sources import REPOSITORY, text_of
from tracker.market import DEFAULT_ESTIMATION, DEFAULT_WINDOW, MINIMUM_RETURNS, Step
from tracker.market.market_model import LONGEST_HOLIDAY
from tracker.market.words import LIMIT
from tracker.resources import seeds_folder
from tracker.seeds import read_lists
from tracker.sentiment import (
    HALF_LIFE,
    REPLICATES,
    SEED,
    SHRINKAGE,
    Evidence,
    IndexSeries,
    band,
    coder_agreement,
    policy_index,
    reading,
    reading_of,
    resampling_band,
    trough,
)
from tracker.sentiment.agreement import GOOD, LEAST_GRADED, MODERATE, TENTATIVE
from tracker.sentiment.band import FEWEST, ONE_STORY
from tracker.sentiment.variants import VARIANT_HALF_LIVES, VARIANT_SHRINKAGES

PAGE = text_of("docs/method.md")
SENTENCES = " ".join(PAGE.split())
TODAY = date(2021, 9, 30)
_EVENT = re.compile(r"(?:(\d+) × )?\((\d+), ([+-]?\d), (\d)\)")


def rows_below(heads: str) -> list[list[str]]:
    """Return the cells of the table that begins with these heads."""
    body = PAGE.partition(f"| {heads} |\n")[2].splitlines()[1:]
    assert body, f"docs/method.md has no table with the heads {heads}"
    end = next((place for place, line in enumerate(body) if not line.startswith("|")), len(body))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body[:end]]


def lone_events(text: str) -> Evidence:
    """Read events written as (age, stance, reach), with a number of times before them."""
    rows = []
    for times, age, stance, reach in _EVENT.findall(text):
        day = TODAY - timedelta(days=int(age))
        rows += [(day, day, int(stance), int(reach), None)] * int(times or 1)
    return Evidence.of(rows)


def test_tables_are_what_the_record_gives() -> None:
    """Every computed table is exactly what the code computes from the record now."""
    assert make_tables.rendered(PAGE) == PAGE, "a table of docs/method.md is out of date; write it anew: make docs"
    assert all(f"<!-- table: {name} -->" in PAGE for name in figures.FIGURES | agreement_figures.AGREEMENT)


@pytest.mark.parametrize("row", rows_below("events | index | mass | stories"), ids=lambda row: row[0])
def test_worked_values(row: list[str]) -> None:
    """Each worked row is what the index gives for its events, to the last printed digit."""
    events, *printed = row
    evidence = lone_events(events)
    assert len(evidence) > 0 or events == "none"
    series = policy_index(evidence, since=TODAY, until=TODAY)
    computed = (series.index[0], series.mass[0], series.stories[0])
    assert [float(cell) for cell in printed] == pytest.approx(computed, abs=5e-7)


def test_worked_values_are_those_of_the_method() -> None:
    """No row is lost: there are eight of them, with a hundred equal events as the last."""
    rows = rows_below("events | index | mass | stories")
    assert len(rows) == 8
    assert len(lone_events(rows[-1][0])) == 100


def test_steps_of_the_example() -> None:
    """The example's steps follow from age, stance and reach alone, and lead to its result."""
    rows = rows_below("age | stance | reach | 2^(-age/60) | weight | weight × stance")
    total = mass = 0.0
    for age, stance, reach, *printed in rows:
        left = 2.0 ** (-int(age) / 60)
        weight = int(reach) * left
        assert [float(cell) for cell in printed] == pytest.approx([left, weight, weight * int(stance)], abs=5e-7)
        total, mass = total + weight * int(stance), mass + weight
    assert f"{total:.6f} / ({mass:.6f} + 4) = {total / (mass + 4):.6f}" in PAGE


@pytest.mark.parametrize("row", rows_below("date | on | kappa"), ids=lambda row: " on ".join(row[:2]))
def test_weights_of_imprecise_dates(row: list[str]) -> None:
    """A month and a year weigh what the page says, counted here day by day without the package."""
    written, on, printed = row
    day = date.fromisoformat(on)
    year, _, month = written.partition("-")
    first = date(int(year), int(month or 1), 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if month else date(int(year), 12, 31)
    ages = [(day - first).days - place for place in range((last - first).days + 1)]
    assert float(printed) == pytest.approx(sum(2 ** (-age / 60) for age in ages if age >= 0) / len(ages), abs=5e-7)
    series = policy_index(Evidence.of([(first, last, 0, 1, None)]), since=day, until=day)
    assert float(printed) == pytest.approx(series.mass[0], abs=5e-7)


def test_index_of_an_imprecise_event() -> None:
    """The event of July 2021 stands where the page says."""
    evidence = Evidence.of([(date(2021, 7, 1), date(2021, 7, 31), -2, 3, None)])
    value = policy_index(evidence, since=date(2021, 7, 31), until=date(2021, 7, 31)).index[0]
    assert f"stance -2 and reach 3 gives {value:.6f} on 31 July" in SENTENCES


@pytest.mark.parametrize(
    "sentence",
    [
        f"The defaults are h = {HALF_LIFE:g} days and k = {SHRINKAGE:g}",
        f"mass M is below {reading.LEAST_MASS:g} or the number of stories n is below {reading.LEAST_STORIES:g}",
        f"The last {reading.UNFINISHED_DAYS} days are marked",
        f"A part with a mass below {reading.LEAST_MASS_OF_PART:g}",
        f"by more than {band.TURNED:g} of a stance unit",
        f"as many as there are, {REPLICATES:,} times, with the generator PCG64 and the seed {SEED}",
        f"n = n(t) but at least {FEWEST:g}",
        f"effective number of stories is {ONE_STORY:g} or less",
        f"{GOOD:.2f} and above is good, {TENTATIVE:g} to {GOOD:.2f} tentative",
        f"{MODERATE:.2f} to {TENTATIVE:g} moderate",
        f"Below {TENTATIVE:g} no index should be made",
        f"With fewer than {LEAST_GRADED} events there is no grade",
        f"combination of half-life ({', '.join(f'{each:g}' for each in VARIANT_HALF_LIVES)})",
        f", k ({', '.join(f'{each:g}' for each in VARIANT_SHRINKAGES)}) and weighting",
        f"trading days {DEFAULT_ESTIMATION[0]} to {DEFAULT_ESTIMATION[1]} before the event",
        f"at least {MINIMUM_RETURNS} returns",
        f"More than {LONGEST_HOLIDAY} days without a price",
        f"p of the test is below {LIMIT:g}",
        f"[{DEFAULT_WINDOW[0]:+d}, {DEFAULT_WINDOW[1]:+d}] unless you choose another",
    ],
)
def test_limits_in_sentences_are_those_of_the_code(sentence: str) -> None:
    """A limit that the code changes cannot stay behind in a sentence."""
    assert sentence in SENTENCES


def test_what_the_index_keeps_from_month_to_month_and_week_to_week() -> None:
    """Levels are smooth, changes and news are not: the correlation of each month or week with the one before."""
    known = figures.record()
    series = policy_index(known.counted, since=known.since, until=known.until)
    days = [date.fromordinal(day) for day in series.days.tolist()]
    months, weeks = ([step.unit_of(day) for day in days] for step in (Step.MONTH, Step.WEEK))

    def kept(values: np.ndarray) -> float:
        return float(np.corrcoef(values[1:], values[:-1])[0, 1])

    def by(units: list[int], values: np.ndarray) -> np.ndarray:
        _, places, counts = np.unique(units, return_inverse=True, return_counts=True)
        return np.bincount(places, values) / counts

    levels = by(months, series.index)
    assert f"its months keep {kept(levels):.2f}" in SENTENCES
    assert f"where it keeps {kept(by(weeks, series.index)):.2f}, as the index does" in SENTENCES
    news = np.bincount(np.unique(months, return_inverse=True)[1], series.news)
    assert f"Changes keep {kept(np.diff(levels)):.1f} and news {kept(news):.1f}" in SENTENCES


def test_the_lowest_day_of_the_record() -> None:
    """The day that the page calls the lowest is the lowest of the whole series."""
    known = figures.record()
    day = trough(policy_index(known.counted, since=known.since, until=known.until)).day
    assert f"lowest value of the whole series stands on {day.day} {day:%B %Y}" in SENTENCES


def test_the_published_series_changes_only_with_a_line_in_the_changelog() -> None:
    """Whoever changes a published value of the index tells the readers, with the fingerprint of the new series."""
    mark = figures.fingerprint()
    changelog = text_of("CHANGELOG.md")
    assert mark in changelog, (
        f"The index of the record has changed. Say so in CHANGELOG.md, with the new fingerprint `{mark}`."
    )


def test_fingerprint_tells_a_changed_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """One stance of one event changes it; the order of the events does not."""
    known, before = figures.record(), figures.fingerprint()
    stance = known.counted.stance.copy()
    stance[0] = -stance[0] or 1
    columns = (known.counted.first, known.counted.last, stance, known.counted.reach, known.counted.group)
    monkeypatch.setattr(figures, "record", lambda: known._replace(counted=Evidence(*columns)))
    assert figures.fingerprint() != before
    turned = known.counted.subset(np.ones(len(known.counted), dtype=bool))
    columns = tuple(getattr(turned, name)[::-1].copy() for name in ("first", "last", "stance", "reach", "group"))
    monkeypatch.setattr(figures, "record", lambda: known._replace(counted=Evidence(*columns)))
    assert figures.fingerprint() == before


@pytest.mark.slow
def test_simulated_coverage_is_what_its_command_prints() -> None:
    """The command that the page gives for the simulation prints the number that the page names."""
    command = next(block for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if "simulation" in block)
    words = [word for word in shlex.split(command) if not word.startswith("PYTHONPATH=")]
    environment = {"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'tests' / 'sentiment'}"}
    run = [sys.executable, *words[1:]]
    printed = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    assert f"the range holds the truth in {printed} of the cases" in SENTENCES


def test_the_doubted_signals_and_the_days_of_each_coder_are_named() -> None:
    """The page names exactly the signals that two coders put lower, and the day of the turn by each coder."""
    section = PAGE.partition("**A doubt of the record.**")[2].partition("**Standpoint.**")[0]
    assert set(re.findall(r"`([a-z0-9-]+)`", section)) == set(figures.doubted())
    turns = [date.fromisoformat(row[2]) for row in rows_below_starting("codes | lowest point")]
    first, second, third, lowered = (f"{day.day} {day:%B %Y}" for day in turns)
    words = f"By the first coder the index is first above 0 on {first}, by the second on {second} and by the"
    assert words in SENTENCES
    assert f"third on {third} as well" in SENTENCES
    assert f"first above 0 on {lowered} instead of {first}" in SENTENCES


def test_agreement_in_words_is_what_the_codes_give() -> None:
    """The words of the page are those of each pair with the first coder, and the two others are nearly one."""
    pairs = [("first", "second"), ("first", "third")]
    (words,) = {agreement_figures.stance_found(pair).words for pair in pairs}
    assert f"on the direction above all: {words}" in SENTENCES
    assert words == "good on direction, moderate on degree"
    assert "agree well on direction and moderately on degree" in SENTENCES
    for pair in pairs:
        found = agreement_figures.stance_found(pair)
        assert max(found.tightening.alpha or 1, found.easing.alpha or 1) < (found.sign.alpha or 0)
    kinds = rows_below_starting("kind | events | alpha with the second")
    parted = {row[0].strip("`") for row in kinds if row[3] in ("moderate", "low")}
    assert parted == {"in-force", "law", "company-response", "support", "rule"}
    assert all(float(cell) < 0 for row in kinds if row[0] in ("`rule`", "`law`") for cell in (row[4], row[7]))
    alike = coder_agreement(agreement_figures.codes_of("stance", figures.CODERS[1:]), figures.record().all.group).alpha
    assert f"(alpha of stance {alike:.3f})" in SENTENCES


def test_limits_of_use_are_counted_from_the_record() -> None:
    """Events before and in 2021, and the days on which each further coder gives the other sign."""
    begun = {int(row[0]): int(row[1]) for row in rows_below_starting("year | events that count")}
    early = sum(number for year, number in begun.items() if year < 2021)
    assert f"{early} events that count in three years, against {begun[2021]} in 2021 alone" in SENTENCES
    assert f"and of 2024 with its {begun[2024]} events" in SENTENCES
    thin = [begun[year] for year in (2018, 2019, 2020, 2024)]
    assert f"2018 to 2020 and 2024 hold only {min(thin)} to {max(thin)} events each" in SENTENCES
    assert max(number for year, number in begun.items() if year < 2021 or year == 2024) < min(begun[2021], begun[2022])
    second, third = agreement_figures.coder_days()
    words = f"on {second[2022][0]} days of 2022, {second[2023][0]} of 2023 and {second[2025][0]} of 2025"
    assert f"{words}, by the third on {third[2022][0]}, {third[2023][0]} and {third[2025][0]}" in SENTENCES
    assert second[2024] == third[2024]
    assert (
        f"Of 2024 it is {second[2024][0]} days by both, and of 2018 {second[2018][0]} and {third[2018][0]}" in SENTENCES
    )
    assert {year for each in (second, third) for year, _ in Counter(dict(each)).most_common(3)} == {2022, 2023, 2025}
    codes = agreement_figures.codes_of("stance", figures.CODERS[:2])
    one, two = (np.count_nonzero(np.abs(codes[0] - codes[1]) == levels) for levels in (1, 2))
    assert f"by one level at {one} of {codes.shape[1]} events and by two at {two}" in SENTENCES
    assert np.abs(codes[0] - codes[1]).max() == 2
    harsher = rows_below_starting("year | events | alpha with the second")
    assert all(float(cell) < -0.2 for row in harsher if int(row[0]) >= 2023 for cell in row[4:6])


def test_where_a_direction_is_named_neither_coder_turns_it() -> None:
    """On each day of the record on which a further coder gives the other sign, the words name no direction."""
    assert "So where a direction is named, neither of them turns it." in SENTENCES
    first, named = line_with_named_days(figures.record().counted)
    lost, found = [], []
    for coder in figures.CODERS[1:]:
        other, by_other = line_with_named_days(figures.coded_by(coder))
        turned = first.index * other.index < 0
        assert turned.sum() > 400
        assert not (turned & named).any()
        lost.append((named & ~by_other).sum())
        found.append(by_other.sum())
    words = f"of the {named.sum():,} days that have one, {lost[0]} lose it by the second coder's codes and {lost[1]} by"
    assert f"{words} the third's, which name one on {found[0]:,} and {found[1]:,} days" in SENTENCES
    years = (first.days >= date(2022, 1, 1).toordinal()) & (first.days <= date(2025, 12, 31).toordinal())
    assert np.mean(np.abs(first.index[years]) < 1 / 3) == pytest.approx(2 / 3, abs=0.03)


def line_with_named_days(evidence: Evidence) -> tuple[IndexSeries, np.ndarray]:
    """Return the index of the record's whole time, and the days of which the words name a direction."""
    period = {"since": figures.record().since, "until": figures.record().until}
    series, bounds = policy_index(evidence, **period), resampling_band(evidence, **period)
    days = [date.fromordinal(day) for day in series.days.tolist()]
    return series, np.array([reading_of(series, bounds, day).is_clear for day in days])


def rows_below_starting(heads: str) -> list[list[str]]:
    """Return the cells of the table whose heads begin so."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {heads} |"))
    return rows_below(line.strip("| "))


def test_sentences_on_other_lists_are_what_their_table_says() -> None:
    """The number of lists and the shares that the words round are those of the computed table."""
    lists, _ = read_lists(seeds_folder())
    assert len(lists) == 11
    assert "Eleven event lists by others" in SENTENCES
    shares = {
        name: float(share)
        for name, _, _, share, _ in rows_below("list | acts | in the record | share | 95 % interval")
        if name.startswith("**")
    }
    assert "about two thirds of what timelines of the crackdown name" in SENTENCES
    assert shares["**timelines of the crackdown**"] == pytest.approx(2 / 3, abs=0.05)
    assert "about a fifth of what running newsletters and trackers note" in SENTENCES
    assert shares["**running newsletters and trackers**"] == pytest.approx(1 / 5, abs=0.05)
