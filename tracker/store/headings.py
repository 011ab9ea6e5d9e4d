"""What the headings of other people's tables hold, as somebody decided once: remembered in the history itself.

So that the whole team is asked once, each decision has its author and date, and backups carry it.
"""

import json
from collections.abc import Mapping

from sqlmodel import Session

from tracker.actors import Actor
from tracker.store import history
from tracker.store.vocabulary import latest_documents
from tracker.vocabulary import Role

HEADING = "heading"
"""The history's word for a heading and the field that it holds."""


def remember_headings(session: Session, choices: Mapping[str, str], *, actor: Actor, reason: str = "") -> int:
    """Remember which field each heading holds and return how many of the decisions are new or changed.

    Args:
        session: a writing session.
        choices: heading, reduced to the form in which files are compared, to field.
        actor: who decided.
        reason: why, for the history.

    Raises:
        NotAllowed: if the actor may not change the record.
    """
    actor.check(Role.EDITOR)
    latest = latest_documents(session, HEADING)
    changes = []
    for heading, field in choices.items():
        version, before = latest.get(heading, (0, ""))
        document = {"heading": heading, "field": field}
        if history.canonical_json(document) != before:
            action = "revise" if version else "add"
            changes.append(history.Change(HEADING, heading, version + 1, action, actor.name, reason, document))
    if changes:
        history.append(session, changes)
    return len(changes)


def remembered_headings(session: Session) -> dict[str, str]:
    """Return the field of every heading that somebody has decided about."""
    return {key: json.loads(text)["field"] for key, (_, text) in latest_documents(session, HEADING).items()}
