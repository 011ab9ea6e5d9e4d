"""How much of what published lists of others name is in the record, and how much more such lists would name.

A list names acts; a key tells which of them are one and the same. An act that the record holds has the Event's slug as
its key. None of this says how much of *everything* that authorities did is recorded: nobody has listed that.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

from tracker.dates import from_edtf
from tracker.vocabulary import Kind

COVERED = 0.95
"""The share of cases in which an interval is to hold the truth; the usual one, so that readers can compare."""

_DEVIATIONS = NormalDist().inv_cdf((1 + COVERED) / 2)


class ListedAs(StrEnum):
    """How an entry of a list stands to the record: in it, missing, or none of its subject, and why."""

    RECORDED = "recorded"
    MISSING = "missing"
    NOT_TECHNOLOGY = "not-technology"
    COMPANY = "company"
    PROCEDURE = "procedure"
    COMMENTARY = "commentary"
    REPEAT = "repeat"

    @property
    def in_scope(self) -> bool:
        """Whether the entry is an act that the record is meant to hold."""
        return self in {ListedAs.RECORDED, ListedAs.MISSING}

    @property
    def definition(self) -> str:
        """When an entry stands so."""
        return _DEFINITIONS[self]

    @property
    def label(self) -> str:
        """What a screen says of the entry."""
        return self.value if self.in_scope else f"out of scope: {self.value.replace('-', ' ')}"


_DEFINITIONS = {
    ListedAs.RECORDED: "An event of the record is this act, or its summary tells of it.",
    ListedAs.MISSING: "An act of an authority that touches technology firms, and that no event of the record is.",
    ListedAs.NOT_TECHNOLOGY: "It touches technology firms no more than others.",
    ListedAs.COMPANY: "A firm's own step, a result or a suit between firms, also where the record holds it.",
    ListedAs.PROCEDURE: "A step without a decision: a consultation that closes, a plan of work, a report, a meeting.",
    ListedAs.COMMENTARY: "A remark or an article about what others did.",
    ListedAs.REPEAT: "The list names the same act a second time.",
}


class About(StrEnum):
    """What a list is about. Only lists about the same tell by what they share how much none of them names."""

    CRACKDOWN = "crackdown"
    CHIPS = "chips"
    RUNNING = "running"

    @property
    def label(self) -> str:
        """What a screen calls such lists."""
        return _ABOUT[self]


_ABOUT = {
    About.CRACKDOWN: "timelines of the crackdown",
    About.CHIPS: "timelines of the chip controls",
    About.RUNNING: "running newsletters and trackers",
}


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list of events by somebody else.

    Attributes:
        key: names the list for good.
        name: what it is called here.
        by: who published it.
        about: what it is about.
        extent: which part of it was read, and how it was come by.
        read_on: EDTF; the day on which it was read.
    """

    key: str
    name: str
    by: str
    about: About
    extent: str
    read_on: str


@dataclass(frozen=True, slots=True)
class ListedAct:
    """One entry of a published list.

    Attributes:
        list: key of the list.
        date: EDTF, as the list gives it.
        standing: how it stands to the record.
        act: the Event's slug, or a key that lists share for one missing act; empty out of scope.
        what: what the list names, in words of our own.
        url: the page that names it.
    """

    list: str
    date: str
    standing: ListedAs
    act: str
    what: str
    url: str


@dataclass(frozen=True)
class Recall:
    """How many acts that lists name are in the record; ``found`` of ``of``."""

    found: int
    of: int

    @property
    def share(self) -> float:
        """The share from 0 to 1; 0 where nothing is named."""
        return self.found / self.of if self.of else 0.0

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The score interval of the share at 95 % (Wilson 1927, doi 10.1080/01621459.1927.10502953)."""
        if not self.of:
            return 0.0, 1.0
        spread = _DEVIATIONS**2 / self.of
        middle = (self.share + spread / 2) / (1 + spread)
        half = sqrt(spread * self.share * (1 - self.share) + spread**2 / 4) / (1 + spread)
        # At the ends the bound is the end itself; rounding may miss it by the last bit.
        return (0.0 if not self.found else middle - half, 1.0 if self.found == self.of else middle + half)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated number of acts, seen or not, with its interval at 95 %."""

    number: float
    low: float
    high: float


def of_subject(subject: About, lists: Iterable[PublishedList], entries: Iterable[ListedAct]) -> list[ListedAct]:
    """Return the entries of the lists that are about a subject."""
    keys = {each.key for each in lists if each.about is subject}
    return [entry for entry in entries if entry.list in keys]


