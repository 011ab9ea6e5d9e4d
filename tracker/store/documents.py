"""Documents: the plain form of what the history keeps, and the way back to validated input."""

from collections.abc import Mapping
from typing import Any

from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import CLOSED, CONTENT, EVENT_FIELDS, LISTED, SOURCE_FIELDS
from tracker.read_models import CodingRow, EraRow, TermRow
from tracker.vocabulary import STATES_IN_PLAY, Origin, ReviewState, TermType

_CLOSED = CLOSED.keys() & CONTENT.keys()


def stored_document(
    slug: str, draft: EventDraft, *, state: ReviewState, origin: Origin, merged_into: str | None = None
) -> dict[str, Any]:
    """Write a draft with its place in the record as a plain document."""
    document = vars(draft) | {name: getattr(draft, name).value for name in _CLOSED}
    document |= {name: list(document[name]) for name in LISTED}
    document |= {"slug": slug, "review_state": str(state), "origin": str(origin)}
    document["sources"] = [source_document(source) for source in draft.sources]
    return document | ({"merged_into": merged_into} if merged_into else {})


def revised_document(document: Mapping[str, Any], draft: EventDraft) -> dict[str, Any]:
    """Return a stored Event's document with the content of a draft; where it stands in the record stays."""
    slug, state, origin = (document[name] for name in ("slug", "review_state", "origin"))
    return {**document, **stored_document(slug, draft, state=state, origin=origin)}


def source_document(source: Any) -> dict[str, str | None]:  # noqa: ANN401 - a SourceDraft or a SourceRow
    """Write a source as a plain document."""
    document = {name: getattr(source, name) for name in SOURCE_FIELDS}
    return document | {name: str(document[name]) if document[name] else None for name in ("kind", "seen")}


def is_in_play(document: Mapping[str, Any]) -> bool:
    """Return whether an Event's document stands in the record or in review, and is not merged into another."""
    return document["review_state"] in STATES_IN_PLAY and not document.get("merged_into")


def draft_of(document: Mapping[str, Any]) -> EventDraft:
    """Read a stored document back as validated input."""
    return parse_event(event_content(document))


def event_content(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a document a person may change; one that is older than a field goes without it."""
    return {name: document[name] for name in EVENT_FIELDS if name in document}


def term_document(term: TermRow) -> dict[str, Any]:
    """Write a vocabulary entry as a plain document."""
    return {
        "type": str(term.type),
        "key": term.key,
        "name": term.name,
        "name_zh": term.name_zh,
        "jurisdiction": term.jurisdiction,
        "tickers": list(term.tickers),
        "aliases": list(term.aliases),
    }


def term_of(document: Mapping[str, Any]) -> TermRow:
    """Read an entry's stored document."""
    return TermRow(
        type=TermType(document["type"]),
        key=document["key"],
        name=document["name"],
        name_zh=document["name_zh"],
        jurisdiction=document["jurisdiction"],
        tickers=tuple(document["tickers"]),
        aliases=tuple(document["aliases"]),
    )


def coding_document(coding: CodingRow) -> dict[str, Any]:
    """Write another coder's stance and reach as a plain document."""
    return {
        "slug": coding.slug,
        "coder": coding.coder,
        "stance": int(coding.stance),
        "reach": int(coding.reach),
        "reason": coding.reason,
    }


def era_document(era: EraRow) -> dict[str, Any]:
    """Write an era as a plain document."""
    return {
        "key": era.key,
        "name": era.name,
        "name_zh": era.name_zh,
        "since": era.since.isoformat(),
        "until": era.until and era.until.isoformat(),
        "why": era.why,
        "sources": list(era.sources),
    }
