"""Numbers and lists inside a sentence, written alike on every screen, in commands and in files."""

from collections.abc import Sequence
from datetime import date


def count_of(number: int, noun: str, plural: str = "") -> str:
    """Return a number with what it counts: ``1 event``, ``1,204 events``, ``2 copies``.

    Args:
        number: how many.
        noun: what is counted, one of it.
        plural: several of it, where that is not the noun with an s.
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return parts as a list in words: ``a, b and c``."""
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def between(first: date, last: date) -> str:
    """Return a stretch of days after its word: ``between 24 July and 28 September 2021``, ``on 24 July 2021``.

    Args:
        first: the first day.
        last: the last day, which may be the same.
    """
    end = f"{last.day} {last:%B} {last.year}"
    if first == last:
        return f"on {end}"
    start = [str(first.day)]
    if (first.year, first.month) != (last.year, last.month):
        start.append(f"{first:%B}")
    if first.year != last.year:
        start.append(str(first.year))
    return f"between {' '.join(start)} and {end}"


def days_in_short(first: date, last: date) -> str:
    """Return a stretch of days in as few letters as tables and charts need: ``24 Jul – 28 Sep 2021``.

    Args:
        first: the first day.
        last: the last day, which may be the same.
    """
    end = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return end
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} \N{EN DASH} {end}"
