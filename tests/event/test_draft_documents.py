import datetime as dt
import json
from typing import Any

from draft_samples import draft_with
from hypothesis import given
from hypothesis import strategies as st

from tracker.cleaning import without_invisible
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.store.documents import draft_of, stored_document
from tracker.store.history import canonical_json
from tracker.vocabulary import Certainty, Kind, Origin, ReviewState, Seen, SourceKind

REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"

_sign = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=REFUSED)
_line = st.text(_sign | st.sampled_from("\"'\\{}[]<>&;网滴 \u00a0\u200b"), max_size=30)
_needed = _line.filter(lambda text: bool(without_invisible(text).strip()))
_lines = st.text(_sign | st.sampled_from("\n\t\r"), max_size=60)
_names = st.lists(_line, max_size=4)
_day = st.dates(dt.date(1949, 1, 1), dt.date(2050, 12, 31))
_mark = st.sampled_from(["", "", "~", "?", "%"])
_part = st.sampled_from([f"{number:02d}" for number in [*range(1, 13), *range(33, 37), 40, 41]])
_edtf = st.one_of(
    _day.map(str),
    st.tuples(_day, _part, _mark).map(lambda each: f"{each[0].year}-{each[1]}{each[2]}"),
    st.tuples(_day, _mark).map(lambda each: f"{each[0].year}{each[1]}"),
    _day.map(lambda day: f"{day.day} {day:%B} {day.year}"),
    _day.map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    _day.map(lambda day: f"{day}/.."),
    _day.map(lambda day: f"{day.year}/{day.year + 2}"),
)
_source = st.fixed_dictionaries(
    {"url": st.from_regex(r"https?://[a-z]{1,9}\.[a-z]{2,3}/[a-zA-Z0-9%?&=#._~-]{0,30}", fullmatch=True)},
    optional={
        "publisher": _line,
        "published_on": st.none() | _edtf,
        "language": st.sampled_from([None, "", "en", "zh", "zh-Hant"]),
        "kind": st.sampled_from([None, "", *SourceKind]),
        "seen": st.sampled_from([None, "", *Seen]),
        "note": _line,
    },
)
_values = st.fixed_dictionaries(
    {
        "title": _needed,
        "date": _edtf,
        "kind": st.sampled_from(Kind),
        "stance": st.integers(-3, 3),
        "stance_reason": _needed,
        "reach": st.integers(1, 4),
        "sources": st.lists(_source, min_size=1, max_size=3),
    },
    optional={
        "title_zh": st.none() | _line,
        "also_called": _names,
        "document_number": st.none() | _line,
        "public_on": st.sampled_from([None, "", "2021-09-08", "2021-09", "mid-May 2022"]),
        "date_text": st.none() | _line,
        "end_text": st.none() | _line,
        "certainty": st.sampled_from([None, *Certainty]),
        "sectors": _names,
        "agencies": _names,
        "companies": _names,
        "people": _names,
        "thread": st.none() | _line,
        "summary": _lines,
        "date_evidence": _lines,
    },
)
_late_end = st.sampled_from([None, "..", "2100-12-31", "2100-12", "2099~"])


@st.composite
def drafts(draw: st.DrawFn) -> EventDraft:
    """Draw a valid Event with fields of every form that may come in."""
    values = draw(_values)
    if "/" not in values["date"]:
        values["end"] = draw(_late_end)
    return parse_event(values)


@given(draft=drafts(), state=st.sampled_from(ReviewState), origin=st.sampled_from(Origin))
def test_a_draft_comes_back_equal_from_its_document(draft: EventDraft, state: ReviewState, origin: Origin) -> None:
    """The history keeps a document as JSON; read back it is the same validated Event, field by field."""
    stored = json.loads(canonical_json(stored_document("a-slug", draft, state=state, origin=origin)))
    assert draft_of(stored) == draft
    assert (stored["slug"], stored["review_state"], stored["origin"]) == ("a-slug", state, origin)


@given(draft=drafts())
def test_validation_is_idempotent(draft: EventDraft) -> None:
    """What has passed once passes again unchanged, as values of Python and as values of JSON."""
    assert parse_event(draft.model_dump()) == draft
    assert parse_event(draft.model_dump(mode="json")) == draft


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(changes=st.dictionaries(st.sampled_from([*EVENT_FIELDS, "other"]), _anything, max_size=3))
def test_nothing_but_a_draft_or_a_refusal_comes_out(changes: dict[str, Any]) -> None:
    """Whatever a file or a program hands in, the answer is a valid Event or one sentence at each bad field."""
    problems: dict[str, str] = {}
    try:
        draft = draft_with(**changes)
    except InvalidDraft as refusal:
        problems = refusal.problems
    else:
        assert parse_event(draft.model_dump()) == draft
    assert all(field.split(".")[0] in changes and text.endswith(".") for field, text in problems.items())
