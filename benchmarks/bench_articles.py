"""Reading articles against the whole record, beside dateparser's search for dates alone in the same text.

Times are processor time, which other programs on the machine hardly change.
"""

import datetime as dt
import math
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from measuring import REPOSITORY, TRACKER, Row, main, run_program

from tracker.articles import Analysis, Article, analyse
from tracker.database import open_engine, reading
from tracker.queries import list_events, list_terms
from tracker.read_models import EventRow, TermRow

LABELLED = REPOSITORY / "tests" / "articles" / "labelled"
PUBLISHED = "2026-01-01"

LENGTH = 10_000
LENGTHS = (10_000, 100_000, 1_000_000)
FILES = 300


def text_of(length: int) -> str:
    """Return a text of articles in both languages, of so many characters."""
    parts = [tomllib.loads(file.read_text("utf-8"))["text"].strip() for file in sorted(LABELLED.glob("*.toml"))]
    whole = "\n\n".join(parts) + "\n\n"
    return (whole * (length // len(whole) + 1))[:length]


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure one article warm, its growth, the command started anew, and a folder of articles."""
    del large
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tracker.db"
        run_program(TRACKER, "init", "--database", url)
        engine = open_engine(url)
        with reading(engine) as session:
            terms, events = list_terms(session), list_events(session)
        engine.dispose()
        yield from _warm(terms, events)
        yield from _cold(Path(folder), url)
        yield _many(Path(folder), url)


def _read(text: str, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> tuple[float, Analysis]:
    start = time.process_time()
    found = analyse(Article(text, published=dt.date.fromisoformat(PUBLISHED)), terms, events)
    return time.process_time() - start, found


def _warm(terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Iterator[Row]:
    from dateparser.search import search_dates

    text = text_of(LENGTH)
    _read(text, terms, events)
    ours, _ = min((_read(text, terms, events) for _ in range(5)), key=lambda each: each[0])
    start = time.process_time()
    search_dates(text, languages=["en", "zh"])
    floor = time.process_time() - start
    at = f"{LENGTH:,} characters"
    yield Row("an article against the record", at, ours, 1, "", unit="s")
    yield Row("an article against the record", f"{at}, told", ours / floor, None, "dateparser's search for dates alone")
    times = [_read(text_of(length), terms, events)[0] for length in LENGTHS]
    grown = math.log(times[-1] / times[0]) / math.log(LENGTHS[-1] / LENGTHS[0])
    figures = f"{times[0]:.2f} s to {times[-1]:.1f} s"
    at = f"{LENGTHS[0]:,} to {LENGTHS[-1]:,} characters"
    yield Row("an article, exponent of growth", at, grown, 1.15, "1 is linear", figures, "")


def _cold(folder: Path, url: str) -> Iterator[Row]:
    file, page = folder / "article.txt", folder / "article.html"
    file.write_text(text_of(LENGTH), encoding="utf-8")
    paragraphs = "".join(f"<p>{part}</p>" for part in text_of(LENGTH).split("\n\n"))
    page.write_text(f"<!DOCTYPE html><html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    for place, words in ((file, "text"), (page, "web page")):
        command = (TRACKER, "draft", place, "--published", PUBLISHED, "--database", url)
        seconds = min(run_program(*command).processor for _ in range(3))
        yield Row(f"`draft` of a {words}, started anew", f"{LENGTH:,} characters", seconds, 2, "", unit="s")


def _many(folder: Path, url: str) -> Row:
    stories = folder / "stories"
    stories.mkdir()
    for place in range(FILES):
        (stories / f"{place:04}.txt").write_text(text_of(3_000 + place), encoding="utf-8")
    used = run_program(TRACKER, "draft", stories, "--published", PUBLISHED, "--database", url)
    figures = f"{used.processor:.0f} s"
    return Row("`draft` of a folder, memory", f"{FILES:,} articles", used.megabytes, 500, "", figures, "MB")


if __name__ == "__main__":
    sys.exit(main(rows))
