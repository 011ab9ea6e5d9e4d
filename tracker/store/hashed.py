"""What a large record holds, in some bytes for each Event: which slugs are in use, and which Event has a title."""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable


class HashedKeys:
    """Keys of which only 64 bits each are kept, in order; a key that is none of them passes for one with 2 to the -64.

    Args:
        keys: texts or tuples of texts.
    """

    def __init__(self, keys: Iterable[Hashable]) -> None:
        import numpy as np

        hashes = np.fromiter(map(hash, keys), dtype=np.int64)
        self.order = array("q", np.argsort(hashes, kind="stable").astype(np.int64).tobytes())
        hashes.sort()
        self._hashes = array("q", hashes.tobytes())

    def place(self, key: Hashable) -> int | None:
        """Return which of the keys a key is, counted as they were given; of equal ones the last."""
        place = bisect_left(self._hashes, hash(key) + 1) - 1
        return self.order[place] if place >= 0 and self._hashes[place] == hash(key) else None

    def __contains__(self, key: object) -> bool:
        """Tell whether a key is one of them."""
        return self.place(key) is not None


class SlugsInUse:
    """The slugs that lead to an Event, and those that were given out since."""

    def __init__(self, slugs: Iterable[str]) -> None:
        self._stored = HashedKeys(slugs)
        self._new: set[str] = set()

    def add(self, slug: str) -> None:
        """Take a slug in."""
        self._new.add(slug)

    def __contains__(self, slug: object) -> bool:
        """Tell whether a slug is in use."""
        return slug in self._new or slug in self._stored
