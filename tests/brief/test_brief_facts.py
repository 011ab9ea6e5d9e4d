"""What a brief tells: the same numbers as the page "What moved the line", and a plain word where there are none."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import DAY, NOTHING
from tests.support.makers import ANN, make_draft
from tracker.brief import Brief, brief_of, facts, lay_out
from tracker.brief.blocks import BlockStyle
from tracker.brief.facts import MOST_EVENTS
from tracker.database import reading, writing
from tracker.exports import Asked
from tracker.filters import EventFilter
from tracker.measures import MeasureRow, StageRow
from tracker.queries import list_events
from tracker.sentiment import counted_events, evidence_of, find_index, moves_between, reading_of
from tracker.store import add_event, add_measures
from tracker.vocabulary import Kind, MeasureKind, Origin, ReviewState, Stage

SUMMARIES = "Summaries above may name further days that are no stage of a rule or case in the record."
WEEK = EventFilter(since=dt.date(2021, 10, 4), until=dt.date(2021, 10, 10))


def told(session: Session, chosen: EventFilter, on: dt.date = DAY) -> Brief:
    """Return what a brief of a filter tells on a fixed day."""
    return brief_of(Asked(session=session, chosen=chosen, on=on))


def add(engine: Engine, **fields: Any) -> None:
    """Add an event of these fields to a record."""
    with writing(engine) as session:
        add_event(session, make_draft(**fields), origin=Origin.FORM, actor=ANN)


def part(brief: Brief, heading: str) -> list[str]:
    """Return the paragraphs under a heading of a brief; nothing where it has none of that name."""
    found: list[str] = []
    under = False
    for each in lay_out(brief, picture=None):
        if each.style is BlockStyle.HEADING:
            under = each.text == heading
        elif under:
            found.append(each.text)
    return found


def words(brief: Brief) -> str:
    """Return all that a brief says, a paragraph to a line."""
    return "\n".join(each.text for each in lay_out(brief, picture=None))


def test_the_move_is_that_of_the_page(record: Session) -> None:
    """Taken apart from the rows themselves it is the same, event for event, and what is named adds up to it."""
    moved = told(record, WEEK).moved
    assert moved is not None
    events = counted_events(list_events(record))
    evidence = evidence_of(events)
    found = moves_between(evidence, [(each.slug,) for each in events], dt.date(2021, 10, 3), dt.date(2021, 10, 10))
    assert (moved.moves.start, moved.moves.end) == pytest.approx((found.start, found.end))
    assert {part.label: pytest.approx(part.change) for part in found.parts} == {
        part.label: part.change for part in moved.moves.parts
    }
    named = sum(change for _, change in moved.movers) + moved.others
    assert moved.moves.start + moved.moves.fading + named == pytest.approx(moved.moves.end)
    index = find_index(evidence, since=events[0].first_on, until=DAY)
    assert moved.reading.index == pytest.approx(reading_of(*index, dt.date(2021, 10, 10)).index)
    assert moved.reading.lower is not None
    assert moved.reading.upper is not None
    assert moved.reading.lower < moved.reading.index < moved.reading.upper


def test_what_was_announced_is_the_codes_of_the_week(record: Session) -> None:
    """Reach times stance of what entered, with nothing that is remembered."""
    brief = told(record, WEEK)
    assert brief.moved is not None
    assert brief.moved.announced.net == sum(each.stance * each.reach for each in brief.events)
    assert brief.count == len(brief.events) == brief.moved.announced.events


def test_the_whole_record_begins_at_nothing(record: Session) -> None:
    """Without a period the move is all of the line, the first day's events included."""
    brief = told(record, EventFilter())
    assert brief.moved is not None
    assert brief.moved.moves.start == 0
    assert np.isclose(brief.moved.moves.news + brief.moved.moves.fading, brief.moved.moves.end)
    assert brief.count == len(list_events(record))
    assert len(brief.events) == MOST_EVENTS
    assert brief.events == list_events(record)[-MOST_EVENTS:]
    assert f"The latest {MOST_EVENTS} of {brief.count} events; the {brief.count - MOST_EVENTS} earlier ones" in words(
        brief
    )


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (NOTHING, ("No event that counts is recorded of what the filter keeps", "No event that the filter keeps is")),
        (EventFilter(stance_min=1), ("The filter keeps only some stances",)),
        (
            EventFilter(since=dt.date(2030, 1, 1)),
            ("The period lies ahead", "This period has not begun."),
        ),
        (EventFilter(until=dt.date(2001, 1, 1)), ("The record begins later than this period", "No event is recorded")),
        (
            EventFilter(since=dt.date(2026, 11, 23), until=dt.date(2026, 11, 29)),
            (
                "line moved\nNo recent evidence",
                "There was no news that counts, and ",
                "The latest one before it, ",
                "still grows.",
            ),
        ),
    ],
)
def test_what_there_is_not_is_said(record: Session, chosen: EventFilter, says: tuple[str, ...]) -> None:
    """No index, no event, a period ahead, a quiet week: each is a brief that says so."""
    text = words(told(record, chosen))
    assert all(each in text for each in says), text
    assert "How to cite it" in text


