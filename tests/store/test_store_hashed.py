"""What a large record holds, in some bytes for each Event."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.imports.applying import StoredTitles
from tracker.imports.matching import fold_title
from tracker.store.hashed import HashedKeys, SlugsInUse


@given(keys=st.lists(st.text(max_size=5), unique=True), others=st.lists(st.text(max_size=5)))
def test_a_key_is_found_at_its_place_and_no_other_is(keys: list[str], others: list[str]) -> None:
    """As in a dictionary."""
    hashed = HashedKeys(keys)
    assert [hashed.place(key) for key in keys] == list(range(len(keys)))
    assert [other in hashed for other in others] == [other in keys for other in others]


def test_slugs_that_were_given_out_are_in_use() -> None:
    """Beside those that were there."""
    slugs = SlugsInUse(iter(["a", "b"]))
    assert ("a" in slugs, "c" in slugs) == (True, False)
    slugs.add("c")
    assert "c" in slugs


@given(titles=st.dictionaries(st.tuples(st.sampled_from(["2021", "2021-07-04"]), st.text(max_size=4)), st.text()))
def test_a_title_leads_to_its_event(titles: dict[tuple[str, str], str]) -> None:
    """On its date, however the title is written."""
    stored = StoredTitles((slug, date, title) for (date, title), slug in titles.items())
    last = {(date, fold_title(title)): slug for (date, title), slug in titles.items()}
    assert {key: stored.get(key) for key in last} == last
    assert stored.get(("1999", "none")) is None
