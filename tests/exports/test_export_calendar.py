"""Calendars as the library that others read them with takes them."""

import datetime as dt
import re
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import HOSTILE, NOTHING, exported
from tests.support.makers import ANN, add_one, make_draft
from tracker.database import reading, writing
from tracker.dates import describe
from tracker.event.labels import when
from tracker.filters import EventFilter
from tracker.measures import MeasureRow, StageRow
from tracker.queries import get_event, list_events, list_revisions
from tracker.store import add_event, add_measures, revise_event
from tracker.vocabulary import Kind, MeasureKind, Origin, ReviewState, Stage

HOST = "@china-tech-regulation-tracker"


def entries(file: bytes) -> dict[str, Any]:
    """Return the entries of a calendar by the slug in their name, each once."""
    calendar = Calendar.from_ical(file)
    found = [each for each in calendar.subcomponents if each.name in {"VEVENT", "VJOURNAL"}]
    by_uid = {str(each["uid"]).removesuffix(HOST): each for each in found}
    assert len(by_uid) == len(found) == len(calendar.subcomponents)
    return by_uid


def said_of(file: bytes, name: str) -> str:
    """Return a text about the calendar itself; the library leaves what it does not know to be a text as it stands."""
    return re.sub(r"\\(.)", lambda found: found[1].replace("n", "\n"), str(Calendar.from_ical(file)[name]))


def add(engine: Engine, slug: str, **fields: Any) -> None:
    """Add an event to a record."""
    with writing(engine) as session:
        add_event(session, make_draft(**fields), origin=Origin.FORM, actor=ANN, slug=slug)


def calendar_of(engine: Engine, **asked: Any) -> bytes:
    """Return the calendar of a record."""
    with reading(engine) as session:
        return exported(session, "ics", **asked)[0]


def test_the_record_is_read_back(record: Session) -> None:
    """Each event is one entry: on its days where they are known, and else in words; nothing is on a day by guess."""
    file, written = exported(record, "ics")
    read = entries(file)
    rows = list_events(record)
    assert written.count == len(rows)
    for row in rows:
        entry = read[row.slug]
        assert str(entry["url"]) == row.sources[0].url
        if len(row.date) == len("2022-05-17"):
            last = row.end_on if row.end and len(row.end) == len("2022-05-17") else row.first_on
            in_words = row.end is not None and len(row.end) != len("2022-05-17")
            assert (entry.name, str(entry["summary"])) == (
                "VEVENT", f"{when(row)}: {row.title}" if in_words else row.title,
            )  # fmt: skip
            assert (entry["dtstart"].dt, entry["dtend"].dt) == (row.first_on, last + dt.timedelta(days=1))
            assert entry["dtstart"].params["value"] == entry["dtend"].params["value"] == "DATE"
        else:
            assert entry.name == "VJOURNAL"
            assert "dtstart" not in entry
            assert str(entry["summary"]).endswith(f": {row.title}")
            assert describe(row.date) in entry["summary"]


def test_what_is_in_words_is_counted(record: Session) -> None:
    """The calendar's description and the command say how many events have no day of their own."""
    unknown = sum(len(row.date) != len("2022-05-17") for row in list_events(record))
    file, written = exported(record, "ics")
    assert written.remark.startswith(f"{unknown} events have no certain day")
    assert written.remark in said_of(file, "x-wr-caldesc")
    events = {row.slug for row in list_events(record)}
    assert sum(each.name == "VJOURNAL" for slug, each in entries(file).items() if slug in events) == unknown


@pytest.mark.parametrize("date", ["May 2022", "about 17 May 2022", "Q2 2022", "2022", "first half of 2022"])
def test_a_date_that_is_not_known_to_the_day_is_on_none(engine: Engine, date: str) -> None:
    """In no part of its entry is there a day."""
    add(engine, "unsure", date=date)
    entry = entries(calendar_of(engine))["unsure"]
    assert entry.name == "VJOURNAL"
    assert {"dtstart", "dtend", "due"}.isdisjoint(key.lower() for key in entry)
    assert entry["summary"].startswith(describe(make_draft(date=date).date))


