"""How the time for an article grows with its length: never with its square, whatever signs it repeats."""

import datetime as dt
import time
from collections.abc import Callable
from functools import partial

import pytest

from tracker.articles.body import page_lines
from tracker.articles.names import find_rules
from tracker.articles.opening import is_web_page, paste_article
from tracker.articles.sentences import Span, split_paragraphs, split_sentences
from tracker.dates.finding import find_dates

TODAY = dt.date(2022, 1, 5)
SMALL, GROWTH, MOST = 10_000, 4, 9
SOON = 0.05
"""A run that is so short, in seconds, is left out of the comparison: it measures the machine."""


def sentences(text: str) -> list[Span]:
    """Split a text into sentences."""
    return [span for part in split_paragraphs(text) for span in split_sentences(text, part)]


def seconds(work: Callable[[], object]) -> float:
    """Return how much of the processor's time something takes, the better of two runs."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


READERS: dict[str, Callable[[str], object]] = {
    "sentences": sentences,
    "page lines": lambda text: page_lines(f"First line.\nrelated{text}x\nLast line."),
    "rules": find_rules,
    "dates": lambda text: find_dates(text, TODAY),
    "title": lambda text: paste_article(f"First line.\n{text}\nLast line.", today=TODAY),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "unit", [".", ".”", "。", "? ", " ", "A-", "A ", "A’a", "1", "1-", "１", "民国1年 5 May ", "《法（"]
)
def test_the_time_grows_with_the_length(reader: str, unit: str) -> None:
    """Four times the text takes about four times as long, and not sixteen times."""
    read = READERS[reader]
    text = unit * (SMALL // len(unit))
    long = seconds(partial(read, text * GROWTH))
    assert long < SOON or long <= MOST * max(seconds(partial(read, text)), SOON / GROWTH)


def test_comments_before_a_page_are_read_in_one_way() -> None:
    """Each comment ends at its first sign of an end, so that many of them are tried once."""
    assert not is_web_page(b"<!-- -->" * 400 + b"x")
    assert is_web_page(b"<!-- a -- b ->\n -->\n" * 20 + b"<html>")
