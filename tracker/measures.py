"""A measure: one rule or one case with the stages of its life, each an Event; where it stood on a day is derived."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.dates import describe, from_edtf
from tracker.read_models import OPEN_END, EventRow
from tracker.vocabulary import DRAFTS, TEXTS, MeasureKind, Stage

MISSING = "not recorded"
"""What stands for a usual stage of which the record holds no Event; its day may still be told in another one's text."""

DRAFT_OF_CHANGE = "draft of a change, no final text recorded"


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage, and the slug of the Event that it is.

    ``date`` is EDTF text where the Event only tells of the stage, such as of the day on which a rule is to take
    effect; None where the stage is of the Event's own date.
    """

    stage: Stage
    event: str
    date: str | None = None

    @property
    def document(self) -> dict[str, str]:
        """The stage as it stands in the history and in seed files; a date is there only where it has its own."""
        own = {"date": self.date} if self.date else {}
        return {"stage": self.stage.value, "event": self.event, **own}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One rule or case.

    Attributes:
        key: names it for good, like a slug.
        kind: rule or case.
        name: in English.
        name_zh: the official Chinese name, None where the record does not hold it.
        number: the document's number as the record's sources give it, None where they do not.
        stages: in the order of their dates, as far as they are known.
    """

    key: str
    kind: MeasureKind
    name: str
    name_zh: str | None
    number: str | None
    stages: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True)
class DatedStage:
    """A stage with its Event and its date; ``told`` where the Event is of another date and only tells of it."""

    stage: Stage
    event: EventRow
    date: str
    first_on: dt.date
    last_on: dt.date
    told: bool


@dataclass(frozen=True, slots=True)
class ToldStage:
    """A day other than its own of which an Event tells as the stage of a measure.

    Attributes:
        measure: the rule or case.
        stage: its stage that the Event is.
        what: what falls on the day, in words: "In force", "Consultation ends".
        date: the day in EDTF.
        event: the Event that tells of it.
    """

    measure: MeasureRow
    stage: StageRow
    what: str
    date: str
    event: EventRow


@dataclass(frozen=True, slots=True)
class MeasureState:
    """Where a measure stood on a day: in words, the stages that it had passed by then, and the usual ones missing."""

    status: str
    passed: tuple[DatedStage, ...]
    missing: tuple[Stage, ...]

    @property
    def latest(self) -> Stage:
        """The latest of the stages passed."""
        return self.passed[-1].stage


def told_day(stage: StageRow, end: str | None) -> tuple[str, str] | None:
    """Return what an Event tells of another day than its own, and that day in EDTF; None where it tells of none.

    Args:
        stage: the stage that the Event is.
        end: the Event's end in EDTF, if it has one.
    """
    if stage.date:
        return stage.stage.label, stage.date
    if stage.stage is Stage.CONSULTATION and end and end != OPEN_END:
        return "Consultation ends", end
    return None


def coming_into_force(
    measure: MeasureRow, events: Mapping[str, EventRow], day: dt.date
) -> Iterator[tuple[EventRow, EventRow]]:
    """Yield the text that was passed by a day, and the later Event of its entry into force.

    That day is set with the text, so that whoever read the text then knew it. No other later stage is: when a case is
    closed, or a text postponed or changed, nobody knew before.

    Args:
        measure: the rule or case.
        events: the accepted Events by slug.
        day: the day as of which things are known.
    """
    text: EventRow | None = None
    for each in _dated(measure, events):
        if each.stage in TEXTS:
            text = each.event
        elif each.stage is Stage.IN_FORCE:
            if text and not each.told and text.first_on <= day < each.first_on:
                yield text, each.event
            text = None


