"""How well articles are read: precision and recall per part, on the half that rules were tuned on and on the other.

``python tests/articles/measure.py`` prints the figures that stand in docs/method.md; ``--wrong`` lists what is missed.
With ``--texts DIR`` it measures the public articles whose labels are in ``tests/articles/real`` and whose texts, which
are not ours to keep here, lie in that folder.
"""

import argparse
import datetime as dt
import hashlib
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from real_articles import LABELS, PARTS, read_real
from real_measure import measure_real

from tests.support.scoring import Score, read_record
from tracker.articles import Analysis, Article, Candidate, MarkKind, analyse
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow, TermRow

FOLDER = Path(__file__).parent / "labelled"
NAMES = {MarkKind.AGENCY, MarkKind.COMPANY, MarkKind.PERSON}


@dataclass(frozen=True)
class Labelled:
    """One article with what a careful reader takes from it."""

    name: str
    labels: dict[str, Any]

    @property
    def article(self) -> Article:
        """The article, as it would be pasted."""
        published = dt.date.fromisoformat(self.labels["published"])
        return Article(self.labels["text"], published=published, language=self.labels["language"])


def read_labelled() -> tuple[list[Labelled], list[Labelled]]:
    """Return the half that was tuned on and the half that was kept aside, by the hash of each name."""
    tuned: list[Labelled] = []
    kept: list[Labelled] = []
    for language in ("en", "zh"):
        files = sorted(
            FOLDER.glob(f"{language}-*.toml"), key=lambda file: hashlib.sha256(file.stem.encode()).hexdigest()
        )
        read = [Labelled(file.stem, tomllib.loads(file.read_text("utf-8"))) for file in files]
        kept += read[: len(read) // 2]
        tuned += read[len(read) // 2 :]
    return tuned, kept


@dataclass
class Figures:
    """The scores of one half."""

    articles: int = 0
    dates: Score = field(default_factory=Score)
    names: Score = field(default_factory=Score)
    rules: Score = field(default_factory=Score)
    candidates: Score = field(default_factory=Score)
    known: Score = field(default_factory=Score)
    signs: Score = field(default_factory=Score)

    @cached_property
    def parts(self) -> dict[str, Score]:
        """The scores by name, in the order of the table."""
        return {
            "dates": self.dates,
            "names": self.names,
            "rules": self.rules,
            "candidates": self.candidates,
            "known events": self.known,
        }

    @property
    def false_per_article(self) -> float:
        """How many candidates that are no Events there are in an article, on average."""
        return self.candidates.false / self.articles


def sign(level: int) -> int:
    """Return -1, 0 or 1."""
    return (level > 0) - (level < 0)


def measure(half: Sequence[Labelled], terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Figures:
    """Read every article of a half and compare."""
    figures = Figures(len(half))
    for labelled in half:
        _compare(labelled, analyse(labelled.article, terms, events), figures)
    return figures


def _compare(labelled: Labelled, found: Analysis, figures: Figures) -> None:
    name, labels = labelled.name, labelled.labels
    read = [(date.text, date.date.edtf if date.date else "") for date in found.dates]
    figures.dates.count(name, read, [tuple(date) for date in labels["dates"]])
    figures.names.count(name, {mark.key for mark in found.marks if mark.kind in NAMES}, labels["names"])
    figures.rules.count(name, {mark.key for mark in found.marks if mark.kind is MarkKind.RULE}, labels["rules"])
    known = {mention.event.slug for mention in found.mentions}
    figures.known.count(name, known, [event["known"] for event in labels.get("event", ()) if event["known"]])
    _compare_candidates(labelled, found, figures)


def _compare_candidates(labelled: Labelled, found: Analysis, figures: Figures) -> None:
    open_labels = list(labelled.labels.get("event", ()))
    for candidate in found.candidates:
        label = next((each for each in open_labels if _is_it(candidate, each, found.article.text)), None)
        words = candidate.part.of(found.article.text).strip()[:60]
        if label is None:
            figures.candidates.false += 1
            figures.candidates.wrong.append(f"{labelled.name}: false {candidate.when} {words}")
            continue
        open_labels.remove(label)
        figures.candidates.right += 1
        right = sign(int(candidate.value("stance"))) == label["sign"]
        figures.signs.right += right
        figures.signs.false += not right
        if not right:
            figures.signs.wrong.append(f"{labelled.name}: {candidate.value('stance')} {words}")
    figures.candidates.missed += len(open_labels)
    figures.candidates.wrong += [f"{labelled.name}: missed {each['words']}" for each in open_labels]


def _is_it(candidate: Candidate, label: dict[str, Any], text: str) -> bool:
    """Tell whether a candidate is a labelled Event: the words stand in its sentence, and it has that date."""
    return label["words"] in candidate.span.of(text) and candidate.when.partition("/")[0] == label["date"]


def table(figures: Figures) -> list[str]:
    """Write the figures as lines."""
    lines = [f"{'part':14} precision  recall   F1     right false missed"]
    for part, score in figures.parts.items():
        shares = f"{score.precision:8.3f} {score.recall:8.3f} {score.f1:7.3f}"
        lines.append(f"{part:14} {shares} {score.right:6} {score.false:5} {score.missed:6}")
    lines.append(f"sign of the stance, where a candidate is right: {figures.signs.precision:.3f}")
    lines.append(f"false candidates per article: {figures.false_per_article:.2f}")
    return lines


def main() -> None:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong in the half that rules were tuned on")
    parser.add_argument("--texts", type=Path, help="a folder with the texts of the public articles")
    parser.add_argument("--labels", type=Path, default=LABELS, help="the folder with their labels")
    wanted = parser.parse_args()
    if wanted.texts:
        # Drafts count as known, as on the page.
        terms, events = read_record(EVERY_STATE)
        articles = read_real(wanted.texts, wanted.labels)
        for part, what in PARTS.items():
            if chosen := [each for each in articles if each.labels.get("part", "tuned") == part]:
                real = measure_real(chosen, terms, events)
                lines = [
                    f"{what}: {real.articles} public articles",
                    *real.lines(),
                    *(real.wrong() if wanted.wrong else ()),
                ]
                sys.stdout.writelines(f"{line}\n" for line in (*lines, ""))
        return
    terms, events = read_record()
    tuned, kept = read_labelled()
    for title, half in (("tuned on", tuned), ("kept aside", kept)):
        figures = measure(half, terms, events)
        sys.stdout.write(f"{title}: {figures.articles} articles\n" + "\n".join(table(figures)) + "\n\n")
        if wanted.wrong and half is tuned:
            for score in (*figures.parts.values(), figures.signs):
                sys.stdout.writelines(f"  {line}\n" for line in score.wrong)


if __name__ == "__main__":
    main()
