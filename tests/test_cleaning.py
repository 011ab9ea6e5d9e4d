from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cleaning import (
    MOST_NAMES,
    clean_language,
    clean_level,
    clean_member,
    clean_names,
    clean_text,
    fold_text,
    without_invisible,
    xml_text,
)
from tracker.vocabulary import Kind, SourceKind


@given(text=st.text(), lines=st.booleans())
def test_a_text_passes_clean_or_is_refused(text: str, *, lines: bool) -> None:
    """What passes is stripped, can be shown, loses only what nobody sees, and passes again."""
    try:
        clean = clean_text(text, most=50, lines=lines)
    except ValueError:
        return
    assert clean == without_invisible(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    assert not any(sign < " " and not (lines and sign in "\n\t") for sign in clean)
    assert clean_text(clean, most=50, lines=lines) == clean


@given(text=st.text(st.characters(categories=("L", "N", "P", "S", "M")), max_size=50))
def test_words_of_every_script_pass_unchanged(text: str) -> None:
    """Letters, numbers, signs and marks of any language are never refused, and what is seen of them stays."""
    assert clean_text(text, most=50) == without_invisible(text).strip()


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x08", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud83d", "\u202e", "\u2067", "\ufffe", "\uffff"],
)
@pytest.mark.parametrize("lines", [True, False])
def test_a_sign_that_cannot_be_shown_is_refused(sign: str, *, lines: bool) -> None:
    """Control characters, marks that turn the reading direction, halves of signs and what no file may hold stay out."""
    with pytest.raises(ValueError, match="control characters"):
        clean_text(f"a{sign}b", most=50, lines=lines)


def test_line_breaks_belong_to_long_texts_only() -> None:
    """A summary may have lines and tabs, a title may not."""
    assert clean_text("a\r\nb\rc\td", most=50, lines=True) == "a\nb\nc\td"
    for text in ("a\nb", "a\tb"):
        with pytest.raises(ValueError, match="control characters"):
            clean_text(text, most=50)


def test_the_length_is_that_of_the_stripped_text() -> None:
    """Blanks around a text do not count, and a refusal tells both numbers."""
    assert clean_text(" " * 90 + "x" * 50, most=50) == "x" * 50
    with pytest.raises(ValueError, match=r"at most 1,000 characters; it has 1,001\."):
        clean_text("x" * 1001, most=1000)


@given(names=st.lists(st.text("ab ", max_size=4)))
def test_names_are_stripped_kept_in_order_and_never_doubled(names: list[str]) -> None:
    """The first mention gives the place; empty names go."""
    clean = clean_names(names)
    assert set(clean) == {name.strip() for name in names} - {""}
    assert list(clean) == sorted(clean, key=[name.strip() for name in names].index)


@pytest.mark.parametrize("value", ["Tencent; NetEase", 5, 1.5, True])
def test_a_list_of_names_has_to_be_a_list(value: object) -> None:
    """A text is not taken apart letter by letter."""
    with pytest.raises(ValueError, match="list of names"):
        clean_names(value)


def test_a_list_has_an_end() -> None:
    """A thousand pasted names are a mistake; repeats do not count."""
    names = [str(number) for number in range(MOST_NAMES)]
    assert clean_names([*names, *names]) == tuple(names)
    with pytest.raises(ValueError, match=f"At most {MOST_NAMES} names"):
        clean_names([*names, "one more"])


@given(value=st.integers(-9_999, 9_999), low=st.integers(-3, 1), high=st.integers(1, 4))
def test_a_level_is_read_from_a_number_or_its_text(value: int, low: int, high: int) -> None:
    """Inside the range the number comes back; outside, the refusal names the range."""
    for given_value in (value, float(value), str(value), f" {value:+d} ", f"{value}.0"):
        if low <= value <= high:
            assert clean_level(given_value, low=low, high=high) == value
        else:
            with pytest.raises(ValueError, match=f"from {low} to {high}"):
                clean_level(given_value, low=low, high=high)


@pytest.mark.parametrize(
    "value", [None, True, False, 1.4, "", " ", "1.4", "1.", ".0", "1,0", "one", "１", "1e0", "0x1", "--1", [1]]
)
def test_what_is_not_quite_a_whole_number_is_refused(value: object) -> None:
    """Nothing is rounded or guessed, since a wrong level would move the index without a word."""
    with pytest.raises(ValueError, match="whole number"):
        clean_level(value, low=-3, high=3)


@given(kind=st.sampled_from(Kind), case=st.sampled_from([str.upper, str.title, str.swapcase, str]))
def test_a_word_of_a_vocabulary_may_be_in_any_case(kind: Kind, case: type[str]) -> None:
    """Every member is read, with blanks around it too."""
    assert clean_member(f" {case(kind.value)} ", Kind) is kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("enforcment", r"near ones are: enforcement, in-force\.$"),
        ("draft", r"near ones are: draft-rule\.$"),
        ("???", f"one of: {', '.join(Kind)}\\.$"),
        ("", f"This is needed; it is one of: {', '.join(Kind)}\\.$"),
    ],
)
def test_an_unknown_word_is_answered_with_near_ones_or_all(text: str, words: str) -> None:
    """A typing mistake gets what was meant, anything else the whole vocabulary."""
    with pytest.raises(ValueError, match=words):
        clean_member(text, Kind)


def test_each_vocabulary_has_its_own_words() -> None:
    """A word of one vocabulary is not taken for one of another."""
    with pytest.raises(ValueError, match="official, translation, state-media, news"):
        clean_member("licensing", SourceKind)


@pytest.mark.parametrize(("value", "code"), [("en", "en"), (" zh-Hans-CN ", "zh-Hans-CN"), ("", None), (None, None)])
def test_a_language_is_a_short_code(value: str | None, code: str | None) -> None:
    """Codes of two or three letters with further parts pass; nothing is unknown."""
    assert clean_language(value) == code


@pytest.mark.parametrize("value", ["EN", "english", "中文", "e", "en_GB", "en-", "en-x", 5])
def test_a_language_in_words_is_refused(value: object) -> None:
    """A code is asked for, so that files can be compared."""
    with pytest.raises(ValueError, match=r"short code|has to be text"):
        clean_language(value)


@pytest.mark.parametrize(
    ("one", "other"), [("DiDi", "didi"), ("ＤｉＤｉ", "didi"), ("Straße", "STRASSE"), ("①", "1"), ("滴滴", "滴滴")]
)
def test_folded_texts_compare_without_case_and_width(one: str, other: str) -> None:
    """Full-width letters, circled figures and either case are the same to a search."""
    assert fold_text(one) == fold_text(other)


@given(text=st.text())
def test_a_search_finds_a_text_in_itself(text: str) -> None:
    """A part of a title that is folded on its own is found in the folded title."""
    assert fold_text(text) in fold_text(f"网络 {text} 审查")


@given(st.text(st.characters(exclude_categories=[])))
def test_a_text_can_be_made_one_that_xml_holds(text: str) -> None:
    """A parser of XML takes it, sign for sign the same but for those that it would refuse."""
    told = xml_text(text)
    read = ET.fromstring(f"<a>{escape(told)}</a>".encode()).text or ""  # noqa: S314 - made here
    assert read == told.replace("\r\n", "\n").replace("\r", "\n")
    assert len(told) == len(text)
    assert all(new == old or (new == " " and not old.isprintable()) for new, old in zip(told, text, strict=True))
