"""What is promised of the search for duplicates, on the labelled pairs that were held out and on the others."""

import pytest
from measure_pairs import STRANGERS, measure, read_file, read_pairs
from sqlmodel import Session

from tracker.duplicates import DuplicateSearch
from tracker.event.draft import parse_event
from tracker.queries import list_events, list_terms


@pytest.mark.parametrize("held_out", [False, True])
def test_the_goals_are_reached(record: Session, *, held_out: bool) -> None:
    """Of what is shown at least 0.95 is the same act, and of the same acts at least 0.9 are shown."""
    terms, events = list_terms(record), list_events(record)
    search = DuplicateSearch({event.slug: event for event in events}, terms)
    figures = measure(search, terms, read_pairs(held_out=held_out))
    assert figures.precision >= 0.95
    assert figures.recall >= 0.9


def test_a_strangers_pairs_are_found_as_the_method_page_says(record: Session) -> None:
    """Little that is shown is wrong, and four in five are shown; the page says that the goal of 0.9 is missed."""
    terms, events = list_terms(record), list_events(record)
    pairs = read_file(STRANGERS)
    figures = measure(DuplicateSearch({event.slug: event for event in events}, terms), terms, pairs)
    assert sum(pair.is_one for pair in pairs) == len(pairs) - sum(pair.is_one for pair in pairs) == 45
    assert figures.precision >= 0.95
    assert figures.recall >= 0.8


def test_the_set_is_what_it_says() -> None:
    """At least 150 pairs, as many of two acts as of one, some in Chinese, none twice, no Event in both halves."""
    looked_at, held_out = list(read_pairs(held_out=False)), list(read_pairs(held_out=True))
    pairs = [*looked_at, *held_out]
    assert len(pairs) >= 150
    assert len(held_out) >= 80
    assert sum(pair.is_one for pair in pairs) * 2 == len(pairs)
    assert len({(pair.slug, pair.draft.date, pair.draft.title) for pair in pairs}) == len(pairs)
    assert sum(not pair.draft.title.isascii() for pair in pairs) >= 20
    assert not {pair.slug for pair in looked_at} & {pair.slug for pair in held_out}


def test_every_pair_names_an_event_of_the_record(record: Session) -> None:
    """A slug that is gone would count as missed, and a pair of two acts as right, for nothing."""
    slugs = {event.slug for event in list_events(record)}
    assert all(pair.slug in slugs for half in (False, True) for pair in read_pairs(held_out=half))


@pytest.mark.parametrize(
    ("date", "kind", "title"),
    [
        ("2021-07-06", "company-response", "DiDi answers the order about its app"),
        ("2021-07-12", "in-force", "Rules about apps such as DiDi's take effect"),
        ("2021-07-03", "signal", "Sources say DiDi is expected to be fined"),
        ("2021-07-20", "enforcement", "DiDi app ordered out of Hong Kong's stores"),
    ],
)
def test_what_comes_before_or_after_is_another_act(record: Session, date: str, kind: str, title: str) -> None:
    """An answer, a rule taking effect, a report ahead and another order weeks later do not repeat the removal."""
    code = {"kind": kind, "stance": -1, "stance_reason": "R", "reach": 1, "companies": ["DiDi"]}
    draft = parse_event({"title": title, "date": date, "sources": [{"url": "https://example.com/x"}]} | code)
    search = DuplicateSearch({event.slug: event for event in list_events(record)}, list_terms(record))
    assert "didi-app-removal" not in {each.slug for each in search.find(draft)}
