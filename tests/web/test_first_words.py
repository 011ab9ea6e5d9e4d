"""The first words of the timeline, the names that a search offers, and titles that are those of the navigation."""

import datetime as dt
import re
from dataclasses import replace

import pytest
import streamlit as st
from page_reading import address, go_to, number_listed, open_page, said
from streamlit.testing.v1 import AppTest

from tracker.filters import EventFilter
from tracker.sentiment import Reading
from tracker.vocabulary import Kind
from tracker.web import news, session_keys
from tracker.web.headline import render_reading
from tracker.web.navigation import SECTIONS
from tracker.web.search_view import marked

COINED = re.compile(
    r"in memory|evidence|resampling|shrinkage|reach-weighted|\bmass\b|\bthreads?\b|\b0\.00\b", re.IGNORECASE
)


def first_words(app: AppTest) -> str:
    """Return the heading of the timeline with its sentences, as they read."""
    return said(app)[: said(app).index("Each mark is an event")]


def test_the_first_screen_tells_subject_turns_and_stand(app: AppTest) -> None:
    """Years in the title; since when, how hard, when it turned, how it stood at the last event, how sure."""
    open_page(app, "")
    words = first_words(app)
    assert "China's regulation of technology, 2018–20" in words
    for told in (
        "Regulation tightened from",
        "lowest in",
        "It rises from",
        "first month after that in which more of the events that count in the line eased than tightened",
    ):
        assert told in words
    recent = r"At the last event that counts in the line, \d+ \w+ \d{4}, it was .* \(scale −3 to \+3\)"
    old = r"No recent evidence; last reading: \w+, .* \(range .*, scale −3 to \+3\) as of \d+ \w+ \d{4}\. Without"
    # Which of the two depends on the day on which the test runs.
    assert re.search(f"{recent}|{old}", words)
    assert "Later events are of kinds not counted." in words


@pytest.mark.parametrize(
    ("params", "title"),
    [
        ({"companies": "DiDi"}, "DiDi: 22 events, 2018–2023"),
        ({"sectors": "gaming"}, "Games: 38 events, 2018–2026"),
        ({"agencies": "PBOC"}, "People's Bank of China: "),
        ({"people": "Li Qiang"}, "Li Qiang: "),
        ({"threads": "didi-case"}, "The DiDi case: "),
        ({"kinds": Kind.FOREIGN_MEASURE}, "Foreign measure: 24 events"),
        ({"search": "didi"}, "“didi”: 23 events"),
        ({"search": "审查"}, "“审查”: 27 events"),
        ({"companies": "DiDi", "since": "2022", "until": "2022-06"}, "DiDi: "),
        ({"stance_max": "-3"}, "stance -3: "),
    ],
)
def test_any_filter_answers_in_words(app: AppTest, params: dict[str, str], title: str) -> None:
    """What was asked for and how many events; what happened, and no number of a line that cannot be read."""
    open_page(app, "", **params)
    words = first_words(app)
    assert f"# {title}" in words
    assert re.search(r"Last: “|One event: “", words)
    assert not COINED.search(words)
    assert "scale" not in words


def test_a_period_is_told_by_its_own_events(app: AppTest) -> None:
    """The title names it, and the stand is that of its last event."""
    open_page(app, "", since="2020-11", until="2022-03")
    words = first_words(app)
    assert "China's regulation of technology, November 2020 to March 2022" in words
    assert "At the last event of this period, 28 March 2022, there was no clear direction" in words
    assert "Nothing recorded since" not in words


def test_the_axis_fits_a_filter_and_goes_back_to_all_years(app: AppTest) -> None:
    """The switch stands in the address; without a filter there is nothing to fit."""
    open_page(app, "")
    assert not [each for each in app.toggle if each.label == "All years"]
    open_page(app, "", companies="DiDi")
    assert app.toggle(key="timeline years").value is False
    app.toggle(key="timeline years").set_value(True).run()
    assert not app.exception
    assert address(app, "years") == ["all"]


