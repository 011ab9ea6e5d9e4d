import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.slugs import SLUG_LENGTH, is_slug, make_slug


def made(title: str, *taken: str) -> str:
    """Make a slug beside some that are in use."""
    return make_slug(title, "2022-05-17", is_taken=taken.__contains__)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Approvals of games resume", "approvals-games-resume"),
        ("DiDi's app is removed", "didis-app-is-removed"),
        ("The end of the freeze, by the NPPA", "end-freeze-nppa"),
        ("Société Générale: 5G  licences!", "societe-generale-5g-licences"),
        ("滴滴 app 下架", "app"),
        ("滴滴出行被审查", "event-2022-05-17"),
        ("The of and", "event-2022-05-17"),
        ("…", "event-2022-05-17"),
        ("One two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_a_slug_is_made_of_the_first_telling_words(title: str, slug: str) -> None:
    """Little words and signs go, accents become plain letters, and a title without Latin letters gives the day."""
    assert made(title) == slug


def test_a_slug_in_use_is_counted_up() -> None:
    """The first free number is taken, and 2 comes first."""
    assert made("Games", "games") == "games-2"
    assert made("Games", "games", "games-2", "games-4") == "games-3"


def test_a_long_word_is_cut_with_room_for_a_number() -> None:
    """Even a title without blanks gives a slug that fits, also once it is counted up."""
    stem = made("x" * 500)
    assert len(stem) < SLUG_LENGTH
    assert is_slug(made("x" * 500, stem))


@given(title=st.text(), taken=st.sets(st.integers(1, 20)))
def test_a_new_slug_is_valid_and_free(title: str, taken: set[int]) -> None:
    """Whatever the title, the slug can stand in a link and a file's name, and nobody else has it."""
    stem = made(title)
    used = {stem if number == 1 else f"{stem}-{number}" for number in taken}
    slug = made(title, *used)
    assert is_slug(slug)
    assert slug not in used
    assert slug.startswith(stem)


@pytest.mark.parametrize("text", ["a", "a-b", "2022", "5g-licences", "x" * SLUG_LENGTH])
def test_a_slug_is_lower_case_words_joined_by_hyphens(text: str) -> None:
    """Letters, digits and single hyphens between them."""
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "a-", "-a", "a--b", "A", "a b", "a_b", "a/b", "../a", "a\n", "é", "网", "１", "a.b", "x" * 81, "a\x00"],
)
def test_anything_else_is_no_slug(text: str) -> None:
    """What could name another folder, or look like another slug, is refused."""
    assert not is_slug(text)
