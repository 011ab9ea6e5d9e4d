"""The index of some Events with its range, found once for the same evidence, whatever else the record holds."""

from collections import OrderedDict
from datetime import date
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple

import numpy as np

from tracker.sentiment.band import Band, resampling_band
from tracker.sentiment.index import IndexSeries, policy_index
from tracker.sentiment.record import Evidence


class FoundIndex(NamedTuple):
    """An index and its range."""

    series: IndexSeries
    band: Band


class KeptIndexes:
    """Indexes that were found, by what they were made of: days, stances, reaches and stories, and the days asked for.

    A change of the record that no Event of a filter shows leaves that filter's index where it is. Several threads may
    ask at once.
    """

    def __init__(self, most: int = 64) -> None:
        self._found: OrderedDict[tuple[bytes, date, date], FoundIndex] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._found)

    def find(self, evidence: Evidence, since: date, until: date) -> FoundIndex:
        """Return the index of evidence, from what was found before or anew."""
        key = evidence_digest(evidence), since, until
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = find_index(evidence, since=since, until=until)
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found


def find_index(evidence: Evidence, *, since: date, until: date, kept: KeptIndexes | None = None) -> FoundIndex:
    """Return the index of evidence and its range, by the usual choices.

    Args:
        evidence: the Events that count, of all times: what lies before a period is still in memory.
        since: first day.
        until: last day.
        kept: where indexes that were found are looked for and kept; None looks nowhere.

    Raises:
        TrackerError: when the last day lies before the first.
    """
    if kept is not None:
        return kept.find(evidence, since, until)
    series = policy_index(evidence, since=since, until=until)
    return FoundIndex(series, resampling_band(evidence, since=since, until=until, series=series))


def evidence_digest(evidence: Evidence) -> bytes:
    """Return a number that differs where any value of the evidence, or the order of its events, differs."""
    digest = blake2b(digest_size=16)
    for array in (evidence.first, evidence.last, evidence.stance, evidence.reach, evidence.group):
        digest.update(np.ascontiguousarray(array).data)
    return digest.digest()
