"""Boxes that hold a name's key, led to the entry that stays after somebody has merged two names."""

from collections.abc import Mapping

from tracker.database import reading
from tracker.queries import list_revisions
from tracker.vocabulary import TermType
from tracker.web import held
from tracker.web.reads import Record, engine


def follow_names(record: Record, places: Mapping[str, TermType]) -> list[str]:
    """Put the key that is in use by now into each box that holds another, and return a sentence for each that left.

    Args:
        record: the state of the record.
        places: the vocabulary of each box, by the box's name; a box may hold one key, several or none.
    """
    notes = []
    for place, term_type in places.items():
        value = held.value(place)
        keys = [value] if isinstance(value, str) else list(value or ())
        names = record.names(term_type)
        gone = [key for key in keys if key not in names]
        if not gone:
            continue
        kept = {key: key if key in names else record.key_of(term_type, key) for key in keys}
        found = list(dict.fromkeys(key for key in kept.values() if key is not None))
        held.put(place, next(iter(found), None) if isinstance(value, str) else found)
        notes += [_note(term_type, key, names.get(kept[key] or "")) for key in gone]
    return notes


def _note(term_type: TermType, key: str, name: str | None) -> str:
    with reading(engine()) as session:
        rows = list_revisions(session, subject_type="term", subject_key=f"{term_type}/{key}", limit=1)
    before = next((str(row.document["name"]) for row in rows), key)
    if name is None:
        return f"“{before}” is not in the record any more and was left out."
    return f"“{before}” was merged into “{name}”, which stands in its place now."
