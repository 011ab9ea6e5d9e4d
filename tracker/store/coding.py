"""Codings by people: one at a time and blind, or from a file; and what a coder sets aside for later."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session, col, select

from tracker.actors import Actor
from tracker.cleaning import clean_text
from tracker.coders import CODED_BLIND, SET_ASIDE, aside_key, clean_coder, coding_key
from tracker.database import Asked, ask, ask_ahead
from tracker.errors import InvalidDraft, NotFound, VersionConflict
from tracker.event.fields import REASON_LENGTH
from tracker.models import Coding
from tracker.queries import list_codings
from tracker.read_models import CodingRow
from tracker.store import history, projection
from tracker.store.projection import event_ids
from tracker.store.terms import LATEST_OF, add_codings, latest_documents, write_entries
from tracker.vocabulary import Role


def code_event(
    session: Session, coding: CodingRow, *, actor: Actor, version: int | None = None, is_blind: bool = False
) -> None:
    """Record a person's stance and reach for an Event beside the accepted ones.

    Args:
        session: a writing session.
        coding: the coding; its coder's name is cleaned.
        actor: who records it; at least an editor.
        version: the version of this coder's coding of the Event that was seen, 0 for none; None for any.
        is_blind: whether the coder had no other coding in sight.

    Raises:
        NotAllowed: if the actor may not change the record.
        NotFound: if the record has no such Event.
        InvalidDraft: if the coder's name is none for a person, or the reason holds what cannot be shown.
        VersionConflict: if the same coder has coded the Event meanwhile. Nothing is written then.
    """
    actor.check(Role.EDITOR)
    _ask_ahead(session, coding.slug)
    _check_events(session, [coding.slug])
    coder = _own_name(session, coding.coder)
    reason = _cleaned("reason", partial(clean_text, coding.reason, most=REASON_LENGTH))
    key = coding_key(coding.slug, coder)
    ask_ahead(session, (LATEST_OF, {"type": "coding", "keys": [key]}))
    stored, _ = latest_documents(session, "coding", [key]).get(key, (0, ""))
    if version is not None and stored != version:
        raise VersionConflict(f"{coder} has coded this event meanwhile, perhaps in another window. Nothing was saved.")
    own = replace(coding, coder=coder, reason=reason)
    add_codings(session, [own], actor=actor, action=CODED_BLIND if is_blind else "")


def set_aside(session: Session, slug: str, coder: str, *, actor: Actor) -> None:
    """Remember that a coder leaves an Event for later; each time it goes behind those set aside less often.

    Raises:
        NotAllowed, NotFound, InvalidDraft: as ``code_event`` does.
    """
    actor.check(Role.EDITOR)
    _ask_ahead(session, slug)
    _check_events(session, [slug])
    name = _own_name(session, coder)
    key = aside_key(slug, name)
    ask_ahead(session, (LATEST_OF, {"type": SET_ASIDE, "keys": [key]}))
    _, before = latest_documents(session, SET_ASIDE, [key]).get(key, (0, '{"times": 0}'))
    document = {"slug": slug, "coder": name, "times": json.loads(before)["times"] + 1}
    write_entries(session, SET_ASIDE, [(key, document)], actor, "")


@dataclass(frozen=True, slots=True)
class TakenCodings:
    """What became of the codings of a file.

    Attributes:
        recorded: how many are new or were replaced.
        unchanged: how many stood in the record as the file has them.
        kept: the keys of those for which the record has another code, which stayed.
    """

    recorded: int
    unchanged: int
    kept: tuple[str, ...]


def take_codings(
    session: Session, codings: Sequence[CodingRow], *, actor: Actor, reason: str = "", replaces: bool = False
) -> TakenCodings:
    """Record the new codings of a file, or none where one is wrong, and tell which the record has otherwise.

    Args:
        session: a writing session.
        codings: those of the file.
        actor: who records them; at least an editor.
        reason: why, for the history.
        replaces: whether the file's code takes the place of another one of the same coder; the file may be the older.

    Raises:
        NotAllowed: if the actor may not change the record.
        NotFound: if the record does not hold one of the Events.
        InvalidDraft: if a coder's name is none for a person, as where a machine-assisted coding would be changed, or if
            the file holds two codings of one Event by one coder.
    """
    actor.check(Role.EDITOR)
    _check_events(session, [coding.slug for coding in codings])
    known = {coding_key(each.slug, each.coder): each for each in list_codings(session)}
    coders = {each.coder for each in known.values()}
    new: dict[str, CodingRow] = {}
    for coding in codings:
        if known.get(coding_key(coding.slug, coding.coder)) == coding:
            continue
        own = replace(coding, coder=_cleaned("coder", partial(clean_coder, coding.coder, coders)))
        key = coding_key(own.slug, own.coder)
        if key in new:
            raise InvalidDraft({"coder": f"{own.coder} codes {own.slug} twice in the file; keep one line."})
        new[key] = own
    kept = () if replaces else tuple(sorted(key for key in new if key in known and known[key] != new[key]))
    recorded = add_codings(session, [own for key, own in new.items() if key not in kept], actor=actor, reason=reason)
    return TakenCodings(recorded, len(codings) - recorded - len(kept), kept)


def _cleaned(field: str, clean: Callable[[], str]) -> str:
    try:
        return clean()
    except ValueError as problem:
        raise InvalidDraft({field: str(problem)}) from problem


_CODERS = select(col(Coding.coder)).distinct()


def _own_name(session: Session, text: str) -> str:
    return _cleaned("coder", partial(clean_coder, text, {coder for (coder,) in ask(session, _CODERS)}))


def _ask_ahead(session: Session, slug: str) -> None:
    of_event = {"slugs": [slug]}
    about: tuple[Asked, ...] = (
        (projection.IDS_OF_EVENTS, of_event),
        (projection.CODINGS_OF, of_event),
        (projection.LAST_ID[Coding], {}),
    )
    ask_ahead(session, *about, (_CODERS, {}), (history.LAST_CHANGE, {}))


def _check_events(session: Session, slugs: Sequence[str]) -> None:
    if missing := set(slugs) - event_ids(session, slugs).keys():
        raise NotFound(f"There is no event “{min(missing)}” in the record.")
