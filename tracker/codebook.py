"""The codebook: its version, and how the places are decided at which the tables of levels leave more than one answer.

Stance, reach and kinds have their definitions in ``tracker.vocabulary``. Screens, files and documents read all of it
from these two modules, so that a rule of coding is written once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.vocabulary import Kind, Reach, Stance

CODEBOOK_VERSION = 2
"""Version 1 is the tables of levels alone. Version 2 adds the decisions, made where two coders had parted."""

_ANY = frozenset(Kind)
_TEXTS = frozenset({Kind.LAW, Kind.RULE})
_ACTS = frozenset({Kind.ENFORCEMENT, Kind.INVESTIGATION, Kind.SIGNAL})


@dataclass(frozen=True, slots=True)
class Decision:
    """How one doubtful place of the codebook is decided.

    Attributes:
        key: its lasting name.
        question: the place.
        answer: what to code.
        example: the slug of an Event of the curated record whose accepted code agrees; empty where there is none.
        kinds: kinds to which it can apply.
        title_words: a pattern for titles to which it may apply; every title where it is empty, none where it is None.
        doubtful_stances: the levels that such an Event has against the decision, or at which words cannot tell.
        doubtful_reaches: the same of reach.
    """

    key: str
    question: str
    answer: str
    example: str = ""
    kinds: frozenset[Kind] = _ANY
    title_words: str | None = None
    doubtful_stances: frozenset[int] = field(default=frozenset())
    doubtful_reaches: frozenset[int] = field(default=frozenset())

    def may_touch(self, kind: Kind, title: str, stance: Stance, reach: Reach) -> bool:
        """Tell whether kind and title look like this place, and the code is one that somebody should look at."""
        if self.title_words is None or kind not in self.kinds:
            return False
        is_doubtful = stance in self.doubtful_stances or reach in self.doubtful_reaches
        return is_doubtful and re.search(self.title_words, title, re.IGNORECASE) is not None


def _levels(*levels: int) -> frozenset[int]:
    return frozenset(levels)


IN_FORCE = "taking-effect"
"""The decision whose Events are found by their rule and not by words."""

DECISIONS: tuple[Decision, ...] = (
    Decision(
        "licence-batch",
        "A further batch of licences, once approvals have resumed",
        "+1. The resumption itself is +2, and so is a batch that reaches a new height.",
        "june-2022-game-batch",
        frozenset({Kind.LICENSING}),
        r"\bbatch\b|\bgames? (?:approvals|approved|licen[cs]ed)|licenses \d+|clears \d+ games|games licensed",
        _levels(2, 3),
    ),
    Decision(
        IN_FORCE,
        "A rule of the record takes effect",
        "The stance that the rule itself has. A softening on the way belongs to the day of the final text.",
        "data-security-law-in-force",
    ),
    Decision(
        "softer-final-text",
        "A final text that asks for less than its draft",
        "What binds from now on decides: -1 as long as it still limits business, and not +1 for the relief.",
        "pi-compliance-audit-measures",
        _TEXTS,
        r"soften|softer|lighter|watered|eas(?:ed|es)\b",
        _levels(0, 1, 2),
    ),
    Decision(
        "size-of-penalty",
        "A firm is named or fined",
        "-1 without a fine or with a small one: below about 0.5 % of a year's sales, or CNY 500 million for a giant. "
        "-2 with a big one, or an order that changes the business. -3 with a record of its kind, or a service shut.",
        "vipshop-fine",
        frozenset({Kind.ENFORCEMENT}),
        r"\bfine[sd]?\b|\bpenal|\bpunish",
        _levels(-3, -2, -1, 0),
    ),
    Decision(
        "campaign",
        "A campaign",
        "-1 when it is opened; -2 when removals, closures or penalties in mass are reported.",
        "app-privacy-campaign",
        frozenset({Kind.ENFORCEMENT, Kind.SIGNAL, Kind.RULE}),
        r"campaign|clean-?up|crackdown|purge",
        _levels(-3, -2),
    ),
    Decision(
        "narrow-ban",
        "It is called a ban, and is narrow: one product, offices only, a renewal",
        "-2. Only a whole service, licensing regime or class of products makes it -3.",
        "minors-livestream-tipping-ban",
        _ANY - {Kind.FOREIGN_MEASURE, Kind.COMPANY_RESPONSE, Kind.IN_FORCE},
        r"\bbans?\b|\bbanned\b|\bbars?\b|\bbarred\b|\boutlaw",
        _levels(-3, -1, 0),
    ),
    Decision(
        "hindsight",
        "The summary tells what came of it later",
        "Leave it aside and code the day.",
        "didi-ipo",
    ),
    Decision(
        "foreign-firms",
        "A measure hits foreign firms, and rivals at home gain",
        "By the firm that is restricted, where it operates in mainland China. What rivals gain does not count.",
        "micron-cybersecurity-review-opened",
        _ANY - {Kind.FOREIGN_MEASURE, Kind.COMPANY_RESPONSE, Kind.IN_FORCE},
        r"foreign (?:computers|entities|ai chips)|\bUS (?:firms|analog)|nvidia|micron\b|qualcomm|google|iphones?\b|"
        r"unreliable entity",
        _levels(0, 1, 2, 3),
    ),
    Decision(
        "firm-against-firm",
        "One firm against another: damages, a settlement",
        "0.",
        "",
        _ANY - {Kind.FOREIGN_MEASURE, Kind.IN_FORCE},
        r"\bdamages\b|\bsettle|\bsu(?:es|ed)\b|\bpay JD",
        _levels(-3, -2, -1, 1, 2, 3),
    ),
    Decision(
        "pilot",
        "A pilot, or a rule that makes something possible",
        "+1; +2 once it holds nationwide and is in force.",
        "road-test-rules-for-smart-cars",
        _TEXTS | {Kind.MARKET_ACCESS, Kind.LICENSING, Kind.SUPPORT},
        r"\bpilot\b|\btrial\b|testing",
        _levels(2, 3),
    ),
    Decision(
        "plan-or-pledge",
        "A plan, an opinion or a pledge",
        "+1; +2 only where money, licences or duties come with it that bind somebody.",
        "platform-economy-support-2019",
        frozenset({Kind.SUPPORT, Kind.SIGNAL}),
        "",
        _levels(2, 3),
    ),
    Decision(
        "unconfirmed",
        "A report that nobody has confirmed, or an order by word of mouth",
        "One level weaker than the act itself would be, certainty medium.",
        "us-capital-in-ai-firms-reported-barred",
        _ANY - {Kind.FOREIGN_MEASURE, Kind.COMPANY_RESPONSE},
        r"\breported\b|\breportedly\b",
        _levels(-3, -2, 2, 3),
    ),
    Decision(
        "approval-withheld",
        "An approval is withheld, or a merger lapses for want of one",
        "-1; a prohibition is -2.",
        "intel-tower-lapses",
        frozenset({Kind.LICENSING, Kind.ENFORCEMENT}),
        r"clearance|withh|merger prohibited|blocks .*takeover|\blapse",
        _levels(-3, 0),
    ),
    Decision(
        "approval-with-conditions",
        "An approval under conditions",
        "+1.",
        "synopsys-ansys-cleared",
        frozenset({Kind.LICENSING}),
        r"condition|\bcleared to\b|clears purchase",
        _levels(0, 2, 3),
    ),
    Decision(
        "mixed-act",
        "An act with two sides",
        "0 only where both weigh about the same; else the heavier side.",
        "fdi-negative-list-2021",
        _TEXTS | {Kind.DRAFT_RULE, Kind.INSTITUTION, Kind.SUPPORT},
        "",
        _levels(0),
    ),
    Decision(
        "reach-of-rules",
        "How far a rule reaches",
        "3 where it is for platforms alone; 4 where it is on data, competition or minors across the economy.",
        "pipl-passed",
        _TEXTS | {Kind.DRAFT_RULE},
        r"personal (?:data|information)|\bdata\b|competition|antitrust|monopoly|\bminors\b",
        doubtful_reaches=_levels(1, 2, 3),
    ),
    Decision(
        "reach-of-lists",
        "A handful of giants by name, or a list of named apps",
        "Reach 2; 3 for more than about a hundred of a sector's firms.",
        "food-delivery-summons-may-2025",
        _ACTS,
        r"\b(?:\d+|six|seven|nine|ten|eleven|fifteen|eighteen) (?:\w+ ){0,2}(?:apps|platforms|firms)\b|\bsummon",
        doubtful_reaches=_levels(3, 4),
    ),
    Decision(
        "reach-of-export-controls",
        "Export controls on materials",
        "By those who must ask for a licence: 2; 3 where a whole branch must.",
        "gallium-germanium-export-controls",
        _TEXTS,
        r"gallium|germanium|graphite|rare[- ]earth",
        doubtful_reaches=_levels(3, 4),
    ),
)
"""In the order in which the codebook lists them."""


def codebook_rows() -> Iterator[tuple[str, str | int, str]]:
    """Yield the whole codebook as rows of part, word and meaning: version, kinds, levels, decisions."""
    yield "codebook", "version", str(CODEBOOK_VERSION)
    yield from (("kind", kind.value, kind.definition) for kind in Kind)
    yield from (("stance", level.value, f"{level.label}: {level.definition}") for level in Stance)
    yield from (("reach", reach.value, reach.label) for reach in Reach)
    for each in DECISIONS:
        yield (
            "decision",
            each.key,
            f"{each.question}: {each.answer}" + (f" Example: {each.example}." * bool(each.example)),
        )