def test_a_story_decides_only_where_there_is_a_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its absence would turn a direction round; where none is clear there is nothing to turn."""
    drawn: list[str] = []
    monkeypatch.setattr(st, "markdown", lambda words, **_: drawn.append(words))
    day = dt.date(2021, 7, 4)
    reading = Reading(day, -1.0, -1.3, -0.8, 20.0, 8.0, mean=-1.2, mean_lower=-1.6, mean_upper=-1.0, decider="One")
    for each in (reading, replace(reading, upper=0.2), replace(reading, mass=1.0)):
        render_reading(each, EventFilter(), "July 2021", until=day + dt.timedelta(days=90))
    assert ["Without one story" in words for words in drawn] == [True, False, False]
    assert all("At the last event that counts\\, July 2021" in words for words in drawn)
    render_reading(reading, EventFilter(), "July 2021", until=day + dt.timedelta(days=91))
    assert drawn[-1].startswith("**No recent evidence\\; last reading")
    assert "Without the pull towards 0" in drawn[-1]


def test_news_follow_the_filter(monkeypatch: pytest.MonkeyPatch, app: AppTest) -> None:
    """What is new is counted and shown among the events that the filter keeps."""
    monkeypatch.setattr(news, "_told", lambda: (0, "1 May 2026"))
    app.session_state[session_keys.ONLY_NEWS] = True
    open_page(app, "", companies="DiDi")
    assert "22 events new or changed since your last visit on 1 May 2026." in said(app)
    assert number_listed(app) == 22


@pytest.mark.parametrize(
    ("search", "offer", "field", "key"),
    [
        ("didi", "offer company DiDi", "companies", "DiDi"),
        ("滴滴", "offer company DiDi", "companies", "DiDi"),
        ("cac", "offer agency CAC", "agencies", "CAC"),
        ("games", "offer sector gaming", "sectors", "gaming"),
    ],
)
def test_a_search_offers_names_first(app: AppTest, search: str, offer: str, field: str, key: str) -> None:
    """The likeliest name stands first with its number of events; pressed, it takes the place of the search."""
    open_page(app, "", search=search)
    offers = [each for each in app.button if each.key and each.key.startswith("offer ")]
    assert offers[0].key == offer
    assert re.search(r": .+, \d+ events?$", offers[0].label)
    offers[0].click().run()
    assert not app.exception
    assert address(app, field) == [key]
    assert "search" not in app.query_params
    assert not [each for each in app.button if each.key and each.key.startswith("offer ")]


def test_a_hit_shows_its_words_and_opens_its_event(app: AppTest) -> None:
    """Each text found has the searched words marked, wherever they stand."""
    open_page(app, "", search="bitcoin miners")
    hits = [each for each in app.button if each.key and each.key.startswith("hit ")]
    assert hits
    assert all(":blue-background[" in each.label for each in hits)
    hits[0].click().run()
    assert address(app, "event") == [str(hits[0].key).removeprefix("hit ")]


def test_marks_leave_a_text_as_it_was() -> None:
    """Signs of Markdown in a text stay signs, and marked words keep their letters and blanks."""
    assert marked("A *DiDi* [fine]", ["didi"]) == r"A \*:blue-background[DiDi]\* \[fine\]"
    assert marked("fine  on DiDi", ["on"]) == "fine :blue-background[on] DiDi"
    assert marked("遊戲 ＡＰＰ", ["游戏", "app"]) == ":blue-background[:color[遊戲]] :blue-background[ＡＰＰ]"


PAGES = [page for pages in SECTIONS.values() for page in pages if page.path not in {"timeline", "edit"}]


@pytest.mark.parametrize("page", PAGES, ids=[page.path for page in PAGES])
def test_a_page_is_called_as_in_the_navigation(app: AppTest, page: object) -> None:
    """Whoever followed a word finds it as the title."""
    go_to(app, page.path)
    assert [each.value for each in app.title] == [page.title]
