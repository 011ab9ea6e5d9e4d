"""Small answers out of a large record: counts, lists, one event, a search, and one event added.

Counts and lists are held against ``sqlite-utils`` on the same file, a search against LIKE on the same rows, and what
concerns one event against the same at 280 events.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
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
WORD = "算法"
"""Two Chinese characters that stand in a few of a hundred titles."""

LIKE = "FROM event WHERE review_state = 'accepted' AND search_text LIKE ?"
NEW = (
    "add", "--title", "A synthetic office looks at one more firm", "--date", "2021-05-17", "--kind", "signal",
    "--stance", "1", "--reason", "A promise", "--reach", "3", "--company", "Synthetic Amber Harbour Cloud",
    "--source", "https://example.org/one-more",
)  # fmt: skip


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure at the size."""
    events = 1_000_000 if large else 100_000
    record_of(SMALL), record_of(events)
    yield from _beside_sqlite_utils(events)
    yield _search(events)
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


def _search(events: int) -> Row:
    """Count what holds two characters and read the first 50, by the product's own search and by LIKE."""
    from tracker.database import open_engine, reading
    from tracker.filters import EventFilter
    from tracker.queries import list_events

    file = record_of(events)
    engine = open_engine(f"sqlite:///{file}")
    plain = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    answers = {}

    def own() -> float:
        began = time.perf_counter()
        with reading(engine) as session:
            found = list_events(session, EventFilter(search=WORD))
        answers["own"] = len(found), [row.slug for row in found[:50]]
        return time.perf_counter() - began

    def floor() -> float:
        began = time.perf_counter()
        (count,) = plain.execute(f"SELECT count(*) {LIKE}", [f"%{WORD}%"]).fetchone()
        first = plain.execute(f"SELECT slug {LIKE} ORDER BY first_on, last_on, slug LIMIT 50", [f"%{WORD}%"])
        answers["floor"] = count, [slug for (slug,) in first]
        return time.perf_counter() - began

    mine, other = in_turn(5, own, floor, warm_up=1)
    engine.dispose()
    if answers["own"] != answers["floor"]:
        raise SystemExit(f"The search finds {answers['own'][0]}, LIKE {answers['floor'][0]}, or other first ones.")
    return compared("search, two Chinese characters, count and first 50", number(events), 0.001, "LIKE", mine, other)


def _of_one_event(events: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = {size: copy_of(size, folder) for size in (SMALL, events)}
        slug = sqlite3.connect(record_of(SMALL)).execute("SELECT slug FROM event LIMIT 1 OFFSET 100").fetchone()[0]
        adds = iter(range(1_000))

        def command(what: str, size: int) -> tuple[str, ...]:
            if what == "add one event":
                return (*NEW[:2], f"{NEW[2]}, {next(adds)}", *NEW[3:], *database(written[size]))
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