def recall_of(entries: Iterable[ListedAct], slugs: Collection[str]) -> Recall:
    """Return how many of the acts that entries name are in the record; an act that several name counts once.

    Args:
        entries: of one list or of several; those out of scope are left aside.
        slugs: of the Events that are in the record. An Event that was withdrawn is found no more.
    """
    acts = {entry.act for entry in entries if entry.standing.in_scope}
    return Recall(len(acts.intersection(slugs)), len(acts))


def times_listed(entries: Iterable[ListedAct]) -> Counter[str]:
    """Return by act how many lists name it."""
    return Counter(act for _, act in {(entry.list, entry.act) for entry in entries if entry.standing.in_scope})


def from_two_lists(first: int, second: int, both: int) -> Estimate:
    """Estimate how many acts there are from two lists that were drawn from them independently.

    The estimator is Chapman's (1951, University of California Publications in Statistics 1, 131-160), its variance
    Seber's (1970, Biometrics 26, 13-22). Lists that copy each other share more than independent ones would; the number
    is too low then.

    Args:
        first: how many acts the first list names.
        second: how many the second one names.
        both: how many are in both.

    Raises:
        ValueError: if both lists cannot have that many in common.
    """
    if not 0 <= both <= min(first, second):
        raise ValueError(f"Lists of {first:,} and {second:,} acts cannot share {both:,}.")
    number = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return _with_interval(first + second - both, number, variance)


def from_several_lists(times: Sequence[int], lists: int) -> Estimate:
    """Return Chao's lower bound for the number of acts, from how many lists name each of those that any list names.

    Acts that only one list names, beside those that two name, tell how many none names. The bound holds where some acts
    are likelier to be listed than others (Chao 1987, doi 10.2307/2531532). This is its form for few lists and small
    counts (Gotelli and Colwell 2011, in Biological Diversity, 39-54). It needs independent lists as well.

    Args:
        times: for each act, in how many lists it is; each from 1 to ``lists``.
        lists: how many lists there are.

    Raises:
        ValueError: if a count lies elsewhere.
    """
    if not all(1 <= each <= lists for each in times):
        raise ValueError(f"Each act has to be in 1 to {lists:,} of the lists.")
    counts, few = Counter(times), (lists - 1) / lists if lists else 0.0
    once, twice = counts[1], counts[2]
    unseen = few * once * (once - 1) / (2 * (twice + 1))
    variance = unseen + few**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
    variance += few**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    return _with_interval(len(times), len(times) + unseen, variance)


class HeldAct(NamedTuple):
    """What tells whether lists could have named an Event of the record.

    Attributes:
        first_on: the first day that its date allows.
        kind: its kind.
        sectors: keys of the sectors that it touches.
    """

    first_on: dt.date
    kind: Kind
    sectors: Collection[str]


def beside_record(entries: Sequence[ListedAct], record: Mapping[str, HeldAct]) -> Estimate:
    """Estimate how many acts there are from lists, taken as one, and the record, held to what such lists would name.

    Of the record count, beside what the lists name, the acts of Chinese authorities (kinds that count in the index) in
    the time that the lists are about and in a sector of some act that they name. A firm's own step, a foreign measure,
    a rule that takes effect and another subject would make the second list longer without a chance to be shared.

    Args:
        entries: of lists about the same.
        record: by slug each Event that the record holds.
    """
    named = {entry.act for entry in entries if entry.standing.in_scope}
    days = [from_edtf(entry.date) for entry in entries if entry.standing.in_scope]
    if not days:
        return Estimate(0.0, 0.0, 0.0)
    since, until = min(day.start for day in days), max(day.end or day.start for day in days)
    shared = named.intersection(record)
    sectors = {sector for slug in shared for sector in record[slug].sectors}
    alike = {
        slug
        for slug, act in record.items()
        if act.kind.counts and since <= act.first_on <= until and sectors.intersection(act.sectors)
    }
    return from_two_lists(len(alike | shared), len(named), len(shared))


def _with_interval(seen: int, number: float, variance: float) -> Estimate:
    """Return an estimate with an interval that never falls below what was seen (Chao 1987, page 787).

    The unseen are taken as log-normal: a symmetric interval would count fewer acts than the lists already name.
    """
    unseen = number - seen
    if unseen <= 0 or variance <= 0:
        return Estimate(float(seen), float(seen), float(seen))
    factor = exp(_DEVIATIONS * sqrt(log(1 + variance / unseen**2)))
    return Estimate(number, seen + unseen / factor, seen + unseen * factor)
