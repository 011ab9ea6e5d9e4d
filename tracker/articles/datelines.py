"""Dates that say when a text was written, or head what follows: bylines, datelines, lines that are only a date."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from tracker.dates import PartialDate
from tracker.dates.finding import FoundDate, find_dates
from tracker.vocabulary import Precision

_DASH = r"(?=\s*(?:[(（/][A-Z][\w ./]+[)）/]\s*)?[-–—]+\s)"
_DAY = r"[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?"
_DAY_ZH = r"\d{1,2}\s?月\s?\d{1,2}\s?日\s?"
_NO_STOP = r"[^\s，。；：、！？]"
_PRESS_ZH = "(?:社|网|报|之家|新闻|财经|记者|讯|电台|视频|科技|证券|氪)"
_NAME = r"[A-Z][\w’']+"
_PRESS_LINE_ZH = (
    rf"[^\S\n]*(?:[【（(\[][^】）)\]\n]{{1,20}}[】）)\]])?{_NO_STOP}{{0,14}}?{_PRESS_ZH}"
    rf"[^，。；：、！？\n]{{0,16}}?[\s，|]?{_DAY_ZH}(?:晚|早|上午|下午)?(?:综?合?(?:电|讯|消息)|[（(](?:记者|编辑|文))"
)
_AGENCY_LINES = tuple(
    re.compile(pattern)
    for pattern in (
        # BEIJING, July 4 (Reuters) - ; Beijing, July 4 /Xinhua/ - ; China News Service, July 4.
        rf"\s*[A-Z][A-Z .,/'’-]{{2,40}}(?:,\s[A-Z][\w ]{{2,20}})?,[^\n]{{0,28}}?{_DASH}",
        rf"\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?,\s{_DAY}{_DASH}",
        rf"\s*(?:{_NAME}(?:[ /]{_NAME}){{0,4}})?,\s{_DAY}(?=\.(?:\s|$))",
        r"\s*[A-Z][\w ,/.]{2,40}[(（][A-Z][\w ./]+?\s[-–—]\s[^\n)）]{4,28}(?=[)）])",
        # 新华社北京7月4日电; 某某网7月4日消息; 【2021年7月4日讯】
        _PRESS_LINE_ZH,
        rf"[^\S\n]*[【（(\[]?[^\s，。；：、！？\d]{{0,12}}(?:\d{{4}}\s?年)?\s?{_DAY_ZH}(?:电|讯)[】）)\] ，,]?",
    )
)
_LABEL = (
    r"(?:First )?(?:Published|PUBLISHED|Updated|UPDATED|Posted|POSTED|Modified|Created|Issued|Date|DATE"
    r"|(?:Release|Publication|Issue) [Dd]ate|(?:Update|Publish|Release)d? [Tt]ime|Last [Uu]pdated?|Last [Mm]odified)"
)
_LABEL_ZH = (
    r"(?:(?:发布|发表|更新|成文|发文|发稿|上传|编辑)(?:时间|日期)|(?<![\u3400-\u9fff])(?:时间|日期)"
    r"|(?:发布|更新|发表)于)"
)
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?(?:[A-Z]{2,4}|GMT[+-]\d+|UTC)\b)?"
_LABELLED = re.compile(
    rf"(?:(?:(?<![A-Za-z])(?<![A-Za-z] ){_LABEL}|^\W*(?i:{_LABEL}))(?:\s(?:on|at)\b)?(?:\s?[:：])?|{_LABEL_ZH}\s?[:：])"
    rf"\s*(?:{_CLOCK},?\s*)?(?:\d{{1,2}} ?)?$"
)
_OTHER_LABEL = re.compile(r"[A-Za-z\u3400-\u9fff] ?[:：\]]\s*$")
_GOES_ON = re.compile(
    rf"\s*\.?\s*(?:$|\n|[|·•–—-]|{_CLOCK}|[,，]?\s?\d{{1,2}}(?::\d\d)?\s?[ap]m|[(（]|[A-Z\u3400-\u9fff])"
)
_FURNITURE = re.compile(
    rf"{_CLOCK}|{_LABEL}|{_LABEL_ZH}|\d{{1,2}}(?:[:.]\d\d)?\s?[AaPp]\.?[Mm]\b\.?"
    r"|\b(?:on|at|by|from|GMT|UTC|E[SD]?T|HKT|SGT|BST|PST|PDT|am|pm|IST|CST|min(?:ute)?s?"
    r"|read|words?|views?|comments?|share|print|Beijing time)\b"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|星期[一二三四五六日]|周[一二三四五六日]|\d+|[\W_]",
    re.IGNORECASE,
)
_CREDIT = r"来源|作者|编辑|责编|记者|字号|浏览|阅读|点击|分享|打印|发布|\b(?:Source|Author|Reporter|Editor|Staff)\b"
_BY = r"(?:^|[|·•–—-])\W*(?:[Bb]y|BY)\s[A-Z][\w.’'-]*(?:\s[A-Z]|\W*$)"
_CREDITS = re.compile(rf"{_CREDIT}|{_BY}")
_CREDITS_BEHIND = re.compile(rf"(?:{_CREDIT})\s*[:：]|^\W*(?:来源|作者|责编|Staff (?:Reporter|Writer))|{_BY}")
"""What a line that begins with its date has to hold to be a byline: "SAMR fines the author" is none."""
_SENTENCE_END = re.compile(r"[。！？.!?][”\"'’」)）]*\s*$")
_LONGEST_LINE, _FEW_LETTERS = 140, 24
_BULLET = re.compile(r"\s*[-•*·▪]\s")
_HEAD, _FAR, _SEVERAL = 1500, 300, 3
"""Lines and lengths of a page's byline: by eye."""


