"""How alike two acts are: what a draft, a row, an article's statement and an Event of the record have in common.

``index_events`` prepares the record, ``act_of`` reduces both sides to the same plain value, and ``weigh`` sums up what
speaks for one act. Articles and the search for duplicates use the same sum.
"""

from tracker.likeness.acts import LISTS, Act, OtherNames, act_of
from tracker.likeness.evidence import ActEvidence, days_apart, weigh
from tracker.likeness.nearby import EventIndex, NearbyActs, index_events, other_names, rarity_in
from tracker.likeness.words import words_of

__all__ = [
    "LISTS",
    "Act",
    "ActEvidence",
    "EventIndex",
    "NearbyActs",
    "OtherNames",
    "act_of",
    "days_apart",
    "index_events",
    "other_names",
    "rarity_in",
    "weigh",
    "words_of",
]
