"""Names of files that a reader takes along: what is in them, which part of the record, and from which day."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from tracker.slugs import plain_words

FILE_NAME_LENGTH = 100
"""The longest name of a file, in characters, with its ending."""

_BEGINS = "china-tech"
_MARK_LENGTH = 8
_LEAST = 12
"""So much of the filter is kept in the longest name."""


def file_name(
    kind: str,
    ending: str,
    *,
    kept: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    recorded_on: dt.date | None = None,
) -> str:
    """Return the name of a file, in letters that every system takes.

    Args:
        kind: what is in it, such as "timeline".
        ending: of the file, without a dot.
        kept: what the filter keeps, in words such as "Company: DiDi"; the period is apart.
        since: the first day that the filter keeps.
        until: the last.
        recorded_on: the day of the record's latest change.

    Returns:
        ``china-tech-timeline_didi_2021-04-01_2021-12-31_record-2026-05-08.csv``, never too long. Where
        the filter does not fit, or has letters that are not Latin, a mark made of all of it tells it from others.
    """
    period = f"{since}_{until}" if since and until else f"from-{since}" if since else f"to-{until}" if until else ""
    record = f"record-{recorded_on}" if recorded_on else ""
    around = "_".join(part for part in (f"{_BEGINS}-{_plain(kind)}", period, record) if part)
    room = FILE_NAME_LENGTH - len(f"{around}_.{ending}")
    middle = _filter_part(kept, max(room, _LEAST))
    begin, _, rest = around.partition("_")
    return "_".join(part for part in (begin, middle, rest) if part) + f".{ending}"


def _plain(text: str) -> str:
    return "-".join(plain_words(text)[0])


def _filter_part(kept: Sequence[str], room: int) -> str:
    said = [part.partition(": ")[2] or part for part in kept]
    whole = "-".join(filter(None, map(_plain, said)))
    if len(whole) <= room and all(plain_words(part)[1] for part in said):
        return whole
    mark = hashlib.sha256("\n".join(kept).encode()).hexdigest()[:_MARK_LENGTH]
    return "-".join(part for part in (whole[: room - _MARK_LENGTH - 1].strip("-"), mark) if part)
