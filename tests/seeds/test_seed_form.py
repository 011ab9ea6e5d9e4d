import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.makers import make_draft
from tracker.cleaning import without_invisible
from tracker.errors import InvalidDraft
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.read_models import CodingRow, TermRow
from tracker.resources import seeds_folder
from tracker.seeds import plain_event, render_codings, render_event, render_terms
from tracker.seeds.parsing import parse_codings_text, parse_event_text, parse_terms_text
from tracker.vocabulary import Certainty, Kind, Reach, Seen, SourceKind, Stance, TermType

EVENT_FILES = sorted(path.relative_to(seeds_folder()).as_posix() for path in seeds_folder().glob("events/*/*.toml"))

_REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
_SHOWABLE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=_REFUSED)
_LINES = st.one_of(_SHOWABLE, st.sampled_from("\n\t"))


def texts(most: int, *, lines: bool = False, needed: bool = False) -> st.SearchStrategy[str]:
    """Texts as a form may send them, quotes, backslashes, hashes and Chinese included."""
    signs = _LINES if lines else _SHOWABLE
    special = st.sampled_from(['"', "'''", '"""', "\\", "\\n", "#", "= [x]", "游戏版号", "\u200b", "😀", "[[sources]]"])
    text = st.lists(st.one_of(signs, special), max_size=most).map("".join)
    return text.filter(lambda value: bool(without_invisible(value).strip())) if needed else text


NAMES = st.lists(texts(12), max_size=4)
DAYS = st.dates(dt.date(1949, 1, 1), dt.date(2100, 12, 31))
DATES = st.one_of(DAYS.map(str), DAYS.map(lambda day: str(day)[:7]))
SOURCES = st.fixed_dictionaries(
    {"url": st.from_regex(r"https?://[a-z]{1,9}\.[a-z]{2,3}/[a-zA-Z0-9%?&=#._~-]{0,30}", fullmatch=True)},
    optional={
        "publisher": texts(20),
        "published_on": st.one_of(st.none(), DATES),
        "language": st.sampled_from([None, "en", "zh", "zh-Hant"]),
        "kind": st.sampled_from([None, *SourceKind]),
        "seen": st.sampled_from([None, *Seen]),
        "note": texts(20),
    },
)
EVENTS = st.fixed_dictionaries(
    {
        "title": texts(30, needed=True),
        "date": DATES,
        "kind": st.sampled_from(Kind),
        "stance": st.integers(-3, 3),
        "stance_reason": texts(30, needed=True),
        "reach": st.integers(1, 4),
        "sources": st.lists(SOURCES, min_size=1, max_size=3),
    },
    optional={
        "title_zh": texts(10),
        "also_called": NAMES,
        "document_number": texts(10),
        "public_on": st.one_of(st.none(), DATES),
        "date_text": texts(20),
        "end": st.sampled_from([None, "..", "2100-12-31", "2100-12"]),
        "certainty": st.sampled_from(Certainty),
        "sectors": NAMES,
        "agencies": NAMES,
        "companies": NAMES,
        "people": NAMES,
        "thread": texts(10),
        "summary": texts(60, lines=True),
        "date_evidence": texts(60, lines=True),
    },
)


@given(values=EVENTS)
def test_a_draft_comes_back_equal_from_its_file(values: dict[str, Any]) -> None:
    """Whatever a valid draft holds, writing and reading it changes nothing, and its form is stable."""
    draft = parse_event(values)
    text = render_event(draft)
    assert parse_event_text(text) == draft
    assert render_event(parse_event_text(text)) == text


@pytest.mark.parametrize("place", EVENT_FILES)
def test_every_shipped_event_is_canonical(place: str) -> None:
    """Each file of the record is exactly what the writer makes of it."""
    path = seeds_folder() / place
    text = path.read_text(encoding="utf-8")
    assert render_event(parse_event_text(text)) == text


def test_fields_stand_in_one_order_and_empty_ones_are_left_out() -> None:
    """The order is that of the draft; nothing empty is written; a date's words only where they differ from it."""
    full = make_draft(
        title_zh="规定", end="2022-06", certainty="low", sectors=["gaming"], agencies=["CAC"], companies=["Tencent"],
        people=["Liu He"], thread="t", summary="S", date_evidence="E", date_text="mid-May", end_text="in June",
        also_called=["The rule"], document_number="No. 1", public_on="2022-05-20",
    )  # fmt: skip
    assert tuple(plain_event(full)) == EVENT_FIELDS
    assert tuple(plain_event(make_draft())) == (
        "title", "date", "kind", "stance", "stance_reason", "reach", "certainty", "sources",
    )  # fmt: skip


def test_the_form_of_an_event_is_fixed() -> None:
    """A change of the writer's library that changes the form is noticed here and not in a difference for each event."""
    sources = [{"url": "https://a.example.org/"}, {"url": "https://b.example.org/", "publisher": 'The "B"'}]
    text = render_event(
        make_draft(title="“A” 规定 \\ B", sectors=["gaming", "cloud"], summary="One\nTwo", sources=sources)
    )
    assert text == (
        'title = "“A” 规定 \\\\ B"\n'
        'date = "2022-05-17"\n'
        'kind = "rule"\n'
        "stance = -2\n"
        'stance_reason = "It binds"\n'
        "reach = 3\n"
        'certainty = "high"\n'
        'sectors = ["gaming", "cloud"]\n'
        'summary = "One\\nTwo"\n'
        "\n"
        "[[sources]]\n"
        'url = "https://a.example.org/"\n'
        "\n"
        "[[sources]]\n"
        'url = "https://b.example.org/"\n'
        'publisher = "The \\"B\\""\n'
    )


def test_vocabularies_come_back_and_are_ordered_by_key() -> None:
    """Entries are ordered whatever the letters' case, and every field returns."""
    terms = [
        TermRow(TermType.COMPANY, "miHoYo", "miHoYo", "米哈游", tickers=("A.HK", "B (to 2022)")),
        TermRow(TermType.COMPANY, "Meta", "Meta", None, "US", aliases=("Facebook",)),
    ]
    text = render_terms(TermType.COMPANY, terms)
    assert parse_terms_text(TermType.COMPANY, text) == (terms[1], terms[0])


def test_codings_come_back_and_are_ordered() -> None:
    """Reasons with commas and quotes return; the order is slug, then coder."""
    codings = [
        CodingRow("b", "second", Stance.NEUTRAL, Reach.FIRM, 'Mixed, "both" ways'),
        CodingRow("a", "third", Stance.OPENING, Reach.ECONOMY, ""),
        CodingRow("a", "second", Stance.SEVERE, Reach.SECTOR, "禁令"),
    ]
    assert parse_codings_text(render_codings(codings)) == (codings[2], codings[1], codings[0])


def test_a_file_written_by_hand_is_read_and_gets_a_form() -> None:
    """A date in words is read; the canonical form keeps the words beside the EDTF text."""
    text = render_event(make_draft()).replace('"2022-05-17"', '"17 May 2022"')
    plain = plain_event(parse_event_text(text))
    assert (plain["date"], plain["date_text"]) == ("2022-05-17", "17 May 2022")


def test_a_date_without_quotes_is_an_error_at_its_field() -> None:
    """TOML's own dates have no month or year alone, so a date is always text; the refusal stands at the field."""
    text = render_event(make_draft()).replace('"2022-05-17"', "2022-05-17")
    with pytest.raises(InvalidDraft) as refusal:
        parse_event_text(text)
    assert list(refusal.value.problems) == ["date"]
