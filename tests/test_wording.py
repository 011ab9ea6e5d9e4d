"""Numbers and lists inside sentences."""

import re
from datetime import date

import pytest

from tests.support.sources import python_files, text_of
from tracker.wording import between, count_of, days_in_short, listed


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1234, "1,234 events")]
)
def test_one_is_singular_and_all_else_plural(number: int, words: str) -> None:
    """Thousands are told apart by a comma."""
    assert count_of(number, "event") == words


def test_a_plural_of_its_own() -> None:
    """A noun whose plural has no plain s brings it along."""
    assert [count_of(number, "story", "stories") for number in (1, 3)] == ["1 story", "3 stories"]


def test_parts_are_listed_as_in_a_sentence() -> None:
    """One stands alone, two are joined, more have commas before the last."""
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]


@pytest.mark.parametrize(
    ("first", "last", "words", "short"),
    [
        ("2021-07-24", "2021-09-28", "between 24 July and 28 September 2021", "24 Jul – 28 Sep 2021"),
        ("2021-09-24", "2021-09-28", "between 24 and 28 September 2021", "24 Sep – 28 Sep 2021"),
        ("2020-09-24", "2021-09-28", "between 24 September 2020 and 28 September 2021", "24 Sep 2020 – 28 Sep 2021"),
        ("2021-09-28", "2021-09-28", "on 28 September 2021", "28 Sep 2021"),
    ],
)
def test_a_stretch_of_days_says_nothing_twice(first: str, last: str, words: str, short: str) -> None:
    """Month and year stand once where they are one; a single day is no stretch."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert (between(*days), days_in_short(*days)) == (words, short)


BY_HAND = re.compile(r"""["'](?:1 )?([a-z ]+)["'] if .*== 1 else f?["'](?:\{.*\} )?\1s["']""")


def test_no_plural_is_made_by_hand() -> None:
    """All of them come from the one function."""
    assert [path for path in python_files("tracker/") if BY_HAND.search(text_of(path))] == []
    assert BY_HAND.search("""days = "1 day" if number == 1 else f"{number} days\"""")