def test_what_comes_was_known_in_the_period(record: Session) -> None:
    """A rule published before the end of the week takes effect after it; what was dated later is not foretold."""
    brief = told(record, WEEK)
    end = dt.date(2021, 10, 10)
    assert any(each.what == "In force: Measures for the credit-reporting business" for each in brief.ahead)
    assert all(each.event.first_on <= end and each.date > "2021-10-10" for each in brief.ahead)
    nothing = told(record, EventFilter(since=WEEK.since, until=WEEK.until, search="Meituan"))
    assert nothing.ahead == ()
    denied, *further = part(nothing, "What comes next")
    set_by = "no dated later stage of a rule or case that was set by 10 October 2021."
    assert denied == f"Of what the filter keeps, the record holds {set_by}"
    assert further == ([SUMMARIES] if nothing.count else [])


def test_an_event_that_lies_ahead_comes(engine: Engine) -> None:
    """As seen on the day of the brief, which then has nothing that happened."""
    add(engine, date="2022-05-17", title="A hearing")
    with reading(engine) as session:
        brief = told(session, EventFilter(until=dt.date(2022, 1, 7)), dt.date(2022, 1, 7))
        assert [(each.date, each.event.title) for each in brief.ahead] == [("2022-05-17", "A hearing")]
        assert brief.count == 0


@pytest.mark.parametrize(
    ("until", "foretold"),
    [("2026-11-30", True), ("2026-11-29", True), ("2026-11-23", True), ("2026-11-22", False), ("2026-12-31", True)],
)
def test_the_note_of_a_week_that_is_just_over_says_what_comes(engine: Engine, until: str, *, foretold: bool) -> None:
    """It is made on the day after; of an older week nobody knows whether the record knew of it then."""
    add(engine, date="2026-12-20", title="A hearing")
    with reading(engine) as session:
        brief = told(session, EventFilter(since=dt.date(2026, 11, 16), until=dt.date.fromisoformat(until)))
    assert [each.date for each in brief.ahead] == ["2026-12-20"] * foretold
    assert (brief.count, part(brief, "What happened")) == (0, ["No event is recorded in this period."])
    assert part(brief, "What comes next")[0].startswith(
        "20 December" if foretold else "The record holds no dated later"
    )


def test_a_period_that_goes_on_tells_each_event_once(engine: Engine) -> None:
    """What lies ahead within it is only among what comes."""
    for day in ("2026-11-10", "2026-12-20"):
        add(engine, date=day, title=f"Of {day}")
    with reading(engine) as session:
        brief = told(session, EventFilter(since=dt.date(2026, 11, 1), until=dt.date(2026, 12, 31)))
    assert ([each.date for each in brief.events], brief.count) == (["2026-11-10"], 1)
    assert [each.date for each in brief.ahead] == ["2026-12-20"]
    assert words(brief).count("Of 2026-12-20") == 1


@pytest.mark.parametrize(
    ("date", "until", "comes"),
    [
        ("2022-05", "2022-05-07", True),
        ("2022-05", "2022-05-31", False),
        ("2022-36", "2022-12-30", True),
        ("2022-05-08", "2022-05-07", True),
        ("2022-05-07", "2022-05-07", False),
    ],
)
def test_a_month_comes_until_it_is_over(engine: Engine, date: str, until: str, *, comes: bool) -> None:
    """A deadline of which only the month or the quarter is known is still to come while that lasts."""
    with writing(engine) as session:
        slug = add_event(session, make_draft(date="2022-03-01"), origin=Origin.FORM, actor=ANN)
        stages = (StageRow(Stage.IN_FORCE, slug, date),)
        add_measures(session, [MeasureRow("m", MeasureKind.RULE, "Measures", None, None, stages)], actor=ANN)
    last = dt.date.fromisoformat(until)
    with reading(engine) as session:
        brief = told(session, EventFilter(since=last - dt.timedelta(days=6), until=last))
    assert [(each.what, each.date) for each in brief.ahead] == [("In force: Measures", date)] * comes


