"""What lasts: two dates with a word or dash between them, or one with a word for "and since then"."""

import re
from collections.abc import Iterator

from tracker.dates.english import MONTH

_JOIN = re.compile(r"\s+(?:to|until|till|through|and)\s+|\s*(?:--|[-–—~至到])\s*|\s*/\s*")
_OPENING = re.compile(r"(?:from|between)\s+|[从自由](?=\d|去|今|前|本|上)")
_CLOSING = re.compile(r"(?:期间|之间|间|止)$")
_OPEN_AFTER = re.compile(
    r"\s*(?:/\.\.|起至今|开始至今|至今|以来|起|(?:to|until|till|-|–|—) ?(?:now|date|present|today)|onwards?)$"
)
_OPEN_BEFORE = re.compile(r"(?:since|from)\s+")
_MONTH_TAIL = re.compile(rf"\d{{1,2}} ({MONTH}(?: \d{{4}})?)$")
_MONTH_HEAD = re.compile(rf"({MONTH}) \d{{1,2}}(?: \d{{4}})?$")
_YEAR_TAIL = re.compile(r"(?<!\d)(\d{4})$")
_CHINESE_HEAD = re.compile(r"(\d{4}年)?(\d{1,2}月)?")


def take_open(text: str) -> str | None:
    """Return the beginning of something that has no end yet, None where the text does not say so."""
    if match := _OPEN_AFTER.search(text):
        begin = text[: match.start()]
        return _OPENING.sub("", begin, count=1) or None
    if match := _OPEN_BEFORE.match(text):
        return text[match.end() :]
    return None


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a text into a beginning and an end, each filled up from the other.

    "28 March to 1 June 2022" lends its year to the beginning, 2022年3月28日至6月1日 lends it to the end.
    """
    bare = _CLOSING.sub("", _OPENING.sub("", text, count=1) if _OPENING.match(text) else text)
    for match in _JOIN.finditer(bare):
        left, right = bare[: match.start()].strip(), bare[match.end() :].strip()
        if left and right:
            yield from _filled(left, right)


def _filled(left: str, right: str) -> Iterator[tuple[str, str]]:
    if "年" in left or "月" in left:
        head = _CHINESE_HEAD.match(left)
        year, month = (head[1] or "", head[2] or "") if head else ("", "")
        if "年" not in right:
            yield left, (year if "月" in right or "季" in right or "半年" in right else year + month) + right
            return
    if "年" in right and "年" not in left:
        head = _CHINESE_HEAD.match(right)
        unit = "" if left.endswith(("年", "月", "日", "号")) else right[-1]
        yield f"{head[1] if head and head[1] else ''}{left}{unit}", right
    yield from _filled_english(left, right)


def _filled_english(left: str, right: str) -> Iterator[tuple[str, str]]:
    yield left, right
    if left.isdigit() and (match := _MONTH_TAIL.search(right)):
        yield f"{left} {match[1]}", right
    head = _MONTH_HEAD.match(left)
    if head and (match := re.fullmatch(r"(\d{1,2})(?: (\d{4}))?", right)):
        year = f" {match[2]}" if match[2] else ""
        yield f"{left}{year}", f"{head[1]} {match[1]}{year}"
    if match := _YEAR_TAIL.search(right):
        yield f"{left} {match[1]}", right
