"""Small answers out of a large record: counts, lists, one event, a search, and one event added.

Counts and lists are held against ``sqlite-utils`` on the same file, a search against LIKE on the same rows, and what
concerns one event against the same at 280 events.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from measuring import (
    SQLITE_UTILS,
    TRACKER,
    Row,
    compared,
    copy_of,
    database,
    in_turn,
    main,
    number,
    record_of,
    run_program,
)

SMALL = 280
WORDS = {"in few titles": "柳花", "in many titles": "算法"}
"""Two characters that stand in one of some thousand titles, and two that stand in one of forty."""

BEST = 50
FIRM = "Synthetic Amber Harbour Cloud"
LIKE = "FROM event WHERE review_state = 'accepted' AND search_text LIKE ?"


def new_event(place: int) -> tuple[str, ...]:
    """Return the words that add an event; each place gives another one, which nothing in the record may be."""
    title = f"A synthetic office looks at firm number {place}"
    code = ("--kind", "signal", "--stance", "1", "--reason", "A promise", "--reach", "3")
    source = ("--source", f"https://example.org/one-more/{place}")
    # Years apart, each in the midst of the record: what lies near in time is looked through for the same event.
    return ("add", "--title", title, "--date", f"{2015 + place}-05-17", *code, "--company", FIRM, *source)


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure at the size."""
    events = 1_000_000 if large else 100_000
    record_of(SMALL), record_of(events)
    yield from _beside_sqlite_utils(events)
    for at, word in WORDS.items():
        yield _search(events, at, word)
    yield from _of_one_event(events)


def _beside_sqlite_utils(events: int) -> Iterator[Row]:
    file = record_of(events)
    for what, own, floor, goal in (
        ("`status`", ("status",), ("query", file, "SELECT count(*) FROM event"), 1.2),
        ("`list --limit 20`", ("list", "--limit", "20"), ("rows", file, "event", "--limit", "20"), 0.5),
    ):
        mine, other = in_turn(
            5,
            lambda own=own: run_program(TRACKER, *own, *database(file)),
            lambda floor=floor: run_program(SQLITE_UTILS, *floor),
        )
        pair = [each.processor for each in mine], [each.processor for each in other]
        yield compared(what, number(events), goal, "`sqlite-utils` for a count, or for 20 rows", *pair)


def _search(events: int, at: str, word: str) -> Row:
    """Count what holds two characters and read the best 50, by the product's own search and by LIKE."""
    from tracker.database import open_engine, reading
    from tracker.filters import EventFilter
    from tracker.queries.hits import best_hits, count_found

    file = record_of(events)
    engine = open_engine(f"sqlite:///{file}")
    plain = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    chosen, held = EventFilter(search=word), [f"%{word}%"]
    holding = {slug for (slug,) in plain.execute(f"SELECT slug {LIKE}", held)}

    def own() -> float:
        began = time.process_time()
        with reading(engine) as session:
            number_found, hits = count_found(session, chosen), best_hits(session, chosen, BEST)
        took = time.process_time() - began
        found = {hit.event.slug for hit in hits}
        if number_found != len(holding) or len(found) != min(number_found, BEST) or not found <= holding:
            raise SystemExit(f"The search for {word} finds {number_found} events, LIKE {len(holding)}, or other ones.")
        return took

    def floor() -> float:
        began = time.process_time()
        plain.execute(f"SELECT count(*) {LIKE}", held).fetchone()
        plain.execute(f"SELECT * {LIKE} ORDER BY first_on DESC, slug LIMIT {BEST}", held).fetchall()
        return time.process_time() - began

    pair = in_turn(5, own, floor, warm_up=1)
    engine.dispose()
    plain.close()
    # The goal is that of a million events, at which LIKE takes ten times as long and the index hardly longer.
    goal = 0.001 if events == 1_000_000 else None
    return compared(f"search, two Chinese characters {at}", number(events), goal, "LIKE", *pair)


def _of_one_event(events: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = {size: copy_of(size, folder) for size in (SMALL, events)}
        slug = sqlite3.connect(record_of(SMALL)).execute("SELECT slug FROM event LIMIT 1 OFFSET 100").fetchone()[0]
        adds = count()

        def command(what: str, size: int) -> tuple[str, ...]:
            if what == "add one event":
                return (*new_event(next(adds)), *database(written[size]))
            wanted = slug if what == "show one" else slug.replace("a", "e", 1)
            return ("show", wanted, *database(record_of(size)))

        for what in ("add one event", "show one", "a mistyped slug"):
            mine, other = in_turn(
                3,
                lambda what=what: run_program(TRACKER, *command(what, events), may_fail=what == "a mistyped slug"),
                lambda what=what: run_program(TRACKER, *command(what, SMALL), may_fail=what == "a mistyped slug"),
                warm_up=1,
            )
            pair = [each.processor for each in mine], [each.processor for each in other]
            yield compared(what, number(events), 1.2, "the same at 280", *pair)


if __name__ == "__main__":
    sys.exit(main(rows))
