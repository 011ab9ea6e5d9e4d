"""Public articles that nobody here wrote: their labels, and the texts, which are not ours to keep in the repository.

A label counts sentences from 1 by ``number_sentences``, a rule of its own that does not move when the product's does.
"""

import datetime as dt
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.articles import Article
from tracker.articles.sentences import Span

LABELS = Path(__file__).parent / "real"

PARTS = {"tuned": "tuned on", "later": "measured once unseen, then tuned on", "kept": "kept aside"}
"""What each part of the labels was used for."""

_CUT = re.compile(
    r"(?<=[.!?])[\"”’)\]]*[ \t\u3000]+(?=[\"“‘(\[]?[A-Z0-9\u3400-\u9fff])"
    r"|(?<=[。！？；])[”’』」）]*(?=[^”’』」）\s])|\n+"
)


def number_sentences(text: str) -> list[Span]:
    """Return the sentences of a text; the first has number 1."""
    found: list[Span] = []
    start = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if text[start:end].strip():
            found.append(Span(start, end))
        start = cut.end() if cut else end
    return found


@dataclass(frozen=True)
class RealArticle:
    """One article with its labels."""

    name: str
    labels: dict[str, Any]
    text: str

    @property
    def article(self) -> Article:
        """The article, as it would be pasted with the day of publication beside it."""
        published = self.labels.get("published")
        language = "en" if self.labels["language"] == "en" else "zh"
        return Article(self.text, published=published, language=language, url=self.labels["url"])

    @property
    def sentences(self) -> list[Span]:
        """The numbered sentences."""
        return number_sentences(self.text)


def read_labels(folder: Path = LABELS) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the labels of each article."""
    for file in sorted(folder.glob("*.toml")):
        yield file.stem, tomllib.loads(file.read_text("utf-8"))


def read_real(texts: Path, labels: Path = LABELS) -> list[RealArticle]:
    """Return all labelled articles; stop with a message where a text is missing or is another one."""
    found: list[RealArticle] = []
    for name, label in read_labels(labels):
        file = texts / f"{name}.txt"
        if not file.is_file():
            sys.exit(f"The text of {name} is not in {texts}; it is at {label['url']}.")
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != label["sha256"]:
            sys.exit(f"The text of {name} is not the one that was labelled (its hash differs).")
        found.append(RealArticle(name, label, data.decode("utf-8")))
    if not found:
        sys.exit(f"There are no labels in {labels}.")
    return found


def check_labels(label: dict[str, Any], slugs: set[str]) -> Iterator[str]:
    """Yield what is wrong with the form of an article's labels."""
    for need in ("sha256", "characters", "url", "publisher", "language", "sort", "names"):
        if need not in label:
            yield f"no {need}"
    if not re.fullmatch(r"[0-9a-f]{64}", str(label.get("sha256"))):
        yield "the hash is none"
    if label.get("part") not in PARTS:
        yield "the part is tuned, later or kept"
    if label.get("language") not in {"en", "zh", "zh-Hant"}:
        yield "the language is en, zh or zh-Hant"
    if not isinstance(label.get("published", dt.date.min), dt.date):
        yield "the day of publication is no date"
    for event in label.get("event", ()):
        if event["slug"] not in slugs:
            yield f"unknown Event {event['slug']}"
    yield from _check_sentences(label)


def _check_sentences(label: dict[str, Any]) -> Iterator[str]:
    tables = (each for table in ("event", "new", "date", "unsure") for each in label.get(table, ()))
    for entry in tables:
        numbers = entry.get("sentences", [entry.get("sentence", 1)])
        if not all(isinstance(number, int) and number > 0 for number in numbers):
            yield f"sentences are numbers from 1: {entry}"
