"""What a person or a link names, against what the record holds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tracker.errors import UnknownValue
from tracker.filters import EventFilter
from tracker.naming import NameIndex
from tracker.queries import known_filter, strict_filter
from tracker.read_models import TermRow
from tracker.typed_filter import OF_REQUESTS
from tracker.vocabulary import Kind, TermType

read_only = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

FIELDS = ("sectors", "agencies", "companies", "people", "threads")


@pytest.mark.parametrize("field", FIELDS)
def test_an_unknown_value_of_a_link_is_dropped_with_a_note(record: Session, field: str) -> None:
    """The rest of the filter stays; the note names the value and where it stood."""
    chosen = EventFilter(**{field: ("no such thing",)}, kinds=(Kind.LAW,), stance_max=-1, search="data")
    read = known_filter(record, chosen)
    assert read.filter == EventFilter(kinds=(Kind.LAW,), stance_max=-1, search="data")
    assert read.notes == (f"“no such thing” is not in the record's {field} and was left out.",)


@pytest.mark.parametrize(
    ("field", "text", "near"),
    [
        ("sectors", "gamming", "gaming"),
        ("agencies", "CACC", "CAC"),
        ("companies", "Tencnt", "Tencent"),
        ("people", "Liu Hee", "Liu He"),
        ("threads", "didi-cas", "didi-case"),
        ("sectors", "游戏", "gaming"),
        ("companies", "滴滴", "DiDi"),
    ],
)
def test_an_unknown_value_of_a_command_is_an_error_with_near_ones(
    record: Session, field: str, text: str, near: str
) -> None:
    """A command does not guess: it stops and says what could be meant."""
    with pytest.raises(UnknownValue, match=rf"“{text}” is not in the record's {field}; near ones are: .*{near}"):
        strict_filter(record, EventFilter(**{field: (text,)}))


def test_a_value_like_nothing_else_points_to_the_list(record: Session) -> None:
    """Where nothing is near, the message says where to look."""
    with pytest.raises(UnknownValue, match="tracker names lists what there is"):
        strict_filter(record, EventFilter(sectors=("网网网网网网",)))


def test_what_asks_is_told_in_its_own_manner(record: Session) -> None:
    """Where names are listed, and how several are given."""
    with pytest.raises(UnknownValue, match=r"sectors; /v1/names\?type=sector lists what there is\.$"):
        strict_filter(record, EventFilter(sectors=("网网网网网网",)), OF_REQUESTS)
    with pytest.raises(UnknownValue, match=r"near ones are: gaming.*\. Several .* commas: repeat the parameter\.$"):
        strict_filter(record, EventFilter(sectors=("gaming,ai",)), OF_REQUESTS)


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("companies", "didi", "DiDi"),
        ("companies", "滴滴出行", "DiDi"),
        ("companies", " ＤＩＤＩＹ ", "DiDi"),
        ("threads", "The DiDi case", "didi-case"),
        ("threads", "滴滴案", "didi-case"),
        ("agencies", "cac", "CAC"),
    ],
)
def test_names_become_the_records_own_keys(record: Session, field: str, text: str, key: str) -> None:
    """Key, name, Chinese name or ticker, in any case and width, mean one entry, also when given twice."""
    chosen = EventFilter(**{field: (text, key)})
    meant = EventFilter(**{field: (key,)})
    assert strict_filter(record, chosen) == meant
    assert known_filter(record, chosen).filter == meant
    assert known_filter(record, chosen).notes == ()


def test_known_and_unknown_values_are_told_apart(record: Session) -> None:
    """Of two values in one condition only the unknown one goes."""
    read = known_filter(record, EventFilter(sectors=("nix", "gaming"), people=("niemand",)))
    assert read.filter == EventFilter(sectors=("gaming",))
    assert [note.split("”")[0] for note in read.notes] == ["“nix", "“niemand"]


def test_a_filter_without_names_is_left_alone(record: Session) -> None:
    """Nothing has to be looked up then."""
    chosen = EventFilter(kinds=(Kind.LAW,), search="sectors")
    assert strict_filter(record, chosen) is chosen
    assert known_filter(record, chosen).filter is chosen


@given(texts=st.lists(st.text(max_size=100) | st.sampled_from(["DiDi", "滴滴出行", "gaming"]), min_size=1, max_size=4))
@read_only
def test_each_value_is_either_kept_or_noted(
    record: Session, record_terms: tuple[TermRow, ...], texts: list[str]
) -> None:
    """Whatever a link names, every note stays a line, and what is kept passes the strict reading."""
    read = known_filter(record, EventFilter(companies=tuple(texts)))
    keys = {text: NameIndex(record_terms).find(TermType.COMPANY, text) for text in texts}
    assert set(read.filter.companies) == {key for key in keys.values() if key}
    assert len(read.notes) == list(keys.values()).count(None)
    assert all(len(note) < 150 for note in read.notes)
    assert strict_filter(record, read.filter) == read.filter
