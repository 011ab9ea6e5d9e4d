import math
import tomllib
from typing import Any

import pytest
from draft_samples import VALID, problems_with

from tracker.errors import InvalidDraft, TrackerError
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.vocabulary import Kind

CONTROL = "This holds control characters"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "This is needed"),
        ("title", " \t\n ", "This is needed"),
        ("title", None, "This is needed"),
        ("title", 7, "This has to be text"),
        ("title", math.nan, "This has to be text"),
        ("title", ["A"], "This has to be text"),
        ("title", "x" * 20_000, "at most 300 characters; it has 20,000"),
        ("title", "x" * 301, "at most 300 characters; it has 301"),
        ("title", "A\x00B", CONTROL),
        ("title", "A\x1b[31mB", CONTROL),
        ("title", "A\nB", CONTROL),
        ("title", "A\u2028B", CONTROL),
        ("title", "A\ud800B", CONTROL),
        ("title", "\u202eevil", CONTROL),
        ("title", "A\u2066B", CONTROL),
        ("title_zh", "网" * 301, "at most 300"),
        ("title_zh", "网\x07", CONTROL),
        ("kind", "", "This is needed; it is one of: law, rule,"),
        ("kind", None, "This is needed"),
        ("kind", "rulle", "“rulle” is not known; near ones are: rule"),
        ("kind", "nothing like it", "in-force."),
        ("kind", 3, "This has to be text"),
        ("kind", "rule\x00", CONTROL),
        ("stance", 4, "has to be from -3 to 3; it is 4"),
        ("stance", -4, "has to be from -3 to 3; it is -4"),
        ("stance", "9", "has to be from -3 to 3; it is 9"),
        ("stance", 1.5, "whole number from -3 to 3"),
        ("stance", math.nan, "whole number from -3 to 3"),
        ("stance", 4.0, "has to be from -3 to 3; it is 4"),
        ("stance", True, "whole number from -3 to 3"),
        ("stance", None, "whole number from -3 to 3"),
        ("stance", "", "whole number from -3 to 3"),
        ("stance", "1.5", "whole number from -3 to 3"),
        ("stance", "1.01", "whole number from -3 to 3"),
        ("reach", "3,0", "whole number from 1 to 4"),
        ("stance", "²", "whole number from -3 to 3"),
        ("stance", "9" * 5000, "whole number from -3 to 3"),
        ("stance_reason", "", "This is needed"),
        ("stance_reason", "x" * 1001, "at most 1,000 characters"),
        ("stance_reason", "a\nb", CONTROL),
        ("reach", 0, "has to be from 1 to 4; it is 0"),
        ("reach", 5, "has to be from 1 to 4; it is 5"),
        ("reach", "two", "whole number from 1 to 4"),
        ("certainty", "sure", "it is one of: high, medium, low"),
        ("sectors", "gaming", "list of names"),
        ("sectors", 5, "list of names"),
        ("agencies", ["A\x00"], CONTROL),
        ("companies", ["x" * 201], "at most 200"),
        ("people", [f"name {number}" for number in range(101)], "At most 100 names"),
        ("people", [3], "has to be text"),
        ("thread", "x" * 201, "at most 200"),
        ("summary", "x" * 5001, "at most 5,000"),
        ("summary", "a\x00b", CONTROL),
        ("date_evidence", "a\x7fb", CONTROL),
        ("date", None, "This is needed; for example 17 May 2022"),
        ("date", "  ", "This is needed; for example 17 May 2022"),
        ("date", 2022, "has to be text"),
        ("date", "nonsense", "“nonsense” cannot be read as a date"),
        ("date", "03/04/2022", "(type 2022-04-03) or 4 March 2022 (type 2022-03-04)"),
        ("date", "2022-02-30", "There is no day 30 in February 2022"),
        ("date", "32 May 2022", "31 days"),
        ("date", "29 February 2023", "28 days"),
        ("date", "2022-13", "There is no month 13"),
        ("date", "1948-12-31", "The year 1948 lies outside 1949 to 2100"),
        ("date", "1 January 2101", "The year 2101 lies outside 1949 to 2100"),
        ("date", "0000-01-01", "lies outside 1949 to 2100"),
        ("date", "last month", "This depends on the day it was written"),
        ("date", "5月17日", "The year is missing"),
        ("date", "2022-06/2022-03", "lies before the start"),
        ("date", "2022\x0005", CONTROL),
        ("date", "x" * 20_000, "at most 200 characters; it has 20,000"),
        ("date_text", "x" * 201, "at most 200 characters; it has 201"),
        ("date_text", "17 \x00 May", CONTROL),
        ("end", "2022-04-10", "The end (2022-04-10) lies before the date (2022-04-11)"),
        ("end", "2021", "The end (2021) lies before the date (2022-04-11)"),
        ("end", "nonsense", "cannot be read as a date"),
        ("end", "03/04/2023", "(type 2023-04-03)"),
        ("end", "2023-01/2023-02", "one date, not a range"),
        ("end", "2023-01/..", "one date, not a range"),
        ("end_text", "a\nb", CONTROL),
        ("sources", None, "At least one source"),
        ("sources", [], "At least one source"),
        ("sources", "https://example.org/page", "At least one source"),
        ("sources", {"url": "https://example.org/page"}, "At least one source"),
        ("sources", 5, "At least one source"),
        ("sources", [{"url": "https://example.org/page"}] * 101, "At most 100 sources"),
        ("actor", "me", "There is no such field"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(field: str, value: object, words: str) -> None:
    """Only the field with the bad value is named, and the sentence says what is wrong or would work."""
    problems = problems_with(**{field: value})
    assert list(problems) == [field]
    assert words in problems[field]


def test_every_problem_comes_in_one_go_and_in_the_order_of_the_form() -> None:
    """A person corrects everything at once: each bad field is named, from the first to the last of the form."""
    problems = problems_with(
        title="x" * 20_000,
        title_zh="\x00",
        also_called=["\x00"],
        document_number="\x00",
        date="32 May 2022",
        end="nonsense",
        public_on="nonsense",
        kind="rulle",
        stance=9,
        stance_reason="",
        reach=0,
        certainty="sure",
        sectors="gaming",
        agencies=[1],
        companies=["\x00"],
        people=7,
        thread="x" * 300,
        summary="\x00",
        date_evidence="\x00",
        sources=[{"url": "javascript:alert(1)"}],
        actor="me",
    )
    fields = [name for name in EVENT_FIELDS if name not in {"date_text", "end_text", "sources"}]
    assert list(problems) == [*fields, "sources.0.url", "actor"]
    assert all(text.endswith(".") for text in problems.values())


def test_an_empty_form_names_exactly_what_is_needed() -> None:
    """Nothing else is asked for, and the refusal as a whole is one text that a command can print."""
    with pytest.raises(TrackerError, match=r"^title: This is needed\.; date: This is needed") as refusal:
        parse_event({})
    assert isinstance(refusal.value, InvalidDraft)
    assert list(refusal.value.problems) == ["title", "date", "kind", "stance", "stance_reason", "reach", "sources"]


def test_a_range_as_date_leaves_no_room_for_an_end() -> None:
    """Two ends would contradict each other, so the second one is refused."""
    assert list(problems_with(date="March to June 2022", end="2022-07")) == ["end"]


def test_a_bad_end_is_told_beside_a_bad_date() -> None:
    """A date that cannot be read does not hide what is wrong with the end and with the typed words."""
    found = problems_with(date="nonsense", end="03/04/2022", date_text="\x00", end_text="\x00")
    assert list(found) == ["date", "date_text", "end", "end_text"]


def test_every_kind_is_named_where_none_is_near() -> None:
    """A person who cannot guess the vocabulary sees all of it."""
    message = problems_with(kind="zzzzzzzz")["kind"]
    assert all(kind.value in message for kind in Kind)


@pytest.mark.parametrize("value", [{"sources": [{}]}, {"kind": {}}, {"stance": [1]}, {"date": {}}, {"reach": b"1"}])
def test_values_of_strange_types_are_refused_not_raised(value: dict[str, Any]) -> None:
    """A file of another shape ends in a sentence, never in a Python error."""
    problems = problems_with(**value)
    assert all(text for text in problems.values())


def test_a_date_without_quotes_in_a_file_is_refused() -> None:
    """TOML gives such a date as a day, which would pretend to a precision that nobody stated."""
    values = tomllib.loads("date = 2022-05-17")
    assert "has to be text" in problems_with(**values)["date"]


def test_a_refusal_shows_only_the_beginning_of_what_was_typed() -> None:
    """A message stays readable whatever was pasted into a field."""
    assert len(problems_with(kind="x" * 200)["kind"]) < 300
    assert len(problems_with(date="y" * 90)["date"]) < 300


def test_the_sample_itself_is_valid() -> None:
    """What the tests change is the only thing that is wrong."""
    assert parse_event(VALID).title == VALID["title"]
