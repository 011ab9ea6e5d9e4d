import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import streamlit
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from page_reading import go_to, key_of, listed, number_listed, said
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.sources import REPOSITORY
from tracker.database import open_engine, reading
from tracker.filters import ACCEPTED_ONLY, SHOWN_STATES, EventFilter, from_params
from tracker.queries import list_events
from tracker.resources import seeds_folder
from tracker.seeds import read_seeds
from tracker.vocabulary import Kind, Stance
from tracker.web import periods
from tracker.web.pages.timeline.choice import EventsAs
from tracker.web.pages.timeline.listing import PAGE_SIZES

LISTS = {
    "sectors": ("gaming", "fintech", "ride-hailing"),
    "companies": ("Tencent", "DiDi", "Alibaba"),
    "agencies": ("CAC", "SAMR"),
    "kinds": tuple(Kind),
}
PERIODS = {
    periods.EVERYTHING: (None, None),
    **{era.key: (era.since, era.until) for era in read_seeds(seeds_folder()).eras},
}
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2025, 12, 31))


class Choices(RuleBasedStateMachine):
    """A reader at the timeline who chooses this and that, and what the screen then has to show."""

    engine: Engine
    downloads: dict[str, Callable[[], bytes]]

    @initialize()
    def arrive(self) -> None:
        """Open the timeline."""
        self.app = AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60).run()
        self.chosen = EventFilter()
        self.period = periods.EVERYTHING

    def _box(self, kind: str, key: str) -> Any:
        return getattr(self.app, kind)(key=key_of(self.app, key))

    @rule(data=st.data(), name=st.sampled_from(list(LISTS)))
    def choose_some(self, data: st.DataObject, name: str) -> None:
        """Choose some of a list."""
        some = data.draw(st.lists(st.sampled_from(LISTS[name]), unique=True, max_size=2))
        self._box("multiselect", name).set_value(some).run()
        self.chosen = replace(self.chosen, **{name: tuple(some)})

    @rule(stance=st.sampled_from(Stance), name=st.sampled_from(["stance_min", "stance_max"]))
    def choose_stance(self, stance: Stance, name: str) -> None:
        """Choose one end of the stances."""
        self._box("selectbox", name).set_value(stance).run()
        is_end = stance is (Stance.SEVERE if name == "stance_min" else Stance.OPENING)
        self.chosen = replace(self.chosen, **{name: None if is_end else int(stance)})

    @rule(name=st.sampled_from(list(PERIODS)))
    def choose_period(self, name: str) -> None:
        """Choose a period by its name."""
        self._box("selectbox", "period").set_value(name).run()
        self.period = name
        self.chosen = replace(self.chosen, since=PERIODS[name][0], until=PERIODS[name][1])

    @rule(since=DAYS | st.none(), until=DAYS)
    def choose_own_dates(self, since: dt.date | None, until: dt.date) -> None:
        """Choose own dates, in whatever order."""
        if self.period != periods.OWN:
            self._box("selectbox", "period").set_value(periods.OWN).run()
        # They begin as those of the period before, so that nothing jumps.
        assert [self._box("date_input", key).value for key in ("since", "until")] == [
            self.chosen.since,
            self.chosen.until,
        ]
        self._box("date_input", "since").set_value(since)
        self._box("date_input", "until").set_value(until).run()
        self.period = periods.OWN
        self.chosen = replace(self.chosen, since=since, until=until)

    @rule(search=st.sampled_from(["", "data", "滴滴", "no such word"]))
    def search(self, search: str) -> None:
        """Search for words."""
        self._box("text_input", "search").set_value(search).run()
        self.chosen = replace(self.chosen, search=search)

    @rule(states=st.sets(st.sampled_from(SHOWN_STATES)))
    def show_states(self, states: set[Any]) -> None:
        """Choose the steps of review that are shown."""
        self._box("button_group", "states").set_value(sorted(states, key=SHOWN_STATES.index)).run()
        shown = tuple(state for state in SHOWN_STATES if state in states)
        self.chosen = replace(self.chosen, states=shown or ACCEPTED_ONLY)

    def _wrong_pairs(self) -> list[tuple[str, str]]:
        pairs = [("since", "until"), ("stance_min", "stance_max")]
        ends = {"stance_min": int(Stance.SEVERE), "stance_max": int(Stance.OPENING)}
        held = {name: getattr(self.chosen, name) for pair in pairs for name in pair}
        held = {name: ends.get(name) if each is None else each for name, each in held.items()}
        return [(low, high) for low, high in pairs if None not in (held[low], held[high]) and held[low] > held[high]]

    @precondition(lambda self: self._wrong_pairs())
    @rule()
    def swap(self) -> None:
        """Press the button that a wrong order offers."""
        low, high = self._wrong_pairs()[0]
        self.app.button(key=f"swap {low}").click().run()
        first, last = getattr(self.chosen, low), getattr(self.chosen, high)
        self.chosen = replace(self.chosen, **{low: last, high: first})

    @precondition(lambda self: not self.chosen.is_empty)
    @rule(data=st.data())
    def take_a_chip_off(self, data: st.DataObject) -> None:
        """Press any chip."""
        name, value = data.draw(st.sampled_from(self._chips()))
        self.app.button(key=f"chip {name} {value}".strip()).click().run()
        usual = EventFilter()
        if name == "period":
            self.period = periods.EVERYTHING
            self.chosen = replace(self.chosen, since=None, until=None)
        elif name == "stance":
            self.chosen = replace(self.chosen, stance_min=None, stance_max=None)
        elif value:
            name = "kinds" if name == "kind" else name
            self.chosen = replace(
                self.chosen, **{name: tuple(each for each in getattr(self.chosen, name) if each != value)}
            )
        else:
            self.chosen = replace(self.chosen, **{name: getattr(usual, name)})

    @precondition(lambda self: not self.chosen.is_empty)
    @rule()
    def clear_all(self) -> None:
        """Press the button that takes all off."""
        self.app.button(key="clear").click().run()
        self.chosen, self.period = EventFilter(), periods.EVERYTHING

    @rule(path=st.sampled_from(["sectors", "certainty", "history", "moves", "overlay"]))
    def visit_another_page(self, path: str) -> None:
        """Go to another page by the navigation and come back."""
        go_to(self.app, path)
        assert not self.app.exception
        go_to(self.app, "")
        self._period_by_its_days()

    @rule()
    def share_the_address(self) -> None:
        """Open the address in another browser and go on there."""
        shared = AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60)
        for name, texts in self.app.query_params.items():
            shared.query_params[name] = texts
        self.app = shared.run()
        self._period_by_its_days()

    def _period_by_its_days(self) -> None:
        days = (self.chosen.since, self.chosen.until)
        self.period = next((name for name, bounds in PERIODS.items() if bounds == days), periods.OWN)

    def _chips(self) -> list[tuple[str, str]]:
        chips = [(name, each) for name in ("sectors", "companies", "agencies") for each in getattr(self.chosen, name)]
        chips += [("kind", kind) for kind in self.chosen.kinds]
        chips += [("period", "")] if self.chosen.since or self.chosen.until else []
        chips += [("stance", "")] if (self.chosen.stance_min, self.chosen.stance_max) != (None, None) else []
        chips += [("states", "")] if self.chosen.states != ACCEPTED_ONLY else []
        return chips + ([("search", "")] if self.chosen.search else [])

    @invariant()
    def the_screen_says_what_is_in_force(self) -> None:
        """Address, chips, boxes, numbers, table and download all tell of the same filter."""
        assert not self.app.exception
        address = {name: [each] if isinstance(each, str) else each for name, each in self.app.query_params.items()}
        assert _unordered(from_params(address).filter) == _unordered(self.chosen)
        keys = {button.key for button in self.app.button if button.key and button.key.startswith("chip ")}
        assert keys == {f"chip {name} {value}".strip() for name, value in self._chips()}
        for name in LISTS:
            assert list(self._box("multiselect", name).value) == list(getattr(self.chosen, name))
        ends = (Stance.SEVERE, Stance.OPENING)
        for name, end in zip(("stance_min", "stance_max"), ends, strict=True):
            wanted = getattr(self.chosen, name)
            assert self._box("selectbox", name).value == (end if wanted is None else wanted)
        assert self._box("selectbox", "period").value == self.period
        assert self._box("text_input", "search").value == self.chosen.search
        assert set(self._box("button_group", "states").value) == set(self.chosen.states)
        assert any("the “from” lies after the “to”" in each.value for each in self.app.warning) == bool(
            self._wrong_pairs()
        )
        with reading(self.engine) as session:
            events = list_events(session, self.chosen)
        self._expect(slugs=[event.slug for event in events])

    def _expect(self, slugs: list[str]) -> None:
        if not slugs:
            assert "No event fits these filters." in said(self.app)
            return
        counted = re.search(r"^(\d+) events?, [\d,]+ sources?\. ", said(self.app), re.MULTILINE)
        assert counted is not None
        assert int(counted[1]) == len(slugs)
        # The list begins with the latest, and turns page by page.
        assert listed(self.app) == slugs[::-1][: PAGE_SIZES[EventsAs.LIST]]
        assert number_listed(self.app) == len(slugs)
        rows = csv.DictReader(io.StringIO(self.downloads["download csv"]().decode("utf-8-sig")))
        assert [row["slug"] for row in rows] == slugs


