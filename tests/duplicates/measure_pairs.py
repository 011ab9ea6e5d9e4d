"""How well duplicates are found: precision and recall on labelled pairs, in each half of ours and on a stranger's.

``python tests/duplicates/measure_pairs.py`` prints the figures that stand in docs/method.md; ``--wrong`` lists what is
wrong in the half that was looked at.
"""

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.support.scoring import Score, read_record
from tracker.duplicates import DuplicateSearch
from tracker.event.draft import EventDraft, parse_event
from tracker.queries.terms import with_known_names
from tracker.read_models import TermRow

FILE = Path(__file__).parent / "pairs.tsv"
STRANGERS = Path(__file__).parent / "strangers_pairs.tsv"
"""Pairs of somebody who had not seen the program, measured once after all tuning was done."""


@dataclass(frozen=True)
class LabelledPair:
    """A typed event, an Event of the record, and whether the two are one act."""

    cells: dict[str, str]

    @property
    def slug(self) -> str:
        """The Event of the record."""
        return self.cells["slug"]

    @property
    def is_one(self) -> bool:
        """The label."""
        return self.cells["same"] == "yes"

    @property
    def is_held_out(self) -> bool:
        """Whether the pair is in the half that nobody looks at."""
        return hashlib.sha256(self.slug.encode()).digest()[0] % 2 == 1

    @cached_property
    def draft(self) -> EventDraft:
        """The event as a person types it: of its names those that the report gives, and no summary."""
        cells = self.cells
        names = {field: [name for name in cells[field].split(";") if name] for field in ("companies", "agencies")}
        code = {"kind": cells["kind"], "stance": 0, "stance_reason": "typed", "reach": 1}
        source = {"url": f"https://{cells['read_at'].replace(' ', '-')}.example"}
        return parse_event({"title": cells["title"], "date": cells["date"], "sources": [source]} | code | names)


def read_file(file: Path) -> list[LabelledPair]:
    """Return all pairs of a file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [LabelledPair(cells) for cells in csv.DictReader(stream, delimiter="\t")]


def read_pairs(*, held_out: bool) -> Iterator[LabelledPair]:
    """Yield the pairs of one half."""
    return (pair for pair in read_file(FILE) if pair.is_held_out is held_out)


def measure(search: DuplicateSearch, terms: tuple[TermRow, ...], pairs: Iterable[LabelledPair]) -> Score:
    """Ask for each typed event which Events of the whole record it may repeat, and compare with the labels."""
    score = Score()
    for pair in pairs:
        named, _ = with_known_names(terms, pair.draft)
        shown = {each.slug for each in search.find(named)} & {pair.slug}
        score.count(f"{named.date} {named.title}", shown, {pair.slug} if pair.is_one else ())
    return score


def main() -> None:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong in the half that was looked at")
    parser.add_argument("--looked-at-only", action="store_true", help="leave the other half alone, for tuning")
    wanted = parser.parse_args()
    terms, events = read_record()
    search = DuplicateSearch({event.slug: event for event in events}, terms)
    sets = {"looked at": read_pairs(held_out=False)}
    if not wanted.looked_at_only:
        sets |= {"held out": read_pairs(held_out=True), "of a stranger": iter(read_file(STRANGERS))}
    for title, pairs in sets.items():
        score = measure(search, terms, pairs)
        counts = f"{score.right} right, {score.false} false, {score.missed} missed"
        sys.stdout.write(f"{title}: precision {score.precision:.3f}, recall {score.recall:.3f} ({counts})\n")
        if wanted.wrong and title == "looked at":
            sys.stdout.writelines(f"  {line}\n" for line in score.wrong)


if __name__ == "__main__":
    main()
