"""Words beside a date in running text that change what it says: "the week of", 左右, a time in another zone.

The patterns of ``forms`` find the date itself. Here it is tried with the words beside it, longest first, by the reader
for typed dates; where the longer text says another thing than the date alone, it is the date. Limits ("until", 前) stay
outside: of a deadline, an article's reader takes the day that is named.
"""

import re
import string

from tracker.dates.clock import NAMED_ZH, PART, end_of_clock
from tracker.dates.partial import WEEKDAYS
from tracker.dates.still_going import AFTER

_GAP = r"(?:[^\S\n]|[^\S\n]?\n)"
_WEEKDAY = "|".join((*WEEKDAYS, *(day[:3] for day in WEEKDAYS)))
_LEFT = re.compile(
    rf"(?:(?<![A-Za-z])(?:the{_GAP})?(?:about|around|approximately|approx\.|roughly|circa|ca?\.|very|early|mid|middle|late"
    rf"|(?<!ffective )since|between(?:{_GAP}\d{{1,2}}{_GAP}and)?|(?:first|second){_GAP}half{_GAP}of"
    rf"|(?:beginning|start|middle|end){_GAP}of"
    rf"|(?:first|second|third|fourth|last|final){_GAP}week{_GAP}(?:of|in)"
    rf"|week{_GAP}(?:of|beginning|starting|commencing|ending|ended)(?:{_GAP}on)?|(?:{_WEEKDAY})\.?,?)(?:{_GAP}|-)"
    rf"|(?:大约|大概|约|[从由在]|{NAMED_ZH})[^\S\n]?)$",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    rf"(?:{_GAP}or{_GAP}so\b|[^\S\n]?(?:左右|前后)|{AFTER}"
    r"|之间|期间|[~%](?=[\s/，。,;）)]|$)"
    rf"|,?[^\S\n](?:{'|'.join(WEEKDAYS)})\b(?![^\S\n][A-Z])|[^\S\n][(（](?:{_WEEKDAY})[)）])",
)
_PART_OF_DAY = re.compile(rf"[^\S\n]?(?:{PART})")
_NAME = re.compile(r"[\w-]|[^\S\n][A-Z]")
_AHEAD = 60
"""How many characters a time of day with its zone may take."""

_SMALL = {ord(sign): sign.lower() for sign in string.ascii_uppercase} | {
    **{ord(wide): narrow for wide, narrow in zip("：（）＋［］", ":()+[]", strict=True)},
    **dict.fromkeys(map(ord, "\t\n\u00a0\u2009\u202f"), " "),
}
"""The signs of running text as the patterns of a clock know them; signs of the same length."""

_MOST = 5


def wider(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans around a span that words beside it can belong to, longest first."""
    starts, ends = [start], [end]
    while len(starts) <= _MOST and (match := _LEFT.search(text, max(0, starts[-1] - 40), starts[-1])):
        starts.append(match.start())
    while len(ends) <= _MOST and (after := _end_of_words(text, ends[-1])) > ends[-1]:
        ends.append(after)
    spans = [(left, right) for left in starts for right in ends if (left, right) != (start, end)]
    return sorted(spans, key=lambda span: span[0] - span[1])


def _end_of_words(text: str, start: int) -> int:
    """Return where the next words end that can belong to a date before them; their start where there are none."""
    if match := _RIGHT.match(text, start):
        return match.end()
    # One character before them tells whether they stand behind a figure.
    near = text[start - 1 : start + _AHEAD].translate(_SMALL)
    end = start - 1 + end_of_clock(near, 1)
    words = text[start:end]
    # Without a time beside it, only capitals tell EST and ET from words, and PT from the beginning of a name.
    if any(map(str.isdigit, words)) or (words and words == words.upper() and not _NAME.match(text, end)):
        return end
    match = _PART_OF_DAY.match(text, start)
    return match.end() if match else start