def test_the_same_file_twice_adds_nothing(engine: Engine) -> None:
    """Nothing but a change gives an entry another stamp; a change raises its number and keeps its name."""
    add(engine, "rule", date="2022-05-17")
    first = calendar_of(engine)
    assert calendar_of(engine, on=dt.date(2031, 1, 1)) == first
    with writing(engine) as session:
        revise_event(session, "rule", make_draft(title="Corrected", date="2022-05-18"), version=1, actor=ANN)
        recorded = [each.recorded_at.replace(microsecond=0) for each in list_revisions(session, subject_keys=["rule"])]
    before, after = entries(first)["rule"], entries(calendar_of(engine))["rule"]
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert [after["dtstamp"].dt, before["dtstamp"].dt] == recorded
    assert all(each["last-modified"].dt == each["dtstamp"].dt for each in (before, after))
    assert str(after["summary"]) == "Corrected"


def test_stages_ahead_have_entries_of_their_own(record: Session) -> None:
    """The day on which a rule takes effect, as its event tells it, and the day on which a consultation ends."""
    read = entries(exported(record, "ics")[0])
    law = read["anti-telecom-fraud-law.in-force.anti-telecom-fraud-law"]
    assert (law["dtstart"].dt, str(law["summary"])[:10]) == (dt.date(2022, 12, 1), "In force: ")
    ends = [each for uid, each in read.items() if ".consultation-ends.online-game-draft-measures" in uid]
    assert [each["dtstart"].dt for each in ends] == [get_event(record, "online-game-draft-measures").end_on]
    assert read["cnki-antitrust.probe-opened.cnki-antitrust-fine"].name == "VJOURNAL"
    kept = entries(exported(record, "ics", EventFilter(kinds=(Kind.SIGNAL,)))[0])
    assert kept
    assert not any(".in-force." in uid and "telecom" in uid for uid in kept)


def test_a_calendar_of_a_period_holds_the_stages_that_fall_into_it(record: Session) -> None:
    """The Minors Protection Law of 2020 took effect on 1 June 2021; what events of the period tell stays in it."""
    since, until = dt.date(2021, 5, 31), dt.date(2021, 6, 6)
    file, written = exported(record, "ics", EventFilter(since=since, until=until))
    every = entries(exported(record, "ics")[0])
    within = {name: each for name, each in entries(file).items() if ".in-force." in name}
    law = next(each for each in within.values() if "Minors" in each["summary"])
    assert law["dtstart"].dt == dt.date(2021, 6, 1)
    assert all(each == every[name] for name, each in entries(file).items())
    assert "told by events from outside the period: 1 day of rules and cases." in written.remark
    assert written.remark in said_of(file, "x-wr-caldesc")
    assert "Ends of consultations are in it as far as the record holds them" in said_of(file, "x-wr-caldesc")
    fintech = EventFilter(since=since, until=until, sectors=("fintech",))
    assert not any("Minors" in each["summary"] for each in entries(exported(record, "ics", fintech)[0]).values())
    of_words = EventFilter(since=since, until=until, search="Minors Protection Law")
    assert any("In force" in each["summary"] for each in entries(exported(record, "ics", of_words)[0]).values())


def test_a_stage_is_enough_for_a_calendar(engine: Engine) -> None:
    """A period without any event holds the day on which an earlier rule takes effect, and no draft's."""
    add_one(engine, "rule", date="2022-05-17")
    add_one(engine, "draft", ReviewState.DRAFT, date="2022-05-17")
    stages = (StageRow(Stage.ADOPTED, "rule"), StageRow(Stage.IN_FORCE, "rule", "2022-07-01"))
    drafted = (StageRow(Stage.IN_FORCE, "draft", "2022-07-02"),)
    measures = [MeasureRow(key, MeasureKind.RULE, key, None, None, each) for key, each in
                (("m", stages), ("n", drafted))]  # fmt: skip
    with writing(engine) as session:
        add_measures(session, measures, actor=ANN)
    chosen = EventFilter(since=dt.date(2022, 7, 1), until=dt.date(2022, 7, 31))
    assert list(entries(calendar_of(engine, chosen=chosen))) == ["m.in-force.rule"]


def test_a_stage_moves_with_its_measure(engine: Engine) -> None:
    """A date that is corrected keeps the entry and raises its number."""
    add(engine, "rule", date="2022-05-17")

    def told(date: str) -> None:
        stages = (StageRow(Stage.ADOPTED, "rule"), StageRow(Stage.IN_FORCE, "rule", date))
        with writing(engine) as session:
            add_measures(session, [MeasureRow("m", MeasureKind.RULE, "Measures", None, None, stages)], actor=ANN)

    told("2022-07-01")
    before = entries(calendar_of(engine))["m.in-force.rule"]
    told("2022-08-01")
    after = entries(calendar_of(engine))["m.in-force.rule"]
    assert (before["dtstart"].dt, after["dtstart"].dt) == (dt.date(2022, 7, 1), dt.date(2022, 8, 1))
    assert after["sequence"] == before["sequence"] + 1


