"""What the record held on a past day, as ``tracker index --known-on`` and ``tracker vintages`` tell it."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command_line import Run
from tests.support.made_history import record_on
from tests.support.makers import new_database
from tracker.cli import history

BEGIN = dt.date(2025, 1, 6)
LATE = BEGIN + dt.timedelta(weeks=5)
CHANGED = BEGIN + dt.timedelta(weeks=8)
TODAY = BEGIN + dt.timedelta(weeks=64)


@pytest.fixture
def past(tmp_path: Path) -> str:
    """A database whose history began in January 2025: an event, one of the same day recorded late, and a change."""
    url = f"sqlite:///{tmp_path / 'past.db'}"
    engine = new_database(url)
    record_on(engine, BEGIN, "a", date=f"{BEGIN}", stance=-3, reach=4)
    record_on(engine, LATE, "b", hour=23, date=f"{BEGIN}", stance=3, reach=4, kind="support")
    record_on(engine, CHANGED, "a", version=2, date=f"{BEGIN}", stance=-1, reach=4)
    engine.dispose()
    return url


@pytest.fixture
def value(run: Run, past: str) -> Callable[..., float]:
    """Return the index of the first day, by what is given besides."""

    def first_day(*arguments: object) -> float:
        outcome = run("index", "--database", past, "--from", BEGIN, "--to", BEGIN, *arguments, "--format", "json")
        (row,) = json.loads(outcome.out)
        return float(row["index"])

    return first_day


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        (BEGIN, -12 / 8),
        (LATE - dt.timedelta(days=1), -12 / 8),
        (LATE, (12 - 12) / 12),
        (CHANGED - dt.timedelta(days=1), 0),
        (CHANGED, (12 - 4) / 12),
    ],
)
def test_the_index_is_made_of_what_was_known_at_the_end_of_a_day(
    value: Callable[..., float], known_on: dt.date, expected: float
) -> None:
    """What was recorded later that day counts, and each event as it stood then; without the day all of it counts."""
    assert value("--known-on", known_on) == pytest.approx(expected, abs=1e-9)
    assert value() == pytest.approx(8 / 12, abs=1e-9)


def test_every_other_option_goes_with_it(value: Callable[..., float], run: Run, past: str) -> None:
    """Shrinkage and filters act on the events as they stood then; the line ends on the day where no other is asked."""
    assert value("--known-on", BEGIN, "--shrinkage", "0") == -3
    assert value("--known-on", LATE, "--kind", "support") == 12 / 8
    assert value("--known-on", LATE, "--stance-max", "-2", "--search", "Title of a") == -12 / 8
    changed = run("index", "--database", past, "--known-on", CHANGED, "--stance-max", "-2")
    assert (changed.status, "The filter keeps no event that counts" in changed.err) == (1, True)
    line = run("index", "--database", past, "--known-on", LATE, "--no-band").out.splitlines()
    assert line[1].startswith(f"{BEGIN},")
    assert line[-1].startswith(f"{LATE},")


@pytest.mark.parametrize(
    ("known_on", "status", "words"),
    [
        ("2025-01-05", 1, "begins on 6 January 2025; at the end of 5 January 2025 it held nothing"),
        ("2024", 1, "begins on 6 January 2025; at the end of 31 December 2024"),
        ("2099-01-01", 2, "--known-on: 1 January 2099 lies in the future"),
        ("never", 2, "--known-on: “never” cannot be read"),
    ],
)
def test_a_day_of_which_nothing_is_known_is_told(run: Run, past: str, known_on: str, status: int, words: str) -> None:
    """Before the first change, in the future, or no day at all: one sentence and no line."""
    outcome = run("index", "--database", past, "--known-on", known_on)
    assert (outcome.status, outcome.out) == (status, "")
    assert words in outcome.err


def plain(day: dt.date, *events: tuple[dt.date, int]) -> float:
    """Return the index of a day from events of reach 4 by date and stance, by the formula itself."""
    weights = [(4 * 2 ** (-(day - date).days / 60), stance) for date, stance in events if date <= day]
    return sum(weight * stance for weight, stance in weights) / (sum(weight for weight, _ in weights) + 4)


def test_shifts_are_told_by_age(run: Run, past: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each week's value as known on its day, beside what was known of it 4, 12 and 52 weeks later."""
    monkeypatch.setattr(history, "today", lambda: TODAY)
    outcome = run("vintages", "--database", past)
    rows = {int(row["weeks"]): row for row in csv.DictReader(io.StringIO(outcome.out))}
    assert outcome.err == ""
    for age in (4, 12, 52):
        shifts = []
        for week in range(65 - age):
            day = BEGIN + dt.timedelta(weeks=week)
            then, later = (
                plain(day, (BEGIN, -1 if known >= 8 else -3), *([(BEGIN, 3)] if known >= 5 else []))
                for known in (week, week + age)
            )
            shifts.append(abs(later - then))
        assert int(rows[age]["days"]) == len(shifts)
        assert float(rows[age]["mean"]) == pytest.approx(sum(shifts) / len(shifts), abs=1e-12)
        assert float(rows[age]["largest"]) == pytest.approx(max(shifts), abs=1e-12)
        assert rows[age]["on"] == f"{BEGIN + dt.timedelta(weeks=shifts.index(max(shifts)))}"


def test_a_short_history_says_how_short_it_is(run: Run, past: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No value of it is that old yet; what can be compared is compared."""
    monkeypatch.setattr(history, "today", lambda: BEGIN + dt.timedelta(days=29))
    outcome = run("vintages", "--database", past, "--format", "json")
    assert [(row["weeks"], row["days"], row["mean"]) for row in json.loads(outcome.out)] == [
        (4, 1, 0.0),
        (12, 0, None),
        (52, 0, None),
    ]
    assert "is 29 days old: no value is 12 weeks old yet." in outcome.err
    assert "is 0 days old: no value is 4 weeks old yet." in run("vintages").err
