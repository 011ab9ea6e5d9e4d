"""Numbers and lists inside sentences."""

import pytest

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
