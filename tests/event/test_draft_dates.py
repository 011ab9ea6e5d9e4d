"""Dates beside the words that were typed for them, and the words for what goes on."""

import pytest
from draft_samples import draft_with, problems_with

STILL_GOING = (
    "..", "present", "Present", "to the present", "until now", "now", "ongoing", "Ongoing.", "(ongoing)", "still going",
    "open", "current", "to date", "in progress", "至今", "迄今", "现在", "进行中", "持续中", "仍在进行",
)  # fmt: skip


@pytest.mark.parametrize(
    ("date", "words", "says"),
    [
        ("2022-05-17", "17 May 2023", "This says 17 May 2023, but the date is 17 May 2022"),
        ("2022-05", "June 2022", "This says June 2022, but the date is May 2022"),
        ("2021-34", "2021年10月", "This says October 2021, but the date is second quarter of 2021"),
        ("2022", "2021年底", "but the date is 2022"),
        ("2022-05-17", "18 to 20 May 2022", "This says 18 May 2022 to 20 May 2022"),
        ("2022-05-17", "since 1 June 2022", "This says 1 June 2022, still going"),
        ("2022-05-17", "03/04/2022", "but the date is 17 May 2022"),
    ],
)
def test_words_that_say_another_date_are_refused_at_the_words(date: str, words: str, says: str) -> None:
    """Nobody can tell which of the two is right, so a person has to."""
    problems = problems_with(date=date, date_text=words)
    assert list(problems) == ["date_text"]
    assert says in problems["date_text"]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2022-05-17", "17 May 2022"),
        ("2022-05-17", "May 2022"),
        ("2022-05", "17 May 2022"),
        ("2022-04-03", "03/04/2022"),
        ("2022-03-04", "03/04/2022"),
        ("2022-05-17", "mid-May 2022"),
        ("2022-05-17", "17 May to 3 June 2022"),
        ("2022-05-17", "words that are no date"),
        ("2022-05-17", "on the eve of the congress"),
        ("2022-05-17", "5月17日"),
        ("2022-05-17", "last Tuesday"),
    ],
)
def test_words_that_may_mean_the_date_stay_as_they_were_typed(date: str, words: str) -> None:
    """Coarser, finer or ambiguous words fit, and words that cannot be read, in any language, contradict nothing."""
    draft = draft_with(date=date, date_text=words)
    assert (draft.date, draft.date_text) == (date, words)


@pytest.mark.parametrize(
    ("end", "words"),
    [("2022-06-01", "1 June 2023"), ("2022-06-01", "至今"), ("2022-06-01", "present"), ("..", "1 June 2022")],
)
def test_words_that_say_another_end_are_refused_at_the_words(end: str, words: str) -> None:
    """An end is compared in the same way, an open one as well."""
    assert list(problems_with(end=end, end_text=words)) == ["end_text"]


@pytest.mark.parametrize("words", STILL_GOING)
def test_every_word_for_still_going_opens_the_end(words: str) -> None:
    """One list holds for each way in; the words are kept."""
    draft = draft_with(end=words)
    assert (draft.end, draft.end_text) == ("..", words)


@pytest.mark.parametrize("words", ["present", "ongoing", "now", "the present", "进行中"])
def test_a_range_may_end_with_a_word_for_still_going(words: str) -> None:
    """The same words close a typed range."""
    draft = draft_with(date=f"2022-04-11 to {words}")
    assert (draft.date, draft.end) == ("2022-04-11", "..")


@pytest.mark.parametrize("words", ["presently unknown", "known", "today", "op", "no"])
def test_words_that_only_look_like_it_are_refused(words: str) -> None:
    """Nothing is taken for an open end that does not say so."""
    assert list(problems_with(end=words)) == ["end"]
