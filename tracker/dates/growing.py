"""Words beside a date in running text that change what it says: "the week of", 左右, a time in another zone.

The patterns of ``forms`` find the date itself. Here it is tried with the words beside it, longest first, by the reader
for typed dates; where the longer text says another thing than the date alone, it is the date. Limits ("until", 前) stay
outside: of a deadline, an article's reader takes the day that is named.
"""

import re

from tracker.dates.partial import WEEKDAYS

_GAP = r"(?:[^\S\n]|[^\S\n]?\n)"
_WEEKDAY = "|".join((*WEEKDAYS, *(day[:3] for day in WEEKDAYS)))
_LEFT = re.compile(
    rf"(?:(?<![A-Za-z])(?:about|around|approximately|approx\.|roughly|circa|ca?\.|very|early|mid|middle|late"
    rf"|(?<!ffective )since|between(?:{_GAP}\d{{1,2}}{_GAP}and)?|(?:first|second){_GAP}half{_GAP}of"
    rf"|(?:beginning|start|middle|end){_GAP}of"
    rf"|(?:first|second|third|fourth|last|final){_GAP}week{_GAP}(?:of|in)"
    rf"|week{_GAP}(?:of|beginning|starting|commencing|ending|ended)(?:{_GAP}on)?|the|(?:{_WEEKDAY})\.?,?)(?:{_GAP}|-)"
    r"|(?:大约|大概|约|[从由在])[^\S\n]?)$",
    re.IGNORECASE,
)
_HOUR = r"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[^\S\n]?[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d\d)?[^\S\n]?[ap]\.?m\b\.?"
_PART = "凌晨|清晨|早上|早晨|早间|上午|中午|午间|午后|下午|傍晚|晚上|晚间|夜间|深夜|午夜|晚|夜"
_ZONE = (
    r"[^\S\n]?[(（]?(?:Z\b|(?:UTC|GMT|EST|EDT|PST|PDT|CST|CET|CEST|BST|JST|HKT|ET|PT)\b(?:[+-]\d{1,2}(?::?\d\d)?)?"
    r"|[+-]\d{1,2}(?::?\d\d)?(?![\d-]))[)）]?"
)
_RIGHT = re.compile(
    rf"(?:{_GAP}or{_GAP}so\b|[^\S\n]?(?:左右|前后)|{_GAP}onwards?\b"
    rf"|(?:{_GAP}(?:to|until|till)|[^\S\n]?[-–—]){_GAP}(?:now|present|date|today)\b|[^\S\n]?/\.\."
    r"|至今|以来|之间|期间|[~%](?=[\s/，。,;）)]|$)"
    rf"|(?:[^\S\n]|,[^\S\n]|(?<=\d)T|[^\S\n]at[^\S\n])?(?:{_HOUR})(?:{_ZONE})?|(?<=\d)T\d{{4}}(?:\d\d)?(?:{_ZONE})?"
    rf"|[^\S\n]?(?:{_PART})(?:[^\S\n]?\d{{1,2}}[时点](?:\d{{1,2}}分|半|整)?)?|\d{{1,2}}[时点](?:\d{{1,2}}分|半|整)?"
    r"|[^\S\n][(（]?(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?[)）]?(?![\w-])"
    r"|[^\S\n]?[(（](?:北京时间|Beijing time)[)）]"
    rf"|,?[^\S\n](?:{'|'.join(WEEKDAYS)})\b(?![^\S\n][A-Z])|[^\S\n][(（](?:{_WEEKDAY})[)）])",
)
_MOST = 5


def wider(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans around a span that words beside it can belong to, longest first."""
    starts, ends = [start], [end]
    while len(starts) <= _MOST and (match := _LEFT.search(text, max(0, starts[-1] - 40), starts[-1])):
        starts.append(match.start())
    while len(ends) <= _MOST and (match := _RIGHT.match(text, ends[-1])):
        ends.append(match.end())
    spans = [(left, right) for left in starts for right in ends if (left, right) != (start, end)]
    return sorted(spans, key=lambda span: span[0] - span[1])