def test_what_has_no_day_stands_apart_in_each_week(engine: Engine) -> None:
    """Notes of each week tell each day once; what may lie in several is told as that, and in its month it is sure."""
    add(engine, date="2022-05", title="Some day in May")
    add(engine, date="2022-05-12", title="On the twelfth")
    held, perhaps = [], []
    with reading(engine) as session:
        for week in range(6):
            first = dt.date(2022, 5, 2) + dt.timedelta(weeks=week)
            brief = told(session, EventFilter(since=first, until=first + dt.timedelta(days=6)))
            held.append(sum(each.startswith(("12 May", "May 2022")) for each in part(brief, "What happened")))
            perhaps.append([each[:8] for each in part(brief, "Perhaps in this period")][1:])
        month = told(session, EventFilter(since=dt.date(2022, 5, 1), until=dt.date(2022, 5, 31)))
    assert held == [0, 1, 0, 0, 0, 0]
    assert perhaps == [["May 2022"]] * 5 + [[]]
    assert len(part(month, "What happened")) == 2
    assert part(month, "Perhaps in this period") == []


def test_an_entry_into_force_with_an_event_of_its_own_comes_once_its_text_is_passed(record: Session) -> None:
    """Its day was set with the text; a later change of the text, and that one's day, were not known."""
    june = told(record, EventFilter(since=dt.date(2026, 6, 15), until=dt.date(2026, 6, 21)))
    (told_here,) = [each for each in part(june, "What comes next") if each.startswith("20 August 2026")]
    assert "In force: " in told_here
    assert part(june, "What comes next")[-1] == SUMMARIES
    before = told(record, EventFilter(since=dt.date(2026, 6, 8), until=dt.date(2026, 6, 14)))
    assert not any(each.startswith("20 August 2026") for each in part(before, "What comes next"))
    kinds = frozenset({Kind.RULE})
    assert any("20 August 2026" in each for each in part(told(record, replace(june.asked.chosen, kinds=kinds)),
                                                        "What comes next"))  # fmt: skip


def test_only_the_next_text_is_told(engine: Engine) -> None:
    """Of a law that was changed later the entry into force of the change is not foretold; nor what is no entry."""
    dated = (
        (Stage.ADOPTED, "2021-06-10"), (Stage.IN_FORCE, "2021-09-01"), (Stage.AMENDED, "2025-10-28"),
        (Stage.IN_FORCE, "2026-01-01"), (Stage.REPEALED, "2026-03-01"),
    )  # fmt: skip
    with writing(engine) as session:
        stages = tuple(
            StageRow(stage, add_event(session, make_draft(date=date, title=date), origin=Origin.FORM, actor=ANN))
            for stage, date in dated
        )
        add_measures(session, [MeasureRow("m", MeasureKind.RULE, "A law", None, None, stages)], actor=ANN)
    found = {}
    for day in ("2021-06-09", "2021-07-31", "2021-09-01", "2025-11-30", "2026-02-01"):
        with reading(engine) as session:
            brief = told(session, EventFilter(since=dt.date(2021, 6, 1), until=dt.date.fromisoformat(day)))
            found[day] = [(each.what, each.date, each.event.title) for each in brief.ahead]
    assert found == {
        "2021-06-09": [],
        "2021-07-31": [("In force: A law", "2021-09-01", "2021-06-10")],
        "2021-09-01": [],
        "2025-11-30": [("In force: A law", "2026-01-01", "2025-10-28")],
        "2026-02-01": [],
    }


def test_the_first_words_say_what_the_news_did(record: Session) -> None:
    """A week of tightening in which the line rises by fading is not told as a rise."""
    first, *_ = part(
        told(record, EventFilter(since=dt.date(2026, 6, 15), until=dt.date(2026, 6, 21))), "How the line moved"
    )
    assert first.startswith("The news of this period (1 tightened) moved the line by ")
    assert ", and the fading of what came before moved it by +0.01: from −" in first
    assert not re.search("rose|rise|fell", first)
    quiet = part(
        told(record, EventFilter(since=dt.date(2026, 11, 23), until=dt.date(2026, 11, 29))), "How the line moved"
    )
    assert quiet[0].startswith("No recent evidence; last reading: tightening, −1.0")
    assert quiet[1].startswith(
        "While nothing comes in, the line fades towards 0. There was no news that counts, and the"
    )