def is_written_in(text: str, found: FoundDate) -> bool:
    """Tell whether a date stands in a dateline, in a byline or alone in its line, so that nothing happened on it.

    Args:
        text: the article.
        found: one of its dates.
    """
    start, line = _line_around(text, found.start)
    begins = start == 0 or text[start - 1] == "\n"
    for pattern in _AGENCY_LINES if begins else ():
        match = pattern.match(line)
        if match is not None and found.start - start < match.end() and found.end - start <= match.end() + 2:
            return True
    if _LABELLED.search(line[: found.start - start]) and _GOES_ON.match(text, found.end):
        return True
    if _OTHER_LABEL.search(line[: found.start - start]):
        return False
    if len(line) > _LONGEST_LINE or not _has_day(found):
        return is_alone(text, found)
    return _is_byline(line, found)


def is_alone(text: str, found: FoundDate) -> bool:
    """Tell whether a date is all that its line holds."""
    rest = _beside(text, found)
    return not _FURNITURE.sub("", rest) and not re.search(r"\d", re.sub(_CLOCK, "", rest))


def own_day(text: str) -> dt.date | None:
    """Return the day of publication that a text gives of itself near its beginning, None where it gives none."""
    days = (date for date in _own_dates(text) if date.precision is Precision.DAY)
    return next((date.start for date in days), None)


def own_year(text: str) -> int | None:
    """Return the year in which a text says that it was written, where it may give no day."""
    return next((date.start.year for date in _own_dates(text)), None)


def _own_dates(text: str) -> Iterator[PartialDate]:
    dates = find_dates(text[: 3 * _HEAD], None)
    # Lines that are only a date, and several of them, head parts of the text.
    several = sum(is_alone(text, found) for found in dates) >= _SEVERAL
    for found in dates:
        date = found.reading.date if found.reading else None
        if found.start > _HEAD or date is None or date.is_interval:
            continue
        if _BULLET.match(_line_around(text, found.start)[1]) or (several and is_alone(text, found)):
            continue
        if is_written_in(text, found):
            yield date


def headings_in(text: str, dates: Sequence[FoundDate], published: dt.date | None) -> list[tuple[int, int]]:
    """Return the places of lines that are only a year or a date and head what follows, with their years."""
    headings = [(match.start(), int(match[1])) for match in _YEAR_LINE.finditer(text)]
    for found in dates:
        date = found.reading.date if found.reading else None
        if date is None or not re.search(r"\d{4}", found.text) or not _LONE.fullmatch(_beside(text, found)):
            continue
        # A day close to that of publication is the text's own.
        if published is None or not -_OWN_DAYS <= (published - date.start).days <= _OWN_DAYS:
            headings.append((found.start, date.start.year))
    return sorted(headings)


def _beside(text: str, found: FoundDate) -> str:
    """Return what else the line of a date holds."""
    start, line = _line_around(text, found.start)
    return line[: found.start - start] + line[found.end - start :]


_LONE = re.compile(r"[\W_]*")
_OWN_DAYS = 7


_YEAR_LINE = re.compile(r"(?m)^[^\w\n]*((?:19|20)\d\d)\s?年?[^\w\n]*$")


def _is_byline(line: str, found: FoundDate) -> bool:
    if _SENTENCE_END.search(line):
        return False
    before, _, after = line.partition(found.text)
    rest = f"{before} {after}"
    letters = _FURNITURE.sub("", rest)
    clock = re.search(_CLOCK, rest)
    # A line of a chronicle begins with its date, a line that says where a text is from ends with it.
    heads = not clock and not before.strip(_BESIDE)
    credited = (_CREDITS_BEHIND if heads else _CREDITS).search(rest)
    signed = not after.strip(" ])）】") and "\t" not in before.strip() and _NAMES_ONLY.fullmatch(rest)
    most = 4 * _FEW_LETTERS if clock and credited else _FEW_LETTERS
    return not letters or (bool(clock or credited or signed) and len(letters) <= most)


_BESIDE = " \t-*•·▪–—|>([（【"


_NAMES_ONLY = re.compile(r"[\W\d]*(?:[A-Z][\w.'’&-]*\W+){0,6}|[^a-z，。,；;：:]*")
"""What stands beside a date that only says where a text is from: names in capitals, or a few Chinese signs."""


def _has_day(found: FoundDate) -> bool:
    date = found.reading.date if found.reading else None
    return (
        date is not None and date.precision is Precision.DAY and not date.is_interval and bool(_FULL.search(found.text))
    )


_FULL = re.compile(r"\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")


def _line_around(text: str, at: int) -> tuple[int, str]:
    """Return the line around a place and where it begins, or the nearer part of a long one."""
    first = max(0, at - _FAR)
    start = max(text.rfind("\n", first, at) + 1, first)
    end = text.find("\n", at, at + _FAR)
    return start, text[start : end if end >= 0 else at + _FAR]
