"""The codebook: its decisions, the events that show them, and the accepted codes that they touch."""

import io

import openpyxl
import pytest
from sqlmodel import Session

from tests.support.makers import event_row
from tracker.checks.codes import find_open_codes
from tracker.codebook import CODEBOOK_VERSION, DECISIONS, codebook_rows
from tracker.exports.workbook import write_xlsx
from tracker.measures import MeasureRow, StageRow
from tracker.queries import list_measures
from tracker.read_models import EventRow
from tracker.vocabulary import Kind, MeasureKind, Reach, Stage, Stance

SIGNALS_AT_TWO = {
    *("fsdc-liu-he-market-support", "politburo-april-2022-platform-pledge", "liu-he-cppcc-digital-economy"),
    *("cewc-2022-platform-support", "game-draft-pulled-from-website", "xi-entrepreneur-symposium-2025"),
}

EXAMPLES = {
    "licence-batch": (1, None),
    "taking-effect": (-2, None),
    "softer-final-text": (-1, None),
    "size-of-penalty": (-1, None),
    "campaign": (-1, None),
    "narrow-ban": (-2, None),
    "hindsight": (0, None),
    "foreign-firms": (-2, None),
    "pilot": (1, None),
    "plan-or-pledge": (1, None),
    "unconfirmed": (-1, None),
    "approval-withheld": (-1, None),
    "approval-with-conditions": (1, None),
    "mixed-act": (0, None),
    "reach-of-rules": (None, 4),
    "reach-of-lists": (None, 2),
    "reach-of-export-controls": (None, 2),
}
"""What each decision says of its example: stance and reach, None where it is not about that."""


def test_every_example_has_the_code_that_its_decision_asks_for(record_events: tuple[EventRow, ...]) -> None:
    """An example of the record shows the decision by its accepted code; one decision has no example there."""
    by_slug = {event.slug: event for event in record_events}
    with_example = [each for each in DECISIONS if each.example]
    assert {each.key for each in with_example} == EXAMPLES.keys()
    assert {each.key for each in DECISIONS} - EXAMPLES.keys() == {"firm-against-firm"}
    for each in with_example:
        stance, reach = EXAMPLES[each.key]
        event = by_slug[each.example]
        assert stance in {None, int(event.stance)}, each.key
        assert reach in {None, int(event.reach)}, each.key
        assert event.kind in each.kinds, each.key


def test_the_list_of_touched_codes_holds_the_known_doubts(record: Session, record_events: tuple[EventRow, ...]) -> None:
    """The six signals at +2, each in-force event that parts from its rule, and damages between two firms."""
    found = list(find_open_codes(record_events, list_measures(record)))
    of = {key: {event.slug for event, decision in found if decision.key == key} for key in EXAMPLES}
    signals = {
        event.slug for event, decision in found if decision.key == "plan-or-pledge" and event.kind == Kind.SIGNAL
    }
    assert signals == SIGNALS_AT_TWO
    assert {"deep-synthesis-rules-in-force", "csrc-overseas-listing-rules-in-force"} <= of["taking-effect"]
    assert "data-security-law-in-force" not in of["taking-effect"]
    assert {event.slug for event, decision in found if decision.key == "firm-against-firm"} == {
        "jd-wins-antitrust-damages"
    }
    assert not {(event.slug, decision.example) for event, decision in found if event.slug == decision.example}


def test_an_event_that_agrees_is_not_listed() -> None:
    """A pledge at +1 is as the codebook has it, one at +2 is not, and neither is a speech that tightens."""
    easing, binding, hostile = (
        event_row(f"pledge-{stance}", "2022-05-01", stance, kind=Kind.SIGNAL, reach=Reach.ECONOMY)
        for stance in (1, 2, -1)
    )
    assert [(event.slug, decision.key) for event, decision in find_open_codes([easing, binding, hostile])] == [
        ("pledge-2", "plan-or-pledge")
    ]


@pytest.mark.parametrize(("stance", "is_open"), [(-2, False), (-1, True), (0, True)])
def test_taking_effect_is_held_against_the_last_text_before_it(stance: int, *, is_open: bool) -> None:
    """A draft does not count, nor a text that came later."""
    events = [
        event_row("draft", "2021-01-01", -1, kind=Kind.DRAFT_RULE),
        event_row("text", "2021-06-01", -2),
        event_row("effect", "2021-09-01", stance, kind=Kind.IN_FORCE),
        event_row("amended", "2022-06-01", 1),
    ]
    stages = (
        (Stage.CONSULTATION, "draft"),
        (Stage.ADOPTED, "text"),
        (Stage.IN_FORCE, "effect"),
        (Stage.AMENDED, "amended"),
    )
    measure = MeasureRow("rule", MeasureKind.RULE, "A rule", None, None, tuple(StageRow(*each) for each in stages))
    found = [event.slug for event, decision in find_open_codes(events, [measure]) if decision.key == "taking-effect"]
    assert found == ["effect"] * is_open


def test_the_codebook_as_rows_is_whole() -> None:
    """Version, kinds, levels and decisions, each once, each with a meaning."""
    rows = list(codebook_rows())
    assert rows[0] == ("codebook", "version", "2")
    assert CODEBOOK_VERSION == 2
    parts = [part for part, _, _ in rows]
    counts = {"kind": len(Kind), "stance": len(Stance), "reach": len(Reach), "decision": len(DECISIONS)}
    assert {part: parts.count(part) for part in counts} == counts
    assert len({row[:2] for row in rows}) == len(rows)
    assert all(len(meaning) > 3 or part == "codebook" for part, _, meaning in rows)


def test_the_workbook_holds_the_codebook() -> None:
    """Its sheet has every row, beside what the columns mean."""
    stream = io.BytesIO()
    write_xlsx([], stream)
    sheet = openpyxl.load_workbook(stream)["Codebook"]
    assert set(codebook_rows()) <= {tuple(row) for row in sheet.iter_rows(values_only=True)}
