"""What speaks for two acts being one: date, names, kind, sign and words, each a number that adds to a sum.

No program fitted the numbers: they were set by hand. Those of dates, names, kinds, signs and words come from linking
articles and were tried on the half of the labelled ones that rules were tuned on (``tests/articles/measure.py``). Those
of titles, of days near each other and of what is told ahead came with the search for duplicates and were tried on the
half of the labelled pairs that may be looked at (``tests/duplicates/measure_pairs.py --looked-at-only``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.dates import PartialDate, days_between
from tracker.likeness.acts import Act
from tracker.vocabulary import Kind, Precision

UNSEEN = 3.0
"""How telling a word is that the record does not hold: by eye, as a word that one act in nineteen holds."""

_FAMILIES = (
    frozenset({Kind.ENFORCEMENT, Kind.INVESTIGATION, Kind.SIGNAL, Kind.LICENSING}),
    frozenset({Kind.RULE, Kind.DRAFT_RULE, Kind.LAW, Kind.SUPPORT, Kind.SIGNAL}),
    frozenset({Kind.SUPPORT, Kind.SIGNAL, Kind.MARKET_ACCESS, Kind.LICENSING}),
)
_APART = frozenset({Kind.IN_FORCE, Kind.COMPANY_RESPONSE})
_STAGES = frozenset({Kind.DRAFT_RULE, Kind.RULE, Kind.LAW})
_NEAR = -1.5
"""What days that differ by more than ``closeness`` allows add: all else has to speak the more for it."""

_WEEK = 7
_UNLIKE = 60.0
"""Two titles less alike than this, of 100, say nothing."""

_AHEAD = re.compile(
    r"\b(?:set to|expected to|reportedly|reports? says?|newspaper says|sources? say|considers|weighs)\b"
    r"|据报道?|或将|拟将|消息人士|知情人士"
)
# The weight of a shared name, times how rare it is, and the most that all shared names of the field add.
_WEIGHTS = {"companies": (0.6, 2.6), "agencies": (0.4, 1.4), "people": (0.6, 2.0)}


@dataclass(frozen=True, slots=True)
class ActEvidence:
    """What speaks for one act: the sum, what of it names and words give, and the reasons in words."""

    total: float
    subject: float
    why: tuple[str, ...]


def weigh(one: Act, other: Act, rarity: Mapping[str, float], *, near_days: int = 3) -> ActEvidence | None:
    """Sum up what speaks for an act being another one; None where their dates cannot be one.

    Args:
        one: what was typed, pasted or read.
        other: an Event of the record.
        rarity: how telling a word or a key is.
        near_days: how many days apart two acts may lie and still be taken for one, where all else agrees.
    """
    dated, why_date = _date_evidence(one, other, near_days)
    if dated == 0:
        return None
    named, why_names = _name_evidence(one, other, rarity)
    coded = code_evidence((one.kind, one.stance), (other.kind, other.stance))
    why_code = (f"both {one.kind.label.lower()}",) if one.kind and one.kind is other.kind else ()
    words = _word_evidence(one.told, other.words, rarity)
    titled = _title_evidence(one.title, other.title) - _ahead_of_it(one.title, other.title)
    why_words = ("near titles",) if titled > 1 else ("rare words in common",) if words > 1 else ()
    subject = named + words + titled
    return ActEvidence(dated + coded + subject, subject, (*why_date, *why_names, *why_code, *why_words))


def _date_evidence(one: Act, other: Act, near_days: int) -> tuple[float, tuple[str, ...]]:
    """Weigh the dates: the same day says most; a month says less, and nothing is said by dates that cannot be one."""
    begun, gap = closeness(one.when, other.when), days_between(one.when, other.when)
    if begun:
        return begun, (_days_in_words(gap) if gap else "the same date" if begun > 2 else "a date that fits",)  # noqa: PLR2004 - see closeness
    if gap <= near_days:
        return _NEAR, (_days_in_words(gap),)
    ended = closeness(one.when, other.ended) if other.ended else 0.0
    return (ended - 0.6, ("the date on which it ended",)) if ended > 1 else (0.0, ())


def _days_in_words(gap: int) -> str:
    return "a day apart" if gap == 1 else f"{gap} days apart"


def closeness(when: PartialDate, other: PartialDate) -> float:
    """Return how much two dates speak for one act, from 0 to 3."""
    if when.end is None or other.end is None:
        return 0.0
    gap = days_between(when, other)
    if {when.precision, other.precision} == {Precision.DAY}:
        # About a day, such as the first of "last week", is any day of a week.
        loose = when.approximate or other.approximate
        return (dict.fromkeys(range(_WEEK), 1.2) if loose else {0: 3.0, 1: 2.1, 2: 1.2, 3: 1.0}).get(gap, 0.0)
    if gap:
        return 0.0
    if Precision.YEAR in {when.precision, other.precision}:
        return 0.4
    if when.precision is Precision.DAY:
        return 0.9
    return 1.2 if when.approximate else 1.7


def _name_evidence(one: Act, other: Act, rarity: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    evidence = 0.0
    why: list[str] = []
    for field, (weight, most) in _WEIGHTS.items():
        said, held = one.names[field], other.names[field]
        if shared := said & held:
            evidence += min(most, weight * sum(rarity.get(key, UNSEEN) for key in shared))
            why.append(", ".join(sorted(shared)))
        elif said and held:
            evidence -= 1.5 if field == "companies" else 0.5
    sectors = one.sectors & other.sectors
    evidence += min(1.4, 0.35 * sum(rarity.get(key, UNSEEN) for key in sectors))
    return evidence, tuple(why)


def code_evidence(one: tuple[Kind | None, int], other: tuple[Kind | None, int]) -> float:
    """Weigh the kinds and the signs of the stances of two acts."""
    (kind, stance), (other_kind, other_stance) = one, other
    if kind is None or other_kind is None:
        return 0.0
    evidence = 0.0
    kinds = {kind, other_kind}
    if kind is other_kind:
        evidence = 1.0
    elif kinds & _APART or (Kind.DRAFT_RULE in kinds and kinds <= _STAGES):
        evidence = -1.0
    elif any(kinds <= family for family in _FAMILIES):
        evidence = 0.3
    else:
        # Most reports of one act agree at least on the family.
        evidence = -0.5
    if stance * other_stance < 0:
        evidence -= 1.5
    elif stance * other_stance > 0:
        evidence += 0.5
    return evidence


def _title_evidence(one: str, other: str) -> float:
    """Weigh how near two folded titles are as they are written, from 0 to 3."""
    from rapidfuzz import fuzz

    if not (one and other):
        return 0.0
    likeness = fuzz.token_set_ratio(one, other, score_cutoff=_UNLIKE)
    return max(0.0, (likeness - _UNLIKE) / (100.0 - _UNLIKE)) * 3.0


def _ahead_of_it(one: str, other: str) -> float:
    """Return what speaks against it where only one of two titles tells what others say is to come."""
    return 1.0 if one and other and bool(_AHEAD.search(one)) != bool(_AHEAD.search(other)) else 0.0


def _word_evidence(told: frozenset[str], words: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Weigh the words in common by how rare they are in the record."""
    shared = told & words
    total = sum(rarity.get(word, UNSEEN) for word in told)
    if not shared or not total:
        return 0.0
    common = sum(rarity.get(word, UNSEEN) for word in shared)
    return min(3.0, 0.12 * common + 2.0 * common / (total + 8.0))
