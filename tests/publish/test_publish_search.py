"""The search of a published site: its index in shards, in English and Chinese."""

import json
from pathlib import Path

import pytest

from tracker.publish.search_index import SearchThing, folder_name, index_files, search_words_of, shard_of
from tracker.read_models import EventRow


def found_by(folder: Path, word: str) -> list[str]:
    """Return the places that the index has under a word, looked up as the browser's script does."""
    index = json.loads((folder / "index.json").read_bytes())
    shard = json.loads((folder / f"words-{shard_of(word, index['shards'])}.json").read_bytes())
    numbers = shard.get(word, [])
    rows = [
        json.loads((folder / f"things-{number // index['in_file']}.json").read_bytes())[number % index["in_file"]]
        for number in numbers
    ]
    return [place for place, *_ in rows]


@pytest.mark.parametrize("word", ["滴滴", "数据", "网信", "网", "antitrust", "didi"])
def test_every_event_that_holds_a_word_is_found(site: Path, record_events: tuple[EventRow, ...], word: str) -> None:
    """What the index finds is what a look through all titles and summaries finds, names of events beside it."""
    (folder,) = (site / "search").iterdir()
    places = found_by(folder, word)
    wanted = [
        event.slug
        for event in record_events
        if word in search_words_of((event.title, event.title_zh or "", event.summary, *event.also_called))
    ]
    assert wanted
    assert {f"event/{slug}.html" for slug in wanted} <= set(places)
    assert all((site / place).is_file() for place in places)


def test_words_are_cut_as_they_are_typed() -> None:
    """English by words, Chinese by characters and pairs; Traditional and full-width signs are their plain ones."""
    assert search_words_of(["ＤｉＤi 數據安全"]) == {"didi", "数", "据", "安", "全", "数据", "据安", "安全"}
    assert search_words_of(["Étude: a 5G-A rule"]) == {"etude", "5g", "rule"}
    assert search_words_of(["constructor __proto__ x"]) == {"constructor", "proto"}


def test_the_index_changes_its_folder_with_what_is_in_it() -> None:
    """So that a browser never mixes two; the same things give the same bytes."""
    things = [
        SearchThing(f"event/{number}.html", f"Thing {number}", "东西", "2021", [f"Thing {number}"])
        for number in range(3)
    ]
    assert list(index_files(things)) == list(index_files(things))
    assert folder_name(index_files(things)) != folder_name(index_files(things[:2]))
