from collections.abc import Callable

import pytest
from plain_filter import kept_slugs, texts_of
from sqlalchemy import Engine
from sqlmodel import Session

from tracker.cleaning import fold_text
from tracker.database import reading
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.read_models import EventRow, TermRow

AddEvent = Callable[..., str]


def found(session: Session, search: str) -> list[str]:
    """Return the slugs that a search finds."""
    return [event.slug for event in list_events(session, EventFilter(search=search))]


@pytest.mark.parametrize(
    ("search", "slug"),
    [("审查", "cybersecurity-review-measures-2020"), ("滴滴", "didi-app-removal"), ("滴滴 审查", "didi-cyber-review")],
)
def test_a_word_of_two_chinese_signs_is_found(
    record: Session, record_events: tuple[EventRow, ...], record_terms: tuple[TermRow, ...], search: str, slug: str
) -> None:
    """Chinese words are short and have no blanks between them; they are found inside titles and names."""
    slugs = found(record, search)
    assert slug in slugs
    assert slugs == kept_slugs(record_events, record_terms, EventFilter(search=search))


@pytest.mark.parametrize(
    "search", ["didi", "DIDI", "ＤｉＤｉ", " didi ", "DiDi\u3000app", "removal didi", "didi-app-removal"]
)
def test_case_width_order_and_blanks_make_no_difference(record: Session, search: str) -> None:
    """However it is typed, the removal of the app is found."""
    assert "didi-app-removal" in found(record, search)


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', ";", "*", "?", "["])
def test_a_sign_that_means_something_to_a_database_is_only_a_sign(
    record: Session, record_events: tuple[EventRow, ...], record_terms: tuple[TermRow, ...], sign: str
) -> None:
    """Exactly the events whose texts hold the sign are found."""
    names = {(str(term.type), term.key): term for term in record_terms}
    holding = [event.slug for event in record_events if any(sign in fold_text(text) for text in texts_of(event, names))]
    assert found(record, sign) == holding
    assert len(holding) < len(record_events)


def test_wildcards_are_letters_on_both_databases(engine: Engine, add: AddEvent) -> None:
    """A percent sign, an underscore and a backslash find themselves and nothing else."""
    add("percent", title="A fee of 5% is due")
    add("underscore", title="The a_b test")
    add("backslash", title="A path\\name")
    add("plain", title="The axb test of 5 and path name")
    with reading(engine) as session:
        assert found(session, "5%") == ["percent"]
        assert found(session, "%") == ["percent"]
        assert found(session, "a_b") == ["underscore"]
        assert found(session, "_") == ["underscore"]
        assert found(session, "path\\name") == ["backslash"]
        assert found(session, "\\%") == []
        assert found(session, "5％") == ["percent"]


def test_every_text_and_name_is_searched_on_both_databases(engine: Engine, add: AddEvent) -> None:
    """Title, Chinese title, summary, reason, evidence, slug and each name lead to the event; addresses do not."""
    add(
        "slugword",
        title="Titleword",
        title_zh="网络审查办法",
        summary="Summaryword",
        stance_reason="Reasonword",
        date_evidence="Evidenceword",
        sectors=["Sectorword"],
        agencies=["Agencyword"],
        companies=["Companyword"],
        people=["Personword"],
        thread="Threadword",
        sources=[{"url": "https://example.org/addressword", "publisher": "Publisherword"}],
    )
    add("other")
    parts = ("slug", "title", "summary", "reason", "evidence", "sector", "agency", "company", "person", "thread")
    with reading(engine) as session:
        for part in parts:
            assert found(session, f"{part.upper()}word") == ["slugword"]
        assert found(session, "审查") == found(session, "网络 办法") == ["slugword"]
        assert found(session, "titleword nowhere") == []
        assert found(session, "addressword") == found(session, "publisherword") == []


@pytest.mark.parametrize("search", ["a\x00b", "\ud800", "x" * 100_000, "y " * 50_000, "%" * 1_000])
def test_no_search_breaks_a_database(engine: Engine, add: AddEvent, search: str) -> None:
    """Signs and lengths that a database refuses end in an answer."""
    add("other")
    with reading(engine) as session:
        assert len(found(session, search)) <= 1
