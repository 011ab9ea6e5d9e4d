"""What a change did: the fields that differ between two documents, old and new, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.coders import CODED_BLIND
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.event.labels import label_of

_FORM_ORDER = {name: place for place, name in enumerate(EVENT_FIELDS)}

_FIELD_NAMES = "open_fields"
"""Its values are fields' names themselves."""

_NOT_SHOWN = frozenset({"slug", "origin", "says"})

_WITH_DATES = {"date": "date_text", "end": "end_text"}
"""The words of a date go with the date that was read from them."""


_ACTIONS = {
    "add": "Added",
    "revise": "Revised",
    "withdraw": "Withdrawn",
    "restore": "Brought back",
    "submit": "Submitted",
    "accept": "Accepted",
    "send back": "Sent back",
    "reject": "Rejected",
    "merge": "Merged",
    "unmerge": "Merge taken back",
    "merge names": "Names merged",
    "unmerge names": "Merge of names taken back",
    CODED_BLIND: "Coded blind",
    "undo": "An earlier change taken back",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's former and new value in words; empty text where there was or is nothing.

    ``parts`` holds of a list what was taken away and what was added, both empty where only the order changed; it is
    None of anything else.
    """

    field: str
    before: str
    after: str
    parts: "tuple[Sequence[Any], Sequence[Any]] | None" = None

    @property
    def name(self) -> str:
        """The field's name as people read it."""
        return label_of(self.field)

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Of a list what was done and to what: one source more among twenty would not be seen in both lists whole."""
        if self.parts is None:
            return ()
        taken, added = map(in_words, self.parts)
        steps = [(what, words) for what, words in (("taken away", taken), ("added", added)) if words]
        return tuple(steps) or (("in another order", self.after),)

    def words(self, arrow: str = "→") -> str:
        """Say the change on one line.

        Args:
            arrow: what stands between the former and the new value of what is no list.
        """
        if self.parts is None:
            return f"{self.before or 'nothing'} {arrow} {self.after or 'nothing'}"
        return "; ".join(f"{what}: {words}" for what, words in self.steps)


def action_words(action: str) -> str:
    """Return the words for what was done to an event, as a person reads them; the record's own word if there are none.

    Args:
        action: the word that the history holds.
    """
    return _ACTIONS.get(action, action)


def field_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Return the fields that differ between two documents, in the order of the form; what is no field of it comes last.

    Args:
        before: the document before the change; None where it was the first.
        after: the document after it.
    """
    earlier = before or {}
    names = {**after, **earlier}.keys() - _NOT_SHOWN
    fields = sorted(names, key=lambda name: (_FORM_ORDER.get(name, len(_FORM_ORDER)), name))
    return tuple(
        _field_change(field, earlier.get(field), after.get(field))
        for field in fields
        if _value(earlier.get(field)) != _value(after.get(field))
    )


def _field_change(field: str, old: Any, new: Any) -> FieldChange:  # noqa: ANN401 - see _value
    if field == _FIELD_NAMES:
        old, new = ([label_of(name) for name in value or ()] for value in (old, new))
    parts = None
    if isinstance(old or new, list | tuple):
        then, now = old or (), new or ()
        parts = [each for each in then if each not in now], [each for each in now if each not in then]
    return FieldChange(field, in_words(old), in_words(new), parts)


def _value(value: Any) -> Any:  # noqa: ANN401 - any value of a document
    return None if value in ("", [], ()) else value


def in_words(value: Any) -> str:  # noqa: ANN401 - any value of a document
    """Return a document's value as a person reads it: lists with semicolons, a source in the order of its fields."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        # The history writes a mapping's fields by their names; the same source has to read the same from anywhere.
        fields = [name for name in SOURCE_FIELDS if name in value] or list(value)
        return " | ".join(in_words(value[name]) for name in fields if value[name])
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(in_words(part) for part in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field in which two people's texts of an Event differ, and whose is taken unless somebody says otherwise.

    ``preset`` is ``mine`` or ``theirs`` where only one of the two changed the field, None where both did.
    """

    field: str
    mine: str
    theirs: str
    preset: str | None


def choices_between(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[FieldChoice, ...]:
    """Return the fields in which two changes of one document differ.

    Args:
        base: the document that both changes were made on.
        mine: the document that was not saved.
        theirs: the document that was saved in the meantime.
    """
    choices = []
    for change in field_changes(mine, theirs):
        if change.field in _WITH_DATES.values():
            continue
        before = in_words(base.get(change.field))
        preset = {before == change.before: "theirs", before == change.after: "mine"}.get(True)
        choices.append(FieldChoice(change.field, change.before, change.after, preset))
    return tuple(choices)


def combine(mine: Mapping[str, Any], theirs: Mapping[str, Any], mine_in: Sequence[str]) -> dict[str, Any]:
    """Return the saved document with some fields of the unsaved one."""
    fields = [*mine_in, *(_WITH_DATES[field] for field in mine_in if field in _WITH_DATES)]
    return dict(theirs) | {field: mine[field] for field in fields}
