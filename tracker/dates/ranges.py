"""What lasts: two dates with a word or dash between them, or one with a word for "and since then"."""

import re
from collections.abc import Iterator

from tracker.dates.english import MONTH
from tracker.dates.words import AFTER, is_still_going

_WORD = "to|until|till|through"
_SIGN = "[-–—]{1,2}|[至到/]"
# A wave before another joint is the mark of what is approximate.
_JOIN = re.compile(rf"\s+(?:{_WORD})\s+|\s*(?:{_SIGN}|~(?!\s*(?:{_WORD}|{_SIGN})))\s*")
_JOIN_OR_AND = re.compile(rf"\s+and\s+|\s*[和与]\s*|{_JOIN.pattern}")
_BETWEEN = re.compile(r"between\s+(.+)|在?(.+)之间")
_OPENING = re.compile(r"^(?:from\s+|[从自由](?=\d|[去今前明本上]))")
_CLOSING = re.compile(r"(?:期间|间|止)$")
_OPEN_AFTER = re.compile(rf"(?:{AFTER}|\s*起)$")
_OPEN_BEFORE = re.compile(r"(?:since|from)\s+")

_YEAR = re.compile(r"(?<!\d)(\d{4})(?:\d{4})?(?!\d)")
_PART_OF_YEAR = re.compile(rf"{MONTH}|q[1-4]|h[12]|quarter|half")
_PART_OF_YEAR_ZH = re.compile(r"[月季]|半年|年[初中底末]")
_WITHOUT_UNIT = re.compile(r"(?:^|[年月])\d{1,2}$")
_DAY_THEN_MONTH = re.compile(rf"\d{{1,2}} ({MONTH})(?: \d{{4}})?")
_MONTH_THEN_DAY = re.compile(rf"({MONTH}) \d{{1,2}}(?: \d{{4}})?")
_DAY = re.compile(r"\d{1,2}")
_DAY_AND_YEAR = re.compile(r"\d{1,2}(?: \d{4})?")
_MONTH_ZH = re.compile(r"\d{1,2}月")
_PART_OF_MONTH_ZH = re.compile(r"\d{1,2}[日号]|[上中下]旬")


def take_open(text: str) -> str | None:
    """Return the beginning of something that has no end yet, None where the text does not say so."""
    if match := _OPEN_AFTER.search(text):
        begin = text[: match.start()]
        return _OPENING.sub("", begin, count=1) or None
    if match := _OPEN_BEFORE.match(text):
        return text[match.end() :]
    # Behind a slash stands stored EDTF, which has one form only.
    ways = () if "/" in text else cut(text)
    return next((begin for begin, end in ways if is_still_going(end)), None)


def cut(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a text into a beginning and an end; "and" joins them only after "between"."""
    match = _BETWEEN.fullmatch(text)
    bare = (match[1] or match[2]) if match else _CLOSING.sub("", _OPENING.sub("", text, count=1))
    for joint in (_JOIN_OR_AND if match else _JOIN).finditer(bare):
        left, right = bare[: joint.start()].strip(), bare[joint.end() :].strip()
        if left and right:
            yield left.removesuffix("起"), right


def filled(left: str, right: str) -> tuple[str, str]:
    """Fill up a beginning and an end from each other, so that neither has to be read by a base day.

    "28 March to 1 June 2022" lends its year to the beginning, 2022年3月28日至6月1日 lends it to the end, and
    2022年3-6月 lends its unit to the beginning.
    """
    left, right = _with_month(*_with_unit(left, right))
    year, end_year = _YEAR.search(left), _YEAR.search(right)
    if year and not end_year:
        return left, _with_year(right, year[1])
    if end_year and not year and right.removesuffix("年") != end_year[0]:
        return _with_year(left, end_year[1]), right
    return left, right


def _with_unit(left: str, right: str) -> tuple[str, str]:
    lends = right[-1] in "月日号" and _WITHOUT_UNIT.search(left)
    return (left + right[-1] if lends else left), right


def _with_month(left: str, right: str) -> tuple[str, str]:
    if _DAY.fullmatch(left) and (match := _DAY_THEN_MONTH.fullmatch(right)):
        return f"{left} {match[1]}", right
    if _DAY_AND_YEAR.fullmatch(right) and (match := _MONTH_THEN_DAY.fullmatch(left)):
        return left, f"{match[1]} {right}"
    if _PART_OF_MONTH_ZH.fullmatch(right) and (match := _MONTH_ZH.search(left)):
        return left, f"{match[0]}{right}"
    return left, right


def _with_year(text: str, year: str) -> str:
    if _PART_OF_YEAR_ZH.search(text):
        return f"{year}年{text}"
    return f"{text} {year}" if _PART_OF_YEAR.search(text) else text
