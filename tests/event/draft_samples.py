"""A valid Event as a form would send it, and what a refusal says."""

from collections.abc import Mapping
from typing import Any

import pytest

from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, parse_event

VALID: Mapping[str, Any] = {
    "title": "Approvals of games resume",
    "date": "2022-04-11",
    "kind": "licensing",
    "stance": 2,
    "stance_reason": "The freeze ends",
    "reach": 3,
    "sources": [{"url": "https://example.org/page"}],
}


def draft_with(**changes: Any) -> EventDraft:
    """Validate the sample with some fields changed."""
    return parse_event({**VALID, **changes})


def problems_with(**changes: Any) -> dict[str, str]:
    """Return what is wrong with the sample after a change, by field."""
    with pytest.raises(InvalidDraft) as refusal:
        draft_with(**changes)
    return refusal.value.problems


def source_problems(**source: Any) -> dict[str, str]:
    """Return what is wrong with one source, by its own field."""
    found = problems_with(sources=[{"url": "https://example.org/page", **source}])
    return {name.removeprefix("sources.0."): text for name, text in found.items()}
