"""Phrases, the day since when an Event was known, and what was seen of a source, as they are typed."""

import pytest
from draft_samples import draft_with, problems_with

from tracker.event.fields import MOST_PHRASES, NOTE_LENGTH
from tracker.seeds.form import render_event
from tracker.vocabulary import Seen, is_foreign

PAGE = "https://example.org/a"


def test_phrases_are_cleaned_and_counted() -> None:
    """Empty and repeated ones go; more than fit are refused with how many do."""
    assert draft_with(also_called=[" Ant IPO pulled ", "", "蚂蚁暂缓上市", "Ant IPO pulled"]).also_called == (
        "Ant IPO pulled",
        "蚂蚁暂缓上市",
    )
    found = problems_with(also_called=[str(number) for number in range(MOST_PHRASES + 1)])
    assert found == {"also_called": f"At most {MOST_PHRASES} names fit here."}


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("8 September 2021", "2021-09-08"),
        ("2021年9月", "2021-09"),
        ("1999-01-01", "1999-01-01"),
        ("", None),
        (None, None),
    ],
)
def test_a_day_may_lie_before_or_after_the_date(typed: str | None, edtf: str | None) -> None:
    """It is read as any date, and whether it was announced early is not asked."""
    assert draft_with(public_on=typed).public_on == edtf


@pytest.mark.parametrize("typed", ["8-10 September 2021", "since May 2021", "some day"])
def test_what_is_no_single_date_is_refused(typed: str) -> None:
    """From a range nothing could be counted."""
    assert list(problems_with(public_on=typed)) == ["public_on"]


def test_that_a_page_was_read_is_not_written() -> None:
    """The word for it and an empty field say the same; a link alone is kept, with its note."""
    read, link = (
        draft_with(sources=[{"url": PAGE, "seen": "page"}]),
        draft_with(sources=[{"url": PAGE, "seen": "Link"}]),
    )
    assert read == draft_with(sources=[{"url": PAGE, "seen": ""}])
    assert "seen" not in render_event(read)
    assert link.sources[0].seen is Seen.LINK
    assert 'seen = "link"' in render_event(link)


@pytest.mark.parametrize(("field", "value"), [("seen", "heard of"), ("note", "x" * (NOTE_LENGTH + 1))])
def test_what_fits_no_source_is_refused_at_its_field(field: str, value: str) -> None:
    """An unknown word and a long note are told where they stand."""
    assert list(problems_with(sources=[{"url": PAGE, field: value}])) == [f"sources.0.{field}"]


@pytest.mark.parametrize(
    ("jurisdiction", "is_so"), [("CN", False), ("HK", False), (None, False), ("US", True), ("NL", True)]
)
def test_any_other_country_is_foreign(jurisdiction: str | None, is_so: bool) -> None:  # noqa: FBT001 - a parameter
    """Mainland China's and Hong Kong's offices are not, nor is one of which nobody said whose it is."""
    assert is_foreign(jurisdiction) is is_so
