"""Coders' names and the order in which they go through events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.coders import MACHINE_CODERS, clean_coder, coding_order, people_and_machines

SLUGS = [f"event-{number}" for number in range(100)]


@pytest.mark.parametrize("text", ["first", "Second", " THIRD ", "ｔｈｉｒｄ", "sec\u200bond"])
def test_no_person_takes_a_name_of_the_machine_assisted_codings(text: str) -> None:
    """However it is written, so that a name alone tells people and machines apart."""
    with pytest.raises(ValueError, match="machine-assisted coding"):
        clean_coder(text)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", None, "a" * 101, "a\x07b", "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_refused(text: str | None) -> None:
    """It would stand on pages and in files."""
    with pytest.raises(ValueError, match=r"\w+"):
        clean_coder(text)


def test_a_known_name_is_written_as_it_stands() -> None:
    """Who types a name in other letters' case goes on where they stopped, and is no other coder."""
    assert clean_coder("  ann   LEE ", {"Ann Lee", "Bob"}) == "Ann Lee"
    assert clean_coder("王 芳", {"Ann Lee"}) == "王 芳"


@given(st.lists(st.sampled_from(SLUGS), unique=True), st.text(min_size=1, max_size=20))
def test_the_order_is_fixed_for_a_coder(slugs: list[str], coder: str) -> None:
    """It does not depend on how the events came, nor on which others there are, nor on the case of the name."""
    order = coding_order(slugs, coder)
    assert sorted(order) == sorted(slugs)
    assert order == coding_order(reversed(slugs), coder)
    assert order == [slug for slug in coding_order(SLUGS, coder) if slug in slugs]


def test_the_order_is_each_coders_own_and_like_chance() -> None:
    """Two coders share no order, and over many coders each event comes first about as often as any other."""
    assert coding_order(SLUGS, "Ann") != coding_order(SLUGS, "Bob")
    assert coding_order(SLUGS, "Ann") == coding_order(SLUGS, "ann")
    first_half = [sum(SLUGS[0] in coding_order(SLUGS, f"coder {n}")[:50] for n in range(400))]
    assert 160 < first_half[0] < 240


def test_people_and_machines_are_told_apart() -> None:
    """By name alone."""
    assert people_and_machines(["third", "Zoe", "second", "Ann", "Ann"]) == (("Ann", "Zoe"), ("second", "third"))
    assert {"first", "second", "third"} == MACHINE_CODERS
