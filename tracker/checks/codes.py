"""Accepted codes that a person should look at since the codebook decides more places: candidates, not errors."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tracker.codebook import DECISIONS, IN_FORCE, Decision
from tracker.coders import MACHINE_CODERS
from tracker.measures import MeasureRow
from tracker.read_models import CodingRow, EventRow
from tracker.vocabulary import TEXTS, Kind, Stage


class OpenCode(NamedTuple):
    """An Event whose accepted code may part from a decision of the codebook."""

    event: EventRow
    decision: Decision


def find_open_codes(
    events: Sequence[EventRow], measures: Iterable[MeasureRow] = (), codings: Iterable[CodingRow] = ()
) -> Iterator[OpenCode]:
    """Yield accepted codes for a person to look at, by decision and then in the order of the Events.

    They are found by kind, by words of the title and by the code itself, and where a rule takes effect by the stance of
    its last text. So some agree with the decision after all, and some that part from it are missing. A code that a
    person gave as well has been looked at and is left out.

    Args:
        events: accepted Events.
        measures: the rules whose stages tell which text an Event brings into force.
        codings: the codings of further coders.
    """
    parted = set(_parted_from_rule(events, measures))
    by_people = {(each.slug, each.stance, each.reach) for each in codings if each.coder not in MACHINE_CODERS}
    events = [event for event in events if (event.slug, event.stance, event.reach) not in by_people]
    for decision in DECISIONS:
        for event in events:
            if decision.key == IN_FORCE:
                is_open = event.slug in parted
            else:
                is_open = decision.may_touch(event.kind, event.title, event.stance, event.reach)
            if is_open and event.slug != decision.example:
                yield OpenCode(event, decision)


def _parted_from_rule(events: Sequence[EventRow], measures: Iterable[MeasureRow]) -> Iterator[str]:
    """Yield the slugs of Events that bring a rule into force under another stance than the rule has."""
    by_slug = {event.slug: event for event in events}
    for measure in measures:
        stages = [(each.stage, by_slug[each.event]) for each in measure.stages if each.event in by_slug]
        texts = [event for stage, event in stages if stage in TEXTS]
        for stage, event in stages:
            if stage is not Stage.IN_FORCE or event.kind is not Kind.IN_FORCE:
                continue
            before = [text for text in texts if text.first_on <= event.first_on]
            if before and max(before, key=lambda text: text.first_on).stance != event.stance:
                yield event.slug
