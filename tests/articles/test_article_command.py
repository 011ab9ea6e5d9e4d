"""``tracker draft``: an article, or a folder of them, on the command line."""

import io
import json
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.support.command_line import Run
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import get_event, list_events
from tracker.read_models import EventRow
from tracker.vocabulary import Origin, ReviewState

STORY = (
    "SAMR opened an antitrust investigation into Moonrabbit Mobility on 9 September 2024.\n\n"
    "On 4 July 2021 the CAC ordered app stores to remove DiDi Chuxing.\n\n"
    "The Ministry of Transport summoned Moonrabbit Mobility on Wednesday.\n"
)
URL = "https://news.example/moonrabbit"


@pytest.fixture
def draft(run: Run) -> Run:
    """Run the command on a database that holds the curated record."""
    return partial(run, "draft")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A file with an article."""
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


def drafts(engine: Engine) -> list[EventRow]:
    """Return what articles put into review; the curated record has drafts of its own."""
    with reading(engine) as session:
        waiting = list_events(session, EventFilter(states=(ReviewState.DRAFT,)))
    return [event for event in waiting if event.origin is Origin.ARTICLE]


def test_known_and_new_are_printed_with_what_led_to_them(draft: Run, story: Path, seeded_engine: Engine) -> None:
    """Without --save nothing is stored."""
    status, out, _ = draft(str(story), "--published", "12 September 2024")
    assert status == 0
    assert "The record holds this: 1" in out
    assert "[didi-app-removal]" in out
    assert "New: 2" in out
    assert "date: 2024-09-11 from “Wednesday”, read against the day of publication, 12 September 2024" in out
    assert "kind: investigation from “opened an antitrust investigation” (rule “probe opens”" in out
    assert drafts(seeded_engine) == []


def test_confirm_adds_the_article_to_the_sources_of_events(draft: Run, story: Path, seeded_engine: Engine) -> None:
    """One option does what a press on the page does; without an address nothing is changed."""
    status, _, error = draft(str(story), "--confirm", "didi-app-removal")
    assert status != 0
    assert "address" in error
    status, _, error = draft(str(story), "--url", URL, "--publisher", "The Paper", "--confirm", "didi-app-removal")
    assert (status, "A source of: didi-app-removal" in error) == (0, True)
    with reading(seeded_engine) as session:
        source = get_event(session, "didi-app-removal").sources[-1]
    assert (source.url, source.publisher) == (URL, "The Paper")
    assert drafts(seeded_engine) == []


def test_a_draft_that_is_known_is_told_from_the_record(draft: Run, story: Path) -> None:
    """What the command saved itself waits on Review, and what the record holds does not."""
    draft(str(story), "--published", "12 September 2024", "--url", URL, "--save")
    status, out, _ = draft(str(story), "--published", "12 September 2024")
    known = [line for line in out.splitlines() if line.startswith("- ")]
    assert status == 0
    assert len([line for line in known if "(waits on Review)" in line]) == 2
    assert not [line for line in known if "(waits on Review)" in line and "[didi-app-removal]" in line]


def test_json_holds_text_marks_and_candidates(draft: Run, story: Path) -> None:
    """Other programs get every span."""
    status, out, _ = draft(str(story), "--published", "2024-09-12", "--url", URL, "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert found["url"] == URL
    assert [each["known"] and each["known"]["slug"] for each in found["candidates"]] == [None, "didi-app-removal", None]
    assert all(found["text"][mark["start"] : mark["end"]] == mark["text"] for mark in found["marks"])


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("The CSRC denied reports about Moonrabbit Mobility on 9 September 2024.", "stance: 0 from"),
        ("The State Council promised support for platform firms on 9 September 2024.", "stance: +"),
        ("The CAC fined Moonrabbit Mobility on 9 September 2024.", "stance: -2 from"),
    ],
)
def test_a_stance_is_printed_with_its_sign_and_a_neutral_one_without(
    draft: Run, tmp_path: Path, sentence: str, shown: str
) -> None:
    """As everywhere else: -2, 0, +1."""
    file = tmp_path / "one.txt"
    file.write_text(sentence, encoding="utf-8")
    assert shown in draft(str(file), "--published", "2024-09-12")[1]


def test_what_was_passed_over_is_listed_with_the_reason(draft: Run, tmp_path: Path) -> None:
    """In the text and as data, so that a person sees what the rules did not take."""
    file = tmp_path / "quiet.txt"
    file.write_text(
        "The CAC did not fine Moonrabbit on 12 March 2022.\n\nIt rained in Beijing on 13 March 2022.\n", "utf-8"
    )
    _, out, _ = draft(str(file), "--published", "2022-05-20")
    assert "Passed over: 2" in out
    assert "- “The CAC did not fine Moonrabbit on 12 March 2022.”\n  12 March 2022: denied: " in out
    _, out, _ = draft(str(file), "--published", "2022-05-20", "--format", "json")
    found = json.loads(out)
    assert [each["reason"] for each in found["passed_over"]] == ["denied", "no-rule"]
    for each in found["passed_over"]:
        assert found["text"][each["part"]["start"] : each["part"]["end"]] == each["part"]["text"]
        assert each["dates"]
        assert each["why"]


def test_saved_drafts_wait_for_review_and_are_known_the_next_time(
    draft: Run, story: Path, seeded_engine: Engine
) -> None:
    """A second run adds nothing twice."""
    arguments = (str(story), "--published", "2024-09-12", "--url", URL, "--save")
    status, _, err = draft(*arguments)
    assert status == 0
    assert err.count("Saved for review") == 2
    assert [(event.date, event.origin) for event in drafts(seeded_engine)] == [
        ("2024-09-09", Origin.ARTICLE),
        ("2024-09-11", Origin.ARTICLE),
    ]
    _, out, err = draft(*arguments)
    assert "The record holds this: 3" in out
    assert "Nothing new to save" in err
    assert len(drafts(seeded_engine)) == 2


def test_what_has_no_date_yet_is_said_to_be_left_for_the_page(
    draft: Run, tmp_path: Path, seeded_engine: Engine
) -> None:
    """It is new and cannot be saved, which is something else than nothing new."""
    file = tmp_path / "undated.txt"
    file.write_text("The MIIT opened an investigation into Moonrabbit over its cloud software.", "utf-8")
    _, out, err = draft(str(file), "--url", URL, "--save")
    assert "New: 1" in out
    assert "Not saved, since it has no date yet; open it on the page: The MIIT opened" in err
    assert "Nothing new to save" not in err
    assert drafts(seeded_engine) == []


def test_one_of_the_new_events_can_be_saved_alone(draft: Run, story: Path, seeded_engine: Engine) -> None:
    """By its number in the list; a number that is not there saves nothing."""
    about = (str(story), "--published", "2024-09-12", "--url", URL)
    assert draft(*about, "--only", "3")[0] == 1
    assert drafts(seeded_engine) == []
    assert draft(*about, "--only", "2")[0] == 0
    assert [event.date for event in drafts(seeded_engine)] == ["2024-09-11"]


def test_an_article_on_standard_input_is_read(draft: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe serves as well as a file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    status, out, _ = draft("-", "--published", "2024-09-12")
    assert status == 0
    assert "New: 2" in out


def test_without_an_address_nothing_is_saved(draft: Run, story: Path, seeded_engine: Engine) -> None:
    """The line says what is missing."""
    status, _, err = draft(str(story), "--published", "2024-09-12", "--save")
    assert status == 2
    assert "address" in err
    assert drafts(seeded_engine) == []


@pytest.mark.parametrize(
    ("data", "arguments"),
    [
        (b"", ()),
        (b"\x00\x01\x02" * 99, ()),
        (b"PK\x03\x04", ()),
        (b"%PDF-1.7 broken", ()),
        (STORY.encode(), ("--published", "1 January 2099")),
        (STORY.encode(), ("--published", "in a while")),
        (STORY.encode(), ("--url", "ftp://example.org/a")),
    ],
)
def test_bad_input_ends_with_one_line_and_saves_nothing(
    draft: Run, tmp_path: Path, seeded_engine: Engine, data: bytes, arguments: tuple[str, ...]
) -> None:
    """Exit status 2: the input has to be changed."""
    file = tmp_path / "bad"
    file.write_bytes(data)
    status, out, err = draft(str(file), *arguments, "--save")
    assert status == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert drafts(seeded_engine) == []


def test_a_folder_is_read_article_by_article(draft: Run, tmp_path: Path) -> None:
    """One line each; what cannot be read is named, and the others are read all the same."""
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "b.txt").write_text(STORY, encoding="utf-8")
    (folder / "a.html").write_text(f"<html><body><article><p>{STORY}</p></article></body></html>", encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "notes.xyz").write_text("not an article", encoding="utf-8")
    status, out, err = draft(str(folder), "--published", "2024-09-12")
    assert status == 1
    assert [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")] == ["a.html", "b.txt"]
    assert "b.txt: 1 known, 2 new, 0 passed over" in out
    assert "c.pdf: This PDF is damaged" in err
    assert "1 of 3 articles" in err
    (folder / "c.pdf").unlink()
    status, out, err = draft(str(folder), "--published", "2024-09-12", "--url", URL, "--save", "--format", "json")
    assert status == 0
    documents = [json.loads(line) for line in out.splitlines()]
    assert [document["file"] for document in documents] == ["a.html", "b.txt"]
    # The second file tells the same story, whose events are known by then.
    assert err.count("Saved for review") == 2


def test_an_empty_folder_and_a_missing_file_are_said(draft: Run, tmp_path: Path) -> None:
    """One line each."""
    assert draft(str(tmp_path))[0] == 1
    status, _, err = draft(str(tmp_path / "nothing.txt"))
    assert status == 1
    assert "cannot be read" in err
