import datetime as dt
from functools import partial

import pytest
from sqlmodel import Session

from tests.support.makers import event_row
from tracker.measures import (
    MeasureRow,
    StageRow,
    chain_words,
    measure_state,
    measures_of,
    spans_in_force,
    stages_within,
)
from tracker.queries import list_measures
from tracker.read_models import EventRow
from tracker.vocabulary import MeasureKind, Stage

made_up = partial(event_row, thread="story")

TODAY = dt.date(2026, 6, 1)
Stored = tuple[dict[str, MeasureRow], dict[str, EventRow]]


@pytest.fixture(scope="module")
def stored(record: Session, record_events: tuple[EventRow, ...]) -> Stored:
    """The measures and events of the curated record."""
    measures = {measure.key: measure for measure in list_measures(record)}
    return measures, {event.slug: event for event in record_events}


def words(stored: Stored, key: str, day: dt.date = TODAY) -> tuple[str, tuple[str, ...]]:
    """Return status and chain of a measure in words."""
    measures, events = stored
    state = measure_state(measures[key], events, day)
    assert state is not None
    return state.status, chain_words(state, measures[key].kind)


def test_a_rule_s_life_is_told_with_its_missing_stages(stored: Stored) -> None:
    """The privacy law has all three stages; the data law's draft is not in the record and said to be missing."""
    assert words(stored, "pipl") == (
        "in force",
        ("Consultation 21 October 2020", "Adopted 20 August 2021", "In force 1 November 2021"),
    )
    assert words(stored, "data-security-law") == (
        "in force",
        ("Consultation: not recorded", "Adopted 10 June 2021", "In force 1 September 2021"),
    )
    assert words(stored, "online-game-measures") == (
        "draft, no final text recorded",
        ("Consultation 22 December 2023", "Adopted: not recorded", "In force: not recorded"),
    )


def test_a_status_is_that_of_the_day(stored: Stored) -> None:
    """Between its stages a measure stood where its latest one had brought it; before the first one there is nothing."""
    measures, events = stored
    expected = {
        dt.date(2021, 4, 9): "under investigation",
        dt.date(2021, 4, 10): "decided, closing not recorded",
        dt.date(2024, 8, 30): "closed",
    }
    for day, status in expected.items():
        assert words(stored, "alibaba-antitrust", day)[0] == status
    assert measure_state(measures["alibaba-antitrust"], events, dt.date(2020, 12, 23)) is None
    assert words(stored, "alibaba-antitrust", dt.date(2021, 1, 1))[1] == (
        "Probe opened 24 December 2020",
        "Ruling: not recorded",
        "Closed: not recorded",
    )


def test_one_event_may_be_two_stages(stored: Stored) -> None:
    """Guidelines that took effect at once are in force on the day on which they were adopted."""
    status, chain = words(stored, "platform-antitrust-guidelines")
    assert status == "in force"
    assert chain[1:] == ("Adopted 7 February 2021", "In force 7 February 2021")


def test_suspended_amended_and_replaced(stored: Stored) -> None:
    """What was put on hold, changed or replaced is told by its latest stage; an amendment needs no adoption."""
    assert words(stored, "rare-earth-controls-2025")[0] == "postponed or suspended"
    assert words(stored, "crypto-notice-2021")[0] == "repealed or replaced"
    status, chain = words(stored, "cybersecurity-law")
    assert status == "in force"
    assert chain == ("Consultation 14 September 2022", "Amended 28 October 2025", "In force 1 January 2026")
    assert words(stored, "export-catalogue-2020")[1] == (
        "Consultation: not recorded",
        "Amended 28 August 2020",
        "In force: not recorded",
    )


def test_the_draft_of_a_change_leaves_standing_what_it_would_change(stored: Stored) -> None:
    """A rule stays in force while a change is drafted; a law older than the record is no mere draft."""
    status, _ = words(stored, "cybersecurity-review-measures", dt.date(2021, 8, 1))
    assert status == "in force; draft of a change published"
    assert words(stored, "cybersecurity-law", dt.date(2023, 1, 1))[0] == "draft of a change, no final text recorded"


def test_a_suspension_is_over_on_its_last_day(stored: Stored) -> None:
    """A rule on hold until a day is not said to be on hold after it; what followed has to be recorded."""
    status = "postponed or suspended"
    assert words(stored, "rare-earth-controls-2025", dt.date(2026, 11, 10))[0] == status
    after = words(stored, "rare-earth-controls-2025", dt.date(2026, 11, 11))[0]
    assert after == f"{status} until 10 November 2026; what followed is not recorded"


def day(text: str) -> dt.date:
    """Return a day from its ISO form."""
    return dt.date.fromisoformat(text)


