"""A time of day and a zone around a whole date: what is left without them, and which day it was in Beijing.

The record's days are those of Beijing. A time without a zone is taken as Beijing's; where a zone is named and the
moment falls on another day there, nobody can tell which day was meant to be kept, so both are given.
"""

import datetime as dt
import re
from dataclasses import dataclass

from tracker.dates.partial import from_edtf
from tracker.dates.words import UNSAID
from tracker.errors import DateProblem
from tracker.vocabulary import Precision

_BEIJING = 480
_HOUR, _DAY = 60, 24 * 60
_NOON = 12
_FARTHEST = 14 * _HOUR
ZONES = {
    name: offsets
    for names, offsets in (
        ("z utc gmt wet", (0,)),
        ("hkt sgt myt awst bjt", (_BEIJING,)),
        ("jst kst", (540,)),
        ("aest", (600,)),
        ("aedt", (660,)),
        ("cet", (60,)),
        ("cest eet", (120,)),
        ("msk", (180,)),
        ("edt", (-240,)),
        ("est cdt", (-300,)),
        ("mdt", (-360,)),
        ("pdt mst", (-420,)),
        ("pst", (-480,)),
        # Abbreviations that stand for several zones, or for summer and winter time alike.
        ("cst", (_BEIJING, -360)),
        ("ist", (330, 120, 60)),
        ("bst", (60, 360)),
        ("et 美东时间", (-300, -240)),
        ("pt", (-480, -420)),
    )
    for name in names.split()
} | dict.fromkeys(
    (
        *("北京时间", "中国标准时间", "香港时间", "beijing time", "china time", "china standard time"),
        *("hong kong time", "shanghai time", "asia/shanghai", "prc"),
    ),
    (_BEIJING,),
)
"""The zones by their names in small letters, in minutes east of Greenwich; some names stand for several."""

_NAMED = "|".join(sorted(map(re.escape, ZONES), key=len, reverse=True))
_OFFSET = r"[+-]\d{1,2}(?::?[0-5]\d)?"
_ZONE = re.compile(
    rf"(?<![a-z])[(\[]?(?:(?:utc|gmt) ?(?P<offset>{_OFFSET})|(?P<name>{_NAMED}))(?![a-z])[)\]]?"
    r"(?: ?\((?:china standard time|中国标准时间|北京时间)\))?"
)
NAMED_ZH = "|".join(re.escape(name) for name in ZONES if not name.isascii())
"""The zones that Chinese names in front of a date, as a part of a pattern."""

_MORNING = "凌晨|清晨|早上|早晨|早间|上午|午夜|早"
PART = f"{_MORNING}|中午|午间|午后|下午|傍晚|晚上|晚间|夜间|深夜|晚|夜"
"""The parts of a day, as a part of a pattern."""