def test_a_move_against_an_events_own_direction_is_explained(record: Session) -> None:
    """Beside the event, and nowhere else."""
    july = told(record, EventFilter(since=dt.date(2021, 7, 1), until=dt.date(2021, 7, 31)))
    assert july.moved is not None
    for event, change in july.moved.movers:
        (line,) = [each for each in part(july, "How the line moved") if f" {event.title}" in each]
        against = event.stance < 0 < change
        assert ("It is milder than where the line stood, so that it drew the line up." in line) is against
    assert any(event.stance < 0 < change for event, change in july.moved.movers)


def test_a_source_that_was_not_opened_says_so_in_plain_words(engine: Engine) -> None:
    """How its link was found is for those who keep the record; the day of the addresses is told once."""
    pages = [
        {"url": "https://example.org/a", "publisher": "A paper", "seen": "link", "note": "linked in a stored note"},
        {"url": "https://example.org/b", "publisher": "A paper", "note": "full text"},
    ]
    add(engine, sources=pages, public_on="2021-07-08")
    with reading(engine) as session:
        brief = told(session, EventFilter())
    assert part(brief, "Sources") == [
        "The addresses were taken from the record on 30 November 2026.",
        "A paper, no date given. https://example.org/a (known by its address only, not opened by us)",
        "A paper, no date given. https://example.org/b (full text)",
    ]
    assert "It became known on 8 July 2021." in words(brief)


@pytest.mark.parametrize(
    ("publisher", "published_on", "begins"),
    [
        ("Xinhua", "2022-05", "Xinhua, May 2022. https"),
        ("", "2022-05", "May 2022. https"),
        ("", None, "No date given. https"),
    ],
)
def test_a_source_begins_with_what_is_known_of_it(
    engine: Engine, publisher: str, published_on: str | None, begins: str
) -> None:
    """Without a publisher there is no comma before its date."""
    add(engine, sources=[{"url": "https://example.org/a", "publisher": publisher, "published_on": published_on}])
    with reading(engine) as session:
        assert part(told(session, EventFilter()), "Sources")[1].startswith(begins)


def test_doubts_are_marked(record: Session) -> None:
    """A date that is no day, facts that are not sure, and kinds that the line does not count."""
    text = words(told(record, EventFilter(since=dt.date(2021, 7, 1), until=dt.date(2021, 7, 7))))
    assert "Its date is known to the month only. Certainty of the facts: medium." in text
    everything = words(told(record, EventFilter()))
    for doubt in (
        "For context: the line does not count what companies do.",
        "For context: the line does not count what other states do.",
        "For context: the line counts a rule when it is made known, not again when it takes effect.",
    ):
        assert doubt in everything


def test_what_is_left_out_is_counted(engine: Engine) -> None:
    """Drafts are in no brief; how many the filter would keep is said."""
    with writing(engine) as session:
        add_event(session, make_draft(), origin=Origin.FORM, actor=ANN, state=ReviewState.DRAFT)
        add_event(session, make_draft(title="Another rule"), origin=Origin.FORM, actor=ANN)
    with reading(engine) as session:
        brief = told(session, EventFilter())
        assert [each.title for each in brief.events] == ["Another rule"]
        assert "no draft, disputed, rejected or withdrawn one; left out: 1 draft." in words(brief)


def test_a_rule_that_takes_effect_is_told_in_its_own_week(record: Session) -> None:
    """Its text came months before, and no event tells of the day; the note of the week before tells it as to come."""
    week = EventFilter(since=dt.date(2025, 5, 26), until=dt.date(2025, 6, 1))
    heading = "What fell due"
    brief = told(record, week)
    assert part(brief, "What happened")[0] == "No new event is recorded in this period."
    (line,) = part(brief, heading)
    assert line.startswith("1 June 2025: In force: Measures for facial recognition, by “CAC and police restrict")
    before = told(record, EventFilter(since=dt.date(2025, 5, 19), until=dt.date(2025, 5, 25)))
    assert part(before, heading) == []
    assert any(each.startswith("1 June 2025: In force: Measures") for each in part(before, "What comes next"))
    assert part(told(record, replace(week, sectors=("gaming",))), heading) == []
    both = told(record, EventFilter(since=dt.date(2025, 3, 1), until=dt.date(2025, 6, 30)))
    assert line[: line.index(".")] in "\n".join(part(both, heading))


def test_of_many_days_that_fell_due_the_latest_are_told(record: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are counted, with where they are."""
    years = EventFilter(since=dt.date(2018, 1, 1), until=dt.date(2025, 12, 31))
    whole = told(record, years).due
    assert len(whole) > 3
    monkeypatch.setattr(facts, "MOST_DUE", 3)
    brief = told(record, years)
    assert brief.due == whole[-3:]
    assert part(brief, "What fell due")[0].startswith(f"And {len(whole) - 3} earlier days;")
