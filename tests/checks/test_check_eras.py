import datetime as dt
from dataclasses import replace

import pytest

from tracker.checks import check_rows
from tracker.checks.eras import check_eras
from tracker.read_models import EraRow

QUIET = EraRow("quiet", "Quiet", None, dt.date(2020, 1, 1), dt.date(2020, 12, 31), "Why.", ("https://example.org/a",))
LOUD = replace(QUIET, key="loud", since=dt.date(2021, 1, 1), until=None)


def test_sound_eras_pass_whatever_their_order() -> None:
    """Eras that follow each other, with or without days between them, have no problem."""
    assert not list(check_eras([LOUD, QUIET]))
    assert not list(check_eras([replace(QUIET, until=dt.date(2020, 6, 30)), LOUD]))


@pytest.mark.parametrize(
    ("era", "field", "words"),
    [
        (replace(LOUD, since=dt.date(2020, 12, 31)), "since", "but quiet ends on 2020-12-31"),
        (replace(LOUD, until=dt.date(2020, 12, 1)), "until", "before it began"),
        (replace(LOUD, why=" "), "why", "say what it rests on"),
        (replace(LOUD, sources=()), "sources", "At least one source"),
        (replace(LOUD, sources=("https://example.org/a", "ftp://example.org/b")), "sources", "Only addresses"),
        (replace(LOUD, key="quiet"), "key", "stands here twice"),
    ],
)
def test_a_stored_era_is_held_to_the_rules_of_the_file(era: EraRow, field: str, words: str) -> None:
    """The check of a database finds in its eras what the check of the file does."""
    (problem,) = check_rows([], [], [], [era, QUIET], today=dt.date(2026, 1, 1))
    assert (problem.place, problem.field) == (f"era {QUIET.key if field == 'key' else era.key}", field)
    assert words in problem.message
