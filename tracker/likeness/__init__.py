"""How alike two acts are: what a draft, a row, an article's statement and an Event of the record have in common.

``act_of`` reduces both sides to the same plain value, and ``weigh`` sums up what
speaks for one act. Articles and the search for duplicates use the same sum.
"""

from tracker.likeness.acts import LISTS, Act, OtherNames, act_of
from tracker.likeness.evidence import UNSEEN, ActEvidence, closeness, code_evidence, weigh
from tracker.likeness.nearby import PRIOR, NearbyActs, other_names, rarity_in, sign_rarity
from tracker.likeness.words import words_of

__all__ = [
    "LISTS",
    "PRIOR",
    "UNSEEN",
    "Act",
    "ActEvidence",
    "NearbyActs",
    "OtherNames",
    "act_of",
    "closeness",
    "code_evidence",
    "other_names",
    "rarity_in",
    "sign_rarity",
    "weigh",
    "words_of",
]
