"""Numbers and lists inside sentences."""

import re

import pytest

from tests.support.sources import python_files, text_of
from tracker.wording import count_of, listed


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


BY_HAND = re.compile(r"""["'](?:1 )?([a-z ]+)["'] if .*== 1 else f?["'](?:\{.*\} )?\1s["']""")


def test_no_plural_is_made_by_hand() -> None:
    """All of them come from the one function."""
    assert [path for path in python_files("tracker/") if BY_HAND.search(text_of(path))] == []
    assert BY_HAND.search("""days = "1 day" if number == 1 else f"{number} days\"""")
