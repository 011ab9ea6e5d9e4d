"""What is chosen on a page stands in its address and comes back from it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_reading import address, open_page, said
from streamlit.testing.v1 import AppTest

from tests.support.makers import event_row
from tracker.coders import ACCEPTED_CODER
from tracker.filters import SHOWING, SHOWN_STATES, EventFilter
from tracker.market.groupings import Grouping
from tracker.queries import find_slug, get_event
from tracker.queries.news import NewsKind
from tracker.vocabulary import Kind, MeasureKind, ReviewState, Stage, TermType
from tracker.web.choices import Choices
from tracker.web.explained import By
from tracker.web.pages.certainty import choice as certainty
from tracker.web.pages.certainty import reads as certainty_reads
from tracker.web.pages.coding import choice as coding
from tracker.web.pages.history import choice as history
from tracker.web.pages.market import choice as market
from tracker.web.pages.measures import choice as measures
from tracker.web.pages.moves import choice as moves
from tracker.web.pages.name_page import choice as name_page
from tracker.web.pages.overlay import choice as overlay
from tracker.web.pages.sectors import choice as sectors
from tracker.web.pages.threads import parts as threads
from tracker.web.pages.timeline import choice as timeline
from tracker.web.pages.whats_new import choice as whats_new

if TYPE_CHECKING:
    from tracker.web.reads import Record

FIRST, TODAY = dt.date(2020, 1, 1), dt.date(2026, 6, 1)
KEYS = ("one", "two", "三")


class SmallRecord:
    """A record that knows three keys of each kind."""

    url, version, today = "small", 1, TODAY

    def key_of(self, _: TermType, text: str) -> str | None:
        """Find a key by itself."""
        return text if text in KEYS else None

    def events(self, _: EventFilter) -> list[SimpleNamespace]:
        """Return an Event for each key."""
        return [SimpleNamespace(slug=each, first_on=FIRST) for each in KEYS]

    def measures(self) -> list[SimpleNamespace]:
        """Return a measure for each key."""
        return [SimpleNamespace(key=each) for each in KEYS]

    def view(self, _: EventFilter) -> SimpleNamespace:
        """Return the days that the Events take."""
        return SimpleNamespace(extent=SimpleNamespace(first_on=FIRST, last_on=FIRST))

    def read(self, query: Any, *arguments: Any) -> Any:
        """Return an Event or its slug by a key, else a person for each key: no declaration asks for more."""
        if query is get_event:
            return event_row(*arguments, FIRST.isoformat())
        if query is find_slug:
            return self.key_of(TermType.THREAD, *arguments)
        return KEYS

    def index(self, _: EventFilter) -> SimpleNamespace:
        """Return an index of all days."""
        return SimpleNamespace(line=SimpleNamespace(first_day=FIRST, last_day=TODAY))


RECORD = cast("Record", SmallRecord())


@pytest.fixture(autouse=True, scope="module")
def small_record() -> Iterator[None]:
    """Let the declarations that ask a database or the filter's boxes ask the small record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certainty_reads, "coders", lambda _: KEYS)
        patch.setattr(moves, "current_filter", lambda _: EventFilter())
        yield


def members(words: Any) -> st.SearchStrategy[Any]:
    """Choose some of a list in its order, at least one."""
    return st.sets(st.sampled_from(list(words)), min_size=1).map(lambda some: tuple(x for x in words if x in some))


key, day = st.sampled_from(KEYS), st.dates(FIRST, TODAY)
keys = st.lists(key, unique=True).map(tuple)
window = st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000))
words = st.text(max_size=250).map(lambda text: " ".join(text.split())[:200].rstrip() or None)
DECLARED: dict[str, tuple[Choices[Any], dict[str, st.SearchStrategy[Any]]]] = {
    "moves": (
        moves.CHOICES,
        {"show": st.sampled_from(moves.Show), "before": st.none() | day, "after": day, "by": st.sampled_from(By)},
    ),
    "sectors": (
        sectors.CHOICES,
        {"view": st.sampled_from(sectors.View), "agency": st.none() | key, "company": st.none() | key},
    ),
    "certainty": (
        certainty_reads.CHOICES,
        {
            "half_life": st.sampled_from(certainty_reads.HALF_LIVES),
            "shrinkage": st.sampled_from(certainty_reads.SHRINKAGES),
            "counts": members(Kind),
            "review": members(SHOWN_STATES),
            "coder": st.sampled_from((ACCEPTED_CODER, *KEYS)),
            "draws_coders": st.booleans(),
            "known_on": st.none() | day,
        },
    ),
    "certainty's part": (certainty.PARTS, {"part": st.sampled_from(certainty.PagePart), "average": st.booleans()}),
    "coding": (coding.CHOICES, {"coder": words.map(lambda text: text and text[:100].rstrip())}),
    "history": (
        history.CHOICES,
        {
            "event": st.none() | key,
            "of": st.sampled_from(history.Sort),
            "words": words,
            "day": st.none() | day,
            "by": st.none() | key,
        },
    ),
    "news": (
        whats_new.CHOICES,
        {"recorded": st.none() | day, "after": st.none() | st.integers(0, 1), "what": members(NewsKind)},
    ),
    "overlay": (
        overlay.CHOICES,
        {
            "view": st.sampled_from(overlay.Beside),
            "scale": st.sampled_from(overlay.Scale),
            "series": st.just(()),
            "rebased": st.booleans(),
            "compared": st.sampled_from(overlay.Compared),
            "weekly": st.booleans(),
        },
    ),
    "market": (
        market.CHOICES,
        {
            "market": st.none() | key,
            "shares": keys,
            "on": st.sampled_from(market.On),
            "by": st.sampled_from(Grouping),
            "study": keys,
            "window": window,
            "estimation": window,
            "after_close": st.booleans(),
        },
    ),
    "measures": (
        measures.CHOICES,
        {
            "day": day,
            "measure": st.none() | key,
            "show": st.sampled_from(MeasureKind),
            "status": st.none() | st.sampled_from(Stage),
        },
    ),
    **{f"{each} page": (choices, {"name": st.none() | key}) for each, choices in name_page.CHOICES.items()},
    "threads": (
        threads.CHOICES,
        {"day": day, "thread": st.none() | key, "order": st.sampled_from(threads.Order)},
    ),
}


