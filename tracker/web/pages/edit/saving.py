"""What the buttons of the edit page do: save on the version that was read, or choose between two people's texts."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from tracker.changes import FieldChoice, choices_between, combine
from tracker.database import reading, writing
from tracker.errors import DatabaseProblem, InvalidDraft, NotFound, TrackerError, VersionConflict
from tracker.event.draft import EventDraft, parse_event
from tracker.event.labels import invisible_notes
from tracker.queries import list_terms
from tracker.queries.past import document_at
from tracker.queries.terms import with_known_names
from tracker.store import revise_event
from tracker.store.documents import draft_of, stored_document
from tracker.store.events import current, slug_of_token
from tracker.web.form_state import FormState
from tracker.web.readable import readable
from tracker.web.reads import engine, open_record
from tracker.web.signing_in import current_actor
from tracker.web.text import on_screen
from tracker.web.unsaved import Back, Found, Unsaved, keep_unsaved


def form_of(slug: str, stored: int) -> FormState:
    """Return the form that corrects an Event, filled from the record unless something was typed into it.

    A form that nobody has touched shows what is stored now; one with somebody's words keeps them and the version that
    they were written on.

    Args:
        slug: which Event.
        stored: its version as the page has read it.
    """
    form = FormState(f"edit {slug}")
    if form.get("version") is None or (form.get("version") < stored and not _is_touched(form)):
        _fill(form, slug)
    return form


def _is_touched(form: FormState) -> bool:
    return bool(form.changes())


def start_again(form: FormState, slug: str) -> None:
    """Fill the form from the record; what was typed is given up, but not before the record was read."""
    try:
        _fill(form, slug)
    except TrackerError as problem:
        form.set("failed", on_screen(problem))


def _fill(form: FormState, slug: str) -> None:
    with reading(engine()) as session:
        _fill_from(form, *current(session, slug))


def _fill_from(form: FormState, version: int, document: Mapping[str, Any]) -> None:
    form.fill(document)
    form.set("version", version)
    form.begin_from_here()


def keep(form: FormState, slug: str) -> None:
    """Let the browser keep what the form holds and the record does not."""
    texts = {field: form.key(field) for field in form.texts}
    take_back = partial(_take_back, form, slug)
    keep_unsaved(Unsaved(form.name, form.token, take_back, texts, form.changes(), form.get("version")))


def _take_back(form: FormState, slug: str, found: Found) -> Back:
    """Put back what was written before a reload, on the version that it was written on."""
    with reading(engine()) as session:
        if slug_of_token(session, found.id):
            return Back.NEEDLESS
        if found.about != form.get("version") and not form.changes():
            with suppress(NotFound):
                _fill_from(form, found.about, document_at(session, slug, found.about))
    if found.about != form.get("version"):
        return Back.IN_THE_WAY
    return Back.WRITTEN if form.put_back(found.values, but=found.since) else Back.NEEDLESS


def save(form: FormState, slug: str) -> None:
    """Save what the form holds on the version that it was filled from."""
    for name in ("problems", "failed", "saved", "conflict", "taken out"):
        form.set(name, None)
    try:
        taken_out = invisible_notes(form.values())
        _save(form, slug, parse_event(form.values()), form.get("version"))
        form.set("taken out", taken_out)
    except InvalidDraft as problem:
        form.refuse(problem.problems)
    except VersionConflict as problem:
        form.set("conflict", on_screen(problem))
    except TrackerError as problem:
        form.set("failed", on_screen(problem))


def _save(form: FormState, slug: str, draft: EventDraft, version: int) -> None:
    with writing(engine()) as session:
        named, _ = with_known_names(list_terms(session), draft)
        saved = revise_event(
            session,
            slug,
            named,
            version=version,
            actor=current_actor(),
            reason=form.get("why") or "",
            token=form.token,
        )
    _fill(form, slug)
    form.set("saved", saved)


def conflict_of(form: FormState, slug: str) -> tuple[int, tuple[FieldChoice, ...]]:
    """Return the version that was saved in the meantime and the fields to choose in."""
    version, mine, theirs = _both(form, slug)
    with reading(engine()) as session:
        base = document_at(session, slug, form.get("version"))
    record = open_record()
    return version, choices_between(*(readable(record, document) for document in (base, mine, theirs)))


def save_choice(form: FormState, slug: str, version: int, mine_in: tuple[str, ...]) -> None:
    """Save the newer version with the chosen fields of the form.

    Args:
        form: the form that was refused.
        slug: which Event.
        version: the version that was shown beside the form; a still newer one is refused again.
        mine_in: the fields in which the form's text is taken.
    """
    try:
        _, mine, theirs = _both(form, slug)
        chosen = combine(mine, theirs, mine_in)
        _save(form, slug, draft_of(chosen), version)
    except (VersionConflict, DatabaseProblem) as problem:
        # There is still something to choose: in a newer text, or in the same once the database is back.
        form.set("conflict", on_screen(problem))
    except TrackerError as problem:
        form.set("conflict", None)
        form.set("failed", on_screen(problem))


def _both(form: FormState, slug: str) -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
    draft = parse_event(form.values())
    with reading(engine()) as session:
        version, theirs = current(session, slug)
        named, _ = with_known_names(list_terms(session), draft)
    mine = stored_document(slug, named, state=theirs["review_state"], origin=theirs["origin"])
    return version, mine, theirs
