"""Closed lists of the record, each member with its label, its definition and its boundary with the neighbour.

The form's help texts, the command line's errors and the documentation are all made from this module,
so that the coding rules are written once.
"""

from collections.abc import Set as AbstractSet
from enum import IntEnum, StrEnum
from typing import Self


class Kind(StrEnum):
    """What sort of act or signal an Event is."""

    LAW = "law"
    RULE = "rule"
    DRAFT_RULE = "draft-rule"
    ENFORCEMENT = "enforcement"
    INVESTIGATION = "investigation"
    LICENSING = "licensing"
    SIGNAL = "signal"
    SUPPORT = "support"
    MARKET_ACCESS = "market-access"
    PUBLIC_HEALTH = "public-health"
    INSTITUTION = "institution"
    FOREIGN_MEASURE = "foreign-measure"
    COMPANY_RESPONSE = "company-response"
    IN_FORCE = "in-force"

    @property
    def label(self) -> str:
        """The name on screens."""
        return self.value.replace("-", " ").capitalize()

    @property
    def definition(self) -> str:
        """What belongs here and what belongs to the neighbour."""
        return _KINDS[self]

    @property
    def counts(self) -> bool:
        """Whether the index counts this kind unless a reader says otherwise (docs/method.md, section 2)."""
        return self not in {Kind.FOREIGN_MEASURE, Kind.COMPANY_RESPONSE, Kind.IN_FORCE}


_KINDS = {
    Kind.LAW: "A statute passed or revised by the national parliament or its Standing Committee. Below that: rule.",
    Kind.RULE: "A binding regulation, measure or notice in its final text. Still open for comment: draft rule.",
    Kind.DRAFT_RULE: "A law, rule or guideline published for comment, or announced before its final text.",
    Kind.ENFORCEMENT: "A penalty, removal, order or summons against named firms. Only opened so far: investigation.",
    Kind.INVESTIGATION: "A probe or review that is opened, or one that is closed without a penalty.",
    Kind.LICENSING: "Licences or approvals that are granted, frozen, resumed or refused.",
    Kind.SIGNAL: "A speech, meeting, commentary or pledge that tells a direction but binds nobody.",
    Kind.SUPPORT: "A plan, subsidy, fund or preferential policy in favour of technology firms.",
    Kind.MARKET_ACCESS: "Opening or closing of a market to foreign or private firms, listings included.",
    Kind.PUBLIC_HEALTH: "A lockdown or its end, where it changes the conditions for technology firms.",
    Kind.INSTITUTION: "An agency that is created, merged, renamed or given new powers.",
    Kind.FOREIGN_MEASURE: "An act of another government that touches China's technology firms. Plotted, not counted.",
    Kind.COMPANY_RESPONSE: "A firm's own step: an exit, a listing, a result, a statement. "
    "It is also what befell firms in the market, so that no price is counted. Plotted, not counted.",
    Kind.IN_FORCE: "A rule that the record already holds takes effect. Plotted, not counted a second time.",
}

COUNTED_KINDS: frozenset[Kind] = frozenset(kind for kind in Kind if kind.counts)
"""The policy kinds that the index counts unless a reader switches others on."""


class Stance(IntEnum):
    """How an Event changes the conditions of technology firms in mainland China, from -3 to +3."""

    SEVERE = -3
    RESTRICTION = -2
    TIGHTENING = -1
    NEUTRAL = 0
    EASING = 1
    SUPPORT = 2
    OPENING = 3

    @property
    def label(self) -> str:
        """The codebook's name of the level."""
        return _STANCES[self][0]

    @property
    def definition(self) -> str:
        """The codebook's wording: when to choose this level."""
        return _STANCES[self][1]

    @property
    def signed(self) -> str:
        """The level as readers write it: ``-3``, ``0``, ``+2``."""
        return f"{self.value:+d}" if self.value else "0"


