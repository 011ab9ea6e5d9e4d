"""Two sides' changes of one Event brought together, field by field, since the content that both started from."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tracker.addresses import normalise_address
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, SourceDraft, parse_event
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS, WORDS_OF

_SOURCES = "sources"
_FIELDS = tuple(name for name in EVENT_FIELDS if name not in {*WORDS_OF.values(), _SOURCES})


@dataclass(frozen=True, slots=True)
class UnitedDraft:
    """The united content of an Event; in ``clashes`` both sides changed something, and ours stands there."""

    draft: EventDraft
    clashes: tuple[str, ...]


def unite_drafts(
    base: EventDraft | None, ours: EventDraft, theirs: EventDraft, *, taken: Collection[str] = ()
) -> UnitedDraft:
    """Bring two versions of an Event together.

    What one side alone changed is as that side has it. Sources are compared one by one, by their addresses. Where the
    united content would not be valid, such as an end before its date, ours stays whole.

    Args:
        base: what both sides started from; without it, each difference is a clash.
        ours: one side, which stands where both changed a field.
        theirs: the other side.
        taken: fields in which theirs stands where both changed them.
    """
    values: dict[str, Any] = {name: getattr(ours, name) for name in EVENT_FIELDS}
    clashes = []
    for name in _FIELDS:
        mine, other = _part(ours, name), _part(theirs, name)
        if mine == other or (base is not None and _part(base, name) == other):
            continue
        if name in taken or (base is not None and _part(base, name) == mine):
            values |= other
        else:
            clashes.append(name)
    sources, clash = _united_sources(base, ours, theirs, theirs_wins=_SOURCES in taken)
    values[_SOURCES] = sources
    try:
        united = parse_event(values)
    except InvalidDraft:
        return UnitedDraft(ours, tuple(name for name in _FIELDS if _part(ours, name) != _part(theirs, name)))
    return UnitedDraft(united, (*clashes, *([_SOURCES] if clash else [])))


def _part(draft: EventDraft, name: str) -> dict[str, Any]:
    """Return a field of a draft, a date with the words from which it was read."""
    names = (name, WORDS_OF[name]) if name in WORDS_OF else (name,)
    return {each: getattr(draft, each) for each in names}


def _united_sources(
    base: EventDraft | None, ours: EventDraft, theirs: EventDraft, *, theirs_wins: bool
) -> tuple[tuple[SourceDraft, ...], bool]:
    """Return the sources of both sides in our order, and whether there is one that both changed."""
    before, mine, other = _by_page(base), _by_page(ours), _by_page(theirs)
    if base is None and not theirs_wins:
        return ours.sources, mine != other
    if base is not None and base.sources == ours.sources:
        return theirs.sources, False
    united, clash = [], False
    for page, source in mine.items():
        if page in other:
            one, differ = _united_source(before.get(page), source, other[page], theirs_wins=theirs_wins)
            united.append(one)
            clash = clash or differ
        elif before.get(page) != source:
            # What theirs gave up goes, unless it is ours alone.
            united.append(source)
    united += [source for page, source in other.items() if page not in mine and page not in before]
    return tuple(united), clash


def _united_source(
    base: SourceDraft | None, mine: SourceDraft, other: SourceDraft, *, theirs_wins: bool
) -> tuple[SourceDraft, bool]:
    values = {name: getattr(mine, name) for name in SOURCE_FIELDS}
    differ = False
    for name in SOURCE_FIELDS:
        value = getattr(other, name)
        if values[name] == value or (base and getattr(base, name) == value):
            continue
        is_free = values[name] == getattr(base, name) if base else not values[name]
        if is_free or theirs_wins:
            values[name] = value
        else:
            differ = True
    return SourceDraft.model_validate(values), differ


def _by_page(draft: EventDraft | None) -> dict[str, SourceDraft]:
    return {normalise_address(source.url): source for source in draft.sources} if draft else {}
