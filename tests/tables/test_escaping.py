import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.tables.escaping import (
    FORMULA_STARTS,
    join_addresses,
    join_names,
    protect_cell,
    restore_cell,
    split_addresses,
    split_names,
    split_typed_addresses,
    unescape_name,
)

_signs = st.text(st.sampled_from("=+-@\t\r\n＝＋－＠'\" ;；、,\\ab")) | st.text()
_names = _signs.map(str.strip)
_addresses = st.text(st.sampled_from("ab;,、=-'/"), max_size=9).map(lambda rest: f"https://example.org/{rest}")


@given(_signs)
def test_a_protected_text_comes_back_exactly(text: str) -> None:
    """The escape is reversible for every text there is."""
    assert restore_cell(protect_cell(text)) == text


@given(_signs)
def test_no_part_of_a_protected_text_starts_a_formula(text: str) -> None:
    """Also a spreadsheet that splits at semicolons, tabs or line breaks finds no formula."""
    for part in re.split("[;\t\r\n]", protect_cell(text)):
        assert not re.match('[" ]*[=+\\-@＝＋－＠]', part)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_each_formula_start_gets_an_apostrophe(start: str) -> None:
    """The escape covers the plain and the full-width signs, tab and carriage return."""
    assert protect_cell(f"{start}1") == f"'{start}1"
    assert protect_cell(f"a;{start}1") == f"a;'{start}1"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("'996' culture", "'996' culture"),
        ("China's rules; DiDi's case", "China's rules; DiDi's case"),
        ("'=1", "''=1"),
        ('"=1"', '"\'=1"'),
        ("first\n- second", "first\n'- second"),
        ("rose by -3", "rose by -3"),
        ("", ""),
    ],
)
def test_ordinary_apostrophes_stay_as_they_are(text: str, written: str) -> None:
    """Only what stands before a formula sign is touched."""
    assert protect_cell(text) == written
    assert restore_cell(written) == text


@given(st.lists(_names, min_size=2) | st.lists(_names.filter(bool)))
def test_a_joined_list_comes_back_exactly(names: list[str]) -> None:
    """Separators and backslashes inside names survive, and empty names keep their places."""
    assert split_names(join_names(names)) == names


@given(_names)
def test_a_single_name_is_read_whole(name: str) -> None:
    """A column beside one address holds one value, which is not taken apart."""
    assert unescape_name(join_names([name])) == name


@given(st.lists(_addresses))
def test_joined_addresses_come_back_exactly(addresses: list[str]) -> None:
    """Addresses that hold or end in semicolons are not mistaken for separators."""
    assert split_addresses(join_addresses(addresses)) == addresses


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Tencent;NetEase", ["Tencent", "NetEase"]),
        ("腾讯；网易、滴滴", ["腾讯", "网易", "滴滴"]),
        ("Tencent\nNetEase", ["Tencent", "NetEase"]),
        ("Foo, Inc.; Bar", ["Foo, Inc.", "Bar"]),
        (r"a\;b; c\d", ["a;b", r"c\d"]),
        (r"a\\; b;", ["a\\", "b", ""]),
        ("  ", []),
    ],
)
def test_names_that_people_type_are_separated(typed: str, names: list[str]) -> None:
    """Semicolons of both scripts, the Chinese enumeration comma and line breaks separate; commas do not."""
    assert split_names(typed) == names


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("https://a.example/1;https://b.example/2", ["https://a.example/1", "https://b.example/2"]),
        ("https://a.example/1, https://b.example/2", ["https://a.example/1", "https://b.example/2"]),
        ("https://a.example/1\nhttp://b.example/2;", ["https://a.example/1", "http://b.example/2"]),
        ("https://a.example/x;y,z", ["https://a.example/x;y,z"]),
        ("Reuters", ["Reuters"]),
        ("", []),
    ],
)
def test_addresses_that_people_type_are_separated(typed: str, addresses: list[str]) -> None:
    """A comma or semicolon separates only where another address begins."""
    assert split_typed_addresses(typed) == addresses