_STANCES = {
    Stance.SEVERE: (
        "severe restriction",
        "A ban, a removal, a record penalty, a whole licensing regime frozen, a business line or a city shut.",
    ),
    Stance.RESTRICTION: (
        "restriction",
        "A rule that binds and limits business, a big penalty, a probe opened on a major firm, a forced restructuring.",
    ),
    Stance.TIGHTENING: ("tightening signal", "A draft rule, guidance, a summons, a warning, hostile commentary."),
    Stance.NEUTRAL: (
        "neutral",
        "Mixed or technical, a reorganisation without direction, a firm's own step without policy content.",
    ),
    Stance.EASING: ("easing signal", "A pledge, a speech, a softened draft, a small opening."),
    Stance.SUPPORT: (
        "easing or support in force",
        "Approvals resume, a probe is closed, a service is restored, support becomes binding.",
    ),
    Stance.OPENING: (
        "strong opening",
        "A restriction is repealed, an opening for the whole economy, a major law that protects firms.",
    ),
}


class Reach(IntEnum):
    """How many firms an Event touches."""

    FIRM = 1
    SEGMENT = 2
    SECTOR = 3
    ECONOMY = 4

    @property
    def label(self) -> str:
        """The codebook's wording of the level."""
        return _REACHES[self]


_REACHES = {
    Reach.FIRM: "one firm",
    Reach.SEGMENT: "a segment or several firms",
    Reach.SECTOR: "a whole sector",
    Reach.ECONOMY: "across sectors or the whole economy",
}


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


class Role(StrEnum):
    """What a person may do. Each role has the rights of those before it."""

    VIEWER = "viewer"
    EDITOR = "editor"
    REVIEWER = "reviewer"

    @property
    def definition(self) -> str:
        """What the role may do beyond the one before it."""
        return _ROLES[self]


_ROLES = {
    Role.VIEWER: "Reads, filters and downloads.",
    Role.EDITOR: "Adds events, which wait for review where people sign in, and corrects, codes and imports.",
    Role.REVIEWER: "Accepts, sends back, rejects and merges; what a reviewer adds is accepted at once.",
}


STATES_IN_PLAY = frozenset({ReviewState.DRAFT, ReviewState.ACCEPTED, ReviewState.DISPUTED})
"""Where an Event stands that is in the record or on its way there."""


class Step(StrEnum):
    """A step in review, by the history's word for it: where it starts, where it leads, and who may take it.

    No target leads to where the Event stood before.
    """

    starts: frozenset[ReviewState]
    target: ReviewState | None
    role: Role

    ACCEPT = "accept", {ReviewState.DRAFT, ReviewState.DISPUTED}, ReviewState.ACCEPTED, Role.REVIEWER
    SEND_BACK = "send back", {ReviewState.DRAFT, ReviewState.ACCEPTED}, ReviewState.DISPUTED, Role.REVIEWER
    REJECT = "reject", {ReviewState.DRAFT, ReviewState.DISPUTED}, ReviewState.REJECTED, Role.REVIEWER
    WITHDRAW = "withdraw", STATES_IN_PLAY, ReviewState.WITHDRAWN, Role.EDITOR
    RESTORE = "restore", {ReviewState.WITHDRAWN, ReviewState.REJECTED}, None, Role.EDITOR
    SUBMIT = "submit", {ReviewState.DISPUTED}, ReviewState.DRAFT, Role.EDITOR

    def __new__(cls, word: str, starts: AbstractSet[ReviewState], target: ReviewState | None, role: Role) -> Self:
        """Make a member that is its word."""
        step = str.__new__(cls, word)
        step._value_ = word
        step.starts, step.target, step.role = frozenset(starts), target, role
        return step


class Origin(StrEnum):
    """How an Event came into the record; a synthetic one is invented, and keeps that word wherever it goes."""

    SEED = "seed"
    FORM = "form"
    CLI = "cli"
    IMPORT = "import"
    ARTICLE = "article"
    SYNTHETIC = "synthetic"


class SourceKind(StrEnum):
    """What sort of page a Source is."""

    OFFICIAL = "official"
    TRANSLATION = "translation"
    STATE_MEDIA = "state-media"
    NEWS = "news"
    LAW_FIRM = "law-firm"
    COMPANY = "company"
    RESEARCH = "research"
    OTHER = "other"


