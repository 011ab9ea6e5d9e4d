"""Which parts of what was read go into a draft: a person takes what is right."""

from collections.abc import Collection
from dataclasses import replace

from tracker.articles.candidates import Candidate
from tracker.event.fields import NAME_LISTS

CHOSEN_FIELDS = (*NAME_LISTS, "thread")
"""The fields of a candidate of which a person takes what is right; the others a draft cannot do without."""


def parts_of(candidate: Candidate, *, guesses: bool = True) -> list[tuple[str, str]]:
    """Return the names, sectors and stories that are proposed for a candidate, each a field with a value.

    Args:
        candidate: the candidate.
        guesses: whether those are among them that do not stand in the statement itself.
    """
    proposed = ((field, each) for field in CHOSEN_FIELDS for each in candidate.fields.get(field, ()))
    return list(dict.fromkeys((field, each.value) for field, each in proposed if guesses or not each.guess))


def with_parts(candidate: Candidate, chosen: Collection[tuple[str, str]]) -> Candidate:
    """Return a candidate with those names, sectors and stories alone that a person has chosen, none of them a guess."""
    fields = dict(candidate.fields)
    for field in CHOSEN_FIELDS:
        kept = [each for each in fields.get(field, ()) if (field, each.value) in chosen]
        fields[field] = tuple(replace(each, guess=False) for each in kept)
    return replace(candidate, fields=fields)
