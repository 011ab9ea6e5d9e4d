from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tracker.database import reading
from tracker.filters import EventFilter
from tracker.naming import NameIndex
from tracker.queries import list_events, list_terms
from tracker.vocabulary import TermType

AddEvent = Callable[..., str]
SIGNS = ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u200f", "\u2060", "\ufe0f", "\U000e0041"]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"U+{ord(sign):04X}")
def test_hidden_signs_make_no_difference_on_both_databases(engine: Engine, add: AddEvent, sign: str) -> None:
    """In what is stored and in what is searched, in names and in Chinese; no second company comes of them."""
    add("plain", title="A fee for games", title_zh="网络游戏收费", companies=["Tencent"])
    add("hidden", title=f"Another f{sign}ee for games", title_zh=f"网络{sign}游戏", companies=[f"Ten{sign}cent"])
    with reading(engine) as session:
        for search in ("fee", f"f{sign}ee", f"网络{sign}游戏", "网络游戏", f"Tencen{sign}t"):
            assert {event.slug for event in list_events(session, EventFilter(search=search))} == {"plain", "hidden"}
        terms = list_terms(session)
        assert [term.key for term in terms if term.type is TermType.COMPANY] == ["Tencent"]
        assert NameIndex(terms).find(TermType.COMPANY, f"T{sign}encent") == "Tencent"