_TIME = (
    r"(?<![\d:.])(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d\d)? ?[ap]\.?m\b\.?"
    r"|\d{1,2}[时点](?:整|半|[一1三3]刻|\d{1,2}分?(?:\d{1,2}秒)?)?)"
)
_CLOCK = re.compile(
    rf"(?:(?<=\d)t(?=\d)|\bat | - |[ (])?(?P<part>{PART})?(?P<time>{_TIME}|(?<=\dt)\d{{4}}(?:\d\d)?)(?![\d:])"
    r"(?:左右|许|前后)?"
)
_UNTIL = re.compile(rf" ?(?:[-–—~至到]|to) ?(?P<part>{PART})?(?P<time>{_TIME})(?![\d:])")
_GAP = re.compile(",? |,")
_EAST = re.compile(rf" ?(?P<offset>z|{_OFFSET})(?![\d:a-z])(?: ?\[[a-z/_]+\])?")
_PART_OF_DAY = re.compile(
    rf"(?<=[日号天])(?:{PART})$"
    r"| (?:in the )?(?:morning|afternoon|evening|noon|midnight|night)$"
    r"|^(?:(?:on|in) )?(?:(?:early|late) )?(?:morning|afternoon|evening|night) (?=(?:on )?[a-z]* ?\d)"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, in minutes, and the zones that it can be in, in minutes east of Greenwich."""

    minutes: int | None
    offsets: tuple[int, ...]

    def in_beijing(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Return the days that were meant: as they are written, and as it was in Beijing then.

        Raises:
            DateProblem: if what stands beside the time is no whole date.
        """
        dates = [from_edtf(edtf) for edtf in found if edtf]
        if any(date.is_interval or date.precision is not Precision.DAY for date in dates):
            raise DateProblem("A time of day or a zone needs a whole date beside it, like 2022-05-17 10:30.")
        shifts = {0}
        for offset in self.offsets:
            earliest, latest = (0, _DAY - 1) if self.minutes is None else (self.minutes, self.minutes)
            shifts |= {(minutes + _BEIJING - offset) // _DAY for minutes in (earliest, latest)}
        return tuple(
            dict.fromkeys(
                (date.start + dt.timedelta(days=shift)).isoformat() + date.edtf[len("2022-05-17") :]
                for date in dates
                for shift in sorted(shifts, key=abs)
            )
        ) + (UNSAID,) * (UNSAID in found)


def take_clock(text: str) -> tuple[str, Clock | None]:
    """Take a time of day and a zone from a tidied text; None where it has neither, or nothing else.

    Raises:
        DateProblem: if there is no such time or zone.
    """
    minutes: int | None = None
    offsets: tuple[int, ...] = ()
    rest = text
    if match := _CLOCK.search(rest):
        minutes = _minutes(match)
        until, zone = _UNTIL.match(text, match.end()), _EAST.match(text, match.end())
        # In 10:00-11:30 an end follows the time, in 10:00-05:00 and after seconds a zone.
        if until and (zone is None or (match["time"].count(":") == 1 and _minutes(until) > minutes)):
            zone = _EAST.match(text, until.end())
        else:
            until = None
        offsets = _offsets(zone["offset"]) if zone else ()
        rest = _without(text, match.start(), (zone or until or match).end())
    if match := _ZONE.search(rest):
        offsets = ZONES[match["name"]] if match["name"] else _offsets(match["offset"])
        rest = _without(rest, match.start(), match.end())
    rest = _PART_OF_DAY.sub("", rest)
    return (text, None) if rest in {text, ""} else (rest, Clock(minutes, offsets))


def end_of_clock(text: str, start: int) -> int:
    """Return where a time of day with its zone ends in a text of small letters; its start where there is neither."""
    end = start
    for pattern in (_CLOCK, _UNTIL, _EAST, _ZONE):
        # An offset or an end is one only behind a time.
        if pattern in {_UNTIL, _EAST} and end == start:
            continue
        if match := pattern.match(text, end) or ((gap := _GAP.match(text, end)) and pattern.match(text, gap.end())):
            end = match.end()
    return end


def _without(text: str, start: int, end: int) -> str:
    """Return the text before and after a place as one."""
    before, after = text[:start].rstrip(" t("), text[end:].lstrip(" )")
    return " ".join(f"{before} {after.removeprefix('on ')}".split())


def _minutes(match: re.Match[str]) -> int:
    """Read a time of day as minutes after midnight; 24:00 is the last minute of its day."""
    time, part = match["time"], match["part"]
    figures = re.findall(r"\d\d" if time.isdigit() else r"\d+", time)
    hour, minute = int(figures[0]), int(figures[1]) if len(figures) > 1 else 0
    if re.search(r"\d ?[ap]\.?m", time):
        hour = hour % _NOON + (_NOON if "p" in time else 0)
    elif 0 < hour < _NOON and part and part not in _MORNING:
        hour += _NOON
    if hour * _HOUR + minute > _DAY or minute >= _HOUR:
        raise DateProblem(f"There is no time of day {time.strip()}; type the day alone, like 2022-05-17.")
    return min(hour * _HOUR + minute, _DAY - 1)


def _offsets(text: str | None) -> tuple[int, ...]:
    """Read +08:00, -5 or +0530 as minutes east of Greenwich.

    Raises:
        DateProblem: if no zone lies there.
    """
    if not text or text == "z":
        return (0,) if text else ()
    figures = re.sub(r"\D", "", text)
    hours, minutes = (figures, "0") if len(figures) <= len("08") else (figures[:-2], figures[-2:])
    east = int(hours) * _HOUR + int(minutes)
    if east > _FARTHEST:
        raise DateProblem(f"There is no zone {text}; zones lie up to 14 hours from Greenwich.")
    return (-east if text[0] == "-" else east,)