class Seen(StrEnum):
    """What was seen of a Source when it was recorded."""

    PAGE = "page"
    LINK = "link"

    @property
    def definition(self) -> str:
        """When a Source is marked so."""
        return _SEEN[self]


_SEEN = {
    Seen.PAGE: "The page itself was read; so it is where nothing is said.",
    Seen.LINK: "Only its address and the label of the link were seen, on another page; the page was not opened.",
}


class TermType(StrEnum):
    """The open vocabularies, which grow with the record."""

    SECTOR = "sector"
    AGENCY = "agency"
    COMPANY = "company"
    PERSON = "person"
    THREAD = "thread"

    @property
    def label(self) -> str:
        """The name of one entry on screens, where a thread is called a story."""
        return "Story" if self is TermType.THREAD else self.value.capitalize()


JURISDICTIONS = ("CN", "HK", "US", "NL")
"""Whose body an agency can be: mainland China's, Hong Kong's, the United States' or the Netherlands'."""


def is_foreign(jurisdiction: str | None) -> bool:
    """Tell whether an agency is another country's; one of which nobody has said whose it is, is not."""
    return jurisdiction not in {None, "", "CN", "HK"}


class Stage(StrEnum):
    """One dated step in the life of a rule or a case."""

    DRAFTING = "drafting"
    CONSULTATION = "consultation"
    ADOPTED = "adopted"
    IN_FORCE = "in-force"
    AMENDED = "amended"
    POSTPONED = "postponed"
    REPEALED = "repealed"
    PROBE_OPENED = "probe-opened"
    RULING = "ruling"
    APPEAL = "appeal"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The name on screens."""
        return self.value.replace("-", " ").capitalize()

    @property
    def definition(self) -> str:
        """When a measure is at this stage."""
        return _STAGES[self][0]

    @property
    def status(self) -> str:
        """Where a measure stands whose latest stage this is."""
        return _STAGES[self][1]


_STAGES = {
    Stage.DRAFTING: ("Work on a text is announced before it is published.", "being drafted"),
    Stage.CONSULTATION: ("A draft is published for comment.", "draft, no final text recorded"),
    Stage.ADOPTED: ("The final text is passed or made public.", "adopted, entry into force not recorded"),
    Stage.IN_FORCE: ("It takes effect.", "in force"),
    Stage.AMENDED: (
        "A changed text of what existed is passed or made public.",
        "amended, entry into force not recorded",
    ),
    Stage.POSTPONED: ("It is put off or suspended for a time.", "postponed or suspended"),
    Stage.REPEALED: ("It is repealed, or another text replaces it.", "repealed or replaced"),
    Stage.PROBE_OPENED: ("An investigation or a review is opened.", "under investigation"),
    Stage.RULING: ("The authority decides.", "decided, closing not recorded"),
    Stage.APPEAL: ("The decision is contested.", "under appeal"),
    Stage.CLOSED: ("The authority ends the case, or what it ordered is done.", "closed"),
}


DRAFTS = frozenset({Stage.DRAFTING, Stage.CONSULTATION})
"""Stages that change nothing yet."""

TEXTS = frozenset({Stage.ADOPTED, Stage.AMENDED})
"""Stages that bring a final text."""


class MeasureKind(StrEnum):
    """What sort of measure it is."""

    RULE = "rule"
    CASE = "case"

    @property
    def plural(self) -> str:
        """The name of several on screens."""
        return f"{self.value.capitalize()}s"

    @property
    def usual(self) -> tuple[Stage, ...]:
        """The stages that every measure of the sort passes; those without an event are shown as missing."""
        if self is MeasureKind.CASE:
            return (Stage.PROBE_OPENED, Stage.RULING, Stage.CLOSED)
        return (Stage.CONSULTATION, Stage.ADOPTED, Stage.IN_FORCE)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages that fit the sort, in the order of a measure's life."""
        stages = list(Stage)
        cut = stages.index(Stage.PROBE_OPENED)
        return tuple(stages[cut:] if self is MeasureKind.CASE else stages[:cut])
