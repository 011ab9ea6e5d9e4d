"""Numbers and lists inside a sentence, written alike on every screen, in commands and in files."""

from collections.abc import Sequence


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
