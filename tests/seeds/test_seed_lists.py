import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.dates.partial import is_edtf
from tracker.recall import About, ListedAs, recall_of
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, check_seeds, read_lists, render_listed, render_lists
from tracker.seeds.list_file import LISTED_FILE, LISTS_FILE

FolderMaker = Callable[..., Path]

LISTS = """\
[[list]]
key = "some-list"
name = "A timeline"
by = "Somebody"
about = "crackdown"
extent = "Read whole."
read_on = "2026-11-25"
"""

LISTED = """\
list,date,standing,act,what,url
some-list,2022-05,recorded,a-rule,A rule comes,https://example.org/list
some-list,2022-06-01,missing,other-act,Another act,https://example.org/list
some-list,2022-07,company,,A firm's results,https://example.org/list
"""


def test_the_files_come_back_as_they_were_written(make_folder: FolderMaker) -> None:
    """Reading and writing the shipped files gives the same text; a folder without them has no lists."""
    lists, acts = read_lists(seeds_folder())
    assert render_lists(reversed(lists)) == (seeds_folder() / LISTS_FILE).read_text(encoding="utf-8")
    assert render_listed(reversed(acts)) == (seeds_folder() / LISTED_FILE).read_text(encoding="utf-8")
    folder = make_folder({LISTS_FILE: LISTS, LISTED_FILE: LISTED})
    (some,), acts = read_lists(folder)
    assert (some.key, some.about, some.extent) == ("some-list", About.CRACKDOWN, "Read whole.")
    assert [(act.standing, act.act) for act in acts][1:] == [
        (ListedAs.MISSING, "other-act"),
        (ListedAs.COMPANY, ""),
    ]
    assert read_lists(folder.parent) == ((), ())


def test_a_sound_folder_with_lists_has_no_problem_of_them(make_folder: FolderMaker, today: dt.date) -> None:
    """The small files are sound, so that each mistake below is one of its own."""
    problems = check_seeds(make_folder({LISTS_FILE: LISTS, LISTED_FILE: LISTED}), today)
    assert [problem for problem in problems if problem.place in {LISTS_FILE, LISTED_FILE}] == []


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        (LISTS_FILE, ('about = "crackdown"', 'about = "all"'), ("entry 1.about", "crackdown")),
        (LISTS_FILE, ('extent = "Read whole."\n', ""), ("entry 1.extent", "needed")),
        (LISTS_FILE, ('read_on = "2026-11-25"', 'read_on = "lately"'), ("entry 1.read_on", "date")),
        (LISTS_FILE, (LISTS, LISTS + "\n" + LISTS), ("entry 2.key", "stands here twice")),
        (LISTS_FILE, ("some-list", "other-list"), ("entry 1.key", "names no act")),
        (LISTED_FILE, ("list,date", "date,list"), ("line 1", "list,date,standing")),
        (LISTED_FILE, ("2022-05,", "soon,"), ("line 2.date", "date")),
        (LISTED_FILE, ("recorded", "here"), ("line 2.standing", "recorded")),
        (LISTED_FILE, ("https://example.org/list", "http://example.org/list"), ("line 2.url", "https://")),
        (LISTED_FILE, ("A rule comes", " ".join("word" for _ in range(15))), ("line 2.what", "14 words")),
        (LISTED_FILE, ("some-list,2022-05", "no-list,2022-05"), ("line 2.list", "no list")),
        (LISTED_FILE, ("a-rule", "no-rule"), ("line 2.act", "no event")),
        (LISTED_FILE, ("a-rule", ""), ("line 2.act", "needed")),
        (LISTED_FILE, ("other-act", "a-rule"), ("line 3.act", "the act is recorded")),
        (LISTED_FILE, ("missing,other-act", "recorded,a-rule"), ("line 3.act", "stands here as a repeat")),
        (LISTED_FILE, ("company,", "company,act"), ("line 4.act", "out of scope has no act")),
        (
            LISTED_FILE,
            ("https://example.org/list", "https://www.example.org/page/"),
            ("line 2.url", "a source of a-rule"),
        ),
        (LISTED_FILE, ("A firm's results,", ""), ("line 4", "5 cells instead of 6")),
    ],
)
def test_mistakes_in_the_files_are_named(
    make_folder: FolderMaker, today: dt.date, file: str, change: tuple[str, str], problem: tuple[str, str]
) -> None:
    """Each mistake is a problem at its line and field, in words that say what to change."""
    (field, words), files = problem, {LISTS_FILE: LISTS, LISTED_FILE: LISTED}
    problems = check_seeds(make_folder(files | {file: files[file].replace(*change)}), today)
    assert (file, field) in [(each.place, each.field) for each in problems]
    assert any(words in each.message for each in problems)


def test_the_shipped_lists_are_whole(shipped: SeedRecord) -> None:
    """At least 60 entries of three lists, each in the record's time, told briefly and tied to its page."""
    lists, acts = read_lists(seeds_folder())
    assert len(lists) >= 3
    assert len(acts) >= 60
    assert {act.list for act in acts} == {each.key for each in lists}
    for act in acts:
        assert is_edtf(act.date), act
        assert "2018-03" <= act.date[:7] <= "2026-09", act
        assert act.url.startswith("https://"), act
        assert len(act.what.split()) <= 12, act
    slugs = {slug for slug, _ in shipped.events}
    found = recall_of(acts, slugs)
    assert found.found == len({act.act for act in acts if act.standing is ListedAs.RECORDED})
    assert found.of == len({act.act for act in acts if act.standing.in_scope})


def test_a_missing_act_has_one_key_in_all_lists_and_no_event(shipped: SeedRecord) -> None:
    """A key names one act, so a missing one is never recorded elsewhere, nor does a draft bear its key."""
    _, acts = read_lists(seeds_folder())
    missing = {act.act for act in acts if act.standing is ListedAs.MISSING}
    assert not missing & {act.act for act in acts if act.standing is ListedAs.RECORDED}
    assert not missing & {slug for slug, _ in (*shipped.events, *shipped.drafts)}


def test_the_folder_s_page_defines_each_standing() -> None:
    """What seeds/README.md says of a standing is what the page of other trackers says of it."""
    page = (seeds_folder() / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{each}` | {each.definition} |" in page for each in ListedAs)
