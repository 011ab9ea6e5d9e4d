from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
import streamlit as st
from page_reading import address, go_to, open_page
from streamlit.testing.v1 import AppTest

from tests.support.sources import REPOSITORY
from tests.support.synthetic import crowded_events, fill_database
from tracker.web import long_boxes
from tracker.web.navigation import SECTIONS

EVENTS, STORIES, FEW = 10_000, 3_000, 20
OLD_SLUG, OLD_WORDS = "didi-hitch-suspended", "halts car-pooling"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes that hold so few that those of the curated record are long ones."""
    monkeypatch.setattr(long_boxes, "MOST_OPTIONS", FEW)


def captions(app: AppTest) -> str:
    """Return all captions of a page."""
    return "\n".join(each.value for each in app.caption)


def companies(app: AppTest) -> list[str]:
    """Return the companies that the filter holds by now."""
    return address(app, "companies")


def type_company(app: AppTest, text: str) -> AppTest:
    """Type a text into the filter's box of companies, which is renamed as often as the program has changed it."""
    box = next(each for each in app.multiselect if each.label == "Company")
    return box.set_value([*box.value, text]).run()


def event_box(app: AppTest) -> Any:
    """Return the box that chooses an Event."""
    return next(each for each in app.selectbox if each.label == "Event")


def type_event(app: AppTest, text: str) -> None:
    """Type a text into the box that chooses an Event; the test's own model of it knows no text that is not listed."""
    box = event_box(app)
    box.options.append(text)
    box.set_value(text).run()


def test_a_box_of_the_curated_record_holds_all_and_takes_nothing_else(app: AppTest) -> None:
    """Where all fit, nothing can be typed that is not there, and nothing is said about it."""
    open_page(app, "")
    boxes = [each for each in app.multiselect if each.label in {"Company", "Agency", "Story"}]
    assert len(boxes) == 3
    assert not any(each.proto.accept_new_options for each in boxes)
    assert "are listed" not in captions(app)


@pytest.mark.usefixtures("short")
def test_a_typed_name_is_led_to_the_one_that_it_means(app: AppTest) -> None:
    """A name in another language or by its ticker, which is not listed, is taken once Enter is pressed."""
    open_page(app, "")
    box = next(each for each in app.multiselect if each.label == "Company")
    assert len(box.options) == FEW
    assert f"The most used {FEW} of " in captions(app)
    type_company(app, "滴滴")
    assert companies(app) == ["DiDi"]


@pytest.mark.usefixtures("short")
def test_a_text_that_is_no_name_changes_nothing_and_says_so(app: AppTest) -> None:
    """What was chosen stays; near names are offered, and one that is pressed is taken."""
    open_page(app, "", companies="DiDi")
    type_company(app, "zzzz nobody")
    assert companies(app) == ["DiDi"]
    assert "“zzzz nobody” was not found." in captions(app)
    type_company(app, "te")
    near = [each for each in app.button if each.key and each.key.startswith("near companies ")]
    assert "“te” may be one of these:" in captions(app)
    assert 1 < len(near) <= long_boxes.MOST_MEANT
    near[0].click().run()
    assert companies(app) == ["DiDi", str(near[0].key).removeprefix("near companies ")]
    assert "may be one of these" not in captions(app)


@pytest.mark.usefixtures("short")
def test_words_of_a_title_find_an_event_that_is_not_listed(app: AppTest) -> None:
    """An Event is found by its slug and by words that only its title holds; the latest ones stand in the box."""
    open_page(app, "")
    assert len(event_box(app).options) == FEW
    type_event(app, OLD_SLUG)
    assert address(app, "event") == [OLD_SLUG]
    type_event(app, "words that stand nowhere at all")
    assert address(app, "event") == [OLD_SLUG]
    assert "was not found" in captions(app)
    event_box(app).set_value(None).run()
    type_event(app, OLD_WORDS)
    assert address(app, "event") == [OLD_SLUG]


@pytest.fixture(scope="module")
def many_names(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record in which 10,000 Events name 5,000 companies and are of 3,000 stories."""
    rows = (
        replace(row, thread=f"story-{number % STORIES}") for number, row in enumerate(crowded_events(EVENTS, crowd=100))
    )
    return fill_database(tmp_path_factory.mktemp("many"), rows)


@pytest.fixture
def large(many_names: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard on the record of many names."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", many_names)
    monkeypatch.setenv("TRACKER_EVERYONE_WRITES", "1")
    return AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=600)


@pytest.fixture(scope="module", autouse=True)
def empty_caches() -> Iterator[None]:
    """What one database gave is not kept for the next module's."""
    yield
    st.cache_resource.clear()


PAGES = [page.path for page in chain(*SECTIONS.values()) if page.path != "edit"]


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_on_a_large_record_with_short_boxes(large: AppTest, path: str) -> None:
    """With 10,000 Events, 5,000 companies and 3,000 stories no box holds more than 500, a part of 200."""
    go_to(large, path)
    assert not large.exception
    for box in (*large.selectbox, *large.multiselect):
        most = long_boxes.MOST_LISTED if box.proto.accept_new_options else long_boxes.MOST_OPTIONS
        assert len(box.options) <= most, box.label
    for table in large.dataframe:
        assert len(table.value) <= 1_000
