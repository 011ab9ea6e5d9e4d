"""Accepted codes that a person should look at since the codebook decides more places: candidates, not errors."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tracker.codebook import DECISIONS, IN_FORCE, Decision
from tracker.coders import MACHINE_CODERS
from tracker.measures import MeasureRow
from tracker.read_models import CodingRow, EventRow
from tracker.vocabulary import TEXTS, Kind, Reach, Stage, Stance


class CodedEvent(NamedTuple):
    """What is looked at of an accepted Event: its code, and what tells whether a decision is about it."""

    slug: str
    title: str
    date: str
    first_on: dt.date
    kind: Kind
    stance: Stance
    reach: Reach


class OpenCode(NamedTuple):
    """An Event whose accepted code may part from a decision of the codebook."""

    event: CodedEvent
    decision: Decision


def find_open_codes(
    events: Iterable[EventRow], measures: Iterable[MeasureRow] = (), codings: Iterable[CodingRow] = ()
) -> Iterator[OpenCode]:
    """Yield accepted codes for a person to look at, by decision and then in the order of the Events.

    They are found by kind, by words of the title and by the code itself, and where a rule takes effect by the stance of
    its last text. So some agree with the decision after all, and some that part from it are missing. A code that a
    person gave as well has been looked at and is left out.

    Args:
        events: accepted Events, of which those that are found are held.
        measures: the rules whose stages tell which text an Event brings into force.
        codings: the codings of further coders.
    """
    measures = list(measures)
    staged = {stage.event for measure in measures for stage in measure.stages}
    by_slug: dict[str, CodedEvent] = {}
    touched: dict[str, list[CodedEvent]] = {decision.key: [] for decision in DECISIONS}
    for row in events:
        event = CodedEvent(*(getattr(row, name) for name in CodedEvent._fields))
        if event.slug in staged:
            by_slug[event.slug] = event
        for decision in DECISIONS:
            if decision.may_touch(event.kind, event.title, event.stance, event.reach):
                touched[decision.key].append(event)
    parted = set(_parted_from_rule(by_slug, measures))
    touched[IN_FORCE] = [event for slug, event in by_slug.items() if slug in parted]
    found = {event.slug for of_decision in touched.values() for event in of_decision}
    seen = {
        (each.slug, each.stance, each.reach)
        for each in codings
        if each.slug in found and each.coder not in MACHINE_CODERS
    }
    for decision in DECISIONS:
        for event in touched[decision.key]:
            if event.slug != decision.example and (event.slug, event.stance, event.reach) not in seen:
                yield OpenCode(event, decision)


def _parted_from_rule(by_slug: Mapping[str, CodedEvent], measures: Iterable[MeasureRow]) -> Iterator[str]:
    """Yield the slugs of Events that bring a rule into force under another stance than the rule has."""
    for measure in measures:
        stages = [(each.stage, by_slug[each.event]) for each in measure.stages if each.event in by_slug]
        texts = [event for stage, event in stages if stage in TEXTS]
        for stage, event in stages:
            if stage is not Stage.IN_FORCE or event.kind is not Kind.IN_FORCE:
                continue
            before = [text for text in texts if text.first_on <= event.first_on]
            if before and max(before, key=lambda text: text.first_on).stance != event.stance:
                yield event.slug
