"""Large tables of made-up Events, as other people's files hold them."""

import csv
from pathlib import Path

HEADING = ("title", "date", "kind", "stance", "stance_reason", "reach", "source_urls")


def write_events(file: Path, count: int) -> None:
    """Write a CSV file of so many different Events, each with a source of its own."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADING)
        for number in range(count):
            writer.writerow((f"Event {number}", "2026-06-03", "signal", 1, "So", 3, f"https://example.org/{number}"))
