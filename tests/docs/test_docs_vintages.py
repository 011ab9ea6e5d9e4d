"""The frozen series of ``seeds/releases`` against the code, the record and the changelog."""

import datetime as dt
import re
import runpy
import sys
import tomllib
from pathlib import Path

import figures
import pytest

from tests.support.record_of_280 import counted_of_280, evidence_of_280
from tests.support.sources import REPOSITORY, text_of
from tracker import resources
from tracker.resources import releases_folder
from tracker.seeds import Contents, Vintage, make_vintage, read_vintages, write_vintage
from tracker.seeds.frozen import RELEASES_FILE, series_file, series_text
from tracker.sentiment import shift_between

FROZEN = read_vintages(releases_folder())
PUBLISHED = text_of("CHANGELOG.md").partition("### The published index")[2].partition("\n## ")[0]


def changes_told(text: str) -> list[set[str]]:
    """Return the fingerprints, as twelve signs, that each item of a list names together."""
    return [set(re.findall(r"`([0-9a-f]{12})`", item)) for item in re.split(r"\n(?=- )", text)]


@pytest.mark.parametrize("vintage", FROZEN, ids=lambda vintage: str(vintage.contents.record_on))
def test_a_frozen_series_is_as_it_was_kept(vintage: Vintage) -> None:
    """Each file is in its one form, fits its fingerprint, and is named in the changelog."""
    listed = tomllib.loads((releases_folder() / RELEASES_FILE).read_text(encoding="utf-8"))["release"]
    (entry,) = [each for each in listed if each["record_on"] == vintage.contents.record_on]
    assert vintage.fingerprint == entry["fingerprint"]
    kept = series_file(releases_folder(), vintage.contents.record_on).read_text(encoding="utf-8")
    assert kept == series_text(vintage)
    assert any(vintage.fingerprint[:12] in marks for marks in changes_told(PUBLISHED))


def test_the_first_series_is_that_of_the_record_of_280_events() -> None:
    """Its rows, kept for values computed elsewhere, still give it to the last digit."""
    counted = counted_of_280()
    evidence = evidence_of_280()
    until = dt.date.fromordinal(int(evidence.last.max()))
    contents = FROZEN[0].contents
    again = make_vintage(evidence, contents, since=min(event.first for event in counted), until=until)
    assert series_text(again) == series_text(FROZEN[0])
    assert (contents.events, contents.counted, contents.sources) == (280, len(counted), 762)


def test_the_latest_series_is_the_published_one_or_the_changelog_names_both() -> None:
    """Whoever changes a published value freezes it anew, or tells the old and the new fingerprint in one item."""
    latest = FROZEN[-1]
    now = figures.published(latest.contents.record_on)
    if now.fingerprint == latest.fingerprint:
        assert series_text(now) == series_text(latest)
        assert now.contents.counted == latest.contents.counted
    else:
        marks = {now.fingerprint[:12], latest.fingerprint[:12]}
        assert any(marks <= told for told in changes_told(PUBLISHED)), (
            f"The published index is no longer that of {latest.contents.record_on}. Keep it (make freeze), or name "
            f"both in one item of CHANGELOG.md, “The published index”: {' and '.join(f'`{mark}`' for mark in marks)}."
        )


def test_more_events_shifted_a_day_by_more_than_a_step_of_the_scale() -> None:
    """What the method says of the first two series."""
    shift = shift_between(FROZEN[0], FROZEN[1])
    assert shift.days == len(FROZEN[0].index)
    assert shift.largest is not None
    assert shift.largest > 1


def test_freezing_keeps_what_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``make freeze`` writes the index of the record under the day that is named."""
    monkeypatch.setattr(resources, "releases_folder", lambda: tmp_path)
    monkeypatch.setattr(sys, "argv", ["freeze.py", "--on", "2026-12-24"])
    runpy.run_path(str(REPOSITORY / "docs" / "freeze.py"), run_name="__main__")
    (kept,) = read_vintages(tmp_path)
    assert kept.contents == figures.published(dt.date(2026, 12, 24)).contents
    assert kept.fingerprint[:12] == figures.fingerprint()


def test_fingerprints_of_one_item_belong_together() -> None:
    """An item of a list may go over several lines; two items are two."""
    items = "\n- From `aaaaaaaaaaaa`\n  to `bbbbbbbbbbbb`.\n- Then `cccccccccccc`.\n"
    assert {"a" * 12, "b" * 12} in changes_told(items)
    assert not any({"b" * 12, "c" * 12} <= told for told in changes_told(items))


def test_a_series_is_kept_in_its_place(tmp_path: Path) -> None:
    """The list goes by day; a second one of a day takes the first one's place, and what was kept comes back."""
    later, earlier = dt.date(2026, 12, 2), dt.date(2026, 12, 1)
    folder = tmp_path / "releases"
    assert read_vintages(folder) == ()
    for day, events in ((later, 5), (earlier, 6), (later, 7)):
        contents = Contents(day, "0.1.0", events, 231, 9)
        vintage = make_vintage(evidence_of_280(), contents, since=dt.date(2021, 7, 1), until=dt.date(2021, 7, 31))
        write_vintage(folder, vintage)
    kept = read_vintages(folder)
    assert [(each.contents.record_on, each.contents.events) for each in kept] == [(earlier, 6), (later, 7)]
    assert all(series_text(each) == series_text(vintage) for each in kept)
    assert kept[0].fingerprint == kept[1].fingerprint == vintage.fingerprint
