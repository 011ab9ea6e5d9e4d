import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.filters import EventFilter
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, check_seeds, read_coverage, render_coverage
from tracker.seeds.coverage_file import COVERAGE_FILE
from tracker.vocabulary import Kind

FolderMaker = Callable[..., Path]

SOUND = """\
[[coverage]]
key = "rules-2022"
what = "Rules of 2022"
unit = "rules"
count = 7
by = "Somebody"
url = "https://example.org/rules"
publisher = "Example"
read_on = "2026-11-25"

[coverage.filter]
since = "2022-01-01"
kinds = ["rule"]
stance_max = -1
"""


def test_the_file_comes_back_as_it_was_written(make_folder: FolderMaker) -> None:
    """Reading and writing the shipped file gives the same text; a filter keeps its dates, words and numbers."""
    shipped = read_coverage(seeds_folder())
    assert render_coverage(shipped) == (seeds_folder() / COVERAGE_FILE).read_text(encoding="utf-8")
    (row,) = read_coverage(make_folder({COVERAGE_FILE: SOUND}))
    assert (row.count, row.published_on, row.note) == (7, None, "")
    assert row.chosen == EventFilter(since=dt.date(2022, 1, 1), kinds=(Kind.RULE,), stance_max=-1)
    assert render_coverage([row]) == SOUND
    assert read_coverage(make_folder().parent) == ()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (("count = 7", "count = -7"), "entry 1.count", "whole number"),
        (("count = 7", 'count = "many"'), "entry 1.count", "whole number"),
        (('url = "https://example.org/rules"', 'url = "a book"'), "entry 1.url", "http"),
        (('read_on = "2026-11-25"', 'read_on = "yesterday"'), "entry 1.read_on", "date"),
        (('kinds = ["rule"]', 'kinds = ["decree"]'), "entry 1.filter", "decree"),
        (('kinds = ["rule"]', 'threads = ["no-such"]'), "entry 1.filter", "no-such"),
        (('kinds = ["rule"]', 'search = "x"'), "entry 1.filter", "some of"),
        (('by = "Somebody"\n', ""), "entry 1.by", "needed"),
        (
            ('\n[coverage.filter]\nsince = "2022-01-01"\nkinds = ["rule"]\nstance_max = -1\n', ""),
            "entry 1.events",
            "one of",
        ),
        (("\n[coverage.filter]", 'events = ["no-event"]\n\n[coverage.filter]'), "entry 1.events", "no event"),
        ((SOUND, SOUND + "\n" + SOUND), "entry 2.key", "stands here twice"),
    ],
)
def test_mistakes_in_the_file_are_named(
    make_folder: FolderMaker, today: dt.date, change: tuple[str, str], field: str, words: str
) -> None:
    """Each mistake is a problem at its entry and field, in words that say what to change."""
    problems = check_seeds(make_folder({COVERAGE_FILE: SOUND.replace(*change)}), today)
    assert (COVERAGE_FILE, field) in [(problem.place, problem.field) for problem in problems]
    assert any(words in problem.message for problem in problems)


def test_the_regulator_s_years_are_counted() -> None:
    """Merger reviews and penalties of 2020 to 2024 stand there, each year's from a page that gives it."""
    counts = {row.key: row.count for row in read_coverage(seeds_folder())}
    assert (counts["samr-2020-merger-reviews"], counts["samr-2020-prohibited-deals"]) == (473, 0)
    reviewed = ("merger-reviews", "unconditional-deals", "conditional-deals", "withdrawn-deals")
    assert [counts[f"samr-2023-{what}"] for what in reviewed] == [797, 782, 4, 11]
    assert counts["samr-2023-merger-reviews"] == sum(counts[f"samr-2023-{what}"] for what in reviewed[1:])
    assert (counts["samr-2024-unconditional-deals"], counts["samr-2024-dominance"]) == (623, 5)


def test_every_shipped_count_has_its_page_and_something_beside_it(shipped: SeedRecord) -> None:
    """Nobody has to take a number on trust: each names its page and the day of reading, and events of the record."""
    slugs = {slug for slug, _ in shipped.events}
    rows = read_coverage(seeds_folder())
    assert len(rows) >= 5
    for row in rows:
        assert row.url.startswith(("https://", "http://")), row.key
        assert row.read_on, row.key
        assert set(row.events) <= slugs, row.key
