"""Who codes: coders' names, which of them are machine-assisted, and the order in which one goes through Events."""

import hashlib
from collections.abc import Iterable

from tracker.actors import ACTOR_LENGTH
from tracker.cleaning import clean_text, fold_text

ACCEPTED_CODER = "first"
"""The name of the coding that the record accepted, which stands with the Event itself."""

MACHINE_CODERS = frozenset({ACCEPTED_CODER, "second", "third"})
"""Coders whose codings are machine-assisted. No person codes under these names, so a name tells the two apart."""

CODING_COLUMNS = ("slug", "coder", "stance", "reach", "reason", "recorded_on", "way")
"""The columns of exported codings; the first five are those of the curated record's file."""

CODING_FIELDS = CODING_COLUMNS[:5]
"""What of a coding is read from a file."""


def clean_coder(text: object, known: Iterable[str] = ()) -> str:
    """Return a person's name as a coder; one that is known in other letters' case as it stands already.

    Args:
        text: what was typed, or what a provider of sign-in says.
        known: the coders of the record.

    Raises:
        ValueError: if there is no name, if it is too long, or if it belongs to a machine-assisted coder.
    """
    name = " ".join(clean_text(text, most=ACTOR_LENGTH).split())
    if not name:
        raise ValueError("Type the name under which you code.")
    if fold_text(name) in MACHINE_CODERS:
        raise ValueError(f"“{name}” is the name of a machine-assisted coding; code under another one.")
    return next((each for each in known if fold_text(each) == fold_text(name)), name)


def own_name(name: str) -> str:
    """Return the name under which a person codes of a given name codes; a machine-assisted coder's is changed."""
    return f"{name} (person)" if fold_text(name) in MACHINE_CODERS else name


CODED_BLIND = "code blind"
"""What was done, in the history's words, where a person coded with no other coding in sight."""

SET_ASIDE = "aside"
"""The history's word for an Event that a coder leaves for later."""

TAKEN_BACK = "taken_back"
"""The field of a coding's document that is there, and says “yes”, where the coding was taken out of the record."""


def coding_key(slug: str, coder: str) -> str:
    """Return the key under which the history holds a coder's coding of an Event."""
    return f"{slug}/{coder}"


def aside_key(slug: str, coder: str) -> str:
    """Return the key of an Event that a coder leaves for later, whatever the case of the name's letters."""
    return coding_key(slug, fold_text(coder))


def coder_of(key: str) -> str:
    """Return the coder of a coding by the history's key; a slug holds no stroke, a name may."""
    return key.partition("/")[2]


def coding_order(slugs: Iterable[str], coder: str) -> list[str]:
    """Return slugs in the coder's own random order.

    It follows from the coder's name and each slug alone (SHA-256), so it is the same on every day and machine, an Event
    that is added takes a random place, and whoever stops has coded a random sample.
    """
    seed = fold_text(coder)
    return sorted(slugs, key=lambda slug: hashlib.sha256(f"{seed}\n{slug}".encode()).digest())


def people_and_machines(coders: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the people among coders, and the machine-assisted ones, each in alphabetical order."""
    names = sorted(set(coders))
    return (
        tuple(name for name in names if name not in MACHINE_CODERS),
        tuple(name for name in names if name in MACHINE_CODERS),
    )
