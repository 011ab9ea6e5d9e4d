import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.filters import SEARCH_LENGTH, SHOWN_STATES, EventFilter, FilterReading, from_params
from tracker.vocabulary import Kind, ReviewState

_key = st.text(st.characters(exclude_categories=("Cs",)), max_size=12).filter(lambda text: bool(text.strip()))
_keys = st.lists(_key, max_size=3).map(tuple)
_day = st.none() | st.dates(dt.date(1949, 1, 1), dt.date(2100, 12, 31))
_stance = st.none() | st.integers(-3, 3)
_search = st.text(max_size=80).map(lambda text: " ".join(text.split()))

filters = st.builds(
    EventFilter,
    since=_day,
    until=_day,
    sectors=_keys,
    agencies=_keys,
    companies=_keys,
    people=_keys,
    kinds=st.lists(st.sampled_from(Kind), max_size=3, unique=True).map(tuple),
    threads=_keys,
    stance_min=_stance,
    stance_max=_stance,
    search=_search,
    states=st.sets(st.sampled_from(SHOWN_STATES), min_size=1).map(
        lambda chosen: tuple(state for state in SHOWN_STATES if state in chosen)
    ),
)


@given(chosen=filters)
def test_a_filter_comes_back_equal_from_an_address(chosen: EventFilter) -> None:
    """A shared link shows exactly what was chosen, without a note."""
    read = from_params(chosen.to_params())
    assert read.filter == chosen
    assert read.notes == ()


@given(chosen=filters)
def test_an_address_holds_only_what_was_chosen(chosen: EventFilter) -> None:
    """Conditions at their default stay out, and all values are text."""
    params = chosen.to_params()
    assert chosen.is_empty == (params == {})
    for name, texts in params.items():
        assert getattr(chosen, name) != getattr(EventFilter(), name)
        assert texts
        assert all(isinstance(text, str) for text in texts)


def test_the_words_of_an_address_are_fixed() -> None:
    """Links that people have sent each other stay good: names and forms of the parameters never change."""
    chosen = EventFilter(
        since=dt.date(2021, 7, 1),
        until=dt.date(2022, 5, 31),
        sectors=("gaming", "cloud"),
        agencies=("CAC",),
        companies=("滴滴",),
        people=("Liu He",),
        kinds=(Kind.DRAFT_RULE, Kind.LAW),
        threads=("didi-case",),
        stance_min=-3,
        stance_max=0,
        search="data security",
        states=(ReviewState.ACCEPTED, ReviewState.DRAFT),
    )
    assert chosen.to_params() == {
        "since": ["2021-07-01"],
        "until": ["2022-05-31"],
        "sectors": ["gaming", "cloud"],
        "agencies": ["CAC"],
        "companies": ["滴滴"],
        "people": ["Liu He"],
        "kinds": ["draft-rule", "law"],
        "threads": ["didi-case"],
        "stance_min": ["-3"],
        "stance_max": ["0"],
        "search": ["data security"],
        "states": ["accepted", "draft"],
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("since", "yesterday"),
        ("since", "2021-02-30"),
        ("until", "2021-13-01"),
        ("until", ""),
        ("stance_min", "4"),
        ("stance_min", "-4"),
        ("stance_max", "1.5"),
        ("stance_max", "high"),
        ("kinds", "rulle"),
        ("kinds", "LAW"),
        ("states", "nonsense"),
        ("states", "withdrawn"),
        ("since", "1850"),
    ],
)
def test_what_makes_no_sense_is_left_out_with_a_note(name: str, text: str) -> None:
    """A broken link opens, shows the rest, and says what was dropped."""
    read = from_params({name: [text], "sectors": ["gaming"]})
    assert read.filter == EventFilter(sectors=("gaming",))
    (note,) = read.notes
    assert note == f"“{text}” is not a known value for {name.replace('_', ' ')} and was left out."


def test_good_values_stay_beside_bad_ones() -> None:
    """Each bad value gets its own note; the order of the good ones is kept."""
    read = from_params({"kinds": ["law", "x", "rule", "y"], "states": ["draft", "z"], "since": ["x", "2021-01-01"]})
    assert read.filter == EventFilter(kinds=(Kind.LAW, Kind.RULE), states=(ReviewState.DRAFT,))
    assert [note[1] for note in read.notes] == ["x", "2", "x", "y", "z"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("2021-07", dt.date(2021, 7, 1), dt.date(2021, 7, 31)),
        ("2021-Q3", dt.date(2021, 7, 1), dt.date(2021, 9, 30)),
        ("2021年7月", dt.date(2021, 7, 1), dt.date(2021, 7, 31)),
        ("26 July 2021", dt.date(2021, 7, 26), dt.date(2021, 7, 26)),
    ],
)
def test_an_address_takes_the_days_that_commands_take(text: str, first: dt.date, last: dt.date) -> None:
    """A month, a quarter or a year stands for its first day with since and for its last with until."""
    assert from_params({"since": [text]}) == FilterReading(EventFilter(since=first))
    assert from_params({"until": [text]}) == FilterReading(EventFilter(until=last))


def test_a_second_value_where_one_is_taken_is_said() -> None:
    """Of two first days the first counts, and a sentence names the other."""
    read = from_params({"since": ["2021", "2022"], "stance_min": ["-1", "2"]})
    assert read.filter == EventFilter(since=dt.date(2021, 1, 1), stance_min=-1)
    assert read.notes == (
        "“2022” stands beside another value for since and was left out.",
        "“2” stands beside another value for stance min and was left out.",
    )


def test_a_long_value_is_shown_by_its_beginning() -> None:
    """A note is a line, whatever an address holds."""
    (note,) = from_params({"kinds": ["x" * 5_000]}).notes
    assert len(note) < 150


_params = st.dictionaries(
    st.sampled_from([*EventFilter.__dataclass_fields__, "event", "utm_source"]), st.lists(st.text(), max_size=3)
)


@given(params=_params)
def test_any_address_can_be_read(params: dict[str, list[str]]) -> None:
    """Whatever stands in an address, a filter comes out, and its own address reads back the same."""
    read = from_params(params)
    assert from_params(read.filter.to_params()).filter == read.filter


def test_blank_values_are_no_conditions() -> None:
    """An address that a program wrote with empty values keeps the whole record."""
    assert from_params({"sectors": ["", " "], "search": [" \t"], "people": [], "kinds": []}).filter.is_empty


def test_a_search_has_single_blanks_and_an_end() -> None:
    """Several values and blanks become one text; a text pasted by mistake is cut."""
    assert from_params({"search": ["  data \n", "security  "]}).filter.search == "data security"
    assert from_params({"search": ["x" * 5_000]}).filter.search == "x" * SEARCH_LENGTH


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("", ()),
        ("  ", ()),
        ("DiDi ＡＰＰ", ("didi", "app")),
        ("网络　审查", ("网络", "审查")),
        ("a\x00b\ud800c", ("a", "b", "c")),
        ("100% _x_", ("100%", "_x_")),
        ("x" * 500, ("x" * SEARCH_LENGTH,)),
    ],
)
def test_a_search_is_taken_apart_into_folded_words(search: str, words: tuple[str, ...]) -> None:
    """Case, width and signs that cannot be shown make no difference; every script's blanks separate."""
    assert EventFilter(search=search).words == words
