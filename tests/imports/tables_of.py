"""What the tests of whole tables share: a file to its plan, and the readings in it."""

from collections.abc import Mapping
from typing import Any

from tracker.imports import ImportPlan, ImportSteps, KnownEvents, map_table, open_event_table, plan_steps

ANSWERS: Mapping[str, str] = {
    "kind": "rule",
    "stance": "-1",
    "stance_reason": "It binds",
    "reach": "3",
    "source_urls": "https://example.org/all",
}
"""What is said of all rows where a table holds titles and dates only."""


def plan_of(
    data: bytes, *, chosen: Mapping[str, str] | None = None, sheet: str | None = None, **said: Any
) -> ImportPlan:
    """Return what an import of a file into an empty record would do."""
    table = open_event_table("events", data, sheet=sheet)
    steps = ImportSteps(table, map_table(table, chosen=chosen), KnownEvents(), takes_synthetic=True, **said)
    return plan_steps(steps)


def dates_of(data: bytes, **said: Any) -> list[str]:
    """Return the dates of all rows of a table; the fields that it has no column for are filled in."""
    plan = plan_of(data, defaults=ANSWERS, **said)
    assert plan.refusals == ()
    return [step.draft.date for step in plan.first_new]


def refusals_of(data: bytes, **said: Any) -> list[tuple[int, str]]:
    """Return row and column of each refusal."""
    plan = plan_of(data, **{"defaults": ANSWERS} | said)
    return [(refusal.row, refusal.column) for refusal in plan.refusals]
