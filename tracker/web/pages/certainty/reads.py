"""Cached reads for the page "How sure is it?": the index under one reading, its doubts, what other readings show."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.charts import IndexLine
from tracker.charts.index_chart import FragileRun
from tracker.coders import ACCEPTED_CODER, people_and_machines
from tracker.database import reading
from tracker.filters import ACCEPTED_ONLY, SHOWN_STATES, EventFilter
from tracker.queries import list_codings
from tracker.queries.past import end_of_day, events_as_known, events_over_time, first_change_on, nothing_known_on
from tracker.read_models import EventRow
from tracker.sentiment import (
    FEWER,
    HALF_LIFE,
    SHRINKAGE,
    Acts,
    Band,
    Codings,
    Evidence,
    IndexSeries,
    Searched,
    Sensitivity,
    Shift,
    Thinned,
    TurnRange,
    age_words,
    codings_of,
    counted_events,
    evidence_of,
    first_counted_day,
    fragile_runs,
    fragility,
    opposite_days,
    policy_index,
    recoded,
    resampling_band,
    sensitivity,
    shifts_by_age,
    story_names,
    thinned,
    turn_range,
    turns_of,
    weekly_days,
)
from tracker.vocabulary import COUNTED_KINDS, Kind, ReviewState, TermType
from tracker.web.choices import Choices, among, one, one_day, some, switch
from tracker.web.keeping import cached
from tracker.web.reads import Record, engine, without_period

HALF_LIVES = (30.0, 60.0, 90.0, 180.0)
SHRINKAGES = (0.0, 2.0, 4.0, 8.0, 16.0)
MOST_CODED = 0.9
"""The share of the fullest coding's events from which on a coder's line is set beside others. It is a choice: with a
tenth missing, stories keep about their weight, so that the lines differ by codes and not by what is missing."""
EARLIEST = dt.date(2000, 1, 1)
"""No day before this can be asked for; no record of this kind is older."""

USUAL_KINDS = tuple(kind for kind in Kind if kind in COUNTED_KINDS)


def coders(record: Record) -> tuple[str, ...]:
    """Return the further coders, the machine-assisted ones first."""
    people, machines = people_and_machines(coding.coder for coding in record.read(list_codings))
    return (*machines, *people)


def coder_beside(record: Record, coder: str) -> str | None:
    """Return the further coder to compare the first with: the chosen one, or who has coded most; None without any."""
    known = Counter(coding.coder for coding in record.read(list_codings))
    return coder if coder in known else min(known, key=lambda name: (-known[name], name), default=None)


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """One way of making the index.

    Attributes:
        half_life: days after which an Event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        counts: the kinds that count.
        review: the review states that count.
        coder: whose stance and reach count.
        draws_coders: whether the range draws one coder of each Event as well as the stories.
        known_on: only what was recorded up to the end of this day (UTC) counts; None for all.
    """

    half_life: float = one(among(HALF_LIVES), HALF_LIFE)
    shrinkage: float = one(among(SHRINKAGES), SHRINKAGE)
    counts: tuple[Kind, ...] = some(among(Kind), USUAL_KINDS, order=list(Kind))
    review: tuple[ReviewState, ...] = some(among(SHOWN_STATES), ACCEPTED_ONLY, order=SHOWN_STATES)
    coder: str = one(lambda record, text: text if text in (ACCEPTED_CODER, *coders(record)) else None, ACCEPTED_CODER)
    draws_coders: bool = switch("coders", name="draw")
    known_on: dt.date | None = one_day(lambda record: (EARLIEST, record.today))


CHOICES = Choices("sure", ReadingChoice)


def _events(record: Record, chosen: EventFilter, choice: ReadingChoice) -> list[EventRow]:
    """Return the Events of a filter that count under a reading, those of a past day as they stood then."""
    wanted = _wanted(chosen, choice)
    if choice.known_on is None:
        return _counting(record, record.events(wanted), choice)
    return _counting(record, record.read(events_as_known, end_of_day(choice.known_on), wanted), choice)


def _acts(record: Record, chosen: EventFilter, choice: ReadingChoice) -> Acts:
    """Return the Events of ``_events`` as arrays, which need no rows where they count as the record has them now."""
    if choice.known_on is None and choice.coder == ACCEPTED_CODER:
        return record.view(_wanted(chosen, choice)).of_kinds(frozenset(choice.counts)).acts
    return Acts.of(_events(record, chosen, choice))


def _wanted(chosen: EventFilter, choice: ReadingChoice) -> EventFilter:
    return replace(without_period(chosen), states=choice.review)


def _counting(record: Record, events: Iterable[EventRow], choice: ReadingChoice) -> list[EventRow]:
    if choice.coder != ACCEPTED_CODER:
        events = recoded(events, record.read(list_codings), choice.coder)
    return counted_events(events, frozenset(choice.counts))


def why_nothing(record: Record, choice: ReadingChoice) -> str:
    """Say why no Event counts under a reading, as far as that can be told."""
    early = choice.known_on and record.read(nothing_known_on, choice.known_on)
    return early or "Take off a filter, or go back to the usual reading."


@dataclass(frozen=True, slots=True)
class LaterShifts:
    """How far values of the index shifted after their day, by age in weeks, and what is to be said of the ages."""

    by_age: dict[int, Shift]
    age: str


@cached(16, of_codings=True)
def later_shifts(record: Record, chosen: EventFilter, choice: ReadingChoice) -> LaterShifts:
    """Return how far values shifted later under a reading, by what the history of this database holds."""
    last = choice.known_on or record.today
    first = record.read(first_change_on) or last
    days = weekly_days(first, last)
    with reading(engine()) as session:
        over_time = events_over_time(session, [end_of_day(day) for day in days], _wanted(chosen, choice))
        known = [_counting(record, events, choice) for events in over_time]
    shifts = shifts_by_age(days, known, half_life=choice.half_life, shrinkage=choice.shrinkage)
    return LaterShifts(shifts, age_words(first, last))


@dataclass(frozen=True, eq=False)
class IndexReading:
    """The index under one reading.

    Attributes:
        acts: the Events that count.
        series: the index.
        band: its resampling range.
        line: both, ready to be drawn.
        fragile: the stretches on which one story decides the sign.
        codings: the codes from which range and turning points draw; None where they draw stories alone.
    """

    acts: Acts
    series: IndexSeries
    band: Band
    line: IndexLine
    fragile: tuple[FragileRun, ...]
    codings: Codings | None

    @property
    def evidence(self) -> Evidence:
        """The Events that count, as arrays."""
        return self.acts.evidence

    @property
    def draws_coders(self) -> bool:
        """Whether the range holds how coders part."""
        return self.codings is not None and self.codings.is_of_several

    @property
    def mean_line(self) -> IndexLine:
        """The average stance without the pull, with its range, ready to be drawn."""
        return replace(self.line, index=self.series.mean, lower=self.band.mean_lower, upper=self.band.mean_upper)


@cached(of_codings=True)
def read_index(record: Record, chosen: EventFilter, choice: ReadingChoice) -> IndexReading | None:
    """Return the index of a filter under a reading; None where no Event counts."""
    acts = _acts(record, chosen, choice)
    if not len(acts):
        return None
    today, evidence = choice.known_on or record.today, acts.evidence
    since, until = acts.begins, max(today, acts.row(len(acts) - 1).last_on)
    h, k = choice.half_life, choice.shrinkage
    series = policy_index(evidence, since=since, until=until, half_life=h, shrinkage=k)
    codings = _codings(record, chosen, choice) if choice.draws_coders else None
    band = resampling_band(evidence, since=since, until=until, half_life=h, shrinkage=k, codings=codings)
    runs = fragile_runs(fragility(evidence, since=since, until=until, half_life=h, shrinkage=k), since)
    stories = names_of_stories(record, acts, [code for _, _, code in runs])
    return IndexReading(
        acts=acts,
        series=series,
        band=band,
        line=IndexLine.of(series, band, today, events=acts),
        fragile=tuple(FragileRun(start, end, stories[code]) for start, end, code in runs),
        codings=codings,
    )


def names_of_stories(record: Record, acts: Acts, codes: Iterable[int]) -> dict[int, str]:
    """Return what some story codes of a reading stand for."""
    return story_names(acts, codes, record.names(TermType.THREAD))


def _codings(record: Record, chosen: EventFilter, choice: ReadingChoice) -> Codings:
    """Return all codes of the Events of a reading; by whose codes the line goes changes nothing in what is drawn."""
    accepted = {event.slug: event for event in _events(record, chosen, replace(choice, coder=ACCEPTED_CODER))}
    return codings_of((accepted[event.slug] for event in _events(record, chosen, choice)), record.read(list_codings))


@cached(16, of_codings=True)
def days_apart(
    record: Record, chosen: EventFilter, choice: ReadingChoice, coder: str
) -> dict[int, tuple[int, int]] | None:
    """Return, by year, the days on which the index has the other sign by another coder, and all days of the index.

    Both lines are made of the Events that this coder has coded, up to the last of them; None where there is none.
    """
    by_other = _events(record, chosen, replace(choice, coder=coder))
    slugs = {event.slug for event in by_other}
    accepted = _events(record, chosen, replace(choice, coder=ACCEPTED_CODER))
    by_first = [event for event in accepted if event.slug in slugs]
    if not by_first:
        return None
    since, until = first_counted_day(by_first), max(event.counted_days[1] for event in by_first)
    first, other = (
        policy_index(
            evidence_of(events), since=since, until=until, half_life=choice.half_life, shrinkage=choice.shrinkage
        )
        for events in (by_first, by_other)
    )
    return opposite_days(first.index, other.index, first.first_day)


@cached(16, of_codings=True)
def other_readings(record: Record, chosen: EventFilter, choice: ReadingChoice) -> Sensitivity | None:
    """Return the index under every combination of choices, by every other coder, and without each story in turn."""
    found = read_index(record, chosen, choice)
    if found is None:
        return None
    return sensitivity(
        found.evidence,
        since=found.line.first_day,
        until=found.line.last_day,
        half_life=choice.half_life,
        shrinkage=choice.shrinkage,
        codings=_other_codings(record, chosen, choice),
    )


def _other_codings(record: Record, chosen: EventFilter, choice: ReadingChoice) -> dict[str, Evidence]:
    others = [coder for coder in (ACCEPTED_CODER, *coders(record)) if coder != choice.coder]
    coded = {coder: _events(record, chosen, replace(choice, coder=coder)) for coder in others}
    # Whoever is still coding would show another line because of the events that are missing, not of the codes.
    enough = MOST_CODED * max(map(len, coded.values()), default=0)
    return {coder: evidence_of(events) for coder, events in coded.items() if events and len(events) >= enough}


@cached(of_codings=True)
def turns_in_draws(record: Record, chosen: EventFilter, choice: ReadingChoice) -> TurnRange | None:
    """Return where the turning points lie in draws of stories, and of coders where asked for; None without an Event."""
    found = read_index(record, chosen, choice)
    if found is None:
        return None
    [turns] = turns_of(
        found.evidence,
        [Searched.whole(found.evidence, found.series)],
        since=found.line.first_day,
        until=found.line.last_day,
        half_life=choice.half_life,
        shrinkage=choice.shrinkage,
        codings=found.codings,
    )
    return turn_range(turns)


@cached(16, spinner="Drawing events at random", show_time=True, of_codings=True)
def fewer_events(record: Record, chosen: EventFilter, choice: ReadingChoice) -> tuple[Thinned, ...]:
    """Return the index with fewer events a year, the fewest first; empty where no Event counts."""
    found = read_index(record, chosen, choice)
    if found is None:
        return ()
    return tuple(
        thinned(
            found.evidence,
            a_year,
            since=found.line.first_day,
            until=found.line.last_day,
            half_life=choice.half_life,
            shrinkage=choice.shrinkage,
        )
        for a_year in FEWER
    )