def test_two_stages_of_one_sort_are_two_entries(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A law whose parts take effect on two days has both deadlines, under names that no wording on screens changes."""
    add(engine, "rule", date="2022-05-17", end="2022-06-17")
    days = (None, "2022-07-01", "2023-01-01")
    stages = [StageRow(Stage.IN_FORCE, "rule", date) for date in days]
    measure = MeasureRow("m", MeasureKind.RULE, "Law", None, None, (StageRow(Stage.CONSULTATION, "rule"), *stages))
    with writing(engine) as session:
        add_measures(session, [measure], actor=ANN)
    first = entries(calendar_of(engine))
    assert {slug: each["dtstart"].dt.isoformat() for slug, each in first.items()} == {
        "rule": "2022-05-17", "m.consultation-ends.rule": "2022-06-17", "m.in-force.rule": "2022-07-01",
        "m.in-force-2.rule": "2023-01-01",
    }  # fmt: skip
    monkeypatch.setattr(Stage, "label", property(lambda stage: f"Stage {stage.value}"))
    reworded = entries(calendar_of(engine))
    assert list(reworded) == list(first)
    assert str(reworded["m.in-force.rule"]["summary"]) == "Stage in-force: Law"


@pytest.mark.parametrize(("end", "words"), [("July 2022", "17 May 2022 to July 2022"), ("..", "since 17 May 2022")])
def test_an_end_that_is_no_day_is_told_in_words(engine: Engine, end: str, words: str) -> None:
    """The entry stands on the day that is known, and what it is called says that this is not all."""
    add(engine, "long", title="Campaign", date="2022-05-17", end=end)
    entry = entries(calendar_of(engine))["long"]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (dt.date(2022, 5, 17), dt.date(2022, 5, 18))
    assert str(entry["summary"]).startswith(words)
    assert str(entry["summary"]).endswith(": Campaign")


def test_a_calendar_names_no_method(record: Session) -> None:
    """One that says how it was sent (RFC 5546) has to name an organiser in each entry; a file needs neither."""
    assert "method" not in Calendar.from_ical(exported(record, "ics")[0])


def test_a_long_chinese_title_folds_whole(engine: Engine) -> None:
    """No line is longer than 75 bytes, none is broken within a character, and the title is the same again."""
    title = "数据安全管理认证实施规则" * 8 + "试行办法"
    assert len(title) == 100
    add(engine, "long", title=title, title_zh=title)
    file = calendar_of(engine)
    assert all(len(line) <= 75 and line.decode() is not None for line in file.split(b"\r\n"))
    assert str(entries(file)["long"]["summary"]) == title


def test_links_lead_where_the_pages_are(record: Session) -> None:
    """With an address of pages each entry leads there, and else to its first source."""
    file, _ = exported(record, "ics", EventFilter(kinds=(Kind.LAW,)), link=lambda slug: f"https://example.org/{slug}")
    assert all(str(each["url"]).startswith("https://example.org/") for each in entries(file).values())


def test_the_words_of_a_filter_are_text(record: Session) -> None:
    """A search that looks like lines of a calendar names the calendar and begins nothing in it."""
    search = "a\nEND:VCALENDAR\nX;Y,Z"
    file, _ = exported(record, "ics", EventFilter(search=search))
    assert [said_of(file, name).endswith(search) for name in ("name", "x-wr-calname")] == [True, True]
    assert file.count(b"\nEND:VCALENDAR") == 1


def test_nothing_and_hostile_texts(hostile_engine: Engine) -> None:
    """A filter that keeps nothing gives a calendar that says so; no text ends an entry or begins another."""
    with reading(hostile_engine) as session:
        (only,) = entries(exported(session, "ics", NOTHING)[0]).values()
        read = entries(exported(session, "ics")[0])
        rows = {row.slug: row for row in list_events(session)}
    assert (only.name, str(only["summary"])[:9]) == ("VJOURNAL", "No event:")
    assert len(read) == len(HOSTILE)
    assert all(str(each["summary"]) == rows[slug].title for slug, each in read.items())
    assert all(rows[slug].summary in str(each["description"]) for slug, each in read.items())
