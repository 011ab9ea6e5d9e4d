"""Reading articles against the whole record, beside dateparser's search for dates alone in the same text.

Run it with `python benchmarks/bench_articles.py`. Times are processor time, which other programs on the machine hardly
change. Prints the figures with their ratio and fails when a limit is broken.
"""

import datetime as dt
import math
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from tracker.articles import Analysis, Article, analyse
from tracker.database import open_engine, reading
from tracker.queries import list_events, list_terms
from tracker.read_models import EventRow, TermRow

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).with_name("tracker")
LABELLED = REPOSITORY / "tests" / "articles" / "labelled"
PUBLISHED = "2026-01-01"

LENGTH = 10_000
LENGTHS = (10_000, 100_000, 1_000_000)
FILES = 1_000
LIMIT_WARM, LIMIT_COLD, LIMIT_GROWTH, LIMIT_MEGABYTES = 1.0, 2.0, 1.15, 500.0


def text_of(length: int) -> str:
    """Return a text of articles in both languages, of so many characters."""
    parts = [tomllib.loads(file.read_text("utf-8"))["text"].strip() for file in sorted(LABELLED.glob("*.toml"))]
    whole = "\n\n".join(parts) + "\n\n"
    return (whole * (length // len(whole) + 1))[:length]


def main() -> None:
    """Measure, print and judge."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tracker.db"
        subprocess.run([PROGRAM, "init", "--database", url], check=True, stdout=subprocess.DEVNULL)
        engine = open_engine(url)
        with reading(engine) as session:
            terms, events = list_terms(session), list_events(session)
        engine.dispose()
        verdicts = [_warm(terms, events), _growth(terms, events), _cold(Path(folder), url), _many(Path(folder), url)]
    sys.exit(0 if all(verdicts) else 1)


def _read(text: str, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> tuple[float, Analysis]:
    start = time.process_time()
    found = analyse(Article(text, published=dt.date.fromisoformat(PUBLISHED)), terms, events)
    return time.process_time() - start, found


def _warm(terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> bool:
    from dateparser.search import search_dates

    text = text_of(LENGTH)
    _read(text, terms, events)
    ours, found = min((_read(text, terms, events) for _ in range(5)), key=lambda each: each[0])
    start = time.process_time()
    others = search_dates(text, languages=["en", "zh"]) or []
    floor = time.process_time() - start
    print(f"{LENGTH:,} characters, warm: {ours:.3f} s ({len(found.marks)} marks, {len(found.candidates)} candidates)")
    print(f"dateparser's search for dates alone: {floor:.3f} s ({len(others)} dates), {floor / ours:.1f} times as long")
    return ours < LIMIT_WARM


def _growth(terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> bool:
    times = [_read(text_of(length), terms, events)[0] for length in LENGTHS]
    exponent = math.log(times[-1] / times[0]) / math.log(LENGTHS[-1] / LENGTHS[0])
    shown = ", ".join(f"{length:,}: {seconds:.2f} s" for length, seconds in zip(LENGTHS, times, strict=True))
    print(f"growth with the length: {shown}; exponent {exponent:.2f} (1 is linear)")
    return exponent < LIMIT_GROWTH


def _run(*arguments: str | Path) -> tuple[float, float]:
    """Run the program; return its processor time and the peak memory of the largest child so far, in megabytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, after.ru_maxrss / 1024


def _cold(folder: Path, url: str) -> bool:
    file = folder / "article.txt"
    file.write_text(text_of(LENGTH), encoding="utf-8")
    page = folder / "article.html"
    paragraphs = "".join(f"<p>{part}</p>" for part in text_of(LENGTH).split("\n\n"))
    page.write_text(f"<!DOCTYPE html><html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    about = ("--published", PUBLISHED, "--database", url)
    as_text = min(_run("draft", file, *about)[0] for _ in range(3))
    as_page = min(_run("draft", page, *about)[0] for _ in range(3))
    print(f"{LENGTH:,} characters, program started anew: {as_text:.2f} s as text, {as_page:.2f} s as a web page")
    return max(as_text, as_page) < LIMIT_COLD


def _many(folder: Path, url: str) -> bool:
    stories = folder / "stories"
    stories.mkdir()
    for number in range(FILES):
        (stories / f"{number:04}.txt").write_text(text_of(3_000 + number), encoding="utf-8")
    seconds, megabytes = _run("draft", stories, "--published", PUBLISHED, "--database", url)
    print(f"a folder of {FILES:,} articles: {seconds:.0f} s, at most {megabytes:.0f} MB")
    return megabytes < LIMIT_MEGABYTES


if __name__ == "__main__":
    main()
