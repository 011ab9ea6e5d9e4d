import datetime as dt
from typing import Any

import pytest
from draft_samples import VALID, draft_with
from pydantic import ValidationError

from tracker.event.draft import EventDraft, SourceDraft
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.vocabulary import Certainty, Kind, Reach, Stance


def test_a_small_event_gets_the_documented_defaults() -> None:
    """What a person leaves out is empty or unknown, and the facts count as sure."""
    draft = draft_with()
    assert draft == EventDraft(
        title="Approvals of games resume",
        date="2022-04-11",
        date_text="2022-04-11",
        kind=Kind.LICENSING,
        stance=Stance.SUPPORT,
        stance_reason="The freeze ends",
        reach=Reach.SECTOR,
        sources=(SourceDraft(url="https://example.org/page"),),
    )
    assert (draft.title_zh, draft.end, draft.thread, draft.certainty) == (None, None, None, Certainty.HIGH)
    assert draft.sectors == draft.agencies == draft.companies == draft.people == ()


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("title", "  网络安全审查\t", "网络安全审查"),
        ("title", "x" * 300, "x" * 300),
        ("title", " " * 20_000 + "x", "x"),
        ("title", "A\u200bB \N{GRINNING FACE}", "AB \N{GRINNING FACE}"),
        ("title", "=1+1", "=1+1"),
        ("title_zh", " ", None),
        ("kind", "Draft-Rule", Kind.DRAFT_RULE),
        ("kind", Kind.LAW, Kind.LAW),
        ("stance", "-3", Stance.SEVERE),
        ("stance", " +2 ", Stance.SUPPORT),
        ("stance", 0, Stance.NEUTRAL),
        ("stance", "-1.0", Stance.TIGHTENING),
        ("stance", -1.0, Stance.TIGHTENING),
        ("reach", "4", Reach.ECONOMY),
        ("reach", 3.0, Reach.SECTOR),
        ("reach", "2.00", Reach.SEGMENT),
        ("certainty", "", Certainty.HIGH),
        ("certainty", "LOW", Certainty.LOW),
        ("sectors", [" gaming ", "", "cloud", "gaming"], ("gaming", "cloud")),
        ("agencies", ("NPPA", "CAC"), ("NPPA", "CAC")),
        ("companies", None, ()),
        ("people", iter(["Liu He"]), ("Liu He",)),
        ("people", [f"name {number}" for number in range(100)], tuple(f"name {number}" for number in range(100))),
        ("thread", " didi-case ", "didi-case"),
        ("thread", "", None),
        ("summary", "One\r\nTwo\rThree\t!\n", "One\nTwo\nThree\t!"),
        ("summary", None, ""),
        ("date_evidence", "x" * 5_000, "x" * 5_000),
    ],
)
def test_a_good_value_reads_right(field: str, value: object, read: object) -> None:
    """Blanks around a text and what nobody sees go, words may be in any case, names keep their order, no repeats."""
    assert getattr(draft_with(**{field: value}), field) == read


@pytest.mark.parametrize(
    ("typed", "date", "end", "days", "end_on"),
    [
        ("2022-05-17", "2022-05-17", None, "2022-05-17/2022-05-17", None),
        ("17 May 2022", "2022-05-17", None, "2022-05-17/2022-05-17", None),
        ("2022年5月", "2022-05", None, "2022-05-01/2022-05-31", None),
        ("Q3 2021", "2021-35", None, "2021-07-01/2021-09-30", None),
        ("29 February 2024", "2024-02-29", None, "2024-02-29/2024-02-29", None),
        ("1949", "1949", None, "1949-01-01/1949-12-31", None),
        ("2100-12-31", "2100-12-31", None, "2100-12-31/2100-12-31", None),
        ("about May 2022", "2022-05~", None, "2022-05-01/2022-05-31", None),
        ("28 March to 1 June 2022", "2022-03-28", "2022-06-01", "2022-03-28/2022-03-28", "2022-06-01"),
        ("2021-07/2022-04", "2021-07", "2022-04", "2021-07-01/2021-07-31", "2022-04-30"),
        ("since July 2021", "2021-07", "..", "2021-07-01/2021-07-31", None),
        ("2021-07/..", "2021-07", "..", "2021-07-01/2021-07-31", None),
    ],
)
def test_a_date_keeps_what_is_known(typed: str, date: str, end: str | None, days: str, end_on: str | None) -> None:
    """The date is stored as exactly as it is known; a range fills date and end, and the typed words are kept."""
    draft = draft_with(date=typed)
    assert (draft.date, draft.end) == (date, end)
    assert (draft.date_text, draft.end_text) == (typed, typed if end else None)
    assert f"{draft.when.start}/{draft.last_on}" == days
    assert draft.end_on == (dt.date.fromisoformat(end_on) if end_on else None)


@pytest.mark.parametrize("typed", ["..", "Open", "ongoing", "STILL GOING", "至今", " .. "])
def test_an_open_end_can_be_said_in_words(typed: str) -> None:
    """What lasts until now gets the open end, and keeps the words."""
    draft = draft_with(end=typed)
    assert (draft.end, draft.end_text, draft.end_on) == ("..", typed.strip(), None)


@pytest.mark.parametrize("end", ["2022-04-11", "2022-04", "2022", "12 April 2022"])
def test_an_end_may_lie_on_the_day_itself_or_be_coarser(end: str) -> None:
    """An end that can be the date's own day is no contradiction."""
    assert draft_with(end=end).end_text == end


def test_relative_words_need_the_day_they_were_written_on() -> None:
    """With a base day "last month" is a month, and the words stay beside it."""
    from tracker.event.draft import parse_event

    draft = parse_event({**VALID, "date": "last month"}, base=dt.date(2022, 5, 20))
    assert (draft.date, draft.date_text) == ("2022-04", "last month")


@pytest.mark.parametrize("words", ["", "  ", None])
def test_without_words_a_date_is_its_own_words(words: str | None) -> None:
    """An empty field for the words stores what the date was read from, so that a document reads back the same."""
    draft = draft_with(date_text=words, end="2022-05", end_text=words)
    assert (draft.date_text, draft.end_text) == ("2022-04-11", "2022-05")


def test_typed_words_are_kept_beside_the_date() -> None:
    """The words of the first typing win over the text that the date was read from."""
    draft = draft_with(date_text="11 April", end="2022-05", end_text=" in May ")
    assert (draft.date_text, draft.end_text) == ("11 April", "in May")


def test_a_draft_cannot_be_changed() -> None:
    """What was validated stays as it was."""
    draft = draft_with()
    with pytest.raises(ValidationError, match="frozen"):
        draft.title = "Other"


def test_as_many_sources_as_are_allowed() -> None:
    """The limit itself still fits."""
    sources: list[dict[str, Any]] = [{"url": f"https://example.org/{number}"} for number in range(100)]
    assert [source.url for source in draft_with(sources=sources).sources] == [source["url"] for source in sources]


def test_the_names_of_the_fields_are_those_of_the_drafts() -> None:
    """Documents, files and forms take their fields from one place."""
    assert tuple(EventDraft.model_fields) == EVENT_FIELDS
    assert tuple(SourceDraft.model_fields) == SOURCE_FIELDS
