"""Two sides' changes of one Event brought together, field by field, since the content that both started from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.addresses import normalise_address
from tracker.errors import InvalidDraft
from tracker.event.draft import EventDraft, SourceDraft, parse_event
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS, WORDS_OF

_SOURCES = "sources"
_FIELDS = tuple(name for name in EVENT_FIELDS if name not in {*WORDS_OF.values(), _SOURCES})

_HELD: tuple[tuple[str, ...], ...] = ((), tuple(WORDS_OF), (_SOURCES,), (*WORDS_OF, _SOURCES))
"""The parts that are each valid and may not be so together, in the order in which ours is tried for them."""


@dataclass(frozen=True, slots=True)
class UnitedDraft:
    """The united content of an Event; in ``clashes`` ours stands.

    Both sides changed something there, or what the other side says would not be valid beside ours; ``problem`` then
    says why.
    """

    draft: EventDraft
    clashes: tuple[str, ...]
    problem: str = ""


def unite_drafts(
    base: EventDraft | None, ours: EventDraft, theirs: EventDraft, *, taken: Collection[str] = ()
) -> UnitedDraft:
    """Bring two versions of an Event together.

    What one side alone changed is as that side has it. Sources are compared one by one, by their addresses. Where the
    united content would not be valid, ours stays in the parts that make it so: the date with its end, or the sources.

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
    return _valid_draft(ours, theirs, values, (*clashes, *([_SOURCES] if clash else [])))


def _valid_draft(
    ours: EventDraft, theirs: EventDraft, values: Mapping[str, Any], clashes: tuple[str, ...]
) -> UnitedDraft:
    """Return the united content, with ours in as few parts as make it valid."""
    problem = ""
    for held in _HELD:
        parts = {key: value for name in held for key, value in _part(ours, name).items()}
        try:
            united = parse_event({**values, **parts})
        except InvalidDraft as found:
            problem = problem or str(found)
            continue
        differing = (name for name in held if _part(ours, name) != _part(theirs, name))
        return UnitedDraft(united, tuple(dict.fromkeys((*clashes, *differing))), problem)
    return UnitedDraft(ours, clashes, problem)


def _part(draft: EventDraft, name: str) -> dict[str, Any]:
    """Return a field of a draft, a date with the words from which it was read."""
    names = (name, WORDS_OF[name]) if name in WORDS_OF else (name,)
    return {each: getattr(draft, each) for each in names}


def _united_sources(
    base: EventDraft | None, ours: EventDraft, theirs: EventDraft, *, theirs_wins: bool
) -> tuple[tuple[SourceDraft, ...], bool]:
    """Return the sources of both sides in our order, and whether there is one that both changed."""
    before = _by_page(base, {})
    mine = _by_page(ours, before)
    other = _by_page(theirs, before | mine)
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


def _by_page(draft: EventDraft | None, known: Mapping[str, SourceDraft]) -> dict[str, SourceDraft]:
    """Return sources by the keys under which the same pages are known: the very address, or else one that is alike."""
    sources = draft.sources if draft else ()
    own = {source.url for source in sources}
    free: dict[str, list[str]] = {}
    for key in known:
        if key not in own:
            free.setdefault(normalise_address(key), []).append(key)
    found: dict[str, SourceDraft] = {}
    for source in sources:
        alike = [] if source.url in known else free.get(normalise_address(source.url), [])
        key = alike.pop(0) if alike else source.url
        # One address may stand twice, such as with another note.
        while key in found:
            key += " again"
        found[key] = source
    return found
