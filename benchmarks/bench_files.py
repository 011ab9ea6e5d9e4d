"""Exports and backups beside Debian's ``sqlite3 -csv`` on the same file, with the names and sources of each joined.

Both sides are started anew, in turn, and write a file; their processor time is compared, and the most memory of the
whole process told.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measuring import TRACKER, Row, Used, compared, database, in_turn, main, number, python, record_of, run_program

MOST_MEGABYTES = 100
QUERY = """SELECT slug, title, title_zh, also_called, document_number, event.date, date_text, first_on, last_on, "end",
 end_text, end_on, public_on, event.kind, stance, stance_reason, reach, certainty, thread.key, summary, date_evidence,
 review_state, origin,
 (SELECT group_concat(key, '; ') FROM event_term JOIN term ON term.id = term_id
  WHERE event_id = event.id AND type = 'sector' ORDER BY position),
 (SELECT group_concat(key, '; ') FROM event_term JOIN term ON term.id = term_id
  WHERE event_id = event.id AND type = 'agency' ORDER BY position),
 (SELECT group_concat(key, '; ') FROM event_term JOIN term ON term.id = term_id
  WHERE event_id = event.id AND type = 'company' ORDER BY position),
 (SELECT group_concat(key, '; ') FROM event_term JOIN term ON term.id = term_id
  WHERE event_id = event.id AND type = 'person' ORDER BY position),
 (SELECT group_concat(url, '; ') FROM source WHERE event_id = event.id ORDER BY position),
 (SELECT group_concat(publisher, '; ') FROM source WHERE event_id = event.id ORDER BY position),
 (SELECT group_concat(coalesce(published_on, ''), '; ') FROM source WHERE event_id = event.id ORDER BY position),
 (SELECT group_concat(coalesce(language, ''), '; ') FROM source WHERE event_id = event.id ORDER BY position),
 (SELECT group_concat(coalesce(source.kind, ''), '; ') FROM source WHERE event_id = event.id ORDER BY position)
FROM event LEFT JOIN term AS thread ON thread.id = thread_id
WHERE review_state = 'accepted' ORDER BY first_on, last_on, slug"""

AS_CSV = """
import csv, sqlite3, sys
with open(sys.argv[2], "w", encoding="utf-8", newline="") as stream:
    csv.writer(stream).writerows(sqlite3.connect(sys.argv[1]).execute(sys.argv[3]))
"""


def floor(file: Path, folder: Path) -> tuple[str, tuple[str | Path, ...]]:
    """Return the floor's name and command; where the program is missing, Python's own modules do the same."""
    if program := shutil.which("sqlite3"):
        return "`sqlite3 -csv`, lists joined", (program, "-csv", "-header", str(file), QUERY)
    return "Python's `sqlite3` and `csv`, lists joined", python(AS_CSV, file, folder / "floor.csv", QUERY)


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - the one question that every benchmark is asked
    """Measure each command at each size."""
    events = 1_000_000 if large else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), record_of(events)
        called, command = floor(file, folder)
        for what, words, goal in (
            ("CSV of all columns", ("export", folder / "own.csv"), 1.5),
            ("JSON", ("export", folder / "own.json"), 3.0),
            ("JSON Lines", ("export", folder / "own.jsonl"), 3.0),
            ("backup", ("backup", folder / "own-backup.jsonl"), 3.0),
        ):
            own, other = _measured(words, file, command, folder, rounds=1 if large else 3)
            pair = [each.processor for each in own], [each.processor for each in other]
            yield compared(what, number(events), goal, called, *pair)
            memory = median(each.megabytes for each in own)
            yield Row(f"{what}, memory", number(events), memory, MOST_MEGABYTES, "", unit="MB")


def _measured(
    words: tuple[str | Path, ...], file: Path, command: tuple[str | Path, ...], folder: Path, *, rounds: int
) -> list[list[Used]]:
    def own() -> Used:
        Path(words[-1]).unlink(missing_ok=True)
        return run_program(TRACKER, *words, *database(file))

    return in_turn(rounds, own, lambda: run_program(*command, into=folder / "floor.csv"))


if __name__ == "__main__":
    sys.exit(main(rows))
