"""Two Events that are one: merge them, or remember that they are not the same."""

from typing import Any

from sqlmodel import Session

from tracker.actors import Actor
from tracker.errors import InvalidDraft, UnknownValue, WrongState
from tracker.event.fields import CONTENT, NAME_LISTS, PHRASES, WORDS_OF
from tracker.store import history
from tracker.store.documents import draft_of, is_in_play
from tracker.store.events import check_version, current, write_change
from tracker.store.history import Change, canonical_json
from tracker.store.terms import latest_documents
from tracker.vocabulary import ReviewState, Role

DISTINCT = "distinct"
"""The history's word for a pair of Events that somebody has looked at and found to be two."""

_OF_ITS_DATE = frozenset({"public_on", *WORDS_OF})
"""What belongs to the date of one of the two, and tells nothing of the other's."""

_FILLED = tuple(
    name
    for name, field in CONTENT.items()
    if not (field.needed or field.members or field.form in {"", "names"} or field.words_of or name in _OF_ITS_DATE)
)


def merge_events(
    session: Session, kept: str, gone: str, *, kept_version: int, gone_version: int, actor: Actor, reason: str = ""
) -> int:
    """Merge one Event into another and return the kept one's new version.

    Sources and names are united and what the kept Event lacks is filled in; the other leaves the record, its history
    stays, and its slug leads to the kept one.

    Raises:
        NotFound, VersionConflict, NotAllowed: as the other writes do; only a reviewer merges.
        UnknownValue: if both slugs name the same Event.
        WrongState: if one is out of the record already, or an accepted Event would go into one that is not accepted.
        InvalidDraft: if the two together are more than one Event may hold, as with too many sources.
    """
    actor.check(Role.REVIEWER)
    if kept == gone:
        raise UnknownValue("An event cannot be merged with itself; name two.")
    stored_kept, document = current(session, kept)
    check_version(document, stored_kept, kept_version)
    stored_gone, other = current(session, gone)
    check_version(other, stored_gone, gone_version)
    _check_states(document, other)
    why = reason or f"the same event as “{other['title']}”"
    united = unite(document, other)
    version = write_change(session, Change("event", kept, stored_kept + 1, "merge", actor.name, why, united))
    left = other | {"review_state": str(ReviewState.WITHDRAWN), "merged_into": kept}
    into = f"merged into “{document['title']}”"
    write_change(session, Change("event", gone, stored_gone + 1, "merge", actor.name, into, left))
    return version


def _check_states(kept: dict[str, Any], gone: dict[str, Any]) -> None:
    for document in (kept, gone):
        if not is_in_play(document):
            into = ", merged into another" if document.get("merged_into") else ""
            raise WrongState(
                f"“{document['title']}” is {document['review_state']}{into}; only events in the record or in review "
                "can be merged. Nothing was changed."
            )
    if gone["review_state"] == ReviewState.ACCEPTED != kept["review_state"]:
        raise WrongState(
            f"“{gone['title']}” is accepted and “{kept['title']}” is not, so the merge would take an accepted event "
            "out of the record. Accept the other one first, or keep the accepted one."
        )


def unite(kept: dict[str, Any], gone: dict[str, Any]) -> dict[str, Any]:
    """Return a document with another's sources and names added, and what it lacks filled in.

    The other's end is taken where the kept Event has none and where it does not lie before the kept one's date.

    Raises:
        InvalidDraft: if the result is more than one Event may hold; the message says of what.
    """
    united = dict(kept)
    for field in (*NAME_LISTS, *PHRASES):
        united[field] = list(dict.fromkeys([*kept.get(field, ()), *gone.get(field, ())]))
    for field in _FILLED:
        united[field] = kept.get(field) or gone.get(field, CONTENT[field].blank)
    urls = {source["url"] for source in kept["sources"]}
    united["sources"] = [*kept["sources"], *(source for source in gone["sources"] if source["url"] not in urls)]
    if not kept.get("end") and gone.get("end"):
        with_end = united | {"end": gone["end"], "end_text": gone.get("end_text")}
        if _holds(with_end):
            return with_end
    draft_of(united)
    return united


def _holds(document: dict[str, Any]) -> bool:
    try:
        draft_of(document)
    except InvalidDraft:
        return False
    return True


def mark_distinct(session: Session, first: str, second: str, *, actor: Actor, reason: str = "") -> None:
    """Remember that two Events are not the same, so that nobody is asked again."""
    actor.check(Role.EDITOR)
    for slug in (first, second):
        current(session, slug)
    slugs = sorted((first, second))
    key = " ".join(slugs)
    version, before = latest_documents(session, DISTINCT).get(key, (0, ""))
    document = {"slugs": slugs}
    if canonical_json(document) != before:
        history.append(session, [Change(DISTINCT, key, version + 1, "add", actor.name, reason, document)])


def distinct_pairs(session: Session) -> frozenset[tuple[str, str]]:
    """Return the pairs of slugs that were found to be two Events, each in alphabetical order."""
    first_and_second = (key.split(" ") for key in latest_documents(session, DISTINCT))
    return frozenset((first, second) for first, second in first_and_second)
