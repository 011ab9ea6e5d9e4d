"""A column of amounts: currency signs, thousands separators, and the decimal mark settled by the column as a whole."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.market.day_column import Cell
from tracker.market.findings import Findings

_MISSING = frozenset({"", "-", "--", ".", "null", "none", "nan", "na", "n/a", "#n/a", "#value!"})
_UNITS = {
    "$": "$", "US$": "$", "USD": "$", "HK$": "HK$", "HKD": "HK$", "NT$": "NT$", "TWD": "NT$", "S$": "S$", "SGD": "S$",
    "¥": "¥", "￥": "¥", "CN¥": "¥", "元": "¥", "RMB": "¥", "CNY": "¥", "JP¥": "JP¥", "JPY": "JP¥",
    "€": "€", "EUR": "€", "£": "£", "GBP": "£", "₩": "₩", "KRW": "₩", "₹": "₹", "INR": "₹", "%": "%",
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<minus>[-+−]?)\s*(?P<before>{_UNIT})?\s*(?P<digits>\d[\d.,'’ \u00a0\u2009\u202f]*|\.\d+)"
    rf"(?P<power>[eE][-+]?\d+)?\s*(?P<after>{_UNIT})?"
)
_GROUP_MARKS = "'’ \u00a0\u2009\u202f"
_BY_DECIMAL_MARK = {
    mark: re.compile(rf"(?:\d+|\d{{1,3}}(?:[{re.escape(other)}{_GROUP_MARKS}]\d{{3}})+)?(?:{re.escape(mark)}\d*)?")
    for mark, other in ((".", ","), (",", "."))
}


class Amount(NamedTuple):
    """A number and the currency sign or percent sign beside it, empty when there is none."""

    value: float
    unit: str


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is no value: empty, a dash, `null`, `N/A`."""
    return text.strip().lower() in _MISSING


def parse_amounts(cells: Sequence[Cell], findings: Findings, word: str = "price") -> list[Amount | None]:
    """Read a column of amounts; a missing one gives None, an unreadable one gives None and a line in `findings`.

    Args:
        cells: the column, in the order of the file.
        findings: collects the rows that are left out.
        word: what the column holds, for the sentences.
    """
    matches = [None if is_missing(cell.text) else _AMOUNT.fullmatch(cell.text.strip()) for cell in cells]
    mark = _decimal_mark(match["digits"] for match in matches if match)
    amounts: list[Amount | None] = []
    for cell, match in zip(cells, matches, strict=True):
        amount = _amount(match, mark) if match else None
        if amount is None and not is_missing(cell.text):
            findings.leave_out(f"the {word} is not a number", cell.line, cell.text)
        amounts.append(amount)
    return amounts


def usual_unit(amounts: Iterable[Amount]) -> str:
    """Return the sign that most amounts carry, or an empty text when none carries one."""
    counts = Counter(amount.unit for amount in amounts if amount.unit)
    return counts.most_common(1)[0][0] if counts else ""


def _amount(match: re.Match[str], mark: str) -> Amount | None:
    digits = match["digits"].strip()
    if not _BY_DECIMAL_MARK[mark].fullmatch(digits):
        return None
    thousands = "," if mark == "." else "."
    plain = digits.translate(str.maketrans("", "", thousands + _GROUP_MARKS)).replace(mark, ".")
    value = float(plain + (match["power"] or ""))
    if not math.isfinite(value):
        return None
    unit = _UNITS.get(match["before"] or match["after"] or "", "")
    return Amount(-value if match["minus"] in {"-", "−"} else value, unit)


def _decimal_mark(numbers: Iterable[str]) -> str:
    """Return the decimal mark that most telling numbers prove; a point when none is telling.

    `1,234` alone tells nothing. Read as a thousand times too much it still gives the same returns, for the whole column
    is read in one way.
    """
    votes = Counter(vote for number in numbers if (vote := _vote(number.strip())))
    return "," if votes[","] > votes["."] else "."


def _vote(digits: str) -> str:
    fits = [mark for mark, pattern in _BY_DECIMAL_MARK.items() if pattern.fullmatch(digits)]
    return fits[0] if len(fits) == 1 else ""
