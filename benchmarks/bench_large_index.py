"""The command `tracker index` on ten years beside the least that can be done: read four columns, count, filter once.

The floor reads days, stance and reach by `sqlite3` and makes two `np.bincount` of them. Both are started anew, in turn;
their processor time is compared without what Python and numpy take to start.
"""

import sys
from collections.abc import Iterator
from statistics import median

from measuring import TRACKER, Row, compared, database, in_turn, main, number, python, record_of, run_program

MOST_MEGABYTES = 500
FLOOR = "the read and two `np.bincount`"
COUNTING = """
import sqlite3, sys
import numpy as np
found = sqlite3.connect(sys.argv[1]).execute(
    "SELECT julianday(first_on), stance, reach FROM event WHERE review_state = 'accepted'")
day, stance, reach = np.array(found.fetchall()).T
place = (day - day.min()).astype(int)
print(np.bincount(place, reach).sum(), np.bincount(place, reach * stance).sum())
"""


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure the index alone beside the floor, and with its band beside itself alone."""
    events = 1_000_000 if large else 100_000
    file = record_of(events)
    alone = (TRACKER, "index", "--no-band", *database(file))
    # A started Python that has numpy, and a started program that has answered, are what both pay whatever the size.
    bare = median(run_program(*python("import numpy, sqlite3")).processor for _ in range(3))
    begun = median(run_program(TRACKER, "index", "--no-band", *database(record_of(280))).processor for _ in range(3))
    own, floor, banded = in_turn(
        1 if large else 3,
        lambda: run_program(*alone),
        lambda: run_program(*python(COUNTING, file)),
        lambda: run_program(TRACKER, "index", *database(file)),
        # The first run of all makes the file of columns that every later one of either side reads.
        warm_up=1,
    )
    whole = [each.processor - begun for each in own]
    yield compared("index, reading included", number(events), 1.5, FLOOR, whole, [e.processor - bare for e in floor])
    with_band = [each.processor - begun for each in banded]
    yield compared("index with band, reading included", number(events), 3.0, "the index alone", with_band, whole)
    memory = max(each.megabytes for each in (*own, *banded))
    yield Row("index with band, memory", number(events), memory, MOST_MEGABYTES, "", unit="MB")


if __name__ == "__main__":
    sys.exit(main(rows))
