"""How alike two acts are: what a draft, a row, an article's statement and an Event of the record have in common.

``act_of`` reduces both sides to the same plain value, and ``weigh`` sums up what
speaks for one act. Articles and the search for duplicates use the same sum.
"""

from tracker.likeness.acts import LISTS, Act, Described, OtherNames, act_of
from tracker.likeness.evidence import UNSEEN, ActEvidence, closeness, code_evidence, weigh
from tracker.likeness.nearby import PRIOR, NearbyActs, Signs, latest_day, other_names, sign_rarity
from tracker.likeness.words import word_finder, words_of

__all__ = [
    "LISTS",
    "PRIOR",
    "UNSEEN",
    "Act",
    "ActEvidence",
    "Described",
    "NearbyActs",
    "OtherNames",
    "Signs",
    "act_of",
    "closeness",
    "code_evidence",
    "latest_day",
    "other_names",
    "sign_rarity",
    "weigh",
    "word_finder",
    "words_of",
]