def test_what_a_stage_brought_holds_between_its_neighbours(stored: Stored) -> None:
    """From the entry into force, else from the text's own day, to the next text, the suspension or the replacement."""
    measures, events = stored
    spans = spans_in_force(measures.values(), events)
    expected = {
        "pipl-passed": ("2021-11-01", None),
        "export-catalogue-algorithms": ("2020-08-28", None),
        "cybersecurity-review-measures-2020": ("2020-06-01", "2022-02-14"),
        "cybersecurity-review-measures-final": ("2022-02-15", None),
        "cybersecurity-law-amendment": ("2026-01-01", None),
        "rare-earth-export-controls-oct-2025": ("2025-10-09", "2025-11-06"),
        "crypto-transactions-ban": ("2021-09-24", "2026-02-05"),
        "alibaba-probe-opened": ("2020-12-24", "2021-04-10"),
        "fta-boss-reviews": ("2021-07-05", "2022-06-29"),
        "trip-com-antitrust-probe": ("2026-01-14", None),
    }
    for slug, (first, last) in expected.items():
        assert spans[slug] == (day(first), day(last) if last else None), slug
    assert not {"pipl-first-draft", "pipl-in-force", "alibaba-fine", "cnki-data-fine"} & spans.keys()


def test_a_date_that_another_event_tells_is_a_stage_of_its_own(stored: Stored) -> None:
    """Before that day the rule is adopted and said to come into force; on it, it is in force; a month stays a month."""
    key = "childrens-data-provisions"
    status, chain = words(stored, key, dt.date(2019, 9, 30))
    assert status == "adopted, in force from 1 October 2019"
    assert chain == ("Consultation: not recorded", "Adopted 23 August 2019")
    status, chain = words(stored, key, dt.date(2019, 10, 1))
    assert (status, chain[-1]) == ("in force", "In force 1 October 2019")
    assert words(stored, "anthropomorphic-ai-measures", dt.date(2026, 4, 9))[0] == "draft, no final text recorded"
    assert words(stored, "cnki-review")[1][0] == "Probe opened June 2022"


def test_a_withdrawn_event_is_no_stage() -> None:
    """A stage whose event is out of the record is left out; a measure without any has no state."""
    rows = (StageRow(Stage.CONSULTATION, "draft"), StageRow(Stage.ADOPTED, "gone"))
    measure = MeasureRow("m", MeasureKind.RULE, "M", None, None, rows)
    events = {"draft": made_up("draft", "2021-01-01")}
    state = measure_state(measure, events, TODAY)
    assert state is not None
    assert [each.stage for each in state.passed] == [Stage.CONSULTATION]
    assert state.missing == (Stage.ADOPTED, Stage.IN_FORCE)
    assert measure_state(measure, {}, TODAY) is None


def test_measures_are_found_by_their_events(stored: Stored) -> None:
    """One event leads to all measures that it is a stage of."""
    measures = stored[0].values()
    found = measures_of(measures, ["livestream-commerce-and-platform-rules"])
    assert [measure.key for measure in found] == ["livestream-commerce-measures", "platform-terms-measures"]
    assert measures_of(measures, ["shanghai-lockdown"]) == ()


def test_every_stage_has_its_words() -> None:
    """Each stage has a label, a definition and a status, and belongs to one sort of measure."""
    for stage in Stage:
        assert stage.label
        assert stage.definition.endswith(".")
        assert stage.status
    assert [*MeasureKind.RULE.stages, *MeasureKind.CASE.stages] == list(Stage)
    for kind in MeasureKind:
        assert set(kind.usual) <= set(kind.stages)


def test_stages_fall_into_a_period_by_their_own_day(stored: Stored) -> None:
    """Each month of 2021 and 2022 holds the days that events tell for it, whatever month the events are of."""
    measures, events = stored
    told = stages_within(measures.values(), events)
    assert [each.date for each in told] == sorted(each.date for each in told)
    assert sum(each.what == "In force" for each in told) > 20
    whole = [(each.measure.key, each.stage) for each in told if each.date.startswith(("2021", "2022"))]
    found = []
    for month in range(24):
        since = dt.date(2021 + month // 12, month % 12 + 1, 1)
        until = (since + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        within = stages_within(measures.values(), events, since, until)
        assert all(since.isoformat()[:7] == each.date[:7] for each in within if len(each.date) > 4)
        found += [(each.measure.key, each.stage) for each in within]
    assert found == whole


def test_a_stage_falls_into_a_period_on_its_first_and_last_day_and_in_a_month_that_reaches_it() -> None:
    """Also the end of a consultation; the day of the event itself is none that it tells of."""
    events = {
        "law": made_up("law", "2022-05-17"),
        "draft": made_up("draft", "2022-01-10", end="2022-02-10"),
        "open": made_up("open", "2022-01-10", end=".."),
    }
    stages = (
        StageRow(Stage.CONSULTATION, "draft"),
        StageRow(Stage.CONSULTATION, "open"),
        StageRow(Stage.ADOPTED, "law"),
        StageRow(Stage.IN_FORCE, "law", "2022-09"),
        StageRow(Stage.IN_FORCE, "lost", "2022-09-01"),
    )
    measure = MeasureRow("m", MeasureKind.RULE, "Measures", None, None, stages)

    def found(since: str, until: str) -> list[tuple[str, str]]:
        within = stages_within([measure], events, day(since), day(until))
        return [(each.what, each.date) for each in within]

    ends, effect = ("Consultation ends", "2022-02-10"), ("In force", "2022-09")
    assert [(each.what, each.date) for each in stages_within([measure], events)] == [ends, effect]
    assert found("2022-02-10", "2022-02-10") == [ends]
    assert found("2022-02-11", "2022-08-31") == []
    assert found("2022-09-30", "2022-12-31") == found("2022-08-01", "2022-09-01") == [effect]
