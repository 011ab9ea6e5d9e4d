import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.dates import describe, from_edtf
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, check_seeds, read_seeds, render_measures
from tracker.seeds.measure_file import MEASURES_FILE, parse_measures_text
from tracker.vocabulary import MeasureKind, Stage

FolderMaker = Callable[..., Path]

SOUND = """\
[[measure]]
key = "a-rule"
kind = "rule"
name = "A rule"
name_zh = "规定"
number = "No. 1"

[[measure.stages]]
stage = "adopted"
event = "a-rule"
"""


def test_the_file_comes_back_as_it_was_written(shipped: SeedRecord, make_folder: FolderMaker) -> None:
    """Reading and writing the shipped file gives the same text, and a small one its fields."""
    assert render_measures(shipped.measures) == (seeds_folder() / MEASURES_FILE).read_text(encoding="utf-8")
    (measure,) = read_seeds(make_folder({MEASURES_FILE: SOUND})).measures
    assert (measure.key, measure.name_zh, measure.number) == ("a-rule", "规定", "No. 1")
    assert [(each.stage, each.event) for each in measure.stages] == [(Stage.ADOPTED, "a-rule")]
    assert render_measures([measure]) == SOUND


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (('stage = "adopted"', 'stage = "passed"'), "entry 1.stages", "not known"),
        (('event = "a-rule"', 'event = "another"'), "entry 1.stages", "There is no event"),
        (('stage = "adopted"', 'stage = "ruling"'), "entry 1.stages", "Ruling is no stage of a rule"),
        (('kind = "rule"', 'kind = "law"'), "entry 1.kind", "not known"),
        (('key = "a-rule"', 'key = "A rule"'), "entry 1.key", "lower-case"),
        (('event = "a-rule"\n', 'event = "a-rule"\nday = "2021"\n'), "entry 1.stages", "its stage and its event"),
        (('event = "a-rule"\n', 'event = "a-rule"\ndate = "1 May"\n'), "entry 1.stages", "1 May is no date"),
        (("name_zh", "name_cn"), "entry 1.name_cn", "no such field"),
        ((SOUND, SOUND + "\n" + SOUND), "entry 2.key", "stands here twice"),
    ],
)
def test_mistakes_in_the_file_are_named(
    make_folder: FolderMaker, today: dt.date, change: tuple[str, str], field: str, words: str
) -> None:
    """Each mistake is a problem at its entry and field, in words that say what to change."""
    problems = check_seeds(make_folder({MEASURES_FILE: SOUND.replace(*change)}), today)
    assert [(problem.place, problem.field) for problem in problems] == [(MEASURES_FILE, field)]
    assert words in problems[0].message


def test_names_and_numbers_stand_in_the_record_s_own_text(shipped: SeedRecord) -> None:
    """No Chinese name and no document number was made up: each is in the file of an event of its own measure."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (seeds_folder() / "events").rglob("*.toml")}
    for measure in shipped.measures:
        own = "".join(texts[each.event] for each in measure.stages)
        assert not measure.name_zh or measure.name_zh in own, measure.key
        assert not measure.number or measure.number in own, measure.key


def test_the_stages_of_a_measure_stand_in_the_order_of_their_dates(shipped: SeedRecord) -> None:
    """The file tells each life from its beginning; drafts come before what they became, and taking effect after."""
    days = {slug: draft.when.start for slug, draft in shipped.events}
    for measure in shipped.measures:
        dates = [from_edtf(each.date).start if each.date else days[each.event] for each in measure.stages]
        assert dates == sorted(dates), measure.key


def test_a_date_of_a_stage_stands_in_the_text_of_its_event(shipped: SeedRecord) -> None:
    """No date was made up: month and day are in the summary, and no stage has a date that its event has already."""
    drafts = dict(shipped.events)
    told = [each for measure in shipped.measures for each in measure.stages if each.date]
    assert len(told) > 30
    for each in told:
        summary = drafts[each.event].summary
        assert re.search(rf"{describe(each.date or '').rsplit(' ', 1)[0]}\b", summary), each
        assert each.date != drafts[each.event].when.edtf


def test_every_event_of_taking_effect_belongs_to_a_measure(shipped: SeedRecord) -> None:
    """What the record holds as draft, final text and taking effect of one rule is linked up."""
    used = {each.event for measure in shipped.measures for each in measure.stages}
    in_force = {slug for slug, draft in shipped.events if draft.kind == "in-force"}
    assert in_force <= used
    assert sum(len(measure.stages) > 1 for measure in shipped.measures) >= 25


def test_an_empty_file_is_no_mistake() -> None:
    """A record without measures is a record."""
    assert parse_measures_text("") == ()


def test_the_read_me_names_every_stage() -> None:
    """The data dictionary holds each stage with its definition, word for word."""
    text = (seeds_folder() / "README.md").read_text(encoding="utf-8")
    for kind in MeasureKind:
        for stage in kind.stages:
            assert f"| `{stage}` | {kind} | {stage.definition} |" in text
