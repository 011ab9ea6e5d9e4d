"""Paragraphs, sentences and the parts of a sentence, as spans of the article's text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_SHORT_LINE = 60
_LINE_ENDS = re.compile(r"[.!?。！？：:；;”’\"）)]\s*$")
_BEGINS_ANEW = re.compile(r"\s*(?:[-•*·]|\d+[.)、]|[（(]?[一二三四五六七八九十]+[、)）]|[A-Z]\w+ \d{1,2}, \d{4}:)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_END = re.compile(
    r"[。！？]+[”’」）)]*"
    r"|(?<![.!?])[.!?]++(?:[\"”’)]*+(?=\s++[\"“‘'(]*[A-Z0-9\u3400-\u9fff]|\s*$)|(?=[”\"]?[\u3400-\u9fff]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Co|Ltd|No|Mr|Mrs|Ms|Dr|Prof|St|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|p\.m|a\.m"
    r"|e\.g|i\.e|U\.S|U\.K|U\.N)|\b[A-Z]|\b[A-Z]\.[A-Z])$"
)
_LOOK_BACK = 12
_LONGEST = 2000
"""The longest sentence that is taken as one, in characters."""

# Where a sentence can be cut between two of its dates, the better places first.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[；;]\s*",
        r",? (?:and|but|while|whereas|which) (?=[a-z\"“]*[A-Z]|in\b|on\b|it\b|the\b|takes?\b|took\b|will\b)|[:：] ",
        r"[,，](?:and |but |while |which )?\s*|[)）]\s?",
        r" (?=after |before |ending |until )",
        r" and ",
    )
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the article's text: the places of its first character and after its last."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words."""
        return text[self.start : self.end]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether another span lies inside this one."""
        return self.start <= start and end <= self.end


def split_paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs: what stands between empty lines."""
    start = 0
    for match in _PARAGRAPH.finditer(text):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


def split_sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the sentences of a paragraph, without the white space around them."""
    for line in _lines(text, paragraph):
        start = line.start
        for match in _END.finditer(text, line.start, line.end):
            before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
            if match[0].startswith(".") and _ABBREVIATION.search(before):
                continue
            yield from _trimmed(text, start, match.end())
            start = match.end()
        yield from _trimmed(text, start, line.end)


def _lines(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield a paragraph's lines; one that was only wrapped for the screen stays with the next."""
    start, at = paragraph.start, paragraph.start
    while (newline := text.find("\n", at, paragraph.end)) >= 0:
        line, at = text[start:newline], newline + 1
        last = line.rpartition("\n")[2]
        if _width(last) < _SHORT_LINE or _LINE_ENDS.search(last) or _BEGINS_ANEW.match(text, at):
            yield Span(start, newline)
            start = at
    yield Span(start, paragraph.end)


def _width(line: str) -> int:
    return len(line) + len(_CHINESE.findall(line))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        # What has no full stop for pages is a list or a table; it is cut, so that the work grows with the length only.
        place = max(text.rfind(sign, start + 1, start + _LONGEST) for sign in (" ", "\n", "，", ",", "；"))
        cut = place + 1 if place > start + _LONGEST // 2 else start + _LONGEST
        yield Span(start, cut)
        start = cut
    if start < end:
        yield Span(start, end)


def cut_between(text: str, sentence: Span, dates: Sequence[Span]) -> list[tuple[Span, list[int]]]:
    """Cut a sentence into parts so that each holds one date, where it can be cut between two of them.

    Returns:
        each part with the places, in ``dates``, of the dates that it holds.
    """
    parts: list[tuple[Span, list[int]]] = []
    start, held = sentence.start, [0]
    for place in range(1, len(dates)):
        cut = _cut(text, dates[place - 1].end, dates[place].start)
        if cut is None:
            held.append(place)
            continue
        parts.append((Span(start, cut), held))
        start, held = cut, [place]
    return [*parts, (Span(start, sentence.end), held)]


def _cut(text: str, after: int, before: int) -> int | None:
    """Return the best place to cut between two dates; of equally good ones the last."""
    for pattern in _CUTS:
        matches = list(pattern.finditer(text, after, before))
        if matches:
            return matches[-1].end() if matches[-1][0].strip() else matches[-1].start()
    return None
