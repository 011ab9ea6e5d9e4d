"""Every form in which a day, month, quarter, half or year can be typed, with the EDTF text that it stands for.

The numerals and English names are written here anew, so that a fault in the reader's own tables is seen.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial

Form = Callable[[dt.date], str]

NAMES = "January February March April May June July August September October November December".split()  # noqa: SIM905
SIGNS = "〇一二三四五六七八九"
ORDINALS = ("first", "second", "third", "fourth")


def name(d: dt.date) -> str:
    return NAMES[d.month - 1]


def quarter(d: dt.date) -> int:
    return (d.month + 2) // 3


def half(d: dt.date) -> int:
    return 1 if d.month <= 6 else 2


def place(number: int) -> str:
    ending = "th" if 11 <= number <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def year_signs(d: dt.date) -> str:
    return "".join(SIGNS[int(figure)] for figure in str(d.year))


def numeral(number: int) -> str:
    tens = "" if number < 10 else "十" if number < 20 else f"{SIGNS[number // 10]}十"
    return tens + (SIGNS[number % 10] if number % 10 else "")


def wide(text: str) -> str:
    """Write a text in the full width of Chinese print."""
    return "".join(
        "\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text
    )


DAYS: tuple[Form, ...] = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month:02d}/{d.day:02d}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.day} {name(d)} {d.year}",
    lambda d: f"the {place(d.day)} of {name(d)}, {d.year}",
    lambda d: f"{name(d)} {d.day}, {d.year}",
    lambda d: f"{name(d)[:3]}. {place(d.day)} {d.year}",
    lambda d: f"{d.day}-{name(d)[:3]}-{d.year}",
    lambda d: f"{d.day}{name(d)[:3].upper()}{d.year}",
    lambda d: f"{d.year} {name(d)} {d.day}",
    lambda d: f"{d:%A}, {d.day} {name(d)} {d.year}",
    lambda d: f"{d:%a} {name(d)[:3]} {d.day} {d.year}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}号",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{year_signs(d)}年{numeral(d.month)}月{numeral(d.day)}日",
    lambda d: f"{year_signs(d).replace('〇', '零')}年{numeral(d.month)}月{numeral(d.day)}号",
    lambda d: f"{d.year}年{d.month}月{d.day}日（星期{'一二三四五六日'[d.weekday()]}）",
    lambda d: f"{d.year}年{d.month}月{d.day}日周{'一二三四五六日'[d.weekday()]}",
)
MONTHS: tuple[Form, ...] = (
    lambda d: f"{d:%Y-%m}",
    lambda d: f"{d.year}-{d.month}",
    lambda d: f"{d.year}/{d.month:02d}",
    lambda d: f"{d.year}.{d.month}",
    lambda d: f"{d.month:02d}/{d.year}",
    lambda d: f"{name(d)} {d.year}",
    lambda d: f"{name(d)[:3]}. {d.year}",
    lambda d: f"{name(d)} of {d.year}",
    lambda d: f"{d.year} {name(d)}",
    lambda d: f"in {name(d)}, {d.year}",
    lambda d: f"{d.year}年{d.month}月",
    lambda d: f"{d.year} 年 {d.month:02d} 月",
    lambda d: f"{d.year}年{d.month}月份",
    lambda d: f"{year_signs(d)}年{numeral(d.month)}月",
)
QUARTERS: tuple[Form, ...] = (
    lambda d: f"{d.year}-{32 + quarter(d)}",
    lambda d: f"Q{quarter(d)} {d.year}",
    lambda d: f"{d.year}-Q{quarter(d)}",
    lambda d: f"{d.year}Q{quarter(d)}",
    lambda d: f"the {ORDINALS[quarter(d) - 1]} quarter of {d.year}",
    lambda d: f"{place(quarter(d))} quarter {d.year}",
    lambda d: f"{d.year}年第{SIGNS[quarter(d)]}季度",
    lambda d: f"{d.year}年{quarter(d)}季度",
    lambda d: f"{d.year} 年第 {quarter(d)} 季",
    lambda d: f"{d.year}年Q{quarter(d)}",
    lambda d: f"{year_signs(d)}年{SIGNS[quarter(d)]}季度",
)
HALVES: tuple[Form, ...] = (
    lambda d: f"{d.year}-{39 + half(d)}",
    lambda d: f"H{half(d)} {d.year}",
    lambda d: f"{d.year}-H{half(d)}",
    lambda d: f"{ORDINALS[half(d) - 1]} half of {d.year}",
    lambda d: f"{d.year}年{' 上下'[half(d)]}半年",
    lambda d: f"{d.year}年H{half(d)}",
    lambda d: f"{year_signs(d)}年{' 上下'[half(d)]}半年",
)
YEARS: tuple[Form, ...] = (
    lambda d: f"{d.year}",
    lambda d: f"the year {d.year}",
    lambda d: f"in {d.year}",
    lambda d: f"{d.year}年",
    lambda d: f"{d.year} 年度",
    lambda d: f"{year_signs(d)}年",
    year_signs,
)
PARTS_OF_MONTHS: tuple[Form, ...] = (
    *(partial(lambda part, d: f"{part} {name(d)} {d.year}", part) for part in ("mid", "early", "late", "very early")),
    *(partial(lambda part, d: f"{part} of {name(d)} {d.year}", part) for part in ("the end", "beginning", "middle")),
    lambda d: f"mid-{name(d)} {d.year}",
    lambda d: f"first half of {name(d)} {d.year}",
    lambda d: f"about {name(d)} {d.year}",
    lambda d: f"c. {name(d)[:3]} {d.year}",
    lambda d: f"{d:%Y-%m}~",
    *(partial(lambda part, d: f"{d.year}年{d.month}月{part}", part) for part in ("上旬", "中旬", "下旬", "初", "底")),
    lambda d: f"{year_signs(d)}年{numeral(d.month)}月末",
    lambda d: f"约{d.year}年{d.month}月",
    lambda d: f"{d.year}年{d.month}月前后",
)
PARTS_OF_YEARS: tuple[Form, ...] = (
    *(partial(lambda part, d: f"{part} {d.year}", part) for part in ("mid", "early", "late", "about", "circa")),
    lambda d: f"mid-{d.year}",
    lambda d: f"the end of {d.year}",
    lambda d: f"{d.year}~",
    *(
        partial(lambda part, d: f"{d.year}年{part}", part)
        for part in ("初", "底", "年初", "年底", "末", "年中", "左右")
    ),
    lambda d: f"大约{year_signs(d)}年",
)

FORMS: dict[str, tuple[Form, tuple[Form, ...]]] = {
    "day": (lambda d: d.isoformat(), DAYS),
    "month": (lambda d: f"{d.year}-{d.month:02d}", MONTHS),
    "quarter": (lambda d: f"{d.year}-{32 + quarter(d)}", QUARTERS),
    "half": (lambda d: f"{d.year}-{39 + half(d)}", HALVES),
    "year": (lambda d: f"{d.year}", YEARS),
    "about a month": (lambda d: f"{d.year}-{d.month:02d}~", PARTS_OF_MONTHS),
    "about a year": (lambda d: f"{d.year}~", PARTS_OF_YEARS),
}
"""Kind of date: its EDTF text, and the forms in which it can be typed."""