def _unordered(chosen: EventFilter) -> EventFilter:
    return replace(chosen, **{name: tuple(sorted(getattr(chosen, name))) for name in LISTS})


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Callable[[], bytes]]]:
    """What each download button on the page would send, by its key; without a browser there is no other way to it."""
    made: dict[str, Callable[[], bytes]] = {}
    draw = streamlit.download_button

    def note(label: str, *, data: Callable[[], bytes], key: str, **rest: Any) -> bool:
        made[key] = data
        return draw(label, data=data, key=key, **rest)

    monkeypatch.setattr(streamlit, "download_button", note)
    return made


@pytest.mark.slow
def test_what_is_chosen_is_what_everything_shows(
    seeded_url: str, downloads: dict[str, Callable[[], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is chosen in whatever order: address, chips, boxes, counts, table and download tell of the same."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    monkeypatch.setenv("TRACKER_EVERYONE_WRITES", "1")
    streamlit.cache_resource.clear()
    Choices.engine = open_engine(seeded_url)
    Choices.downloads = downloads
    run_state_machine_as_test(
        Choices,
        settings=settings(
            max_examples=8, stateful_step_count=8, suppress_health_check=[HealthCheck.too_slow], deadline=None
        ),
    )
    Choices.engine.dispose()
    streamlit.cache_resource.clear()
