"""An act as it is compared: the plain value to which a draft, an article's statement and an Event are reduced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.cleaning import fold_text
from tracker.dates import PartialDate, from_edtf
from tracker.likeness.words import words_of
from tracker.read_models import OPEN_END
from tracker.vocabulary import Kind

LISTS = ("companies", "agencies", "people")
"""The lists of names that tell one act from another, the most telling first."""

OtherNames = Mapping[tuple[str, str], str]
"""By field and key, all names of an agency, company or person in one text."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is known of an act.

    Attributes:
        when: the date on which it began.
        ended: the date on which it ended, where that is known.
        names: by field, the keys of companies, agencies and people.
        sectors: keys.
        kind: what sort of act, None where nobody says.
        stance: its sign counts; 0 where it has none.
        title: folded for comparison; empty for a statement in an article.
        told: the words in which the act is told: a title, or a statement.
        words: all words that speak of it, those of its summary and of its names in other languages among them.
    """

    when: PartialDate
    ended: PartialDate | None
    names: Mapping[str, frozenset[str]]
    sectors: frozenset[str]
    kind: Kind | None
    stance: int
    title: str
    told: frozenset[str]
    words: frozenset[str]


class Described(Protocol):
    """What of a draft, a row of a file or a stored Event an act is made of."""

    @property
    def title(self) -> str:
        """What happened, in a few words."""
        ...

    @property
    def title_zh(self) -> str | None:
        """The Chinese title, where there is one."""
        ...

    @property
    def summary(self) -> str:
        """What happened, in some sentences."""
        ...

    @property
    def date(self) -> str:
        """When it began, as EDTF."""
        ...

    @property
    def end(self) -> str | None:
        """When it ended, as EDTF; ``..`` where it has not."""
        ...

    @property
    def kind(self) -> Kind:
        """What sort of act it is."""
        ...

    @property
    def stance(self) -> int:
        """From -3 to 3."""
        ...

    @property
    def companies(self) -> Sequence[str]:
        """The keys of companies."""
        ...

    @property
    def agencies(self) -> Sequence[str]:
        """The keys of agencies."""
        ...

    @property
    def people(self) -> Sequence[str]:
        """The keys of people."""
        ...

    @property
    def sectors(self) -> Sequence[str]:
        """The keys of sectors."""
        ...


def act_of(event: Described, others: OtherNames) -> Act:
    """Reduce a draft or a stored Event to what is compared.

    Args:
        event: a draft or a stored Event.
        others: the names that its companies, agencies and people have besides their keys.
    """
    from rapidfuzz import utils

    told = words_of(f"{event.title} {event.title_zh or ''}", numbers=True)
    names = {field: frozenset(getattr(event, field)) for field in LISTS}
    spoken = " ".join(others.get((field, key), key) for field, keys in names.items() for key in sorted(keys))
    return Act(
        when=from_edtf(event.date),
        ended=from_edtf(event.end) if event.end and event.end != OPEN_END else None,
        names=names,
        sectors=frozenset(event.sectors),
        kind=event.kind,
        stance=int(event.stance),
        title=utils.default_process(fold_text(event.title)),
        told=told,
        words=told | words_of(event.summary, numbers=True) | words_of(spoken),
    )
