"""Closed lists of the record, each member with its label, its definition and its boundary with the neighbour.

The form's help texts, the command line's errors and the documentation are all made from this module,
so that the coding rules are written once.
"""

from enum import IntEnum, StrEnum
from typing import Self


class Kind(StrEnum):
    """What sort of act or signal an Event is."""

    label: str
    definition: str
    counts: bool

    def __new__(cls, value: str, label: str, definition: str, counts: bool) -> Self:  # noqa: FBT001 - a table's column
        """Attach label, definition and whether the index counts this kind."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.definition = definition
        member.counts = counts
        return member

    LAW = (
        "law",
        "Law",
        "A statute passed, or revised, by the national parliament or its Standing Committee. Below that rank: rule.",
        True,
    )
    RULE = (
        "rule",
        "Rule",
        "A binding regulation, measure, standard or notice in its final text. Still open for comment: draft rule.",
        True,
    )
    DRAFT_RULE = (
        "draft-rule",
        "Draft rule",
        "A law, rule or guideline published for comment, or announced before its final text.",
        True,
    )
    ENFORCEMENT = (
        "enforcement",
        "Enforcement",
        "A penalty, removal, order or summons against named firms. Only opened and not yet decided: investigation.",
        True,
    )
    INVESTIGATION = (
        "investigation",
        "Investigation",
        "A probe or review that is opened, or one that is closed without a penalty.",
        True,
    )
    LICENSING = (
        "licensing",
        "Licensing",
        "Licences or approvals that are granted, frozen, resumed or refused.",
        True,
    )
    SIGNAL = (
        "signal",
        "Signal",
        "A speech, meeting, commentary or pledge that tells a direction but binds nobody.",
        True,
    )
    SUPPORT = (
        "support",
        "Support",
        "A plan, subsidy, fund or preferential policy in favour of technology firms.",
        True,
    )
    MARKET_ACCESS = (
        "market-access",
        "Market access",
        "Opening or closing of a market to foreign or private firms, listings included.",
        True,
    )
    PUBLIC_HEALTH = (
        "public-health",
        "Public health",
        "A lockdown or its end, where it changes the conditions for technology firms.",
        True,
    )
    INSTITUTION = (
        "institution",
        "Institution",
        "An agency that is created, merged, renamed or given new powers.",
        True,
    )
    FOREIGN_MEASURE = (
        "foreign-measure",
        "Foreign measure",
        "An act of another government that touches China's technology firms. Plotted, not counted.",
        False,
    )
    COMPANY_RESPONSE = (
        "company-response",
        "Company response",
        "A firm's own step: an exit, a listing, a result, a statement. Plotted, not counted.",
        False,
    )
    IN_FORCE = (
        "in-force",
        "In force",
        "A rule that the record already holds takes effect. Plotted, not counted a second time.",
        False,
    )


COUNTED_KINDS: frozenset[Kind] = frozenset(kind for kind in Kind if kind.counts)
"""The policy kinds that the index counts unless a reader switches others on (docs/method.md, section 2)."""


class Stance(IntEnum):
    """How an Event changes the conditions of technology firms in mainland China, from -3 to +3."""

    label: str
    definition: str

    def __new__(cls, value: int, label: str, definition: str) -> Self:
        """Attach the codebook's label and wording to a level."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.definition = definition
        return member

    SEVERE = (
        -3,
        "severe restriction",
        "A ban, a removal, a record penalty, a whole licensing regime frozen, a business line or a city shut.",
    )
    RESTRICTION = (
        -2,
        "restriction",
        "A rule that binds and limits business, a big penalty, a probe opened on a major firm, a forced restructuring.",
    )
    TIGHTENING = (-1, "tightening signal", "A draft rule, guidance, a summons, a warning, hostile commentary.")
    NEUTRAL = (
        0,
        "neutral",
        "Mixed or technical, a reorganisation without direction, a firm's own step without policy content.",
    )
    EASING = (1, "easing signal", "A pledge, a speech, a softened draft, a small opening.")
    SUPPORT = (
        2,
        "easing or support in force",
        "Approvals resume, a probe is closed, a service is restored, support becomes binding.",
    )
    OPENING = (
        3,
        "strong opening",
        "A restriction is repealed, an opening for the whole economy, a major law that protects firms.",
    )

    @property
    def signed(self) -> str:
        """The level as readers write it: ``-3``, ``0``, ``+2``."""
        return f"{self.value:+d}" if self.value else "0"


class Reach(IntEnum):
    """How many firms an Event touches."""

    label: str

    def __new__(cls, value: int, label: str) -> Self:
        """Attach the label to a level."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    FIRM = (1, "one firm")
    SEGMENT = (2, "a segment or several firms")
    SECTOR = (3, "a whole sector")
    ECONOMY = (4, "across sectors or the whole economy")


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Certainty(StrEnum):
    """How sure the facts of an Event are."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ReviewState(StrEnum):
    """Where an Event stands in review; only accepted Events enter the index."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """How an Event came into the record."""

    SEED = "seed"
    FORM = "form"
    CLI = "cli"
    IMPORT = "import"
    ARTICLE = "article"


class SourceKind(StrEnum):
    """What sort of page a Source is."""

    OFFICIAL = "official"
    NEWS = "news"
    LAW_FIRM = "law-firm"
    COMPANY = "company"
    RESEARCH = "research"
    OTHER = "other"


class TermType(StrEnum):
    """The open vocabularies, which grow with the record."""

    SECTOR = "sector"
    AGENCY = "agency"
    COMPANY = "company"
    PERSON = "person"
    THREAD = "thread"
