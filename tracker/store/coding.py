"""Codings by people: one at a time and blind, or from a file; and what a coder sets aside for later."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from tracker.actors import Actor
from tracker.cleaning import clean_text
from tracker.coders import clean_coder
from tracker.errors import InvalidDraft, NotFound, VersionConflict
from tracker.event.fields import REASON_LENGTH
from tracker.queries import list_codings
from tracker.queries.codings import CODED_BLIND, SET_ASIDE
from tracker.read_models import CodingRow
from tracker.store.projection import event_ids
from tracker.store.terms import add_codings, coding_key, latest_documents, write_entries
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
    _check_events(session, [coding.slug])
    coder = _own_name(session, coding.coder)
    reason = _cleaned("reason", partial(clean_text, coding.reason, most=REASON_LENGTH))
    key = coding_key(coding.slug, coder)
    stored, _ = latest_documents(session, "coding", [key]).get(key, (0, ""))
    if version is not None and stored != version:
        raise VersionConflict(
            f"{coder} has coded this event meanwhile, perhaps in another window. Nothing was saved; go back to it to "
            "change the code."
        )
    add_codings(
        session, [replace(coding, coder=coder, reason=reason)], actor=actor, reason=CODED_BLIND if is_blind else ""
    )


def set_aside(session: Session, slug: str, coder: str, *, actor: Actor) -> None:
    """Remember that a coder leaves an Event for later; each time it goes behind those set aside less often.

    Raises:
        NotAllowed, NotFound, InvalidDraft: as ``code_event`` does.
    """
    actor.check(Role.EDITOR)
    _check_events(session, [slug])
    name = _own_name(session, coder)
    key = coding_key(slug, name)
    _, before = latest_documents(session, SET_ASIDE, [key]).get(key, (0, '{"times": 0}'))
    document = {"slug": slug, "coder": name, "times": json.loads(before)["times"] + 1}
    write_entries(session, SET_ASIDE, [(key, document)], actor, "")


def take_codings(session: Session, codings: Sequence[CodingRow], *, actor: Actor, reason: str = "") -> int:
    """Record codings from a file, all or none, and return how many are new or changed.

    Raises:
        NotAllowed: if the actor may not change the record.
        NotFound: if the record does not hold one of the Events.
        InvalidDraft: if a coder's name is none for a person, as where a machine-assisted coding would be changed, or if
            the file holds two codings of one Event by one coder.
    """
    actor.check(Role.EDITOR)
    _check_events(session, [coding.slug for coding in codings])
    known = list_codings(session)
    coders = {each.coder for each in known}
    new: dict[tuple[str, str], CodingRow] = {}
    for coding in codings:
        if coding in known:
            continue
        own = replace(coding, coder=_cleaned("coder", partial(clean_coder, coding.coder, coders)))
        if (own.slug, own.coder) in new:
            raise InvalidDraft({"coder": f"{own.coder} codes {own.slug} twice in the file; keep one line."})
        new[own.slug, own.coder] = own
    return add_codings(session, list(new.values()), actor=actor, reason=reason)


def _cleaned(field: str, clean: Callable[[], str]) -> str:
    try:
        return clean()
    except ValueError as problem:
        raise InvalidDraft({field: str(problem)}) from problem


def _own_name(session: Session, text: str) -> str:
    return _cleaned("coder", partial(clean_coder, text, {each.coder for each in list_codings(session)}))


def _check_events(session: Session, slugs: Sequence[str]) -> None:
    if missing := set(slugs) - event_ids(session, slugs).keys():
        raise NotFound(f"There is no event “{min(missing)}” in the record.")