def stages_within(
    measures: Iterable[MeasureRow],
    events: Mapping[str, EventRow],
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> tuple[ToldStage, ...]:
    """Return the stages whose told day can fall into a period, by day, whenever the Event that tells of it was.

    Who chooses by the Events' own dates misses them: a law of August takes effect in November.

    Args:
        measures: the rules and cases.
        events: the Events by slug that may tell of a stage; a stage of another one is left out.
        since: the first day of the period; None for no limit.
        until: the last day of the period; None for no limit.
    """
    found = []
    for measure in measures:
        for stage in measure.stages:
            event = events.get(stage.event)
            if event is None or (told := told_day(stage, event.end)) is None:
                continue
            when = from_edtf(told[1])
            if (since is None or (when.end or when.start) >= since) and (until is None or when.start <= until):
                found.append((when.start, measure.key, ToldStage(measure, stage, *told, event)))
    return tuple(told for *_, told in sorted(found, key=lambda each: each[:2]))


def measure_state(measure: MeasureRow, events: Mapping[str, EventRow], day: dt.date) -> MeasureState | None:
    """Return where a measure stood on a day; None where the record holds nothing of it by then.

    The latest stage decides; of several on one day the one that comes later in a measure's life. The draft of a change
    leaves standing what it would change. A stage whose Event is not among those given is left out.

    Args:
        measure: the rule or case.
        events: the accepted Events by slug.
        day: the day that is asked about.
    """
    dated = _dated(measure, events)
    passed = [each for each in dated if each.first_on <= day]
    if not passed:
        return None
    coming = [each for each in dated if each.told and each.event.first_on <= day < each.first_on]
    found = {each.stage for each in (*passed, *coming)}
    missing = tuple(stage for stage in measure.kind.usual if stage not in found and not _stands_in(stage, found))
    return MeasureState(_status(measure, passed, coming, day), tuple(passed), missing)


def _dated(measure: MeasureRow, events: Mapping[str, EventRow]) -> list[DatedStage]:
    """Return the stages of which the Events are known, in the order in which they were passed."""
    order = list(Stage)
    dated = [_with_event(each, events[each.event]) for each in measure.stages if each.event in events]
    return sorted(dated, key=lambda each: (each.first_on, each.last_on, order.index(each.stage)))


def _with_event(row: StageRow, event: EventRow) -> DatedStage:
    if row.date is None:
        return DatedStage(row.stage, event, event.date, event.first_on, event.last_on, told=False)
    when = from_edtf(row.date)
    return DatedStage(row.stage, event, row.date, when.start, when.end or when.start, told=True)


def _status(measure: MeasureRow, passed: Sequence[DatedStage], coming: Sequence[DatedStage], day: dt.date) -> str:
    last = passed[-1]
    if coming and last.stage in TEXTS:
        return f"{last.stage.value}, {coming[0].stage.label.lower()} from {describe(coming[0].date)}"
    if last.stage is Stage.CONSULTATION:
        standing = [each.stage.status for each in passed if each.stage not in DRAFTS]
        if standing:
            return f"{standing[-1]}; draft of a change published"
        texts = [each.stage for each in measure.stages if each.stage in TEXTS]
        # What is amended before anything else of it is recorded is older than the record.
        return DRAFT_OF_CHANGE if texts[:1] == [Stage.AMENDED] else last.stage.status
    end = last.event.end_on
    if last.stage is Stage.POSTPONED and end is not None and end < day:
        return f"{last.stage.status} until {describe(last.event.end or '')}; what followed is not recorded"
    return last.stage.status


def _stands_in(stage: Stage, found: set[Stage]) -> bool:
    """Tell whether an amendment stands in for adoption: the text that it changes may be older than the record."""
    return stage is Stage.ADOPTED and Stage.AMENDED in found


def chain_words(state: MeasureState, kind: MeasureKind) -> tuple[str, ...]:
    """Return each step in words, in the order of dates, with missing usual stages where they belong.

    ``Consultation 10 November 2020``, ``Adopted 7 February 2021``, ``In force: not recorded``.
    """
    steps = [(each.stage, f"{each.stage.label} {describe(each.date)}") for each in state.passed]
    for stage in state.missing:
        later = kind.usual[kind.usual.index(stage) + 1 :]
        place = next((number for number, (passed, _) in enumerate(steps) if _as_usual(passed) in later), len(steps))
        steps.insert(place, (stage, f"{stage.label}: {MISSING}"))
    return tuple(words for _, words in steps)


def _as_usual(stage: Stage) -> Stage:
    return Stage.ADOPTED if stage is Stage.AMENDED else stage


def measures_of(measures: Iterable[MeasureRow], slugs: Iterable[str]) -> tuple[MeasureRow, ...]:
    """Return the measures of which an Event among the slugs is a stage, in their order."""
    wanted = set(slugs)
    return tuple(each for each in measures if wanted & {stage.event for stage in each.stages})


StatusSpan = tuple[dt.date, dt.date | None]
"""First and last day; without a last one it goes on."""


def spans_in_force(measures: Iterable[MeasureRow], events: Mapping[str, EventRow]) -> dict[str, StatusSpan]:
    """Return from when to when what an Event brought holds, by slug, as far as the Event is part of a measure.

    A rule's text holds from its entry into force, or from its own day where the record has no Event of that, to the
    day before another text of the rule holds, or the rule is postponed or repealed. A probe holds to the ruling or
    the closing of its case. An Event's own end comes first where it is earlier.
    """
    spans: dict[str, StatusSpan] = {}
    for measure in measures:
        dated = _dated(measure, events)
        found = _text_spans(dated) if measure.kind is MeasureKind.RULE else _probe_spans(dated)
        for slug, span in found:
            spans.setdefault(slug, span)
    return spans


def _text_spans(dated: Sequence[DatedStage]) -> Iterator[tuple[str, StatusSpan]]:
    texts = [place for place, each in enumerate(dated) if each.stage in TEXTS]
    starts: dict[str, dt.date] = {}
    for place, following in pairwise([*texts, len(dated)]):
        effects = [each.first_on for each in dated[place:following] if each.stage is Stage.IN_FORCE]
        starts[dated[place].event.slug] = effects[0] if effects else dated[place].first_on
    stops = [each.first_on for each in dated if each.stage in {Stage.POSTPONED, Stage.REPEALED}]
    own_ends = {each.event.slug: each.event.end_on for each in dated}
    for slug, start in starts.items():
        after = min((day for day in (*starts.values(), *stops) if day > start), default=None)
        yield slug, (start, _earlier(after and after - dt.timedelta(days=1), own_ends[slug]))


def _probe_spans(dated: Sequence[DatedStage]) -> Iterator[tuple[str, StatusSpan]]:
    ends = [each.first_on for each in dated if each.stage in {Stage.RULING, Stage.CLOSED}]
    for each in dated:
        if each.stage is Stage.PROBE_OPENED and not each.told:
            last = min((day for day in ends if day >= each.first_on), default=None)
            yield each.event.slug, (each.first_on, _earlier(last, each.event.end_on))


def _earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min((day for day in (one, other) if day is not None), default=None)
