"""Closed lists of measures: what sort one is, and the stages that it goes through, each with its definition."""

from enum import StrEnum


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
    Stage.ADOPTED: ("The final text is passed or made public.", "adopted, no event of its entry into force"),
    Stage.IN_FORCE: ("It takes effect.", "in force"),
    Stage.AMENDED: (
        "A changed text of what existed is passed or made public.",
        "amended, no event of its entry into force",
    ),
    Stage.POSTPONED: ("It is put off or suspended for a time.", "postponed or suspended"),
    Stage.REPEALED: ("It is repealed, or another text replaces it.", "repealed or replaced"),
    Stage.PROBE_OPENED: ("An investigation or a review is opened.", "under investigation"),
    Stage.RULING: ("The authority decides.", "decided, no event of its closing"),
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
