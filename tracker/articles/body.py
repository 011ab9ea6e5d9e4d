"""The sentences of an article that are read: its own, without the menus and links that a page prints beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from tracker.articles.article import Article
from tracker.articles.datelines import is_alone
from tracker.articles.sentences import Span, split_paragraphs, split_sentences
from tracker.articles.surroundings import alternatives
from tracker.dates.finding import find_dates
from tracker.searching import simplified

_HEADS_LINKS = re.compile(rf"\W*{alternatives('page', 'heads')}\s*[:：>›»]?\s*", re.IGNORECASE)
_OF_THE_PAGE = re.compile(rf"\W*{alternatives('page', 'lines')}\s*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。！？；;…][\"'”’」）)]*\s*$")
_WIDE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
_LONGEST_LINK, _MENU_LINE = 170, 26
_MENU_LINES = 4
"""So many short lines in a row are a menu and no headline with its byline; lengths and number were chosen by eye."""

_BULLET = re.compile(r"\s*(?:[-–•*·●▪]\s|\d{1,2}[.)、])")


def body_sentences(article: Article) -> list[tuple[int, Span]]:
    """Return the sentences that are read, each with its paragraph's number; none in a language that is not read."""
    if not article.language:
        return []
    text = article.text
    beside = page_lines(text)
    starts = [line.start for line in beside]
    spans = ((place, span) for place, part in enumerate(split_paragraphs(text)) for span in split_sentences(text, part))
    return [
        (place, span)
        for place, span in spans
        if not ((at := bisect_right(starts, span.start)) and beside[at - 1].holds(span.start, span.end))
    ]


def page_lines(text: str) -> list[Span]:
    """Return the lines that belong to the page and not to its article."""
    lines = list(written_lines(text))
    words = [simplified(line.of(text)).strip() for line in lines]
    beside = _menus(words)
    below_head = False
    for place, line in enumerate(words):
        short = len(line) <= _LONGEST_LINK
        if short and _HEADS_LINKS.fullmatch(line):
            below_head = True
        elif below_head and not (short and not _SENTENCE_END.search(line)):
            below_head = False
        if below_head or _OF_THE_PAGE.fullmatch(line):
            beside.add(place)
    return [lines[place] for place in sorted(beside)]


def _menus(words: list[str]) -> set[int]:
    """Return the places of lines in a run of short ones without an end of a sentence, a bullet or a day."""
    found: set[int] = set()
    run: list[int] = []
    for place, line in enumerate([*words, "."]):
        if _width(line) <= _MENU_LINE and not _SENTENCE_END.search(line) and not _tells(line):
            run.append(place)
            continue
        if len(run) >= _MENU_LINES:
            found.update(run)
        run = []
    return found


def _tells(line: str) -> bool:
    """Tell whether a short line may be one of a chronicle or a list: a bullet, or a date with words beside it."""
    return bool(_BULLET.match(line)) or any(not is_alone(line, found) for found in find_dates(line, None))


def _width(line: str) -> int:
    return len(line) + len(_WIDE.findall(line))


def written_lines(text: str) -> Iterator[Span]:
    """Yield the lines that hold something."""
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            yield Span(match.start(), match.end())
