import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.read_models import EraRow
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, check_seeds, read_seeds, render_eras
from tracker.seeds.era_file import ERAS_FILE, parse_eras_text

FolderMaker = Callable[..., Path]

SOUND = """\
[[era]]
key = "quiet"
name = "Quiet"
name_zh = "平静"
since = "2020-01-01"
until = "2020-12-31"
why = "Nothing happened."
sources = ["https://example.org/a", "https://example.org/b"]

[[era]]
key = "loud"
name = "Loud"
since = "2021-01-01"
why = "Much happened."
sources = ["https://example.org/c"]
"""


def test_the_file_comes_back_as_it_was_written(shipped: SeedRecord, make_folder: FolderMaker) -> None:
    """Reading and writing the shipped file gives the same text, and a small one its fields."""
    assert render_eras(shipped.eras) == (seeds_folder() / ERAS_FILE).read_text(encoding="utf-8")
    quiet, loud = read_seeds(make_folder({ERAS_FILE: SOUND})).eras
    sources = ("https://example.org/a", "https://example.org/b")
    days = (dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    assert quiet == EraRow("quiet", "Quiet", "平静", *days, "Nothing happened.", sources)
    assert (loud.name_zh, loud.until) == (None, None)
    assert render_eras([loud, quiet]) == SOUND
    assert parse_eras_text("") == ()


@pytest.mark.parametrize(
    ("change", "place", "field", "words"),
    [
        (('key = "loud"', 'key = "quiet"'), "era quiet", "key", "stands here twice"),
        (('key = "loud"', 'key = "Loud"'), ERAS_FILE, "entry 2.key", "lower-case"),
        (('"2021-01-01"', '"2020-12-31"'), "era loud", "since", "but quiet ends on 2020-12-31"),
        (('until = "2020-12-31"\n', ""), "era loud", "since", "but quiet goes on"),
        (('"2020-12-31"', '"2019-12-31"'), "era quiet", "until", "before it began"),
        (('"2020-12-31"', '"2020-12"'), ERAS_FILE, "entry 1.until", "2020-12 is no day"),
        (('since = "2021-01-01"\n', ""), ERAS_FILE, "entry 2.since", "needed"),
        (('"Much happened."', '" "'), ERAS_FILE, "entry 2.why", "needed"),
        (('["https://example.org/c"]', "[]"), "era loud", "sources", "At least one source"),
        (("https://example.org/c", "javascript:alert(1)"), ERAS_FILE, "entry 2.sources", "Only addresses"),
        (('["https://example.org/c"]', '"https://example.org/c"'), ERAS_FILE, "entry 2.sources", "a list"),
        (("name_zh", "name_cn"), ERAS_FILE, "entry 1.name_cn", "no such field"),
    ],
)
def test_mistakes_in_the_file_are_named(
    make_folder: FolderMaker, today: dt.date, change: tuple[str, str], place: str, *, field: str, words: str
) -> None:
    """Each mistake is a problem at its era and field, in words that say what to change."""
    problems = check_seeds(make_folder({ERAS_FILE: SOUND.replace(*change)}), today)
    assert [(problem.place, problem.field) for problem in problems] == [(place, field)]
    assert words in problems[0].message


def test_an_era_rests_on_events_of_the_record(shipped: SeedRecord) -> None:
    """Each source is one of an event's in the record, and each era but the first begins on the day of one of them."""
    days: dict[str, set[dt.date]] = {}
    for _, draft in shipped.events:
        for source in draft.sources:
            days.setdefault(source.url, set()).add(draft.when.start)
    for number, era in enumerate(shipped.eras):
        assert set(era.sources) <= days.keys(), era.key
        assert number == 0 or era.since in set.union(*(days[url] for url in era.sources)), era.key
    assert shipped.eras[0].since == min(draft.when.start for _, draft in shipped.events)


def test_every_day_from_the_first_event_on_lies_in_one_era(shipped: SeedRecord) -> None:
    """An era ends on the day before the next begins, and the last one goes on."""
    ends = [era.until for era in shipped.eras]
    assert ends == [*(era.since - dt.timedelta(days=1) for era in shipped.eras[1:]), None]
