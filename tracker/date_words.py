"""Whether the words that stand beside a date say the same as the date."""

import datetime as dt

from tracker.dates import PartialDate, describe, from_edtf, is_still_going, parse_date
from tracker.errors import DateProblem
from tracker.read_models import OPEN_END


def check_words(edtf: str | None, typed: object, name: str, problems: dict[str, str]) -> None:
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
