import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.checks import Level, Problem
from tracker.seeds import check_seeds, form_difference
from tracker.seeds.checking import MOST_DIFFERENCE

FolderMaker = Callable[..., Path]

PLACE = "events/2022/a-rule.toml"
PROPER = 'summary = "A line that is long enough to be looked at"\n'


def places(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Return where problems are."""
    return [(problem.place, problem.field) for problem in problems]


def test_a_sound_folder_has_no_problem(make_folder: FolderMaker, today: dt.date) -> None:
    """The folder that the other tests change is free of problems."""
    assert check_seeds(make_folder(), today) == ()


def test_every_problem_comes_out_in_one_run(make_folder: FolderMaker, event_text: str, today: dt.date) -> None:
    """Bad files do not hide each other: one run names unreadable, invalid, misplaced, unknown and stray ones."""
    folder = make_folder(
        {
            "events/2022/broken.toml": "title = ",
            "events/2022/latin.toml": "title = 'é'".encode("latin-1"),
            "events/2022/empty.toml": "",
            "events/2021/misplaced.toml": event_text,
            "events/2022/unknown.toml": event_text.replace("gaming", "cloud"),
            "events/2022/Not_A_Slug.toml": event_text,
            "events/2022/notes.txt": "notes",
            "events/loose.toml": event_text,
            "events/2022/deep/er.toml": event_text,
            "agencies.toml": "[[agency]]\n",
            "codings.csv": "slug,coder\n",
        }
    )
    found = places(check_seeds(folder, today))
    assert set(found) == {
        ("agencies.toml", "entry 1.key"),
        ("agencies.toml", "entry 1.name"),
        ("codings.csv", "line 1"),
        ("events/2021/misplaced.toml", "date"),
        ("events/2022/Not_A_Slug.toml", "file"),
        ("events/2022/a-rule.toml", "sources"),
        ("events/2022/broken.toml", "file"),
        ("events/2022/deep/er.toml", "file"),
        ("events/2022/empty.toml", "date"),
        ("events/2022/empty.toml", "kind"),
        ("events/2022/empty.toml", "reach"),
        ("events/2022/empty.toml", "sources"),
        ("events/2022/empty.toml", "stance"),
        ("events/2022/empty.toml", "stance_reason"),
        ("events/2022/empty.toml", "title"),
        ("events/2022/latin.toml", "file"),
        ("events/2022/notes.txt", "file"),
        ("events/2022/unknown.toml", "sectors"),
        ("events/2022/unknown.toml", "sources"),
        ("events/loose.toml", "file"),
    }
    assert found == sorted(found)


def test_the_same_slug_in_two_years_is_found(make_folder: FolderMaker, event_text: str, today: dt.date) -> None:
    """Folders by year do not let a slug be taken twice."""
    again = event_text.replace("2022-05-17", "2021-05-17")
    problems = check_seeds(make_folder({"events/2021/a-rule.toml": again}), today)
    assert places(problems) == [(PLACE, "slug")]


def test_a_folder_without_events_is_one_problem(tmp_path: Path, today: dt.date) -> None:
    """A wrong path is said in a sentence."""
    (problem,) = check_seeds(tmp_path / "nowhere", today)
    assert "There is no folder" in problem.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "A rule is published"', "title = 'A rule is published'"),
        ("stance = -2", "stance=-2"),
        ('kind = "rule"\nstance = -2\n', 'stance = -2\nkind = "rule"\n'),
        ("reach = 3\n", 'reach = 3\nsummary = ""\n'),
        ('certainty = "high"\n', ""),
        ('["gaming"]', '[\n  "gaming",\n]'),
        ("\n[[sources]]", "\n\n[[sources]]"),
        ('"2022-05-17"', '"17 May 2022"'),
        ('publisher = "Example"\n', 'publisher = "Example"'),
    ],
)
def test_another_form_is_an_error_that_shows_the_difference(
    make_folder: FolderMaker, event_text: str, today: dt.date, old: str, new: str
) -> None:
    """Quotes, spaces, order, empty fields, missing defaults, lists, blank lines and loose dates have one form."""
    assert old in event_text
    (problem,) = check_seeds(make_folder({PLACE: event_text.replace(old, new)}), today)
    assert (problem.place, problem.level) == (PLACE, Level.ERROR)
    assert f"+++ {PLACE} (canonical)" in problem.message
    assert any(line.startswith(("-", "+")) for line in problem.message.splitlines()[3:])


def test_vocabularies_and_codings_have_one_form_too(make_folder: FolderMaker, today: dt.date) -> None:
    """An entry out of order and a needless quote are shown."""
    sectors = '[[sector]]\nname = "Games"\nkey = "gaming"\n'
    codings = 'slug,coder,stance,reach,reason\n"a-rule",second,-1,3,x\n'
    problems = check_seeds(make_folder({"sectors.toml": sectors, "codings.csv": codings}), today)
    assert places(problems) == [("codings.csv", ""), ("sectors.toml", "")]


def test_a_long_difference_is_cut(make_folder: FolderMaker, event_text: str, today: dt.date) -> None:
    """The difference of a file in a wholly other form does not flood the screen."""
    spaced = event_text.replace("\n", "\n\n\n\n\n")
    (problem,) = check_seeds(make_folder({PLACE: spaced}), today)
    assert len(problem.message.splitlines()) == MOST_DIFFERENCE + 1


def test_windows_line_ends_are_no_problem(make_folder: FolderMaker, event_text: str, today: dt.date) -> None:
    """A checkout that writes other line ends has the same record."""
    assert check_seeds(make_folder({PLACE: event_text.replace("\n", "\r\n")}), today) == ()


def test_today_is_the_callers(make_folder: FolderMaker) -> None:
    """What lies in the future depends on the day that is passed in, not on the clock."""
    assert check_seeds(make_folder(), dt.date(2022, 5, 17)) == ()
    assert places(check_seeds(make_folder(), dt.date(2022, 5, 16))) == [(PLACE, "date")]


def test_a_difference_is_empty_for_equal_texts() -> None:
    """Equal texts have no difference, and a missing end of line is still shown on a line of its own."""
    assert form_difference("a", PROPER, PROPER) == ""
    assert form_difference("a", "x", "y\n").endswith("-x\n+y\n")


def test_pairs_told_apart_are_checked(make_folder: FolderMaker, today: dt.date) -> None:
    """Both slugs are events of the folder, no pair stands twice, and each is in the canonical form."""
    entry = '[[distinct]]\nslugs = ["a-rule", "no-rule"]\nreason = "Two."\n'
    problems = check_seeds(make_folder({"distinct.toml": f"{entry}\n{entry}"}), today)
    assert [str(problem) for problem in problems] == [
        "error: distinct.toml: entry 1.slugs: There is no event with the slug no-rule.",
        "error: distinct.toml: entry 2.slugs: There is no event with the slug no-rule.",
        "error: distinct.toml: entry 2.slugs: This pair stands here twice.",
    ]
    one, two = '["a-rule", "a-rule"]', '["a-rule", 3, "b"]'
    wrong = f'[[distinct]]\nslugs = {one}\n\n[[distinct]]\nslugs = {two}\nreason = "Two."\n'
    problems = check_seeds(make_folder({"distinct.toml": wrong}), today)
    assert places(problems) == [
        ("distinct.toml", "entry 1.reason"),
        ("distinct.toml", "entry 1.slugs"),
        ("distinct.toml", "entry 2.slugs"),
    ]
