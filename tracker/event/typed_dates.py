"""An Event's date and end as they were typed, read together, and whether the words beside them say the same."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tracker.cleaning import NAME_LENGTH, clean_text
from tracker.dates import PartialDate, describe, from_edtf, is_still_going, parse_date, parse_one
from tracker.errors import DateProblem
from tracker.event.fields import WORDS_OF
from tracker.read_models import OPEN_END

KEPT = 4096
"""How many answers of one function are kept."""

_PLAIN_TYPES = frozenset({str, type(None), dt.date})


def _check_words(edtf: str | None, typed: object, name: str, problems: dict[str, str]) -> None:
    """Refuse words beside a date that say another one. Words that cannot be read say nothing, and stay as they are.

    A source may give its date in any language, or in words that no calendar holds ("after the congress"), so those are
    no problem. Coarser or finer words than the date are none either: only a day in common is asked for.

    Args:
        edtf: the date or the end, ``..`` where it is open; without one there is nothing to compare.
        typed: what came from outside as the words.
        name: the field, ``date`` or ``end``.
        problems: field to sentence; a contradiction is added at the field of the words.
    """
    field = f"{name}_text"
    if not edtf or not isinstance(typed, str) or typed == edtf or {name, field} & problems.keys():
        return
    said, is_open = _spans_of(typed), edtf == OPEN_END
    if is_still_going(typed):
        is_contrary, words = not is_open, "still going"
    else:
        is_contrary = bool(said) and not any(_have_a_day_in_common(edtf, each) for each in said)
        words = said[0].words if said else ""
    if is_contrary:
        meant = "still going" if is_open else describe(edtf)
        problems[field] = f"This says {words}, but the {name} is {meant}; correct one of the two."


def _spans_of(words: str) -> tuple[PartialDate, ...]:
    """Return what words are read as, with both meanings where there are two; nothing where they cannot be read."""
    try:
        reading = parse_date(words)
    except DateProblem:
        return ()
    return (reading.date,) if reading.date else reading.alternatives


def _have_a_day_in_common(edtf: str, words: PartialDate) -> bool:
    if edtf == OPEN_END:
        return words.end is None
    date, last = from_edtf(edtf), dt.date.max
    return date.start <= (words.end or last) and words.start <= (date.end or last)


_DATE_FIELDS = tuple(part for pair in WORDS_OF.items() for part in pair)


def read_date_and_end(values: Mapping[str, Any], base: dt.date | None, problems: dict[str, str]) -> dict[str, Any]:
    """Read date and end together: a range typed into the date fills the end as well."""
    typed = (base, *map(values.get, _DATE_FIELDS))
    # Values that cannot be told apart from others, or hashed, are read each time.
    may_be_kept = _PLAIN_TYPES.issuperset(map(type, typed))
    read, found = (_read_typed_dates if may_be_kept else _read_typed_dates.__wrapped__)(*typed)
    problems.update(found)
    return dict(read)


@lru_cache(maxsize=KEPT)
def _read_typed_dates(base: dt.date | None, *typed: object) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = dict(zip(_DATE_FIELDS, typed, strict=True)), dict[str, str]()
    return _dates(values, base, problems), problems


def _dates(values: Mapping[str, Any], base: dt.date | None, problems: dict[str, str]) -> dict[str, Any]:
    date = _read_date(values, "date", base, problems)
    end = _read_date(values, "end", base, problems)
    if date is None and "date" not in problems:
        problems["date"] = "This is needed; for example 17 May 2022, May 2022 or 2022年5月17日."
    typed, typed_end = (_read_words(values, name, problems) for name in ("date", "end"))
    if not isinstance(date, PartialDate):
        return {}
    if date.is_interval:
        if end is not None:
            problems["end"] = "The date is a range already, so the end has to stay empty."
            return {}
        date, end, typed_end = date.first, date.last or OPEN_END, typed
    problem = _order_problem(date, end)
    if problem:
        problems["end"] = problem
    end_edtf = end.edtf if isinstance(end, PartialDate) else end
    _check_words(date.edtf, values.get("date_text"), "date", problems)
    _check_words(end_edtf, values.get("end_text"), "end", problems)
    return {"date": date.edtf, "date_text": typed, "end": end_edtf, "end_text": typed_end or None}


def _read_date(
    values: Mapping[str, Any], name: str, base: dt.date | None, problems: dict[str, str]
) -> PartialDate | str | None:
    try:
        text = clean_text(values.get(name), most=NAME_LENGTH)
        if name == "end" and is_still_going(text):
            return OPEN_END
        return parse_one(text, base=base) if text else None
    except (ValueError, DateProblem) as problem:
        problems[name] = str(problem)
        return None


def _read_words(values: Mapping[str, Any], name: str, problems: dict[str, str]) -> str:
    """Read the words that were typed for a date; without any, they are what the date was read from."""
    for field in (f"{name}_text", name):
        try:
            if words := clean_text(values.get(field), most=NAME_LENGTH):
                return words
        except ValueError as problem:
            problems.setdefault(field, str(problem))
    return ""


def _order_problem(date: PartialDate, end: PartialDate | str | None) -> str | None:
    if not isinstance(end, PartialDate):
        return None
    if end.is_interval:
        return "The end has to be one date, not a range."
    if end.end is not None and end.end < date.start:
        return f"The end ({end.edtf}) lies before the date ({date.edtf})."
    return None
