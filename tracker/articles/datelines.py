"""Dates that say when a text was written, or head what follows: bylines, datelines, lines that are only a date."""

import datetime as dt
import re
from collections.abc import Sequence

from tracker.articles.sentences import Span
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
_GOES_ON = re.compile(rf"\s*(?:$|\n|[|·•–—-]|{_CLOCK}|[,，]?\s?\d{{1,2}}(?::\d\d)?\s?[ap]m|[(（]|[A-Z\u3400-\u9fff])")
_FURNITURE = re.compile(
    rf"{_CLOCK}|{_LABEL}|{_LABEL_ZH}|\d{{1,2}}(?:[:.]\d\d)?\s?[AaPp]\.?[Mm]\b\.?"
    r"|\b(?:on|at|by|from|GMT|UTC|E[SD]?T|HKT|SGT|BST|PST|PDT|am|pm|IST|CST|min(?:ute)?s?"
    r"|read|words?|views?|comments?|share|print|Beijing time)\b"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|星期[一二三四五六日]|周[一二三四五六日]|\d+|[\W_]",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"来源|作者|编辑|责编|记者|字号|浏览|阅读|点击|分享|打印|发布|\b(?:[Bb]y|BY|Source|Author|Reporter|Editor|Staff)\b"
)
_SENTENCE_END = re.compile(r"[。！？.!?][”\"'’」)）]*\s*$")
_LONGEST_LINE, _FEW_LETTERS = 140, 24
_BULLET = re.compile(r"\s*[-•*·▪]\s")
_HEAD = 1500
"""Lines and lengths of a page's byline: by eye."""


def is_written_in(text: str, found: FoundDate) -> bool:
    """Tell whether a date stands in a dateline, in a byline or alone in its line, so that nothing happened on it.

    Args:
        text: the article.
        found: one of its dates.
    """
    start, line = _line_around(text, found.start)
    for pattern in _AGENCY_LINES:
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
    start, line = _line_around(text, found.start)
    rest = line[: found.start - start] + line[found.end - start :]
    return not _FURNITURE.sub("", rest) and not re.search(r"\d", re.sub(_CLOCK, "", rest))


def own_day(text: str) -> dt.date | None:
    """Return the day of publication that a text gives of itself near its beginning, None where it gives none."""
    for found in find_dates(text[:_HEAD], None):
        date = found.reading.date if found.reading else None
        if date is None or date.is_interval or date.precision is not Precision.DAY:
            continue
        in_list = _BULLET.match(_line_around(text, found.start)[1])
        if is_written_in(text, found) and not in_list and not _has_more(text, found):
            return date.start
    return None


def headings_in(text: str, dates: Sequence[FoundDate], published: dt.date | None) -> list[tuple[int, int]]:
    """Return the places of lines that are only a year or a date and head what follows, with their years."""
    headings = [(match.start(), int(match[1])) for match in _YEAR_LINE.finditer(text)]
    for found in dates:
        date = found.reading.date if found.reading else None
        if date is not None and date.start != published and is_alone(text, found) and re.search(r"\d{4}", found.text):
            headings.append((found.start, date.start.year))
    return sorted(headings)


_YEAR_LINE = re.compile(r"(?m)^[^\w\n]*((?:19|20)\d\d)\s?年?[^\w\n]*$")


def _has_more(text: str, found: FoundDate) -> bool:
    """Tell whether a line that is only a date is one of several, so that each heads a part of the text."""
    if not is_alone(text, found):
        return False
    others = [each for each in find_dates(text, None) if each.start != found.start and is_alone(text, each)]
    return len(others) > 1


def _is_byline(line: str, found: FoundDate) -> bool:
    if _SENTENCE_END.search(line):
        return False
    rest = line.replace(found.text, " ", 1)
    letters = _FURNITURE.sub("", rest)
    marked = (
        re.search(_CLOCK, rest) or _CREDITS.search(rest) or re.search(r"[|·•]", rest) or _NAMES_ONLY.fullmatch(rest)
    )
    most = 4 * _FEW_LETTERS if re.search(_CLOCK, rest) and _CREDITS.search(rest) else _FEW_LETTERS
    return not letters or (marked is not None and len(letters) <= most)


_NAMES_ONLY = re.compile(r"[\W\d]*(?:[A-Z][\w.'’&-]*\W+){0,6}|[^，。,；;：:]*")
"""What stands beside a date that only says where a text is from: names in capitals, or a few Chinese signs."""


def _has_day(found: FoundDate) -> bool:
    date = found.reading.date if found.reading else None
    return (
        date is not None and date.precision is Precision.DAY and not date.is_interval and bool(_FULL.search(found.text))
    )


_FULL = re.compile(r"\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")


def _line_around(text: str, at: int) -> tuple[int, str]:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, text[start : end if end >= 0 else len(text)]


def line_of(text: str, at: int) -> Span:
    """Return the line of a text that holds a place."""
    start, line = _line_around(text, at)
    return Span(start, start + len(line))
