"""Databases of synthetic events, filled through the product's own store, and a second shape of them.

The second one has nothing of the first: days evenly one after the other but for one that holds thousands, one sector,
thousands of companies that are all named as often, and very long titles.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.event.fields import EVENT_FIELDS, TITLE_LENGTH
from tracker.exports import event_document
from tracker.migrations import upgrade
from tracker.read_models import EventRow, SourceRow
from tracker.store import PreparedEvent, add_prepared
from tracker.store.history import canonical_json
from tracker.synth import synthetic_events
from tracker.vocabulary import Certainty, Kind, Origin, Precision, Reach, ReviewState, Stance

AT_A_TIME = 2_000
WRITER = Actor("synth")
CROWDED_DAY = dt.date(2020, 6, 15)
"""The day of the second shape that holds thousands of events."""

COMPANIES = 5_000


def synthetic_database(place: Path | str, events: int, seed: int = 1) -> str:
    """Make a database of synthetic events and return its address.

    Args:
        place: the folder in which a SQLite file is made, or the address of an empty database.
        events: how many.
        seed: the same seed gives the same ones.
    """
    return fill_database(place, synthetic_events(events, seed), name=f"synthetic-{events}-{seed}.db")


def fill_database(place: Path | str, rows: Iterable[EventRow], *, name: str = "synthetic.db") -> str:
    """Make a database of rows, a chunk in each transaction, and return its address; arguments as above."""
    url = place if isinstance(place, str) else f"sqlite:///{place / name}"
    engine = open_engine(url)
    upgrade(engine)
    rows = iter(rows)
    while chunk := [prepared_event(row) for row in islice(rows, AT_A_TIME)]:
        with writing(engine) as session:
            add_prepared(session, chunk, actor=WRITER, reason="synthetic")
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return url


def prepared_event(row: EventRow) -> PreparedEvent:
    """Return a row as the store takes it; a test holds that validation would change nothing of it."""
    whole = event_document(row)
    document = {name: whole[name] for name in (*EVENT_FIELDS, "slug", "review_state", "origin")}
    return PreparedEvent(document, canonical_json(document))


def crowded_events(count: int, seed: int = 7, *, crowd: int = 20_000) -> Iterator[EventRow]:
    """Yield so many events of the second shape; the first ``crowd`` of them, at most half of all, are on one day."""
    crowd = min(crowd, count // 2)
    for number in range(count):
        day = CROWDED_DAY if number < crowd else dt.date(2000, 1, 1) + dt.timedelta((number * 13 + seed) % 9_000)
        firm = (number * 37 + seed) % COMPANIES
        yield _plain_event(number, seed, day, firm)


def _plain_event(number: int, seed: int, day: dt.date, firm: int) -> EventRow:
    long = f"Notice {number} to Company {firm} " + "about a matter that takes many words to name " * 8
    return EventRow(
        slug=f"crowd-{seed}-{number}",
        title=long[: TITLE_LENGTH - number % 50].strip(),
        title_zh=f"第{number}号关于{firm}公司的通知" + "各有关单位要认真贯彻落实" * 15,
        date=day.isoformat(),
        date_text=day.isoformat(),
        first_on=day,
        last_on=day,
        precision=Precision.DAY,
        approximate=False,
        end=None,
        end_text=None,
        end_on=None,
        kind=list(Kind)[number % len(Kind)],
        stance=Stance(number % 7 - 3),
        stance_reason="Drawn in turn",
        reach=Reach(number % 4 + 1),
        certainty=Certainty.HIGH,
        thread=None,
        summary="",
        date_evidence="",
        review_state=ReviewState.ACCEPTED,
        origin=Origin.SYNTHETIC,
        version=1,
        sectors=("One sector",),
        agencies=(f"Office {number % 3}",),
        companies=(f"Company {firm}",),
        sources=(SourceRow(f"https://crowd.example/{seed}/{number}", "Crowd", None, None, None),),
    )
