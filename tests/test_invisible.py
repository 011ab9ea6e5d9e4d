import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cleaning import clean_names, clean_text, fold_invisible, fold_text, invisible_in, without_invisible
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.event.labels import invisible_notes, label_of
from tracker.slugs import make_slug

UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u180e\u00ad\u034f\u061c\u200e\u200f\u2061\u2064\u115f\u1160\u3164\uffa0\u17b4"
    "\ufe00\ufe0f\U000e0100\U000e0041\U000e007f\ufff9\u206a"
)
SPACES = "\u00a0\u1680\u2003\u2009\u202f\u205f\u2800"


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_nobody_sees_is_taken_out_and_named(sign: str) -> None:
    """Inside a word, at its ends and alone; what is left is the word, and a name of what was taken out is known."""
    for text in (f"Ten{sign}cent", f"{sign}Tencent", f"Tencent{sign}", f"Tencent{sign}{sign}"):
        assert clean_text(text, most=50) == "Tencent"
        assert fold_text(text) == "tencent"
        assert len(invisible_in(text)) == 1
    assert clean_text(sign, most=50) == ""
    assert clean_names(["Tencent", f"Ten{sign}cent"]) == ("Tencent",)


@pytest.mark.parametrize("sign", SPACES, ids=lambda sign: f"U+{ord(sign):04X}")
def test_an_odd_space_becomes_a_plain_one(sign: str) -> None:
    """Two ways to write the same title are one, and the change is named."""
    assert clean_text(f"Ant{sign}Group", most=50) == "Ant Group"
    assert fold_text(f"Ant{sign}Group") == "ant group"
    assert invisible_in(f"Ant{sign}Group")


@pytest.mark.parametrize(
    "text",
    [
        "网络　安全",  # A full-width space is ordinary in Chinese.
        "👨‍👩‍👧 family",
        "❤️ and ☎︎",
        "1️⃣ first",
        "🏳️‍🌈",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم",
        "क्‍ष",
        "ශ්‍රී",
        "葛\U000e0100城",
        "ᠠ᠋",
        "Zoë, naïve, Straße, Ngô, 한국",
    ],
)
def test_what_a_script_or_an_emoji_needs_stays(text: str) -> None:
    """Joiners in pictures, Persian and the scripts of India, variants of signs and full-width spaces mean something."""
    assert without_invisible(text) == text == clean_text(text, most=50)
    assert invisible_in(text) == ()
    assert invisible_notes({"title": text}) == ()


def test_a_joiner_between_other_letters_means_nothing() -> None:
    """The same signs that emoji and Persian need are noise in English and Chinese."""
    assert without_invisible("Di\u200dDi\u200c 滴\u200d滴 👨\u200d") == "DiDi 滴滴 👨"
    assert invisible_in("👨‍👩 Di\u200dDi") == ("zero width joiner",)


@pytest.mark.parametrize("sign", ["\u202e", "\u2067"])
def test_what_turns_the_reading_direction_is_still_refused(sign: str) -> None:
    """It hides what a text says, so a person has to look; a search does not trip over it."""
    with pytest.raises(ValueError, match="control characters"):
        clean_text(f"Ten{sign}cent", most=50)
    assert fold_text(f"Ten{sign}cent") == "tencent"


def test_each_field_is_told_in_the_words_of_the_form() -> None:
    """Texts, lists and sources are looked at; each field has one sentence."""
    values = {
        "title": "A\u200bB\u00ad",
        "title_zh": "滴\ufeff滴",
        "companies": ["Tencent", "Net\u200bEase"],
        "sources": [{"url": "https://example.org/\u200b", "publisher": "P"}],
        "reach": 1,
        "thread": None,
    }
    assert invisible_notes(values) == (
        "Invisible characters were taken out of “Title”: zero width space, soft hyphen.",
        "Invisible characters were taken out of “Chinese title”: zero width no-break space.",
        "Invisible characters were taken out of “Companies”: zero width space.",
        "Invisible characters were taken out of “Address (URL) of source 1”: zero width space.",
    )


@pytest.mark.parametrize("field", [*EVENT_FIELDS, *(f"sources.1.{name}" for name in SOURCE_FIELDS)])
def test_a_field_bears_the_same_name_in_a_note_as_in_a_refusal(field: str) -> None:
    """Whoever is told what was taken out finds the field on the form."""
    hidden = "A\u200bB"
    name = field.rpartition(".")[2]
    values = {"sources": [{}, {name: hidden}]} if "." in field else {field: hidden}
    (note,) = invisible_notes(values)
    assert f"out of “{label_of(field.removesuffix('_text'))}”: " in note


def test_a_date_and_its_words_are_one_field() -> None:
    """A form sends both; its reader typed once."""
    (note,) = invisible_notes({"date": "2021\u200b", "date_text": "2021\u200b"})
    assert note == "Invisible characters were taken out of “Date”: zero width space."


@given(text=st.text())
def test_what_is_clean_stays_clean(text: str) -> None:
    """A second cleaning changes nothing, and folding sees no difference between a text and its clean form."""
    clean = without_invisible(text)
    assert without_invisible(clean) == clean
    assert fold_text(clean) == fold_text(text)
    assert bool(invisible_in(text)) is (clean != text)
    assert fold_invisible(fold_invisible(text)) == fold_invisible(text)


@given(text=st.text(alphabet="ab 滴", min_size=1, max_size=40), place=st.integers(0, 20), sign=st.sampled_from(UNSEEN))
def test_a_sign_that_nobody_sees_makes_no_other_slug(text: str, place: int, sign: str) -> None:
    """A title with it is the title without it, and so is the slug."""
    hidden = f"{text[:place]}{sign}{text[place:]}"
    cleaned = clean_text(hidden, most=50)
    assert fold_text(cleaned) == fold_text(text.strip())
    assert make_slug(cleaned, "2021-07-04", is_taken=lambda _: False) == make_slug(
        text, "2021-07-04", is_taken=lambda _: False
    )