@pytest.mark.parametrize("page", sorted(DECLARED))
@given(data=st.data())
def test_a_choice_comes_back_equal_from_an_address(page: str, data: st.DataObject) -> None:
    """Whatever a page's boxes say, its address says the same to somebody else, without a note; usual parts stay out."""
    choices, values = DECLARED[page]
    usual = choices.usual(RECORD)
    assert values.keys() == {each.name for each in fields(usual)}
    chosen = replace(usual, **{name: data.draw(each, name) for name, each in values.items()})
    params = choices.params(chosen, RECORD)
    assert choices.parse(params, RECORD) == (chosen, [])
    assert len(params) == sum(getattr(chosen, name) != getattr(usual, name) for name in values)


@pytest.mark.parametrize("page", sorted(DECLARED))
@given(data=st.data())
def test_a_part_that_makes_no_sense_is_named_and_left_out(page: str, data: st.DataObject) -> None:
    """Any text may stand in an address: a choice comes out of it, whose own address is understood."""
    choices, _ = DECLARED[page]
    texts = key | st.sampled_from(("-5,5", "2021-07", "on", "after", "day", "draft", "30"))
    names = [*choices.params(replace(choices.usual(RECORD), **_other(choices)), RECORD), "utm_source"]
    params = data.draw(st.dictionaries(st.sampled_from(names), st.lists(st.text() | texts, max_size=3)))
    chosen, _ = choices.parse(params, RECORD)
    assert choices.parse(choices.params(chosen, RECORD), RECORD) == (chosen, [])


def _other(choices: Choices[Any]) -> dict[str, Any]:
    """Return a value for each field that is not the usual one, so that its name stands in the address."""
    return {each.name: ("another", "value") for each in fields(choices.usual(RECORD))}


CHOSEN = EventFilter(
    sectors=("gaming",),
    agencies=("CAC",),
    companies=("Tencent",),
    kinds=(Kind.RULE,),
    stance_min=-2,
    stance_max=2,
    search="game",
    states=(ReviewState.DISPUTED,),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["", "bulk", "certainty", "market", "measures", "moves", "overlay", "sectors", "threads"]
)
@pytest.mark.parametrize("states", [("disputed",), ("accepted", "draft")])
def test_every_page_with_a_filter_keeps_all_of_it_in_its_address(app: AppTest, path: str, states: list[str]) -> None:
    """A filter goes from an address to the boxes and back into the address, whatever the page does with it."""
    chosen = replace(CHOSEN, states=tuple(map(ReviewState, states)))
    open_page(app, path, **chosen.to_params())
    found = {name: address(app, name) for name in app.query_params if name in chosen.to_params()}
    assert found == chosen.to_params()


@pytest.mark.parametrize("path", ["history", "names", "company", "person"])
def test_a_page_without_a_filter_says_that_it_takes_none(app: AppTest, path: str) -> None:
    """A filter in the address of such a page is named and left out, and not dropped in silence."""
    open_page(app, path, states="disputed")
    assert "This page has no filter; “states” was left out." in said(app)
    assert "states" not in app.query_params


def test_what_the_timeline_alone_shows_filters_nothing() -> None:
    """A program that takes the timeline's address along is given the same whatever stands there beside the filter."""
    own = {each.metadata["part"].name or each.name for each in fields(timeline.TimelineChoice)}
    assert own | {"event", "embed", "embed_options"} == SHOWING
    assert SHOWING.isdisjoint(each.name for each in fields(EventFilter))
