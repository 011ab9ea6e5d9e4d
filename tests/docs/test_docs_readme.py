"""The README and the benchmarks' page: what they promise is there, and what they show can be repeated."""

import re
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from tests.support.sources import REPOSITORY, text_of
from tracker.database import reading
from tracker.filters import from_params
from tracker.queries import get_event, known_filter, list_events

PAGE = text_of("README.md")
LARGEST_PICTURE = 400_000


def test_the_two_commands_come_first() -> None:
    """Before anything else the reader learns how to run and how to test."""
    first = PAGE.partition("```sh\n")
    assert len(first[0].splitlines()) <= 3
    assert [line.split("#")[0].strip() for line in first[2].partition("```")[0].splitlines()] == [
        "make run",
        "make test",
    ]


def test_it_stays_short() -> None:
    """The README is read in a few minutes."""
    assert len(PAGE.splitlines()) <= 130


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_are_there_and_small(scheme: str) -> None:
    """Both pictures are PNG files of 1440 by 900 pixels that no clone suffers from."""
    picture = (REPOSITORY / "docs" / f"timeline-{scheme}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1440, 900)
    assert len(picture) <= LARGEST_PICTURE


def test_the_shown_link_leads_to_events(seeded_engine: Engine) -> None:
    """The link holds nothing that the dashboard would leave out, and shows some events, its own among them."""
    (link,) = re.findall(r"`(http://127\.0\.0\.1:8501/\?[^`]+)`", PAGE)
    params = parse_qs(urlsplit(link).query)
    read = from_params(params)
    assert read.filter.to_params().keys() == params.keys() - {"event"}
    with reading(seeded_engine) as session:
        known = known_filter(session, read.filter)
        events = list_events(session, known.filter)
        chosen = get_event(session, params["event"][0])
    assert read.notes == known.notes == ()
    assert chosen in events


def test_the_shown_python_runs(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block of Python prints the events of the story that it asks for."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, encoding="utf-8", check=True)
    assert "2021-07-04 -3 DiDi app ordered out of app stores" in done.stdout.splitlines()


def test_numbers_of_the_record_are_right(seeded_engine: Engine) -> None:
    """The README counts events and sources as the record does, and names its first and last month."""
    with reading(seeded_engine) as session:
        events = list_events(session)
    sources = sum(len(event.sources) for event in events)
    period = f"{events[0].first_on:%B %Y} to {events[-1].first_on:%B %Y}"
    assert f"{len(events)} events in China's regulation of technology, {period}" in PAGE
    assert f"({sources} in all)" in PAGE
